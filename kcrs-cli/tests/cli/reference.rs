//! The reference: its examples do what they show.

use std::fs;
use std::path::Path;

use kcrs_emulator::Seed;

use crate::support::{ACCESS_KEY, Kcrs, SECRET_KEY, emulator};

const START: &str = "```console\n";
const END: &str = "```\n";

#[test]
fn every_example_does_what_it_shows() {
    let emulator = emulator().seed(Seed::demo()).start().expect("an emulator");
    let kcrs = Kcrs::new()
        .variable("KSYUN_ACCESS_KEY", ACCESS_KEY)
        .variable("KSYUN_SECRET_KEY", SECRET_KEY)
        .variable("KSYUN_ENDPOINT", emulator.endpoint());

    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("REFERENCE.md");
    let text = fs::read_to_string(page).expect("the page");
    let mut count = 0;
    for block in text.split(START).skip(1) {
        let (block, _) = block.split_once(END).expect("an end");
        for example in format!("\n{block}").split("\n$ ").skip(1) {
            let (command, expected) = parts(example);
            let together = format!("{{ {command}\n}} 2>&1");
            let output = kcrs.program("sh").args(["-c", &together]).output();
            let shown = String::from_utf8(output.expect("a shell").stdout).expect("UTF-8");
            assert!(
                is_shown(expected.trim_end(), shown.trim_end()),
                "$ {command}\n{shown}"
            );
            count += 1;
        }
    }
    assert!(count > 5, "{count} examples");
}

/// The command, which goes on behind a `\`, and what it shows.
fn parts(example: &str) -> (String, &str) {
    let mut length = 0;
    for line in example.split_inclusive('\n') {
        length += line.len();
        if !line.trim_end().ends_with('\\') {
            break;
        }
    }
    (example[..length].trim_end().to_owned(), &example[length..])
}

/// Whether a text is the expected one, in which `…` stands for anything.
fn is_shown(expected: &str, shown: &str) -> bool {
    let mut parts = expected.split('…');
    let Some(mut rest) = parts.next().and_then(|first| shown.strip_prefix(first)) else {
        return false;
    };
    let mut is_open = false;
    for part in parts {
        is_open = part.is_empty();
        let Some(at) = rest.find(part) else {
            return false;
        };
        rest = &rest[at + part.len()..];
    }
    rest.is_empty() || is_open
}
