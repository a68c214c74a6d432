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
