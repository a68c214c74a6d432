//! Comparison with committed files; `UPDATE_EXPECT=1` accepts what the test found.

use std::fs;
use std::path::PathBuf;

/// Fails where `found` is not what `expected/<name>` holds.
pub(crate) fn assert_expected(name: &str, found: &str) {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("expected")
        .join(name);
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        fs::create_dir_all(path.parent().expect("a folder")).expect("the folder can be made");
        fs::write(&path, found).expect("the file can be written");
        return;
    }
    let expected =
        fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    for (number, (expected, found)) in expected.lines().zip(found.lines()).enumerate() {
        assert_eq!(expected, found, "line {} of {}", number + 1, path.display());
    }
    assert_eq!(
        expected.lines().count(),
        found.lines().count(),
        "number of lines in {}",
        path.display()
    );
}
