fn main() {
    let spec = std::env::args().nth(1).unwrap();
    let out = std::env::args().nth(2).unwrap();
    let t = std::time::Instant::now();
    let g = kcrs_codegen::Builder::new().spec_dir(spec).out_dir(out).crate_name("kcrs-generated").generate().unwrap_or_else(|r| panic!("{r}"));
    println!("{:?} {} lines", t.elapsed(), g.files.iter().map(|f| f.text.lines().count()).sum::<usize>());
}
