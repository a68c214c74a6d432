//! Each row of the table of threats, in the crate's documentation, names tests that there are.

use std::fs;
use std::path::Path;

/// The text of all sources below a folder.
fn sources(folder: &Path) -> String {
    let entries = fs::read_dir(folder).expect("a folder");
    let texts = entries.map(|entry| {
        let path = entry.expect("an entry").path();
        match path.extension() {
            _ if path.is_dir() => sources(&path),
            Some(end) if end == "rs" => fs::read_to_string(&path).expect("a source"),
            _ => String::new(),
        }
    });
    texts.collect()
}

#[test]
fn each_threat_names_its_tests() {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR"));
    let verifier = "../kcrs-runtime/src/auth/sign/verify";
    let all: String = ["src", "tests", verifier]
        .map(|at| sources(&crates.join(at)))
        .concat();
    let docs = fs::read_to_string(crates.join("src/lib.rs")).expect("a source");
    let (_, table) = docs.split_once("| tested by |").expect("a table");
    let rows = table
        .lines()
        .skip(2)
        .take_while(|line| line.starts_with("//! |"));
    let mut count = 0;
    for row in rows {
        let (_, tests) = row
            .trim_end_matches(" |")
            .rsplit_once("| ")
            .expect("a column");
        for test in tests.split(", ").map(|test| test.trim_matches('`')) {
            assert!(
                all.contains(&format!("fn {test}()")),
                "{test} is no test: {row}"
            );
        }
        count += 1;
    }
    assert!(count > 10, "{count}");
}
