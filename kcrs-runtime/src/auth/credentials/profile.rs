//! Profile files.

use std::path::{Path, PathBuf};

use super::environment::Environment;
use super::ini::{Ini, Section};
use super::provider::{CredentialsFuture, ProvideCredentials};
use super::resolved::{ConfigSource, Sourced};
use super::{Credentials, CredentialsError};
use crate::wire::calendar::UtcTime;

/// Path in the home directory of the file that is read first, unless the variable names another.
const FIRST_PATH: &str = ".ks/credentials";
const FIRST_VARIABLE: &str = "KS_SHARED_CREDENTIALS_FILE";

/// The profile that is meant where none is named.
const DEFAULT: &str = "default";

pub(super) const ACCESS_KEY: &[&str] = &[
    "ks_access_key_id",
    "ksaccesskeyid",
    "access_key_id",
    "access_key",
];
pub(super) const SECRET_KEY: &[&str] = &[
    "ks_secret_access_key",
    "kssecretkey",
    "secret_access_key",
    "secret_key",
];
pub(super) const TOKEN: &[&str] = &[
    "ks_security_token",
    "ks_session_token",
    "security_token",
    "session_token",
];
pub(super) const EXPIRATION: &[&str] = &["ks_expiration", "expiration"];
pub(super) const REGION: &[&str] = &["region", "ks_region"];
pub(super) const ENDPOINT: &[&str] = &["endpoint", "endpoint_url"];

/// Credentials, and a region and an endpoint, of a profile in a file.
///
/// These files are looked at, in this order; they are those of Ksyun's Python SDK:
///
/// | file | unless this variable names another | where in it |
/// |---|---|---|
/// | `~/.ks/credentials` | `KS_SHARED_CREDENTIALS_FILE` | the section of the profile |
/// | `~/.ks/config` | `KS_CONFIG_FILE` | the section of the profile, `[name]` or `[profile name]` |
/// | none | `KS_CREDENTIAL_FILE` | before any section, or in that of the profile |
/// | `/etc/kscore.cfg` | `KSC_CONFIG` | the section `[Credentials]` |
///
/// The profile is the one that is [named](Self::profile), or that of the variable `KSYUN_PROFILE`,
/// `KS_DEFAULT_PROFILE` or `KS_PROFILE`, or `default`. The last two files have no profiles: they
/// are looked at for `default` only.
///
/// ```ini
/// [default]
/// ks_access_key_id = AK
/// ks_secret_access_key = SK
/// # Of temporary ones; `ks_session_token` is the same. A file that is written anew before they expire is read again.
/// ks_security_token = …
/// expiration = 2024-01-31T12:00:00Z
/// region = cn-beijing-6
/// endpoint = https://kcrs.api.ksyun.com
/// ```
///
/// `KSAccessKeyId` and `KSSecretKey`, and `access_key` and `secret_key`, are taken for the keys
/// too; small and capital letters are the same in names. Files in the current directory are not
/// looked at.
#[derive(Clone, Debug, Default)]
pub struct ProfileCredentials {
    environment: Environment,
    profile: Option<String>,
    file: Option<PathBuf>,
}

/// A file to look at.
struct Place {
    path: PathBuf,
    /// The section, where it is not that of the profile.
    section: Option<&'static str>,
    /// Whether it must be there, since somebody named it.
    is_named: bool,
}

impl ProfileCredentials {
    /// The profile of the environment, or `default`, of the usual files.
    pub fn new() -> Self {
        Self::default()
    }

    /// Names the profile. It must be there then.
    #[must_use]
    pub fn profile(mut self, name: impl Into<String>) -> Self {
        self.profile = Some(name.into());
        self
    }

    /// Names the file, in place of the usual ones. It must be there then.
    #[must_use]
    pub fn file(mut self, path: impl Into<PathBuf>) -> Self {
        self.file = Some(path.into());
        self
    }

    /// Reads the files.
    pub fn load(&self) -> Result<Credentials, CredentialsError> {
        let mut found = None;
        let (name, is_named, places) = self.search(|section, path| {
            found = credentials(section, path).transpose();
            found.is_some()
        })?;
        if let Some(found) = found {
            return found;
        }
        let message = format!("there are no keys of the profile `{name}` in {places}");
        Err(match is_named {
            true => CredentialsError::wrong(message),
            false => CredentialsError::absent(message),
        })
    }

    #[cfg(test)]
    pub(crate) fn of(environment: Environment) -> Self {
        Self {
            environment,
            ..Self::default()
        }
    }

    /// Returns whether somebody asked for a profile or a file.
    pub(crate) fn is_named(&self) -> bool {
        self.profile.is_some() || self.file.is_some()
    }

