//! The vendor's SDKs for Python drive the program.

use std::path::Path;
use std::process::Command;

use kcrs_test_support::python_with;

use crate::support::{ACCESS_KEY, Program, SECRET_KEY};

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/python");

#[test]
fn both_sdks_drive_the_whole_life_of_an_instance() {
    let requirements = Path::new(FOLDER).join("requirements.txt");
    let place = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let Some(python) = python_with(&requirements, place, "python-sdks") else {
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
        let printed = String::from_utf8_lossy(&output.stdout);
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(
            output.status.success(),
            "{sdk} {method}:\n{printed}{errors}\n{}",
            program.log()
        );
        assert!(
            printed.contains(&format!("\"called\": {called},")),
            "{printed}"
        );
        assert!(printed.contains(warnings), "{printed}");
    }
    program.signal("TERM");
    let (status, log) = program.wait();
    assert!(status.success(), "{status}");
    assert!(!log.contains("PLANTED"), "a secret in the log");
    assert!(!log.contains("panicked"), "{log}");
}
