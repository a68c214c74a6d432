//! Whether container tools find what `docker-login` sets up.

use std::env;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::HELPER;
use super::host::RegistryHost;
use crate::error::CliError;
use crate::files;
use crate::quote::quote;
use crate::text::Text;

/// Fails where docker would not find the credential helper, which it looks for on the `PATH`.
pub(crate) fn check_helper() -> Result<(), CliError> {
    let name = format!("docker-credential-{HELPER}{}", env::consts::EXE_SUFFIX);
    let path = env::var_os("PATH").unwrap_or_default();
    if env::split_paths(&path).any(|folder| folder.join(&name).is_file()) {
        return Ok(());
    }
    let own = env::current_exe().ok();
    let own = own.as_deref().and_then(Path::parent);
    let beside = own.filter(|folder| folder.join(&name).is_file());
    let advice = match beside {
        Some(folder) => {
            let folder = quote(&folder.display().to_string());
            text!(
                "run export PATH=\"$PATH\":{folder} first",
                "请先执行 export PATH=\"$PATH\":{folder}"
            )
        }
        None => text!(
            "install it with kcrs, or use --password",
            "请与 kcrs 一同安装，或使用 --password"
        ),
    };
    Err(CliError::configuration(text!(
        "docker would not find {name}, which is not on the PATH: {advice}",
        "docker 找不到 {name}，因为它不在 PATH 中：{advice}"
    )))
}

/// A warning for tools that read another file than docker's before it, with an entry for the
/// registry.
pub(crate) fn other_file(host: &RegistryHost) -> Option<Text> {
    let variable = |name: &str| env::var_os(name).filter(|value| !value.is_empty());
    if let Some(file) = variable("REGISTRY_AUTH_FILE").map(PathBuf::from) {
        let file = file.display();
        return Some(text!(
            "podman and skopeo read {file} (REGISTRY_AUTH_FILE) and not docker's configuration: unset it, or use --password",
            "podman 和 skopeo 读取 {file}（REGISTRY_AUTH_FILE），而不读取 docker 的配置：请取消设置，或使用 --password"
        ));
    }
    let folder = PathBuf::from(variable("XDG_RUNTIME_DIR")?);
    let file = folder.join("containers/auth.json");
    let text = files::read(&file).ok().flatten()?;
    let auths: Value = serde_json::from_str(&text).ok()?;
    auths["auths"].get(host.as_str())?;
    let file = file.display();
    Some(text!(
        "podman and skopeo have an entry of their own for {host} in {file}, which goes before docker's: podman logout {host}",
        "podman 和 skopeo 在 {file} 中有 {host} 的登记，优先于 docker 的登记：podman logout {host}"
    ))
}
