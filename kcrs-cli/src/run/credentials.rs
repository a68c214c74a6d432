//! Messages about credentials: that there are none, and that others can read them.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use kcrs_generated::{ConfigSource, CredentialsError, ResolvedConfig};

use crate::error::CliError;
use crate::output;
use crate::text::Text;

/// The error for missing credentials, with what to do about it.
pub(super) fn missing(error: &CredentialsError, resolved: Option<&ResolvedConfig>) -> CliError {
    let has_keys = resolved.is_none_or(|found| found.secret_key.is_some());
    let advice = if error.is_absent() {
        text!(
            "\n  with an account: run `kcrs configure`, or set KSYUN_ACCESS_KEY and KSYUN_SECRET_KEY\
             \n  without one: put `--emulator` behind `kcrs`, which starts a registry to try things with",
            "\n  已有账号：运行 `kcrs configure`，或设置 KSYUN_ACCESS_KEY 和 KSYUN_SECRET_KEY\
             \n  没有账号：在 `kcrs` 后加 `--emulator`，即可在模拟的镜像服务上试用"
        )
    } else if has_keys {
        Text::default()
    } else {
        text!(
            "\n  `kcrs configure` with the same `--profile` writes them",
            "\n  用同一个 `--profile` 运行 `kcrs configure` 即可写入"
        )
    };
    CliError::configuration(text!(
        "there are no credentials: {error}{advice}",
        "没有可用的密钥：{error}{advice}"
    ))
}

/// Warns of files with secrets that others can read.
pub(crate) fn warn_of_readers(resolved: &ResolvedConfig) {
    let secrets = [&resolved.secret_key, &resolved.session_token];
    let files: BTreeSet<&PathBuf> = secrets
        .into_iter()
        .flatten()
        .filter_map(|source| match source {
            ConfigSource::File { path, .. } => Some(path),
            _ => None,
        })
        .collect();
    for file in files {
        if others_can_read(file) {
            let file = file.display();
            output::warn(text!(
                "warning: other users of this machine can read {file}, which has secrets in it: chmod 600 {file}",
                "警告：本机其他用户可以读取含有机密的 {file}：chmod 600 {file}"
            ));
        }
    }
}

/// Returns whether users other than its owner can read a file.
#[cfg(unix)]
pub(crate) fn others_can_read(file: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;

    std::fs::metadata(file).is_ok_and(|metadata| metadata.permissions().mode() & 0o077 != 0)
}

/// Returns whether users other than its owner can read a file: not in a home directory, unless its
/// owner has changed that.
#[cfg(not(unix))]
pub(crate) fn others_can_read(_: &Path) -> bool {
    false
}
