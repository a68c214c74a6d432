//! Generates the client of an API that nobody offers.

fn main() {
    kcrs_codegen::Builder::new()
        .spec_dir("../../kcrs-codegen/tests/second_api/spec")
        .run_in_build_script();
}
