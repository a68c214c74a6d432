//! A Python with validators that others wrote.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use super::tests_folder;

/// A Python that has what `python/requirements.txt` names, made where it is not there yet or the
/// requirements have changed; `None` where there is no Python at all. Tests that run side by side
/// make it once.
pub(crate) fn python() -> Option<&'static Path> {
    static MADE: OnceLock<Option<PathBuf>> = OnceLock::new();
    MADE.get_or_init(make).as_deref()
}

fn make() -> Option<PathBuf> {
    if Command::new("python3").arg("--version").output().is_err() {
        eprintln!(
            "\n!!! NOT TESTED: there is no python3, so no independent validator was run. !!!\n"
        );
        return None;
    }
    let requirements = tests_folder().join("python/requirements.txt");
    let wanted = fs::read_to_string(&requirements).expect("requirements");
    let place = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let folder = place.join("python-validators");
    let python = folder.join("bin/python");
    let is_ready = || {
        let installed = fs::read_to_string(folder.join("installed.txt"));
        installed.is_ok_and(|installed| installed == wanted)
    };
    if is_ready() {
        return Some(python);
    }
    // Made aside and then moved, so that two runs at once do not disturb each other.
    let aside = place.join(format!("python-validators-{}", std::process::id()));
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
