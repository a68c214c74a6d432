//! The generator as build scripts use it: folders, links, files.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::support::{second_api, second_api_folder};
use kcrs_codegen::{Builder, Sources, check};

/// A folder that is empty at the beginning of a test.
fn scratch(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

fn builder() -> Builder {
    Builder::new().crate_name("book-shelf")
}

#[test]
fn files_are_written_and_left_alone_when_they_are_right() {
    let out = scratch("written");
    let builder = builder()
        .spec_dir(second_api_folder().join("spec"))
        .out_dir(&out);
    let generated = builder.generate().unwrap();
    let modified = |name: &str| fs::metadata(out.join(name)).unwrap().modified().unwrap();
    let before: Vec<_> = generated
        .files
        .iter()
        .map(|file| modified(file.name))
        .collect();
    for file in &generated.files {
        assert_eq!(fs::read_to_string(out.join(file.name)).unwrap(), file.text);
    }
    fs::write(out.join("client.rs"), "stale").unwrap();
    builder.generate().unwrap();
    for (file, before) in generated.files.iter().zip(before) {
        let changed = file.name == "client.rs";
        assert_eq!(fs::read_to_string(out.join(file.name)).unwrap(), file.text);
        assert_eq!(modified(file.name) != before, changed, "{}", file.name);
    }
}

#[test]
fn a_file_that_names_the_folder_will_do() {
    let folder = scratch("link");
    fs::create_dir(folder.join("package")).unwrap();
    fs::create_dir(folder.join("spec")).unwrap();
    for (path, text) in second_api() {
        fs::write(folder.join(path), text).unwrap();
    }
    let link = folder.join("package/spec");
    fs::write(&link, "../spec").unwrap();
    assert_eq!(
        builder()
            .spec_dir(&link)
            .generate()
            .unwrap()
            .api
            .actions
            .len(),
        5
    );

    for wrong in ["", "../no such folder", "../spec\nand more"] {
        fs::write(&link, wrong).unwrap();
        let report = builder()
            .spec_dir(&link)
            .generate()
            .unwrap_err()
            .to_string();
        assert!(
            report.contains("expected a folder, found a file that does not name one"),
            "{report}"
        );
        assert!(
            report.contains("a checkout without symbolic links"),
            "{report}"
        );
    }
}

#[test]
fn a_folder_that_is_not_there_is_reported() {
    let folder = scratch("missing").join("spec");
    let report = builder().spec_dir(&folder).generate().unwrap_err();
    let [problem] = report.problems() else {
        panic!("{report}")
    };
    assert_eq!(problem.file, folder.to_string_lossy());
    assert!(
        problem
            .message
            .starts_with("the spec folder cannot be read: "),
        "{}",
        problem.message
    );
}

#[test]
fn files_that_cannot_be_read_are_reported_with_the_rest() {
    let folder = scratch("unreadable");
    for (path, text) in second_api() {
        fs::write(folder.join(path.strip_prefix("spec/").unwrap()), text).unwrap();
    }
    fs::write(folder.join("latin.yaml"), b"a: 1\nb: caf\xe9\n").unwrap();
    fs::write(folder.join("more.yml"), "a: 1\n").unwrap();
    fs::write(folder.join(".hidden.yaml"), "]").unwrap();
    fs::write(folder.join("README.md"), "]").unwrap();
    fs::create_dir(folder.join("folder.yaml")).unwrap();
    let report = check(&Sources::read(&folder)).unwrap_err();
    let found: Vec<_> = report
        .problems()
        .iter()
        .map(|problem| {
            let name = Path::new(&problem.file)
                .file_name()
                .unwrap()
                .to_string_lossy()
                .into_owned();
            (
                name,
                problem.line,
                problem.column,
                problem.message.split(':').next().unwrap().to_owned(),
            )
        })
        .collect();
    let expected = [
        ("folder.yaml", 0, 0, "the file cannot be read"),
        ("latin.yaml", 2, 7, "the file is not UTF-8"),
        ("more.yml", 0, 0, "a file of a spec ends in `.yaml`"),
    ];
    let expected = expected
        .map(|(name, line, column, message)| (name.to_owned(), line, column, message.to_owned()));
    assert_eq!(found, expected);
}

#[test]
fn a_folder_that_cannot_be_written_is_reported() {
    let out = scratch("unwritable").join("no such folder");
    let spec = second_api_folder().join("spec");
    let report = builder()
        .spec_dir(spec)
        .out_dir(out)
        .generate()
        .unwrap_err()
        .to_string();
    assert!(
        report.starts_with("error: the file cannot be written: ") && report.contains("actions.rs"),
        "{report}"
    );
}

/// What a build script of a package in a folder prints, and whether it ended well.
fn as_a_build_script(folder: &Path) -> (bool, String, String) {
    let output = Command::new(std::env::current_exe().unwrap())
        .args([
            "--exact",
            "builder::a_build_script",
            "--ignored",
            "--nocapture",
        ])
        .env("CARGO_MANIFEST_DIR", folder)
        .env("OUT_DIR", folder)
        .env("CARGO_PKG_NAME", "book-shelf")
        .output()
        .unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (
        output.status.success(),
        text(output.stdout),
        text(output.stderr),
    )
}

#[test]
#[ignore = "is run by others as a process of its own"]
fn a_build_script() {
    Builder::new().run_in_build_script();
}

#[test]
fn a_build_script_passes_warnings_on_and_shows_errors_as_the_command_does() {
    let folder = scratch("script");
    let spec = folder.join("spec");
    fs::create_dir(&spec).unwrap();
    let write = |old: &str, new: &str| {
        for (path, text) in second_api() {
            fs::write(folder.join(path), text.replace(old, new)).unwrap();
        }
    };

    write("", "");
    let (is_ok, out, error) = as_a_build_script(&folder);
    assert!(is_ok, "{out}{error}");
    assert!(!out.contains("cargo::warning"), "{out}");
    assert!(folder.join("client.rs").is_file());

    write("en: How many copies.,", "en: How many copies,");
    let (is_ok, out, _) = as_a_build_script(&folder);
    assert!(is_ok);
    let place = format!("{}/books.yaml:46:35", spec.display());
    let warning =
        format!("cargo::warning={place}: W0011: the description does not end with a full stop");
    assert!(out.lines().any(|line| line == warning), "{out}");

    write("zh: 册数。}", "zh: 册数。, required: true}");
    let (is_ok, _, error) = as_a_build_script(&folder);
    assert!(!is_ok);
    let report = check(&Sources::read(&spec)).unwrap_err();
    assert_eq!(error, format!("{report}\n"));
}
