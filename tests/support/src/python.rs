use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Returns a Python that has what a file of requirements names; nothing where there is no Python at
/// all, which it reports.
///
/// Its environment is `name` in a folder that outlives the test, such as `CARGO_TARGET_TMPDIR`, and
/// is made where it is not there yet or the requirements have changed.
///
/// # Panics
///
/// Where the environment cannot be made.
#[must_use]
pub fn python_with(requirements: &Path, folder: &Path, name: &str) -> Option<PathBuf> {
    if Command::new("python3").arg("--version").output().is_err() {
        eprintln!("\n!!! NOT TESTED: there is no python3, so the {name} were not run. !!!\n");
        return None;
    }
    let wanted = fs::read_to_string(requirements).expect("requirements");
    let environment = folder.join(name);
    let python = environment.join("bin/python");
    let is_ready = || {
        let installed = fs::read_to_string(environment.join("installed.txt"));
        installed.is_ok_and(|installed| installed == wanted)
    };
    if is_ready() {
        return Some(python);
    }
    // Made aside and then moved, so that two runs at once do not disturb each other.
    let aside = folder.join(format!("{name}-{}", std::process::id()));
    make(&aside, requirements);
    fs::write(aside.join("installed.txt"), &wanted).expect("a file");
    // One of other requirements may be in the way.
    let _ = fs::remove_dir_all(&environment);
    if fs::rename(&aside, &environment).is_err() {
        let place = environment.display();
        assert!(is_ready(), "{place} cannot be put in place");
        let _ = fs::remove_dir_all(&aside);
    }
    Some(python)
}

fn make(environment: &Path, requirements: &Path) {
    let python = environment.join("bin/python");
    let venv = |pip: &[&str]| {
        let mut command = Command::new("python3");
        run(command
            .args(["-m", "venv", "--clear"])
            .args(pip)
            .arg(environment));
    };
    venv(&["--without-pip"]);
    let pip = || {
        let mut pip = Command::new("python3");
        pip.args(["-m", "pip", "--python"]).arg(&python);
        pip
    };
    let version = pip().arg("--version").output().expect("a command");
    let mut pip = pip();
    // A pip in the environment takes longer to install than the requirements, but one outside it
    // may be missing or too old.
    if !version.status.success() {
        venv(&[]);
        pip = Command::new(&python);
        pip.args(["-m", "pip"]);
    }
    run(pip
        .args(["install", "--quiet", "--no-compile"])
        .args(["--disable-pip-version-check", "-r"])
        .arg(requirements));
}

fn run(command: &mut Command) {
    let output = command.output().expect("a command");
    let text = [output.stdout, output.stderr].concat();
    let text = String::from_utf8_lossy(&text);
    assert!(output.status.success(), "{command:?}:\n{text}");
}
