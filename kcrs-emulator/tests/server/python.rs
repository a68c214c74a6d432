//! The vendor's SDKs for Python drive the program.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::support::{ACCESS_KEY, Program, SECRET_KEY};

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/python");

/// The virtual environment with both SDKs, made where it is not there yet or the requirements have
/// changed; `None` where there is no Python at all.
fn environment() -> Option<PathBuf> {
    if Command::new("python3").arg("--version").output().is_err() {
        eprintln!("\n!!! NOT TESTED: there is no python3, so the Python SDKs were not run. !!!\n");
        return None;
    }
    let requirements = Path::new(FOLDER).join("requirements.txt");
    let wanted = std::fs::read_to_string(&requirements).expect("requirements");
    let place = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
    let folder = place.join("python-sdks");
    let python = folder.join("bin/python");
    let is_ready = || {
        let installed = std::fs::read_to_string(folder.join("installed.txt"));
        installed.is_ok_and(|installed| installed == wanted)
    };
    if is_ready() {
        return Some(python);
    }
    let run = |command: &mut Command| {
        let output = command.output().expect("a command");
        let text = [output.stdout, output.stderr].concat();
        let text = String::from_utf8_lossy(&text);
        assert!(output.status.success(), "{command:?}:\n{text}");
    };
    // Made aside and then moved, so that two runs at once do not disturb each other.
    let aside = place.join(format!("python-sdks-{}", std::process::id()));
    run(Command::new("python3")
        .args(["-m", "venv", "--clear"])
        .arg(&aside));
    run(Command::new(aside.join("bin/python"))
        .args(["-m", "pip", "install", "--quiet"])
        .args(["--disable-pip-version-check", "-r"])
        .arg(&requirements));
    std::fs::write(aside.join("installed.txt"), &wanted).expect("a file");
    // One of other requirements may be in the way.
    let _ = std::fs::remove_dir_all(&folder);
    if std::fs::rename(&aside, &folder).is_err() {
        assert!(is_ready(), "{} cannot be put in place", folder.display());
        let _ = std::fs::remove_dir_all(&aside);
    }
    Some(python)
}

#[test]
fn both_sdks_drive_the_whole_life_of_an_instance() {
    let Some(python) = environment() else {
        return;
    };
    let program = Program::start(&["--settle", "60s"]);
    for (sdk, method, called, warnings) in [
        (
            "ksyun",
            "GET",
            33,
            r#"["list-from-zero", "plus-for-space"]"#,
        ),
        (
            "ksyun",
            "POST",
            33,
            r#"["json-body", "list-from-zero", "mixed-parameters"]"#,
        ),
        ("kscore", "GET", 28, ""),
        ("kscore", "POST", 28, ""),
    ] {
        let output = Command::new(&python)
            .arg(Path::new(FOLDER).join("drive.py"))
            .args([&program.endpoint(), ACCESS_KEY, SECRET_KEY, sdk, method])
            .env("NO_PROXY", "127.0.0.1")
            .output()
            .expect("the driver");
        let told = String::from_utf8_lossy(&output.stdout);
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(
            output.status.success(),
            "{sdk} {method}:\n{told}{errors}\n{}",
            program.log()
        );
        assert!(told.contains(&format!("\"called\": {called},")), "{told}");
        assert!(told.contains(warnings), "{told}");
    }
    program.signal("TERM");
    let (status, log) = program.wait();
    assert!(status.success(), "{status}");
    assert!(!log.contains("PLANTED"), "a secret in the log");
    assert!(!log.contains("panicked"), "{log}");
}
