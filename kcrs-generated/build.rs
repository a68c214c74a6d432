//! Generates the client from `spec/` into `OUT_DIR`.

use kcrs_codegen::{Builder, Part};

fn main() {
    Builder::new()
        .server(Part::feature("server"))
        .run_in_build_script();
}
