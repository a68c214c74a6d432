//! Validators that others wrote judge the documents, and the examples in them by their schemas.

use std::fs;
use std::path::Path;
use std::process::Command;

use kcrs_codegen::Language;
use kcrs_codegen::openapi::{Options, to_json, to_yaml};

use crate::support::python::{python, run, try_to};
use crate::support::{book_shelf, kcrs, scratch, tests_folder};

fn validator(python: &Path) -> Command {
    let mut command = Command::new(python);
    command.arg(tests_folder().join("python/openapi.py"));
    command
}

#[test]
fn an_independent_validator_finds_nothing_wrong() {
    let Some(python) = python() else {
        return;
    };
    let folder = scratch("openapi");
    let mut files = Vec::new();
    for (name, api) in [("kcrs", kcrs()), ("book-shelf", book_shelf())] {
        let options = Options::new();
        let all = options.clone().languages(&Language::ALL).list_items(3);
        for (file, text) in [
            (format!("{name}.json"), to_json(&api, &options)),
            (format!("{name}.yaml"), to_yaml(&api, &options)),
            (format!("{name}-all.json"), to_json(&api, &all)),
        ] {
            let path = folder.join(file);
            fs::write(&path, text).expect("a file");
            files.push(path);
        }
    }
    let printed = run(validator(python).args(&files));
    assert_eq!(
        printed.matches(": valid, ").count(),
        files.len(),
        "{printed}"
    );
}

#[test]
fn the_validator_finds_what_is_wrong() {
    let Some(python) = python() else {
        return;
    };
    let folder = scratch("openapi-wrong");
    let right = to_json(&book_shelf(), &Options::new());
    for (name, from, to, said) in [
        (
            "document",
            "\"operationId\"",
            "\"operation\"",
            "Unevaluated properties are not allowed",
        ),
        (
            "reference",
            "schemas/Person\"",
            "schemas/Nobody\"",
            "Nobody",
        ),
        (
            "example",
            "\"Lent\": false",
            "\"Lent\": 7",
            "7 is not of type 'boolean'",
        ),
    ] {
        let wrong = right.replace(from, to);
        assert_ne!(right, wrong, "{name}");
        let path = folder.join(format!("{name}.json"));
        fs::write(&path, wrong).expect("a file");
        let (is_well, printed) = try_to(validator(python).arg(&path));
        assert!(!is_well && printed.contains(said), "{name}: {printed}");
    }
}
