//! Docker's configuration: which credential helper it asks for which registry.
//!
//! The file is its user's, so it is edited as text (the syntax tree of jsonc-parser keeps every
//! byte): all else in it stays as it is, down to order and indentation.

use std::path::{Path, PathBuf};

use jsonc_parser::ParseOptions;
use jsonc_parser::cst::{CstInputValue, CstNode, CstObject, CstRootNode};
use serde::de::IgnoredAny;

use super::host::RegistryHost;
use crate::error::CliError;
use crate::files;

const HELPERS: &str = "credHelpers";

/// The file: `config.json` in `~/.docker`, or in the folder that `DOCKER_CONFIG` names.
#[derive(Debug)]
pub(crate) struct DockerConfig {
    path: PathBuf,
}

impl DockerConfig {
    /// The user's.
    pub(crate) fn of_user() -> Result<Self, CliError> {
        Ok(Self {
            path: files::folder("DOCKER_CONFIG", ".docker")?.join("config.json"),
        })
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Makes docker ask this helper for the registry. Returns the helper that it asked before.
    pub(crate) fn set_helper(
        &self,
        host: &RegistryHost,
        helper: &str,
    ) -> Result<Option<String>, CliError> {
        let text = files::read(&self.path)?.unwrap_or_default();
        let (text, before) =
            with_helper(&text, host.as_str(), helper).map_err(|why| self.broken(why))?;
        if before.as_deref() != Some(helper) {
            files::replace(&self.path, text.as_bytes())?;
        }
        Ok(before)
    }

    /// Makes docker stop asking this helper. Returns whether it did before.
    pub(crate) fn remove_helper(
        &self,
        host: &RegistryHost,
        helper: &str,
    ) -> Result<bool, CliError> {
        let Some(text) = files::read(&self.path)? else {
            return Ok(false);
        };
        let text = without_helper(&text, host.as_str(), helper).map_err(|why| self.broken(why))?;
        if let Some(text) = &text {
            files::replace(&self.path, text.as_bytes())?;
        }
        Ok(text.is_some())
    }

    fn broken(&self, why: String) -> CliError {
        let path = self.path.display();
        CliError::configuration(text!(
            "{path} is left as it is, since docker could not read it either: {why}",
            "{path} 保持不变，因为 docker 也无法读取它：{why}"
        ))
    }
}

/// The text with the helper in it, and the helper that was there for the registry.
fn with_helper(text: &str, host: &str, helper: &str) -> Result<(String, Option<String>), String> {
    let is_new = text.trim().is_empty();
    let root = parse(if is_new { "{\n}\n" } else { text })?;
    let object = root.object_value().ok_or("it is no object")?;
    let value = || CstInputValue::String(helper.to_owned());
    if object.get(HELPERS).is_none() {
        object.append(
            HELPERS,
            CstInputValue::Object(vec![(host.to_owned(), value())]),
        );
        return Ok((retabbed(root.to_string(), is_new), None));
    }
    let helpers = helpers(&object)?;
    let before = match helpers.get(host) {
        Some(property) => {
            let before = property.value().and_then(text_of);
            property.set_value(value());
            Some(before.unwrap_or_default())
        }
        None => {
            helpers.append(host, value());
            None
        }
    };
    Ok((root.to_string(), before))
}

/// The text without the helper, unless another one or none is there.
fn without_helper(text: &str, host: &str, helper: &str) -> Result<Option<String>, String> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    let root = parse(text)?;
    let object = root.object_value().ok_or("it is no object")?;
    if object.get(HELPERS).is_none() {
        return Ok(None);
    }
    let helpers = helpers(&object)?;
    let Some(property) = helpers.get(host) else {
        return Ok(None);
    };
    if property.value().and_then(text_of).as_deref() != Some(helper) {
        return Ok(None);
    }
    property.remove();
    if helpers.properties().is_empty()
        && let Some(property) = object.get(HELPERS)
    {
        property.remove();
    }
    Ok(Some(root.to_string()))
}

/// Reads JSON only: jsonc-parser would take comments and more, which docker does not.
fn parse(text: &str) -> Result<CstRootNode, String> {
    let _: IgnoredAny = serde_json::from_str(text).map_err(|error| error.to_string())?;
    CstRootNode::parse(text, &ParseOptions::default()).map_err(|error| error.to_string())
}

fn helpers(object: &CstObject) -> Result<CstObject, String> {
    object
        .object_value(HELPERS)
        .ok_or_else(|| format!("{HELPERS} is no object"))
}

fn text_of(node: CstNode) -> Option<String> {
    node.as_string_lit()?.decoded_value().ok()
}

