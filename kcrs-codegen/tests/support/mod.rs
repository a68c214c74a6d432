//! What the tests of this crate share.

pub(crate) mod mutate;

#[cfg(feature = "cli")]
pub(crate) mod python;

use std::fs;
use std::path::{Path, PathBuf};

#[cfg(feature = "cli")]
use kcrs_codegen::{Sources, check};
pub(crate) use kcrs_test_support::expect_file;

/// A spec in memory: names of files and their texts.
pub(crate) type Files = Vec<(String, String)>;

/// The folder of this crate's tests.
pub(crate) fn tests_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests")
}

/// The folder of the second API: its spec, and what is made of it under `golden`.
pub(crate) fn second_api_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/second_api")
}

/// The spec of the second API, as if it were in a folder `spec`.
pub(crate) fn second_api() -> Files {
    let folder = second_api_folder().join("spec");
    let names = ["books.yaml", "errors.yaml", "loans.yaml", "service.yaml"];
    names
        .iter()
        .map(|name| {
            (
                format!("spec/{name}"),
                fs::read_to_string(folder.join(name)).unwrap(),
            )
        })
        .collect()
}

/// The API of KCRS, whose spec the repository is about.
#[cfg(feature = "cli")]
pub(crate) fn kcrs() -> kcrs_codegen::model::Api {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec");
    check(&Sources::read(folder)).unwrap_or_else(|report| panic!("{report}"))
}

/// The second API, resolved.
#[cfg(feature = "cli")]
pub(crate) fn book_shelf() -> kcrs_codegen::model::Api {
    check(&Sources::from_texts(second_api())).unwrap_or_else(|report| panic!("{report}"))
}

/// An empty folder for a test's files.
#[cfg(feature = "cli")]
pub(crate) fn scratch(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}
