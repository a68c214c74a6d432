//! Logging container tools in to a registry: tokens of an instance, kept until they expire and
//! handed out by docker's credential helper protocol.

mod config;
mod helper;
mod host;
mod login;
mod lookup;
mod protocol;
mod store;

pub(crate) use config::DockerConfig;
pub(crate) use helper::{CredentialHelper, not_deleted};
pub(crate) use host::RegistryHost;
pub(crate) use login::{Login, Token};
pub(crate) use lookup::{check_helper, other_file};
pub(crate) use protocol::serve;
pub(crate) use store::{Entry, Store};

/// The name that docker knows the credential helper by: it runs `docker-credential-` and this.
pub(crate) const HELPER: &str = "kcrs";
