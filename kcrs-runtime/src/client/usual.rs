//! What a client takes that is told nothing.

use std::sync::Arc;
use std::time::SystemTime;

use crate::credentials::{CredentialsCache, Environment, ProfileSettings, none_of};
use crate::{BuildError, EnvironmentCredentials, ProfileCredentials, Service};

/// Region and endpoint that were not set.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) region: Option<String>,
    pub(super) endpoint: Option<String>,
}

impl Found {
    /// Looks in the environment, then in the profile; the other way round where a profile was named. Stops when there is
    /// enough.
    pub(super) fn by(
        environment: &Environment,
        profile: &ProfileCredentials,
        service: &Service,
        is_enough: impl Fn(&Self) -> bool,
    ) -> Result<Self, BuildError> {
        let mut found = Self::default();
        if !is_enough(&found) && profile.is_named() {
            found.take_profile(profile.settings()?);
        }
        if !is_enough(&found) {
            found.region = found.region.or(environment.region()?);
            found.endpoint = found.endpoint.or(environment.endpoint(service.name)?);
        }
        if !is_enough(&found) && !profile.is_named() {
            // A file that nobody asked for may be broken as long as nobody needs its keys.
            found.take_profile(profile.settings().unwrap_or_default());
        }
        Ok(found)
    }

    fn take_profile(&mut self, settings: ProfileSettings) {
        self.region = self.region.take().or(settings.region);
        self.endpoint = self.endpoint.take().or(settings.endpoint);
    }

    pub(super) fn is_complete(&self) -> bool {
        self.region.is_some() && self.endpoint.is_some()
    }
}

/// The credentials of the environment or the profile. They are read at once, so that it is told here if there are none.
pub(super) fn usual_credentials(
    environment: &Environment,
    profile: &ProfileCredentials,
    now: SystemTime,
) -> Result<CredentialsCache, BuildError> {
    let variables = EnvironmentCredentials::of(environment.clone());
    if !profile.is_named() {
        match variables.load() {
            Ok(credentials) => return Ok(CredentialsCache::fixed(credentials)),
            Err(error) if !error.is_absent() => return Err(error.into()),
            Err(absent) => {
                let credentials = profile.load().map_err(|error| match error.is_absent() {
                    true => none_of(&[absent.to_string(), error.to_string()]),
                    false => error,
                })?;
                return Ok(CredentialsCache::begun(
                    Arc::new(profile.clone()),
                    credentials,
                    now,
                ));
            }
        }
    }
    let credentials = profile.load()?;
    Ok(CredentialsCache::begun(
        Arc::new(profile.clone()),
        credentials,
        now,
    ))
}
