//! The canonical form: what it looks like, what is refused, and that nothing is lost.

mod command;
mod comments;
mod forms;
mod mutations;

use std::fs;
use std::path::PathBuf;

use crate::support::tests_folder;

/// The files of both specs.
fn specs() -> Vec<(PathBuf, String)> {
    let mut files = Vec::new();
    for folder in ["../../spec", "../../tests/second_api/spec"] {
        for entry in fs::read_dir(tests_folder().join(folder)).unwrap() {
            let path = entry.unwrap().path();
            if path
                .extension()
                .is_some_and(|extension| extension == "yaml")
            {
                let text = fs::read_to_string(&path).unwrap();
                files.push((path, text));
            }
        }
    }
    assert!(files.len() >= 12);
    files
}
