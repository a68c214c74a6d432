//! What must not compile, with the messages that it gives.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use kcrs_test_support::{Rustc, expect_file, in_parallel};

#[test]
fn what_must_not_compile_says_why() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let rustc = Rustc::new(Path::new(env!("CARGO_TARGET_TMPDIR")).join("ui"))
        .with("kcrs_generated", "pub use kcrs_generated::FromParams;\n")
        .with("tokio", "pub use tokio::spawn;\n");
    let programs: Vec<PathBuf> = fs::read_dir(here.join("fail"))
        .expect("a folder")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .collect();
    assert!(!programs.is_empty());
    let messages = Mutex::new(Vec::new());
    in_parallel(programs, |path| {
        let program = path.strip_prefix(here).expect("a program of this folder");
        let output = rustc
            .command(program)
            .args(["--emit=metadata", "--diagnostic-width=140"])
            .current_dir(here)
            .output()
            .expect("a compiler");
        assert!(!output.status.success(), "{} compiles", program.display());
        let text = String::from_utf8(output.stderr).expect("text");
        let mut messages = messages.lock().expect("the messages");
        messages.push((path.with_extension("stderr"), normalize(&text)));
    });
    for (path, text) in messages.into_inner().expect("the messages") {
        expect_file(&path, &text);
    }
}

/// The messages without what differs from build to build: folders of cargo and the numbers of lines
/// of generated code. The count of errors at the end is left out.
fn normalize(text: &str) -> String {
    let (text, _) = text
        .split_once("error: aborting due to")
        .unwrap_or((text, ""));
    let messages: Vec<String> = text.trim_end().split("\n\n").map(normalize_one).collect();
    format!("{}\n", messages.join("\n\n"))
}

fn normalize_one(message: &str) -> String {
    let mut is_generated = false;
    // The width of the numbers that are left, and that of all.
    let (mut own, mut all) = (1, 1);
    let mut lines = Vec::new();
    for line in message.lines() {
        // A note or a help: what it shows has a location of its own, or is of the program.
        is_generated &= !line.starts_with(|first: char| first.is_ascii_alphabetic());
        if let Some((arrow, location)) = line.split_once("--> ") {
            all = arrow.len();
            let generated = of_build_script(location);
            is_generated = generated.is_some();
            lines.push(format!(
                "{arrow}--> {}",
                generated.as_deref().unwrap_or(location)
            ));
        } else if let Some((number, code)) = line.split_once(" |").filter(|_| is_generated) {
            lines.push(format!("{} |{code}", " ".repeat(number.len())));
        } else {
            let number = line
                .split_once(" |")
                .map_or("", |(number, _)| number.trim());
            own = own.max(number.len());
            lines.push(line.to_owned());
        }
    }
    let margin = " ".repeat(all.saturating_sub(own));
    let lines = lines
        .iter()
        .map(|line| line.strip_prefix(&margin).unwrap_or(line));
    lines.collect::<Vec<_>>().join("\n")
}

/// A file that a build script wrote: `…/build/kcrs-generated-0123456789abcdef/out/actions.rs:7:1`
/// is `$OUT_DIR[kcrs-generated]/actions.rs`.
fn of_build_script(location: &str) -> Option<String> {
    let (_, file) = location.rsplit_once("/build/")?;
    let (package, file) = file.split_once("/out/")?;
    let (package, _) = package.rsplit_once('-')?;
    let file = file.split(':').next()?;
    Some(format!("$OUT_DIR[{package}]/{file}"))
}
