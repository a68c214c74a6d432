use std::fs;
use std::path::Path;

use similar::TextDiff;

const VARIABLE: &str = "UPDATE_EXPECT";
const MAX_LINES: usize = 200;

/// The end of a failure's message: how expected files take what was found.
pub const HOW_TO_ACCEPT: &str = "If that is meant, accept it: UPDATE_EXPECT=1 cargo test --workspace, \
                                 and commit the files that it changes.";

/// Whether expected files take what a test finds.
#[must_use]
pub fn accepts() -> bool {
    std::env::var_os(VARIABLE).is_some_and(|value| value == "1")
}

/// Compares a text with the one in a file. With `UPDATE_EXPECT=1` the file takes the text.
///
/// # Panics
///
/// Where the two differ; the message shows the differences.
#[track_caller]
pub fn expect_file(path: &Path, found: &str) {
    let expected = fs::read_to_string(path).unwrap_or_default();
    if expected == found {
        return;
    }
    if accepts() {
        let folder = path.parent().expect("a file is in a folder");
        fs::create_dir_all(folder).expect("the folder can be made");
        fs::write(path, found).expect("the file can be written");
        return;
    }
    panic!(
        "{}\n{HOW_TO_ACCEPT}",
        difference(&path.display().to_string(), &expected, found)
    );
}

/// The lines that differ, with three lines around each.
fn difference(path: &str, expected: &str, found: &str) -> String {
    let diff = TextDiff::from_lines(expected, found);
    let text = diff.unified_diff().header(path, "found").to_string();
    let lines: Vec<&str> = text.lines().collect();
    match lines.len().checked_sub(MAX_LINES) {
        None | Some(0) => text,
        Some(more) => format!("{}\n… {more} more lines", lines[..MAX_LINES].join("\n")),
    }
}