    /// The profile that is looked for, and where its name comes from.
    pub(crate) fn sourced_profile(&self) -> Result<Sourced<String>, CredentialsError> {
        if let Some(name) = &self.profile {
            return Ok(Sourced::new(name, ConfigSource::Set));
        }
        let variable = self.environment.profile()?;
        Ok(variable.unwrap_or_else(|| Sourced::new(DEFAULT, ConfigSource::Default)))
    }

    /// Looks at the sections until `look` has found what it looks for. Gives the profile, whether
    /// it was named, and the files.
    pub(super) fn search(
        &self,
        mut look: impl FnMut(&Section<'_>, &Path) -> bool,
    ) -> Result<(String, bool, String), CredentialsError> {
        let profile = self.sourced_profile()?;
        let is_named = profile.source != ConfigSource::Default || self.file.is_some();
        let name = profile.value;
        let places = self.places(&name);
        for place in &places {
            let Some(ini) = Ini::read(&place.path, place.is_named)? else {
                continue;
            };
            let sections = match place.section {
                Some(section) => [ini.section(section), None],
                None if self.file.is_some() => [ini.section(&name), None],
                None => [
                    ini.section(&name),
                    ini.section("").filter(|_| name == DEFAULT),
                ],
            };
            let mut is_found = false;
            for section in sections.into_iter().flatten() {
                check_values(&section, &place.path)?;
                is_found = is_found || look(&section, &place.path);
            }
            if is_found {
                break;
            }
        }
        let paths: Vec<String> = places
            .iter()
            .map(|place| place.path.display().to_string())
            .collect();
        Ok((name, is_named, paths.join(", ")))
    }

    /// The file that is looked at first.
    pub(super) fn first_path(environment: &Environment) -> Option<PathBuf> {
        let named = environment.file(FIRST_VARIABLE);
        named.or_else(|| environment.in_home(FIRST_PATH))
    }

    fn places(&self, profile: &str) -> Vec<Place> {
        if let Some(file) = &self.file {
            return vec![Place {
                path: file.clone(),
                section: None,
                is_named: true,
            }];
        }
        let place = |variable, usual: Option<PathBuf>, section| {
            let named = self.environment.file(variable);
            let is_named = named.is_some();
            named.or(usual).map(|path| Place {
                path,
                section,
                is_named,
            })
        };
        let home = |path| self.environment.in_home(path);
        let mut places = vec![
            place(FIRST_VARIABLE, home(FIRST_PATH), None),
            place("KS_CONFIG_FILE", home(".ks/config"), None),
        ];
        if profile == DEFAULT {
            places.push(place("KS_CREDENTIAL_FILE", None, None));
            let usual = cfg!(unix).then(|| PathBuf::from("/etc/kscore.cfg"));
            places.push(place("KSC_CONFIG", usual, Some("Credentials")));
        }
        places.into_iter().flatten().collect()
    }
}

impl ProvideCredentials for ProfileCredentials {
    fn provide(&self) -> CredentialsFuture<'_> {
        // Small files of the local disk: reading them takes less than handing that to another
        // thread.
        Box::pin(async { self.load() })
    }
}

/// An error where one of the values that are read has a character that none of them can have.
fn check_values(section: &Section<'_>, path: &Path) -> Result<(), CredentialsError> {
    for names in [ACCESS_KEY, SECRET_KEY, TOKEN, EXPIRATION, REGION, ENDPOINT] {
        let found = section.find(names);
        if let Some((name, _)) = found.filter(|(_, value)| value.contains(char::is_control)) {
            let path = path.display();
            return Err(CredentialsError::wrong(format!(
                "{path}: the value of `{name}` has a control character in it"
            )));
        }
    }
    Ok(())
}

fn credentials(
    section: &Section<'_>,
    path: &Path,
) -> Result<Option<Credentials>, CredentialsError> {
    let missing = |what: &str, name: &str| {
        let path = path.display();
        Err(CredentialsError::wrong(format!(
            "{path} has {what} and no `{name}`"
        )))
    };
    let (access_key, secret_key) = match (section.get(ACCESS_KEY), section.get(SECRET_KEY)) {
        (Some(access_key), Some(secret_key)) => (access_key, secret_key),
        (None, None) => return Ok(None),
        (Some(_), None) => return missing("an access key", SECRET_KEY[0]),
        (None, Some(_)) => return missing("a secret key", ACCESS_KEY[0]),
    };
    let credentials = match section.get(TOKEN) {
        Some(token) => Credentials::with_token(access_key, secret_key, token),
        None => Credentials::new(access_key, secret_key),
    };
    let Some(expiration) = section.get(EXPIRATION) else {
        return Ok(Some(credentials));
    };
    let Some(time) = UtcTime::parse_extended(expiration) else {
        let path = path.display();
        return Err(CredentialsError::wrong(format!(
            "{path}: the expiration is no time such as 2024-01-31T12:00:00Z"
        )));
    };
    Ok(Some(credentials.expiring_at(time.system_time())))
}

#[cfg(test)]
mod tests;
