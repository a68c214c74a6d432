//! Generates the client of an API that nobody offers.

fn main() {
    kcrs_codegen::Builder::new().run_in_build_script();
}
