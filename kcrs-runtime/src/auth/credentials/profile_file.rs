//! Changing a profile file: one entry at a time, so that all else stays as its owner wrote it.

use std::fmt;
use std::path::{Path, PathBuf};

use super::environment::Environment;
use super::ini::Ini;
use super::profile::{ACCESS_KEY, ENDPOINT, EXPIRATION, REGION, SECRET_KEY, TOKEN};
use super::{CredentialsError, ProfileCredentials};

/// An entry of a profile.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ProfileKey {
    /// The access key.
    AccessKey,
    /// The secret key.
    SecretKey,
    /// The session token of temporary credentials.
    SessionToken,
    /// Expiry of temporary credentials, such as `2024-01-31T12:00:00Z`.
    Expiration,
    /// The region.
    Region,
    /// The endpoint.
    Endpoint,
}

impl ProfileKey {
    /// The name under which it is written.
    pub fn name(self) -> &'static str {
        self.names()[0]
    }

    /// Returns whether its value must not be shown.
    pub fn is_secret(self) -> bool {
        matches!(self, Self::SecretKey | Self::SessionToken)
    }

    /// All names under which it is read.
    fn names(self) -> &'static [&'static str] {
        match self {
            Self::AccessKey => ACCESS_KEY,
            Self::SecretKey => SECRET_KEY,
            Self::SessionToken => TOKEN,
            Self::Expiration => EXPIRATION,
            Self::Region => REGION,
            Self::Endpoint => ENDPOINT,
        }
    }
}

/// The text of a profile file, to be changed. [`ProfileCredentials`] describes such files.
///
/// Comments, other profiles, unknown entries and the order of all stay. Where the text is kept, it
/// is for its owner only: it has secrets in it.
///
/// ```
/// use kcrs_runtime::{ProfileFile, ProfileKey};
///
/// let mut file = ProfileFile::parse("# mine\n[default]\nregion = cn-beijing-6\n")?;
/// file.set("default", ProfileKey::Region, Some("cn-shanghai-2"))?;
/// file.set("builds", ProfileKey::AccessKey, Some("AK"))?;
/// assert_eq!(
///     file.text(),
///     "# mine\n[default]\nregion = cn-shanghai-2\n\n[builds]\nks_access_key_id = AK\n"
/// );
/// # Ok::<(), kcrs_runtime::CredentialsError>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct ProfileFile(Ini);

impl ProfileFile {
    /// The file that is looked at first: `~/.ks/credentials`, or what `KS_SHARED_CREDENTIALS_FILE`
    /// names. None where there is no home directory.
    pub fn usual_path() -> Option<PathBuf> {
        ProfileCredentials::first_path(&Environment::default())
    }

    /// Reads a file. One that is not there is empty.
    ///
    /// # Errors
    ///
    /// Fails where it cannot be read or is no profile file.
    pub fn read(path: impl AsRef<Path>) -> Result<Self, CredentialsError> {
        Ok(Self(Ini::read(path.as_ref(), false)?.unwrap_or_default()))
    }

    /// Takes the text of a file.
    ///
    /// # Errors
    ///
    /// Fails where a line is neither the header of a section nor an entry, a comment, or empty.
    pub fn parse(text: impl Into<String>) -> Result<Self, CredentialsError> {
        Ini::parse(text).map(Self).map_err(CredentialsError::wrong)
    }

    /// The text.
    pub fn text(&self) -> &str {
        self.0.text()
    }

    /// The names of the profiles, in the order of the file.
    pub fn profiles(&self) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for name in self.0.section_names() {
            if !names.iter().any(|known| known == name) {
                names.push(name.to_owned());
            }
        }
        names
    }

    /// The value of an entry that is no secret.
    pub fn get(&self, profile: &str, key: ProfileKey) -> Option<String> {
        if key.is_secret() {
            return None;
        }
        self.0.section(profile)?.get(key.names()).map(str::to_owned)
    }

    /// Returns whether a profile has an entry with a value.
    pub fn has(&self, profile: &str, key: ProfileKey) -> bool {
        let section = self.0.section(profile);
        section.is_some_and(|section| section.get(key.names()).is_some())
    }

    /// Sets an entry of a profile, or takes it out. An entry under another of its names keeps that;
    /// the profile is added at the end where it is not there.
    ///
    /// # Errors
    ///
    /// Fails where the name of the profile or the value cannot stand in such a file.
    pub fn set(
        &mut self,
        profile: &str,
        key: ProfileKey,
        value: Option<&str>,
    ) -> Result<(), CredentialsError> {
        check_profile(profile)?;
        let value = value.map(str::trim);
        if value.is_some_and(|value| value.is_empty() || value.contains(char::is_control)) {
            return Err(CredentialsError::wrong(format!(
                "{}: expected a text on one line",
                key.name()
            )));
        }
        self.0.set(profile, key.names(), value);
        Ok(())
    }
}

