//! The page on the generator's library face, step by step: a crate outside of the workspace that
//! follows it builds.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The files that the page shows: a line that begins with a name in backquotes, and the block that
/// follows it.
fn shown_files(page: &str) -> Vec<(&str, &str)> {
    let mut files = Vec::new();
    let mut rest = page;
    while let Some((before, after)) = rest.split_once("\n```") {
        let (_, block) = after.split_once('\n').unwrap();
        let (text, after) = block.split_once("\n```\n").unwrap();
        let said = before.trim();
        let said = said.rsplit_once("\n\n").map_or(said, |(_, said)| said);
        if let Some((name, _)) = said
            .strip_prefix('`')
            .and_then(|said| said.split_once("`:"))
        {
            files.push((name, text));
        }
        rest = after;
    }
    files
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .unwrap()
        .to_owned()
}

#[test]
#[ignore = "builds all dependencies anew; run by .ci/full"]
fn a_crate_that_follows_the_page_builds() {
    let page = fs::read_to_string(root().join("kcrs-codegen/src/builder/guide.md")).unwrap();
    let files = shown_files(&page);
    let names: Vec<&str> = files.iter().map(|(name, _)| *name).collect();
    let expected = [
        "Cargo.toml",
        "build.rs",
        "src/lib.rs",
        "spec/service.yaml",
        "spec/errors.yaml",
        "spec/books.yaml",
        "src/main.rs",
    ];
    assert_eq!(names, expected);

    let package = std::env::temp_dir().join(format!("my-shelf-{}", std::process::id()));
    for (name, text) in files {
        let path = package.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        let text = text.replace("\"kcrs/", &format!("\"{}/", root().display()));
        fs::write(path, text).unwrap();
    }
    // It names versions that the cache holds.
    fs::copy(root().join("Cargo.lock"), package.join("Cargo.lock")).unwrap();
    let output = Command::new(env!("CARGO"))
        .args(["clippy", "--offline", "--", "-Dwarnings"])
        .current_dir(&package)
        .env_remove("CARGO_TARGET_DIR")
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{}:\n{said}", package.display());
    fs::remove_dir_all(package).unwrap();
}
