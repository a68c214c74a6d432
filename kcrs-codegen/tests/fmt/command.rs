//! `kcrs-codegen fmt`: files, folders, standard input, exit codes.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A folder that is empty at the beginning of a test.
fn scratch(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join("fmt")
        .join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// Exit code, standard output and standard error.
fn run(folder: &Path, arguments: &[&str], input: &str) -> (i32, String, String) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_kcrs-codegen"))
        .arg("fmt")
        .args(arguments)
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // It may end without reading.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    let output = child.wait_with_output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (
        output.status.code().unwrap(),
        text(output.stdout),
        text(output.stderr),
    )
}

const UGLY: &str = "chapter: {zh: b, order: 1, en: 'a'}\nactions: {}\n";
const NEAT: &str = "chapter: {order: 1, en: a, zh: b}\nactions: {}\n";

#[test]
fn a_folder_is_formatted_and_what_is_right_stays_untouched() {
    let folder = scratch("folder");
    fs::write(folder.join("ugly.yaml"), UGLY).unwrap();
    fs::write(folder.join("neat.yaml"), NEAT).unwrap();
    fs::write(folder.join(".hidden.yaml"), UGLY).unwrap();
    fs::write(folder.join("README.md"), "# x").unwrap();
    let modified = || {
        fs::metadata(folder.join("neat.yaml"))
            .unwrap()
            .modified()
            .unwrap()
    };
    let before = modified();
    let expected = (0, "./ugly.yaml: formatted\n".to_owned(), String::new());
    assert_eq!(run(&folder, &["."], ""), expected);
    assert_eq!(fs::read_to_string(folder.join("ugly.yaml")).unwrap(), NEAT);
    assert_eq!(
        fs::read_to_string(folder.join(".hidden.yaml")).unwrap(),
        UGLY
    );
    assert_eq!(modified(), before);
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 4);
    assert_eq!(run(&folder, &["."], ""), (0, String::new(), String::new()));
}

#[test]
fn check_shows_the_difference_and_writes_nothing() {
    let folder = scratch("check");
    fs::write(folder.join("ugly.yaml"), UGLY).unwrap();
    let expected = "ugly.yaml: not formatted
--- ugly.yaml
+++ formatted
@@ -1,2 +1,2 @@
-chapter: {zh: b, order: 1, en: 'a'}
+chapter: {order: 1, en: a, zh: b}
 actions: {}
";
    assert_eq!(
        run(&folder, &["--check", "ugly.yaml"], ""),
        (1, expected.to_owned(), String::new())
    );
    assert_eq!(fs::read_to_string(folder.join("ugly.yaml")).unwrap(), UGLY);
    fs::write(folder.join("ugly.yaml"), NEAT).unwrap();
    assert_eq!(
        run(&folder, &["--check", "ugly.yaml"], ""),
        (0, String::new(), String::new())
    );
}

#[test]
fn a_file_that_is_refused_stays_as_it_is_and_the_others_are_formatted() {
    let folder = scratch("refused");
    let anchor = "chapter: &x {zh: b, order: 1, en: a}\n";
    fs::write(folder.join("a.yaml"), anchor).unwrap();
    fs::write(folder.join("b.yaml"), UGLY).unwrap();
    fs::write(folder.join("c.yaml"), b"a: \xff\n").unwrap();
    let (code, out, errors) = run(&folder, &["."], "");
    assert_eq!((code, out.as_str()), (1, "./b.yaml: formatted\n"));
    assert_eq!(
        errors,
        "error[E0074]: anchors (`&name`) are not part of the format\n --> ./a.yaml:1:10\n  |\n\
         1 | chapter: &x {zh: b, order: 1, en: a}\n  |          ^^\n  |\n  \
         = help: write the text again, or share a definition by name\n\
         ./c.yaml: error: the file is not UTF-8\n"
    );
    assert_eq!(fs::read_to_string(folder.join("a.yaml")).unwrap(), anchor);
    assert_eq!(fs::read_to_string(folder.join("b.yaml")).unwrap(), NEAT);
}

#[test]
fn standard_input_is_printed_formatted() {
    let folder = scratch("input");
    assert_eq!(
        run(&folder, &["-"], UGLY),
        (0, NEAT.to_owned(), String::new())
    );
    let (code, out, _) = run(&folder, &["--check", "-"], UGLY);
    assert_eq!(code, 1);
    assert!(out.starts_with("<stdin>: not formatted\n"), "{out}");
    let (code, out, errors) = run(&folder, &["-"], "a: [\n");
    assert_eq!((code, out.as_str()), (1, ""));
    assert!(
        errors.starts_with("error[E0007]: this is not YAML: ")
            && errors.contains("--> <stdin>:2:1"),
        "{errors}"
    );
    // `version` is a key of service.yaml, where it comes after `title`.
    let text = "version: '1'\ntitle: {zh: b, en: a}\n";
    let (_, out, _) = run(&folder, &["--stdin-path", "spec/service.yaml", "-"], text);
    assert_eq!(out, "title: {en: a, zh: b}\nversion: \"1\"\n");
}

#[test]
fn what_is_not_there_is_reported() {
    let folder = scratch("missing");
    let (code, _, errors) = run(&folder, &["nothing.yaml"], "");
    assert_eq!(code, 1);
    assert!(
        errors.starts_with("nothing.yaml: error: the file cannot be read: "),
        "{errors}"
    );
    let (code, _, errors) = run(&folder, &["."], "");
    assert_eq!(
        (code, errors.as_str()),
        (1, ".: error: the folder holds no `*.yaml`\n")
    );
    assert_eq!(run(&folder, &[], "").0, 2);
}

#[cfg(unix)]
#[test]
fn links_and_permissions_stay() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let folder = scratch("links");
    let file = folder.join("file.yaml");
    fs::write(&file, UGLY).unwrap();
    fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).unwrap();
    symlink("file.yaml", folder.join("link.yaml")).unwrap();
    assert_eq!(run(&folder, &["link.yaml"], "").0, 0);
    assert!(folder.join("link.yaml").is_symlink());
    assert_eq!(fs::read_to_string(&file).unwrap(), NEAT);
    assert_eq!(
        fs::metadata(&file).unwrap().permissions().mode() & 0o777,
        0o640
    );
}
