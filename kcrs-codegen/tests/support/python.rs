//! A Python with validators that others wrote.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use super::tests_folder;
use kcrs_test_support::python_with;

/// A Python that has what `python/requirements.txt` names; `None` where there is no Python at all.
/// Tests that run side by side make it once.
pub(crate) fn python() -> Option<&'static Path> {
    static MADE: OnceLock<Option<PathBuf>> = OnceLock::new();
    let make = || {
        let requirements = tests_folder().join("python/requirements.txt");
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
        python_with(&requirements, folder, "python-validators")
    };
    MADE.get_or_init(make).as_deref()
}

/// What the command says; it must succeed.
pub(crate) fn run(command: &mut Command) -> String {
    let (is_well, text) = try_to(command);
    assert!(is_well, "{command:?}:\n{text}");
    text
}

/// Whether the command succeeds, and what it says.
pub(crate) fn try_to(command: &mut Command) -> (bool, String) {
    let output = command.output().expect("a command");
    let text = [output.stdout, output.stderr].concat();
    let text = String::from_utf8_lossy(&text).into_owned();
    (output.status.success(), text)
}
