//! Generates three crates' worth of an API that nobody offers: all of it, what a program needs that
//! only reads, and what a server needs.

use kcrs_codegen::{Builder, Part};

fn main() {
    Builder::new()
        .include_file("book_shelf.rs")
        .server(Part::feature("server"))
        .derive("Header", ["PartialOrd", "Ord"])
        .type_attribute("Binding", "#[derive(PartialOrd, Ord)]")
        .type_attribute("*Output", "#[doc(alias = \"response\")]")
        .field_attribute("*.own_address", "#[doc(alias = \"url\")]")
        .run_in_build_script();

    Builder::new()
        .single_file("reader.rs")
        .module("reader")
        .waiters(false)
        .schema(false)
        .run_in_build_script();

    Builder::new()
        .single_file("keeper.rs")
        .module("keeper")
        .client(false)
        .schema(false)
        .examples(false)
        .server(true)
        .run_in_build_script();
}
