//! Comparison with files under `expected/`.

use std::path::Path;

use kcrs_test_support::expect_file;

/// Fails where `found` is not what `expected/<name>` holds; `UPDATE_EXPECT=1` accepts it.
#[track_caller]
pub(crate) fn assert_expected(name: &str, found: &str) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("expected");
    expect_file(&folder.join(name), found);
}