/// The text is not shown: it has secrets in it.
impl fmt::Debug for ProfileFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ProfileFile").finish_non_exhaustive()
    }
}

fn check_profile(name: &str) -> Result<(), CredentialsError> {
    let is_wrong = name.is_empty()
        || name.trim() != name
        || name.contains(|c: char| c.is_control() || matches!(c, '[' | ']'));
    if is_wrong {
        return Err(CredentialsError::wrong(format!(
            "{name:?} cannot be the name of a profile: expected a text without brackets, and without spaces at its ends"
        )));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn changed(text: &str, changes: &[(&str, ProfileKey, Option<&str>)]) -> String {
        let mut file = ProfileFile::parse(text).expect("a profile file");
        for (profile, key, value) in changes {
            file.set(profile, *key, *value).expect("a change");
        }
        file.text().to_owned()
    }

    #[test]
    fn all_else_stays_as_it_was() {
        use ProfileKey::{AccessKey, Endpoint, Region, SecretKey, SessionToken};
        for (text, changes, expected) in [
            (
                "",
                &[("default", Region, Some("r"))][..],
                "[default]\nregion = r\n",
            ),
            ("", &[("default", Region, None)], ""),
            (
                "; top\n[ a ]\n  region=r1\n\n# of b\n[b]\nx = y",
                &[("a", AccessKey, Some("AK")), ("b", Region, Some("r2"))],
                "; top\n[ a ]\n  region=r1\nks_access_key_id = AK\n\n# of b\n[b]\nx = y\nregion = r2\n",
            ),
            (
                "[profile a]\nKSAccessKeyId: old\naccess_key = older\n[b]\naccess_key = other\n",
                &[("a", AccessKey, Some("new"))],
                "[profile a]\nKSAccessKeyId = new\n[b]\naccess_key = other\n",
            ),
            (
                "[a]\r\nks_session_token = t\r\nregion = r\r\nsecurity_token = u\r\n",
                &[
                    ("a", SessionToken, None),
                    ("a", Endpoint, Some("https://e")),
                ],
                "[a]\r\nregion = r\r\nendpoint = https://e\r\n",
            ),
            (
                "\u{feff}[a]\nregion = r\n",
                &[("a", SecretKey, Some("s=/:#"))],
                "\u{feff}[a]\nregion = r\nks_secret_access_key = s=/:#\n",
            ),
            (
                "# mine\n[a]\nx = 1\r\n",
                &[("a", Region, Some("r"))],
                "# mine\n[a]\nx = 1\r\nregion = r\r\n",
            ),
            (
                "[a]\n",
                &[("b", Region, Some("r"))],
                "[a]\n\n[b]\nregion = r\n",
            ),
        ] {
            let after = changed(text, changes);
            assert_eq!(after, expected, "{text:?}");
            assert_eq!(changed(&after, changes), after, "{text:?}");
        }
    }

    #[test]
    fn what_was_set_is_read() {
        let text = changed(
            "[default]\naccess_key = old\nsecret_key = old\n",
            &[
                ("default", ProfileKey::AccessKey, Some("AK")),
                ("default", ProfileKey::SecretKey, Some("#SK")),
            ],
        );
        let file = ProfileFile::parse(text).expect("a file");
        let get = |key| file.get("default", key);
        assert_eq!(get(ProfileKey::AccessKey).as_deref(), Some("AK"));
        assert_eq!(get(ProfileKey::SecretKey), None);
        assert!(file.has("default", ProfileKey::SecretKey));
        assert!(!file.has("default", ProfileKey::Region));
        assert!(!file.has("other", ProfileKey::SecretKey));
        assert_eq!(file.profiles(), ["default"]);
        let several = ProfileFile::parse("[a]\n[ profile b ]\nx = [c]\n[a]\n").expect("a file");
        assert_eq!(several.profiles(), ["a", "b"]);
        assert!(file.text().contains("secret_key = #SK\n"));
        assert!(!format!("{file:?}").contains("SK"));
    }

    #[test]
    fn what_would_break_the_file_is_refused() {
        let mut file = ProfileFile::parse("").expect("a file");
        for profile in ["", " a", "a]", "[a", "a\nb"] {
            let set = file.set(profile, ProfileKey::Region, Some("r"));
            assert!(set.is_err(), "{profile:?}");
        }
        for value in ["", " ", "a\nks_secret_access_key = x", "a\0"] {
            let error = file
                .set("a", ProfileKey::SecretKey, Some(value))
                .unwrap_err();
            assert_eq!(
                error.to_string(),
                "ks_secret_access_key: expected a text on one line"
            );
        }
        assert_eq!(file.text(), "");
        let error = ProfileFile::parse("[a]\nsecret").unwrap_err().to_string();
        assert_eq!(error, "line 2: expected `[section]` or `name = value`");
    }
}
