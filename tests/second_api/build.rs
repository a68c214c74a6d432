//! Generates the client of an API that nobody offers.

use kcrs_codegen::{Builder, Part};

fn main() {
    Builder::new()
        .server(Part::feature("server"))
        .run_in_build_script();
}
