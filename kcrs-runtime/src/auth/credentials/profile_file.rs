//! Changing a profile file: one entry at a time, so that all else stays as its owner wrote it.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use super::environment::Environment;
use super::ini::Ini;
use super::profile::{ACCESS_KEY, ENDPOINT, EXPIRATION, REGION, SECRET_KEY, TOKEN};
use super::{CredentialsError, ProfileCredentials};

/// An entry of a profile.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProfileKey {
    /// The access key.
    AccessKey,
    /// The secret key.
    SecretKey,
    /// The session token of temporary credentials.
    SessionToken,
    /// When temporary credentials cease to be valid, such as `2024-01-31T12:00:00Z`.
    Expiration,
    /// The region.
    Region,
    /// The endpoint.
    Endpoint,
}

impl ProfileKey {
    /// The name under which it is written.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.names()[0]
    }

    /// Whether its value must not be shown.
    #[must_use]
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

/// The text of a profile file, to be changed. [`ProfileCredentials`] says what is in one.
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
pub struct ProfileFile {
    text: Zeroizing<String>,
}

impl ProfileFile {
    /// The file that is looked at first: `~/.ks/credentials`, or what `KS_SHARED_CREDENTIALS_FILE`
    /// names. None where there is no home directory.
    #[must_use]
    pub fn usual_path() -> Option<PathBuf> {
        ProfileCredentials::first_path(&Environment::default())
    }

    /// Reads a file. One that is not there is empty.
    ///
    /// # Errors
    ///
    /// Fails where it cannot be read or is no profile file.
    pub fn read(path: impl AsRef<Path>) -> Result<Self, CredentialsError> {
        let path = path.as_ref();
        let wrong = |problem: &dyn fmt::Display| {
            CredentialsError::wrong(format!("{}{problem}", path.display()))
        };
        let text = match std::fs::read(path) {
            Ok(bytes) => String::from_utf8(bytes).map_err(|_| wrong(&" is not UTF-8"))?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
            Err(error) => return Err(wrong(&format_args!(" cannot be read: {error}"))),
        };
        Self::parse(text).map_err(|error| wrong(&format_args!(", {error}")))
    }

    /// Takes the text of a file.
    ///
    /// # Errors
    ///
    /// Fails where a line is none of a section's name, an entry, a comment, or empty.
    pub fn parse(text: impl Into<String>) -> Result<Self, CredentialsError> {
        let text = Zeroizing::new(text.into());
        Ini::parse(&text).map_err(|line| {
            CredentialsError::wrong(format!(
                "line {line}: expected `[section]` or `name = value`"
            ))
        })?;
        Ok(Self { text })
    }

    /// The text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The names of the profiles, in the order of the file.
    #[must_use]
    pub fn profiles(&self) -> Vec<String> {
        let headers = self.text.lines().filter_map(section_name);
        let mut names: Vec<String> = Vec::new();
        for name in headers {
            if !names.iter().any(|known| known == name) {
                names.push(name.to_owned());
            }
        }
        names
    }

    /// The value of an entry that is no secret.
    #[must_use]
    pub fn get(&self, profile: &str, key: ProfileKey) -> Option<String> {
        if key.is_secret() {
            return None;
        }
        let ini = Ini::parse(&self.text).ok()?;
        ini.section(profile)?.get(key.names()).map(str::to_owned)
    }

    /// Whether a profile has an entry with a value.
    #[must_use]
    pub fn has(&self, profile: &str, key: ProfileKey) -> bool {
        let section = Ini::parse(&self.text);
        section.is_ok_and(|ini| {
            ini.section(profile)
                .is_some_and(|section| section.get(key.names()).is_some())
        })
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
        let ending = if self.text.contains("\r\n") {
            "\r\n"
        } else {
            "\n"
        };
        let mut lines: Vec<&str> = self.text.lines().collect();
        let header = lines.iter().position(|line| names_section(line, profile));
        let Some(header) = header else {
            if let Some(value) = value {
                self.add_profile(profile, key, value, ending);
            }
            return Ok(());
        };
        let end = lines[header + 1..]
            .iter()
            .position(|line| line.trim_start().starts_with('['))
            .map_or(lines.len(), |length| header + 1 + length);
        let is_key = |line: &&str| {
            entry_name(line)
                .is_some_and(|name| key.names().contains(&name.to_ascii_lowercase().as_str()))
        };
        let first = lines[header + 1..end].iter().position(is_key);
        let entry = value.map(|value| {
            let name = first.and_then(|at| entry_name(lines[header + 1 + at]));
            Zeroizing::new(format!("{} = {value}", name.unwrap_or(key.name())))
        });
        let place = match first {
            Some(at) => header + 1 + at,
            // Behind the last entry, before comments and empty lines that belong to what follows.
            None => lines[..end]
                .iter()
                .rposition(|line| entry_name(line).is_some() || names_section(line, profile))
                .map_or(end, |last| last + 1),
        };
        let rest = lines.split_off(place);
        let (own, others) = rest.split_at(end - place);
        lines.extend(entry.as_ref().map(|entry| entry.as_str()));
        lines.extend(own.iter().filter(|line| !is_key(line)));
        lines.extend(others);
        let mut text = Zeroizing::new(String::with_capacity(self.text.len() + 256));
        for line in lines {
            text.push_str(line);
            text.push_str(ending);
        }
        self.text = text;
        Ok(())
    }

    fn add_profile(&mut self, profile: &str, key: ProfileKey, value: &str, ending: &str) {
        let mut text = Zeroizing::new(String::with_capacity(self.text.len() + 512));
        text.push_str(&self.text);
        if !text.is_empty() {
            if !text.ends_with('\n') {
                text.push_str(ending);
            }
            text.push_str(ending);
        }
        for part in ["[", profile, "]", ending, key.name(), " = ", value, ending] {
            text.push_str(part);
        }
        self.text = text;
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
        || name.contains(|sign: char| sign.is_control() || matches!(sign, '[' | ']'));
    if is_wrong {
        return Err(CredentialsError::wrong(format!(
            "{name:?} cannot be the name of a profile: expected a text without brackets, and without spaces at its ends"
        )));
    }
    Ok(())
}

/// Whether a line is the header of the profile's section.
fn names_section(line: &str, profile: &str) -> bool {
    header(line).is_some_and(|name| name == profile) || section_name(line) == Some(profile)
}

/// The name of the profile whose section a line begins, without the `profile` that some tools write
/// before it.
fn section_name(line: &str) -> Option<&str> {
    let name = header(line)?;
    Some(name.strip_prefix("profile ").map_or(name, str::trim))
}

fn header(line: &str) -> Option<&str> {
    let line = line.strip_prefix('\u{feff}').unwrap_or(line).trim();
    Some(line.strip_prefix('[')?.strip_suffix(']')?.trim())
}

/// The name of an entry, as it is written.
fn entry_name(line: &str) -> Option<&str> {
    let line = line.strip_prefix('\u{feff}').unwrap_or(line).trim();
    if line.starts_with(['#', ';', '[']) {
        return None;
    }
    let (name, _) = line.split_once(['=', ':'])?;
    Some(name.trim())
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
