//! Generates the client from `spec/` into `OUT_DIR`.

fn main() {
    kcrs_codegen::Builder::new()
        .spec_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/spec"))
        .run_in_build_script();
}
