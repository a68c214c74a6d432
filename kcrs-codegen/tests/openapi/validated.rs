//! Validators that others wrote judge the documents, and the examples in them by their schemas.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use kcrs_codegen::Language;
use kcrs_codegen::openapi::{Options, Version, to_json, to_yaml};

use crate::support::{book_shelf, kcrs, scratch, tests_folder};

/// The virtual environment with the validator, made where it is not there yet or the requirements have changed; `None` where
/// there is no Python at all. Tests that run side by side make it once.
fn environment() -> Option<PathBuf> {
    static MADE: OnceLock<Option<PathBuf>> = OnceLock::new();
    MADE.get_or_init(make_environment).clone()
}

fn make_environment() -> Option<PathBuf> {
    if Command::new("python3").arg("--version").output().is_err() {
        eprintln!("\n!!! NOT TESTED: there is no python3, so no validator was run. !!!\n");
        return None;
    }
    let requirements = tests_folder().join("openapi/requirements.txt");
    let wanted = fs::read_to_string(&requirements).expect("requirements");
    let place = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let folder = place.join("openapi-validator");
    let python = folder.join("bin/python");
    let is_ready = || {
        let installed = fs::read_to_string(folder.join("installed.txt"));
        installed.is_ok_and(|installed| installed == wanted)
    };
    if is_ready() {
        return Some(python);
    }
    // Made aside and then moved, so that two runs at once do not disturb each other.
    let aside = place.join(format!("openapi-validator-{}", std::process::id()));
    run(Command::new("python3")
        .args(["-m", "venv", "--clear"])
        .arg(&aside));
    run(Command::new(aside.join("bin/python"))
        .args(["-m", "pip", "install", "--quiet"])
        .args(["--disable-pip-version-check", "-r"])
        .arg(&requirements));
    fs::write(aside.join("installed.txt"), &wanted).expect("a file");
    // One of other requirements may be in the way.
    let _ = fs::remove_dir_all(&folder);
    if fs::rename(&aside, &folder).is_err() {
        assert!(is_ready(), "{} cannot be put in place", folder.display());
        let _ = fs::remove_dir_all(&aside);
    }
    Some(python)
}

fn run(command: &mut Command) -> String {
    let (is_well, text) = try_to(command);
    assert!(is_well, "{command:?}:\n{text}");
    text
}

/// Whether the command succeeds, and what it says.
fn try_to(command: &mut Command) -> (bool, String) {
    let output = command.output().expect("a command");
    let text = [output.stdout, output.stderr].concat();
    let text = String::from_utf8_lossy(&text).into_owned();
    (output.status.success(), text)
}

fn validator(python: &Path) -> Command {
    let mut command = Command::new(python);
    command.arg(tests_folder().join("openapi/validate.py"));
    command
}

#[test]
fn an_independent_validator_finds_nothing_wrong() {
    let Some(python) = environment() else {
        return;
    };
    let folder = scratch("openapi");
    let mut files = Vec::new();
    for (name, api) in [("kcrs", kcrs()), ("book-shelf", book_shelf())] {
        for (version, options) in [
            ("3.0", Options::new(Version::V3_0)),
            ("3.1", Options::new(Version::V3_1)),
        ] {
            let all = options.clone().languages(&Language::ALL).list_items(3);
            for (file, text) in [
                (format!("{name}-{version}.json"), to_json(&api, &options)),
                (format!("{name}-{version}.yaml"), to_yaml(&api, &options)),
                (format!("{name}-{version}-all.json"), to_json(&api, &all)),
            ] {
                let path = folder.join(file);
                fs::write(&path, text).expect("a file");
                files.push(path);
            }
        }
    }
    let told = run(validator(&python).args(&files));
    assert_eq!(told.matches(": valid, ").count(), files.len(), "{told}");
}

#[test]
fn the_validator_finds_what_is_wrong() {
    let Some(python) = environment() else {
        return;
    };
    let folder = scratch("openapi-wrong");
    let right = to_json(&book_shelf(), &Options::new(Version::V3_1));
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
        let (is_well, told) = try_to(validator(&python).arg(&path));
        assert!(!is_well && told.contains(said), "{name}: {told}");
    }
}
