//! Where settings come from, for programs that tell their users.

use std::path::{Path, PathBuf};

use super::environment::{Environment, Variable};
use super::ini::{Entry, Section};
use super::profile::{ACCESS_KEY, ENDPOINT, REGION, SECRET_KEY, TOKEN};
use super::{CredentialsError, ProfileCredentials};

/// Where a setting of a client comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Origin {
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
    /// Nothing said otherwise.
    Default,
}

/// The settings that a client would have, and where each comes from. There is no secret in it.
///
/// [`ClientBuilder::origins`](crate::ClientBuilder::origins) makes it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Origins {
    /// The profile that is looked for.
    pub profile: Setting,
    /// The access key, where there is one that is known before the first call.
    pub access_key: Option<Setting>,
    /// Where the secret key comes from, if there is one.
    pub secret_key: Option<Origin>,
    /// Where the session token comes from, if there is one.
    pub session_token: Option<Origin>,
    /// The region.
    pub region: Setting,
    /// The endpoint, in which `{region}` may stand for the region.
    pub endpoint: Setting,
}

/// A value, and where it comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Setting {
    /// The value.
    pub value: String,
    /// Where it comes from.
    pub origin: Origin,
}

impl Setting {
    pub(crate) fn new(value: impl Into<String>, origin: Origin) -> Self {
        Self {
            value: value.into(),
            origin,
        }
    }

    fn of_entry(entry: Entry<'_>, section: &Section, path: &Path) -> Self {
        Self::new(
            entry.value,
            Origin::File {
                path: path.to_owned(),
                section: section.name().to_owned(),
                name: entry.name.to_owned(),
            },
        )
    }
}

impl From<Variable> for Setting {
    fn from(variable: Variable) -> Self {
        Self::new(variable.value, Origin::Variable(variable.name))
    }
}

/// Where keys come from.
#[derive(Debug, Default)]
pub(crate) struct KeyOrigins {
    pub(crate) access_key: Option<Setting>,
    pub(crate) secret_key: Option<Origin>,
    pub(crate) session_token: Option<Origin>,
}

/// Where region and endpoint come from.
#[derive(Debug, Default)]
pub(crate) struct PlaceOrigins {
    pub(crate) region: Option<Setting>,
    pub(crate) endpoint: Option<Setting>,
}

impl KeyOrigins {
    /// Those that are used where nothing is set.
    pub(crate) fn of(
        environment: &Environment,
        profile: &ProfileCredentials,
    ) -> Result<Self, CredentialsError> {
        if !profile.is_named()
            && let Some(keys) = environment.key_variables()?
        {
            return Ok(Self {
                access_key: keys.access_key.map(Setting::from),
                secret_key: keys.secret_key.map(|found| Setting::from(found).origin),
                session_token: keys.token.map(|found| Setting::from(found).origin),
            });
        }
        let mut found = Self::default();
        profile.search(|section, path| {
            let get = |names| {
                let entry = section.find(names)?;
                Some(Setting::of_entry(entry, section, path))
            };
            found = Self {
                access_key: get(ACCESS_KEY),
                secret_key: get(SECRET_KEY).map(|setting| setting.origin),
                session_token: get(TOKEN).map(|setting| setting.origin),
            };
            found.access_key.is_some() || found.secret_key.is_some()
        })?;
        Ok(found)
    }
}

impl PlaceOrigins {
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
                region: environment.region()?.map(Setting::from),
                endpoint: environment.endpoint(service)?.map(Setting::from),
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
            let get = |names| {
                let entry = section.find(names)?;
                Some(Setting::of_entry(entry, section, path))
            };
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
