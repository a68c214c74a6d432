//! The generated code as committed, so that a review shows what a change of the spec does to the
//! Rust.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use kcrs_test_support::{HOW_TO_ACCEPT, accepts, expect_file};

#[test]
fn generated_code_is_the_golden_copy() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("golden");
    let generated = kcrs_codegen::Builder::new()
        .spec_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec"))
        .crate_name("kcrs_generated")
        .server(kcrs_codegen::Part::feature("server"))
        .generate()
        .unwrap_or_else(|report| panic!("{report}"));
    let mut stale: BTreeSet<_> = fs::read_dir(&folder)
        .expect("the folder can be read")
        .map(|entry| entry.expect("an entry").file_name())
        .collect();
    for file in &generated.files {
        expect_file(&folder.join(file.name), &file.text);
        stale.remove(file.name.as_ref() as &std::ffi::OsStr);
    }
    if accepts() {
        for name in std::mem::take(&mut stale) {
            fs::remove_file(folder.join(name)).expect("the file can be removed");
        }
    }
    assert!(
        stale.is_empty(),
        "{}: {stale:?} is no longer generated.\n{HOW_TO_ACCEPT}",
        folder.display()
    );
}
