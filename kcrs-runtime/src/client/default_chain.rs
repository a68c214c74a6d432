//! The default credentials of a client.

use std::sync::Arc;
use std::time::SystemTime;

use crate::auth::credentials::{CredentialsCache, Environment, none_of};
use crate::{BuildError, EnvironmentCredentials, ProfileCredentials};

/// The credentials of the environment or the profile. They are read at once, so that it is
/// an error here if there are none.
pub(super) fn default_credentials(
    environment: &Environment,
    profile: &ProfileCredentials,
    now: SystemTime,
) -> Result<CredentialsCache, BuildError> {
    let mut absent = None;
    if !profile.is_named() {
        match EnvironmentCredentials::of(environment.clone()).load() {
            Ok(credentials) => return Ok(CredentialsCache::fixed(credentials)),
            Err(error) if error.is_absent() => absent = Some(error),
            Err(error) => return Err(error.into()),
        }
    }
    let credentials = profile.load().map_err(|error| match absent {
        Some(absent) if error.is_absent() => none_of(&[absent.to_string(), error.to_string()]),
        _ => error,
    })?;
    let provider = Arc::new(profile.clone());
    Ok(CredentialsCache::begun(provider, credentials, now))
}
