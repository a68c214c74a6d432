//! Generates the client from `spec/` into `OUT_DIR`.

fn main() {
    kcrs_codegen::Builder::new().run_in_build_script();
}
