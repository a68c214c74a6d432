//! Sources of settings, for programs that show them.

use std::path::{Path, PathBuf};

use super::environment::Environment;
use super::ini::Section;
use super::profile::{ACCESS_KEY, ENDPOINT, REGION, SECRET_KEY, TOKEN};
use super::{CredentialsError, ProfileCredentials};

/// Source of a setting of a client.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ConfigSource {
    /// The program set it.
    Set,
    /// An environment variable of this name.
    Variable(String),
    /// An entry of a profile file.
    File {
        /// The file.
        path: PathBuf,
        /// The section; empty for what stands before the first one.
        section: String,
        /// The name of the entry, in small letters.
        name: String,
    },
    /// The default.
    Default,
}

/// The settings that a client would have, and where each comes from. There is no secret in it.
///
/// [`ClientBuilder::resolved_config`](crate::ClientBuilder::resolved_config) makes it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ResolvedConfig {
    /// The profile that is looked for.
    pub profile: Sourced<String>,
    /// The access key, where there is one that is known before the first call.
    pub access_key: Option<Sourced<String>>,
    /// Source of the secret key, if there is one.
    pub secret_key: Option<ConfigSource>,
    /// Source of the session token, if there is one.
    pub session_token: Option<ConfigSource>,
    /// The region.
    pub region: Sourced<String>,
    /// The endpoint, in which `{region}` may stand for the region.
    pub endpoint: Sourced<String>,
}

/// A value, and where it comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Sourced<T> {
    /// The value.
    pub value: T,
    /// Source.
    pub source: ConfigSource,
}

impl Sourced<String> {
    pub(crate) fn new(value: impl Into<String>, source: ConfigSource) -> Self {
        Self {
            value: value.into(),
            source,
        }
    }

    /// The first of some entries that is in a section of a file with a value.
    fn find(section: &Section<'_>, path: &Path, names: &[&str]) -> Option<Self> {
        let (name, value) = section.find(names)?;
        let source = ConfigSource::File {
            path: path.to_owned(),
            section: section.name.to_owned(),
            name: name.to_owned(),
        };
        Some(Self::new(value, source))
    }
}

/// Sources of keys.
#[derive(Debug, Default)]
pub(crate) struct KeySources {
    pub(crate) access_key: Option<Sourced<String>>,
    pub(crate) secret_key: Option<ConfigSource>,
    pub(crate) session_token: Option<ConfigSource>,
}

/// Sources of region and endpoint.
#[derive(Debug, Default)]
pub(crate) struct EndpointSources {
    pub(crate) region: Option<Sourced<String>>,
    pub(crate) endpoint: Option<Sourced<String>>,
}

impl KeySources {
    /// Returns the settings that apply where nothing is set.
    pub(crate) fn of(
        environment: &Environment,
        profile: &ProfileCredentials,
    ) -> Result<Self, CredentialsError> {
        if !profile.is_named()
            && let Some(keys) = environment.key_variables()?
        {
            return Ok(Self {
                access_key: keys.access_key,
                secret_key: keys.secret_key.map(|found| found.source),
                session_token: keys.token.map(|found| found.source),
            });
        }
        let mut found = Self::default();
        profile.search(|section, path| {
            let get = |names| Sourced::find(section, path, names);
            found = Self {
                access_key: get(ACCESS_KEY),
                secret_key: get(SECRET_KEY).map(|setting| setting.source),
                session_token: get(TOKEN).map(|setting| setting.source),
            };
            found.access_key.is_some() || found.secret_key.is_some()
        })?;
        Ok(found)
    }
}

impl EndpointSources {
    /// Looks in the environment, then in the profile; the other way round where a profile was
    /// named. Stops when there is enough.
    pub(crate) fn of(
        environment: &Environment,
        profile: &ProfileCredentials,
        service: &str,
        is_enough: impl Fn(&Self) -> bool,
    ) -> Result<Self, CredentialsError> {
        let mut found = Self::default();
        if !is_enough(&found) && profile.is_named() {
            found = Self::of_profile(profile)?;
        }
        if !is_enough(&found) {
            found = found.or(Self {
                region: environment.region()?,
                endpoint: environment.endpoint(service)?,
            });
        }
        if !is_enough(&found) && !profile.is_named() {
            // A file that nobody asked for may be broken as long as nobody needs its keys.
            found = found.or(Self::of_profile(profile).unwrap_or_default());
        }
        Ok(found)
    }

    pub(crate) fn is_complete(&self) -> bool {
        self.region.is_some() && self.endpoint.is_some()
    }

    /// Each from the first file that has it.
    fn of_profile(profile: &ProfileCredentials) -> Result<Self, CredentialsError> {
        let mut found = Self::default();
        profile.search(|section, path| {
            let get = |names| Sourced::find(section, path, names);
            found.region = found.region.take().or_else(|| get(REGION));
            found.endpoint = found.endpoint.take().or_else(|| get(ENDPOINT));
            found.is_complete()
        })?;
        Ok(found)
    }

    fn or(self, other: Self) -> Self {
        Self {
            region: self.region.or(other.region),
            endpoint: self.endpoint.or(other.endpoint),
        }
    }
}
