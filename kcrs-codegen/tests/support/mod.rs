//! What the tests of this crate share.

pub(crate) mod mutate;

#[cfg(feature = "cli")]
pub(crate) mod python;

use std::fs;
use std::path::{Path, PathBuf};

#[cfg(feature = "cli")]
use kcrs_codegen::{Sources, check};

/// A spec in memory: names of files and their texts.
pub(crate) type Files = Vec<(String, String)>;

/// The folder of this crate's tests.
pub(crate) fn tests_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests")
}

/// The spec of the second API, as if it were in a folder `spec`.
pub(crate) fn second_api() -> Files {
    let folder = tests_folder().join("second_api/spec");
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

/// Whether expected files take what a test finds.
#[cfg(feature = "cli")]
pub(crate) fn accepts() -> bool {
    ["UPDATE_EXPECT", "UPDATE_GOLDEN"]
        .iter()
        .any(|name| std::env::var_os(name).is_some())
}

/// Compares a text with the one in a file. With `UPDATE_EXPECT=1` the file takes the text.
pub(crate) fn expect_file(path: &Path, actual: &str) {
    let expected = fs::read_to_string(path).unwrap_or_default();
    if expected == actual {
        return;
    }
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        fs::write(path, actual).unwrap();
        return;
    }
    let line = expected
        .lines()
        .zip(actual.lines())
        .take_while(|(a, b)| a == b)
        .count();
    let show = |text: &str| {
        text.lines()
            .skip(line.saturating_sub(2))
            .take(8)
            .collect::<Vec<_>>()
            .join("\n")
    };
    panic!(
        "{} is not what was generated, from line {} on.\n--- expected\n{}\n--- actual\n{}\n\
         To accept the new text, run the test with UPDATE_EXPECT=1.",
        path.display(),
        line + 1,
        show(&expected),
        show(actual)
    );
}
