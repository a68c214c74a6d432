//! Messages about credentials: that there are none, and that others can read them.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use kcrs_generated::{CredentialsError, Origin, Origins};

use crate::error::CliError;
use crate::language::Language;

/// The error for missing credentials, with what to do about it.
pub(super) fn missing(
    error: &CredentialsError,
    origins: Option<&Origins>,
    language: Language,
) -> CliError {
    let has_keys = origins.is_none_or(|found| found.secret_key.is_some());
    let advice = if error.is_absent() {
        language.choose(
            "\n  with an account: run `kcrs configure`, or set KSYUN_ACCESS_KEY and KSYUN_SECRET_KEY\
             \n  without one: put `--emulator` behind `kcrs`, which starts a registry to try things with",
            "\n  已有账号：运行 `kcrs configure`，或设置 KSYUN_ACCESS_KEY 和 KSYUN_SECRET_KEY\
             \n  没有账号：在 `kcrs` 后加 `--emulator`，即可在模拟的镜像服务上试用",
        )
    } else if has_keys {
        ""
    } else {
        language.choose(
            "\n  `kcrs configure` with the same `--profile` writes them",
            "\n  用同一个 `--profile` 运行 `kcrs configure` 即可写入",
        )
    };
    let what = language.choose("there are no credentials", "没有可用的密钥");
    CliError::configuration(format!("{what}: {error}{advice}"))
}

/// Warns of files with secrets that others can read.
pub(crate) fn warn_of_readers(origins: &Origins) {
    let secrets = [&origins.secret_key, &origins.session_token];
    let files: BTreeSet<&PathBuf> = secrets
        .into_iter()
        .flatten()
        .filter_map(|origin| match origin {
            Origin::File { path, .. } => Some(path),
            _ => None,
        })
        .collect();
    for file in files {
        if others_can_read(file) {
            let file = file.display();
            eprintln!(
                "kcrs: warning: other users of this machine can read {file}, which has secrets in it: chmod 600 {file}"
            );
        }
    }
}

/// Whether users other than its owner can read a file.
#[cfg(unix)]
pub(crate) fn others_can_read(file: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;

    std::fs::metadata(file).is_ok_and(|metadata| metadata.permissions().mode() & 0o077 != 0)
}

/// Whether users other than its owner can read a file: not in a home directory, unless its owner
/// has changed that.
#[cfg(not(unix))]
pub(crate) fn others_can_read(_: &Path) -> bool {
    false
}
