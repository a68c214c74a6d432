//! Credentials as the client keeps them.

use std::sync::Arc;
use std::time::SystemTime;

use crate::{Clock, Credentials, CredentialsError, Timer};

/// The credentials that a client signs with.
#[derive(Debug)]
pub(crate) struct CredentialsCache(Arc<Credentials>);

impl CredentialsCache {
    /// Credentials that never change.
    pub(crate) fn fixed(credentials: Credentials) -> Self {
        Self(Arc::new(credentials))
    }

    /// The credentials, where they are at hand and fresh. They are in the same place as long as they are the same.
    pub(crate) fn fresh(&self, _now: SystemTime) -> Option<Arc<Credentials>> {
        Some(Arc::clone(&self.0))
    }

    /// The credentials, which may have to be fetched.
    pub(crate) async fn get(
        &self,
        _clock: &Arc<dyn Clock>,
        _timer: &Arc<dyn Timer>,
    ) -> Result<Arc<Credentials>, CredentialsError> {
        Ok(Arc::clone(&self.0))
    }
}
