//! Store of logins: a file that only its owner can read.

use std::collections::BTreeMap;
use std::fs::File;
use std::path::PathBuf;

use kcrs_generated::SecretString;
use serde::{Deserialize, Serialize};

use super::host::RegistryHost;
use super::login::{Login, Token, exposed};
use crate::error::CliError;
use crate::files;
use crate::text::Text;

/// The file: `docker.json` in `~/.kcrs`, or in the folder that `KCRS_HOME` names.
#[derive(Clone, Debug)]
pub(crate) struct Store {
    path: PathBuf,
}

/// Stored login of a registry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Entry {
    /// Somebody has given a user name and a password for it.
    #[serde(rename_all = "PascalCase")]
    Given {
        /// As it was given.
        #[serde(rename = "ServerURL")]
        server_url: String,
        username: String,
        #[serde(serialize_with = "exposed")]
        secret: SecretString,
    },
    /// Tokens are made for it.
    #[serde(rename_all = "PascalCase")]
    Made { login: Login, token: Token },
}

/// The entries, by registry.
pub(crate) type Entries = BTreeMap<String, Entry>;

#[derive(Default, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Contents {
    registries: Entries,
}

/// The right to change the file, as long as it is there. Others wait meanwhile.
#[derive(Debug)]
pub(crate) struct Lock {
    _file: File,
}

impl Store {
    /// The user's.
    pub(crate) fn of_user() -> Result<Self, CliError> {
        Ok(Self {
            path: files::folder("KCRS_HOME", ".kcrs")?.join("docker.json"),
        })
    }

    /// Waits for the right to change the file.
    pub(crate) fn lock(&self) -> Result<Lock, CliError> {
        Ok(Lock {
            _file: files::lock(&self.path.with_extension("lock"))?,
        })
    }

    pub(crate) fn entries(&self) -> Result<Entries, CliError> {
        let Some(text) = files::read(&self.path)? else {
            return Ok(Entries::default());
        };
        // The error's text can quote what it did not expect, which may be a secret: its place is
        // enough.
        let contents: Contents = serde_json::from_str(&text).map_err(|error| {
            let (path, line) = (self.path.display(), error.line());
            CliError::configuration(text!(
                "{path} cannot be read: line {line} is not as kcrs writes it",
                "{path} 无法读取：第 {line} 行不是 kcrs 写入的格式"
            ))
        })?;
        Ok(contents.registries)
    }

    pub(crate) fn entry(&self, host: &RegistryHost) -> Result<Option<Entry>, CliError> {
        Ok(self.entries()?.remove(host.as_str()))
    }

    pub(crate) fn put(&self, _: &Lock, host: &RegistryHost, entry: Entry) -> Result<(), CliError> {
        let mut entries = self.entries()?;
        entries.insert(host.as_str().to_owned(), entry);
        self.write(entries)
    }

    pub(crate) fn remove(&self, _: &Lock, host: &RegistryHost) -> Result<Option<Entry>, CliError> {
        let mut entries = self.entries()?;
        let entry = entries.remove(host.as_str());
        if entry.is_some() {
            self.write(entries)?;
        }
        Ok(entry)
    }

    fn write(&self, registries: Entries) -> Result<(), CliError> {
        let mut text = serde_json::to_string_pretty(&Contents { registries })
            .map_err(|error| CliError::other(Text::verbatim(error)))?;
        text.push('\n');
        files::replace_private(&self.path, text.as_bytes())
    }
}

impl Entry {
    /// The URL to list it by.
    pub(crate) fn server_url<'a>(&'a self, host: &'a str) -> &'a str {
        match self {
            Self::Given { server_url, .. } => server_url,
            Self::Made { .. } => host,
        }
    }

    pub(crate) fn username(&self) -> &str {
        match self {
            Self::Given { username, .. } => username,
            Self::Made { token, .. } => &token.username,
        }
    }

    pub(crate) fn secret(&self) -> &SecretString {
        match self {
            Self::Given { secret, .. } => secret,
            Self::Made { token, .. } => &token.secret,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn store(folder: &tempfile::TempDir) -> Store {
        Store {
            path: folder.path().join("new/docker.json"),
        }
    }

    fn given(secret: &str) -> Entry {
        Entry::Given {
            server_url: "https://a.example.com/v1/".to_owned(),
            username: "me".to_owned(),
            secret: secret.into(),
        }
    }

    #[test]
    fn entries_come_back_and_go() {
        let folder = tempfile::tempdir().unwrap();
        let store = store(&folder);
        let host = RegistryHost::parse("a.example.com").unwrap();
        assert_eq!(store.entry(&host).unwrap(), None);
        let lock = store.lock().unwrap();
        store.put(&lock, &host, given("hush")).unwrap();
        assert_eq!(store.entry(&host).unwrap(), Some(given("hush")));
        assert_eq!(store.remove(&lock, &host).unwrap(), Some(given("hush")));
        assert_eq!(store.remove(&lock, &host).unwrap(), None);
        assert!(store.entries().unwrap().is_empty());
    }

    #[cfg(unix)]
    #[test]
    fn only_the_owner_can_read_the_file_even_one_that_was_open_to_all() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let store = store(&folder);
        let host = RegistryHost::parse("a.example.com").unwrap();
        let mode = |path: &std::path::Path| path.metadata().unwrap().permissions().mode() & 0o777;
        let lock = store.lock().unwrap();
        store.put(&lock, &host, given("hush")).unwrap();
        assert_eq!(mode(&store.path), 0o600);
        assert_eq!(mode(store.path.parent().unwrap()), 0o700);
        std::fs::set_permissions(&store.path, PermissionsExt::from_mode(0o644)).unwrap();
        store.put(&lock, &host, given("hush")).unwrap();
        assert_eq!(mode(&store.path), 0o600);
    }

    #[test]
    fn a_broken_file_is_named_and_not_quoted() {
        let folder = tempfile::tempdir().unwrap();
        let store = store(&folder);
        std::fs::create_dir(store.path.parent().unwrap()).unwrap();
        std::fs::write(&store.path, r#"{"Registries": {"a": {"hush": 1}}}"#).unwrap();
        let error = format!("{:?}", store.entries().unwrap_err());
        assert!(
            error.contains("docker.json cannot be read: line 1"),
            "{error}"
        );
        assert!(!error.contains("hush"), "{error}");
    }
}
