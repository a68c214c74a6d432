//! Protocol of the credential helper: tokens from the store, renewed when they have expired.

use std::collections::BTreeMap;
use std::fmt;
use std::time::SystemTime;

use kcrs_generated::SecretString;

use super::host::RegistryHost;
use super::login::{Login, Token};
use super::protocol::CredentialBackend;
use super::store::{Entry, Store};
use crate::args::GlobalArgs;
use crate::error::CliError;
use crate::output;
use crate::run::Session;

/// The credential helper of a user.
#[derive(Debug)]
pub(crate) struct CredentialHelper<'a> {
    pub(crate) store: Store,
    globals: &'a GlobalArgs,
}

impl<'a> CredentialHelper<'a> {
    /// The user's.
    pub(crate) fn of_user(globals: &'a GlobalArgs) -> Result<Self, CliError> {
        let store = Store::of_user()?;
        Ok(Self { store, globals })
    }

    /// A session with the account that the login was made with.
    pub(crate) fn session(&self, login: &Login) -> Result<Session, CliError> {
        let mut globals = self.globals.clone();
        globals.profile = login.profile.clone().or(globals.profile);
        globals.region = login.region.clone().or(globals.region);
        globals.endpoint = login.endpoint.clone().or(globals.endpoint);
        globals.signature = login.signature().or(globals.signature);
        Session::start(&globals)
    }

    /// Deletes the token of an entry that is not in the store any more.
    pub(crate) fn delete_token(&self, entry: &Entry) -> Result<(), CliError> {
        let Entry::Made { login, token } = entry else {
            return Ok(());
        };
        let session = self.session(login)?;
        Ok(session.run(token.delete(&session.client, &login.instance_id))?)
    }

    /// Deletes the token that is not needed any more. The registry is forgotten either way, so an
    /// error is a warning only.
    pub(crate) fn clear_away(&self, entry: Option<Entry>) {
        if let Some(entry) = entry
            && let Err(failure) = self.delete_token(&entry)
            && let Entry::Made { token, .. } = &entry
        {
            not_deleted(token, &failure);
        }
    }

    /// The entry with a token that can be handed out.
    fn fresh(&self, host: &RegistryHost) -> Result<Option<Entry>, CliError> {
        match self.store.entry(host)? {
            Some(Entry::Made { token, .. }) if !token.is_fresh(SystemTime::now()) => {}
            entry => return Ok(entry),
        }
        // Docker asks once for each image that it pulls, at the same time: one of them makes the
        // token.
        let lock = self.store.lock()?;
        let (login, old) = match self.store.entry(host)? {
            Some(Entry::Made { login, token }) if !token.is_fresh(SystemTime::now()) => {
                (login, token)
            }
            entry => return Ok(entry),
        };
        let session = self.session(&login)?;
        let token = match session.run(login.create_token(&session.client, host)) {
            Ok(token) => token,
            // The last minutes of the old one are better than nothing.
            Err(_) if old.is_alive(SystemTime::now()) => {
                return Ok(Some(Entry::Made { login, token: old }));
            }
            Err(failure) => return Err(failure),
        };
        let entry = Entry::Made {
            login: login.clone(),
            token,
        };
        self.store.put(&lock, host, entry.clone())?;
        if let Err(error) = session.run(old.delete(&session.client, &login.instance_id)) {
            not_deleted(&old, &error);
        }
        Ok(Some(entry))
    }
}

/// Warns of a token that outlives its entry.
pub(crate) fn not_deleted(token: &Token, why: &dyn fmt::Display) {
    let (id, expiry) = (&token.token_id, token.expiry());
    output::warn(text!(
        "the token {id} was not deleted and lasts until {expiry}: {why}",
        "访问凭证 {id} 未能删除，有效至 {expiry}：{why}"
    ));
}

impl CredentialBackend for CredentialHelper<'_> {
    fn get(&mut self, server_url: &str) -> Result<Option<(String, SecretString)>, String> {
        let Ok(host) = RegistryHost::parse(server_url) else {
            return Ok(None);
        };
        let entry = self.fresh(&host).map_err(|failure| failure.to_string())?;
        Ok(entry.map(|entry| (entry.username().to_owned(), entry.secret().clone())))
    }

    /// Docker stores what it was given by `get` once more after each login: that changes nothing.
    fn store(
        &mut self,
        server_url: &str,
        username: &str,
        secret: SecretString,
    ) -> Result<(), String> {
        let host = RegistryHost::parse(server_url)?;
        let text = |failure: CliError| failure.to_string();
        let lock = self.store.lock().map_err(|error| error.to_string())?;
        let old = self.store.entry(&host).map_err(text)?;
        if let Some(old) = &old
            && old.username() == username
            && *old.secret() == secret
        {
            return Ok(());
        }
        let given = Entry::Given {
            server_url: server_url.to_owned(),
            username: username.to_owned(),
            secret,
        };
        self.store.put(&lock, &host, given).map_err(text)?;
        drop(lock);
        self.clear_away(old);
        Ok(())
    }

    fn erase(&mut self, server_url: &str) -> Result<(), String> {
        let Ok(host) = RegistryHost::parse(server_url) else {
            return Ok(());
        };
        let lock = self.store.lock().map_err(|error| error.to_string())?;
        let old = self.store.remove(&lock, &host);
        drop(lock);
        self.clear_away(old.map_err(|failure| failure.to_string())?);
        Ok(())
    }

    fn list(&mut self) -> Result<BTreeMap<String, String>, String> {
        let entries = self
            .store
            .entries()
            .map_err(|failure| failure.to_string())?;
        Ok(entries
            .iter()
            .map(|(host, entry)| {
                (
                    entry.server_url(host).to_owned(),
                    entry.username().to_owned(),
                )
            })
            .collect())
    }
}
