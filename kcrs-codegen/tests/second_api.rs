//! An API that is not KCRS: the generator knows none in particular.
//!
//! The files under `golden` show what it makes of the spec beside them; the crate in that folder
//! compiles the same.

use std::collections::BTreeMap;

use crate::support::{expect_file, second_api, second_api_folder};
use kcrs_codegen::{Sources, check, emit};

fn generate(files: crate::support::Files) -> BTreeMap<&'static str, String> {
    let api = check(&Sources::from_texts(files)).unwrap_or_else(|report| panic!("{report}"));
    emit(&api, "book_shelf")
        .unwrap()
        .into_iter()
        .map(|file| (file.name, file.text))
        .collect()
}

#[test]
fn generated_files_are_the_golden_ones() {
    for (name, text) in generate(second_api()) {
        expect_file(&second_api_folder().join("golden").join(name), &text);
    }
}

#[test]
fn the_order_of_files_makes_no_difference() {
    let mut files = second_api();
    let expected = generate(files.clone());
    for _ in 0..files.len() {
        files.rotate_left(1);
        assert_eq!(generate(files.clone()), expected);
    }
    files.reverse();
    assert_eq!(generate(files), expected);
}

#[cfg(feature = "cli")]
#[test]
fn the_model_is_the_golden_one() {
    let api = check(&Sources::from_texts(second_api())).unwrap();
    expect_file(
        &second_api_folder().join("golden/model.json"),
        &kcrs_codegen::dump::to_json(&api),
    );
}