/// A new file is indented as docker indents it.
fn retabbed(text: String, is_new: bool) -> String {
    if is_new {
        text.replace("  ", "\t")
    } else {
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOST: &str = "demo.ksyunkcr.com";

    fn set(text: &str) -> String {
        with_helper(text, HOST, "kcrs").unwrap().0
    }

    #[test]
    fn a_new_file_is_as_docker_writes_it() {
        let text = "{\n\t\"credHelpers\": {\n\t\t\"demo.ksyunkcr.com\": \"kcrs\"\n\t}\n}\n";
        assert_eq!(set(""), text);
        assert_eq!(set(" \n"), text);
    }

    #[test]
    fn everything_else_stays_byte_for_byte() {
        let before = "{\n\t\"auths\": {\n\t\t\"z.example.com\": {},\n\t\t\"a.example.com\": {\"auth\":  \"bWU6aHVzaA==\"}\n\t},\n\t\"credsStore\": \"pass\",\n\t\"HttpHeaders\": {\"X\": 1.50}\n}";
        let after = set(before);
        let added = ",\n\t\"credHelpers\": {\n\t\t\"demo.ksyunkcr.com\": \"kcrs\"\n\t}";
        assert_eq!(after.replace(added, ""), before, "{after}");
        assert_eq!(
            without_helper(&after, HOST, "kcrs").unwrap().unwrap(),
            before
        );
    }

    #[test]
    fn other_registries_keep_their_helpers() {
        let before = "{\n  \"credHelpers\": {\n    \"a.example.com\": \"ecr-login\"\n  }\n}\n";
        let after = set(before);
        assert_eq!(
            after,
            "{\n  \"credHelpers\": {\n    \"a.example.com\": \"ecr-login\",\n    \"demo.ksyunkcr.com\": \"kcrs\"\n  }\n}\n"
        );
        assert_eq!(
            without_helper(&after, HOST, "kcrs").unwrap().unwrap(),
            before
        );
    }

    #[test]
    fn a_file_on_one_line_stays_readable_and_minimal() {
        let after = set(r#"{"auths":{}}"#);
        let value: serde_json::Value = serde_json::from_str(&after).unwrap();
        assert_eq!(
            value,
            serde_json::json!({"auths": {}, "credHelpers": {HOST: "kcrs"}})
        );
        assert!(
            after.starts_with(r#"{"auths":{}"#) || after.contains(r#""auths":{}"#),
            "{after}"
        );
    }

    #[test]
    fn the_helper_of_another_tool_is_told_and_is_not_removed_later() {
        let text = format!(r#"{{"credHelpers": {{"{HOST}": "other"}}}}"#);
        let (after, before) = with_helper(&text, HOST, "kcrs").unwrap();
        assert_eq!(before.as_deref(), Some("other"));
        assert_eq!(after, text.replace("other", "kcrs"));
        assert_eq!(without_helper(&text, HOST, "kcrs").unwrap(), None);
        assert_eq!(without_helper("{}", HOST, "kcrs").unwrap(), None);
        assert_eq!(
            with_helper(&after, HOST, "kcrs").unwrap(),
            (after, Some("kcrs".to_owned()))
        );
    }

    #[test]
    fn what_docker_could_not_read_is_not_touched() {
        for (text, why) in [
            ("{", "line 1 column 1"),
            ("[]", "no object"),
            (r#"{"credHelpers": []}"#, "credHelpers is no object"),
            ("{\"a\": 1,}", "key must be a string"),
            ("{} // x", "trailing characters"),
        ] {
            let error = with_helper(text, HOST, "kcrs").unwrap_err();
            assert!(
                error.to_lowercase().contains(&why.to_lowercase()),
                "{text}: {error}"
            );
        }
    }

    #[cfg(unix)]
    #[test]
    fn permissions_and_symbolic_links_stay() {
        use std::os::unix::fs::{PermissionsExt, symlink};
        let folder = tempfile::tempdir().unwrap();
        let (real, link) = (
            folder.path().join("real.json"),
            folder.path().join("config.json"),
        );
        std::fs::write(&real, "{}\n").unwrap();
        std::fs::set_permissions(&real, PermissionsExt::from_mode(0o640)).unwrap();
        symlink(&real, &link).unwrap();
        let config = DockerConfig { path: link.clone() };
        let host = RegistryHost::parse(HOST).unwrap();
        assert_eq!(config.set_helper(&host, "kcrs").unwrap(), None);
        assert!(link.symlink_metadata().unwrap().is_symlink());
        assert!(std::fs::read_to_string(&real).unwrap().contains("kcrs"));
        assert_eq!(real.metadata().unwrap().permissions().mode() & 0o777, 0o640);
        assert!(config.remove_helper(&host, "kcrs").unwrap());
        assert!(!config.remove_helper(&host, "kcrs").unwrap());
        assert_eq!(std::fs::read_to_string(&real).unwrap().trim(), "{}");
    }
}
