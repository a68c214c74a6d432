//! Credentials as the client keeps them.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use super::provider::ProvideCredentials;
use crate::{Clock, Credentials, CredentialsError};

/// Time before expiry at which new credentials are requested.
const AHEAD: Duration = Duration::from_secs(5 * 60);
/// Pause after a failure of the provider, while the old credentials are valid.
const PAUSE: Duration = Duration::from_secs(10);

/// The credentials that a client signs with.
#[derive(Debug)]
pub(crate) struct CredentialsCache {
    provider: Option<Arc<dyn ProvideCredentials>>,
    state: Mutex<State>,
    /// Held by the one who asks the provider.
    asking: tokio::sync::Mutex<()>,
}

#[derive(Debug, Default)]
struct State {
    current: Option<Arc<Credentials>>,
    /// Time at which new credentials are requested.
    due: Option<SystemTime>,
    /// Number of calls of the provider.
    requests: u64,
    /// Its last error, if it gave no credentials.
    failure: Option<CredentialsError>,
}

impl CredentialsCache {
    /// Credentials that never change.
    pub(crate) fn fixed(credentials: impl Into<Arc<Credentials>>) -> Self {
        Self::of(
            None,
            State {
                current: Some(credentials.into()),
                ..State::default()
            },
        )
    }

    /// Credentials of a provider, which is asked when they are needed.
    pub(crate) fn new(provider: Arc<dyn ProvideCredentials>) -> Self {
        Self::of(Some(provider), State::default())
    }

    /// Credentials of a provider that has been asked once.
    pub(crate) fn begun(
        provider: Arc<dyn ProvideCredentials>,
        credentials: Credentials,
        now: SystemTime,
    ) -> Self {
        let mut state = State::default();
        state.keep(credentials, now);
        Self::of(Some(provider), state)
    }

    fn of(provider: Option<Arc<dyn ProvideCredentials>>, state: State) -> Self {
        Self {
            provider,
            state: Mutex::new(state),
            asking: tokio::sync::Mutex::new(()),
        }
    }

    /// The credentials, where they are at hand and fresh. They are in the same place as long as
    /// they are the same.
    pub(crate) fn fresh(&self, now: SystemTime) -> Option<Arc<Credentials>> {
        let state = self.state();
        let current = state.current.as_ref()?;
        let is_enough = state.due.is_none_or(|due| now < due)
            // Somebody asks for new ones already.
            || (state.is_valid(now) && self.asking.try_lock().is_err());
        is_enough.then(|| Arc::clone(current))
    }

    /// The credentials, which may have to be fetched. However many wait, one of them asks the
    /// provider; where that one gives up waiting, another one does.
    pub(crate) async fn get(
        &self,
        clock: &Arc<dyn Clock>,
    ) -> Result<Arc<Credentials>, CredentialsError> {
        let requests = self.state().requests;
        let _asking = self.asking.lock().await;
        {
            let state = self.state();
            let is_fresh = state.due.is_none_or(|due| clock.now() < due);
            if let Some(current) = state.current.as_ref().filter(|_| is_fresh) {
                return Ok(Arc::clone(current));
            }
            // An error that another call got meanwhile is the error of this one too.
            if let Some(failure) = state
                .failure
                .as_ref()
                .filter(|_| state.requests != requests)
            {
                return Err(failure.clone());
            }
        }
        let result = match &self.provider {
            Some(provider) => provider.provide().await,
            None => Err(CredentialsError::absent("there is no provider")),
        };
        let now = clock.now();
        let mut state = self.state();
        state.requests += 1;
        let problem = match result {
            Ok(credentials)
                if credentials
                    .expires_at()
                    .is_some_and(|expires| expires <= now) =>
            {
                CredentialsError::wrong("the provider gave credentials that have expired")
            }
            Ok(credentials) => return Ok(state.keep(credentials, now)),
            Err(error) => error,
        };
        match state.current.clone().filter(|_| state.is_valid(now)) {
            Some(current) => {
                state.due = Some(now + PAUSE);
                Ok(current)
            }
            None => {
                state.failure = Some(problem.clone());
                Err(problem)
            }
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn keep(&mut self, credentials: Credentials, now: SystemTime) -> Arc<Credentials> {
        self.failure = None;
        self.due = credentials.expires_at().map(|expires| {
            let life = expires.duration_since(now).unwrap_or_default();
            expires.checked_sub(AHEAD.min(life / 2)).unwrap_or(now)
        });
        match &self.current {
            Some(current) if **current == credentials => Arc::clone(current),
            _ => {
                let credentials = Arc::new(credentials);
                self.current = Some(Arc::clone(&credentials));
                credentials
            }
        }
    }

    /// Returns whether the current credentials have not expired.
    fn is_valid(&self, now: SystemTime) -> bool {
        let current = self.current.as_ref();
        current.is_some_and(|current| current.expires_at().is_none_or(|expires| now < expires))
    }
}

#[cfg(test)]
mod tests;
