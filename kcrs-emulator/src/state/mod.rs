//! State and rules of the service, without HTTP, clocks or files: time comes in, changes go out.
//!
//! Each instance has a lock of its own, so that requests to one do not wait for those to another; a
//! lock is held for no longer than it takes to look or to change, never for the disk. What changes
//! with time (Creating → Running) is computed from the time of the request that looks: nothing runs
//! in the background.

mod endpoint;
pub(crate) mod error;
mod external;
mod ids;
mod instance;
pub(crate) mod names;
mod namespace;
mod page;
mod registry;
mod repository;
mod scan;
mod scope;
mod table;
mod time;
mod token;
mod trigger;

use std::time::Duration;

use crate::store::Changes;

pub(crate) use endpoint::Endpoint;
pub(crate) use error::{ResourceKind, documented};
pub(crate) use ids::Ids;
pub(crate) use instance::{DEFAULT_PROJECT, Instance};
pub(crate) use namespace::Namespace;
pub(crate) use page::{Page, Paged, count};
pub(crate) use registry::{Calls, State};
pub(crate) use repository::{DEFAULT_IMAGE_SIZE, Image, Push, Repository};
pub(crate) use scan::RUNNING;
pub use scan::{Finding, Severity};
pub(crate) use scope::{Asker, Scope};
pub(crate) use time::Moment;
pub(crate) use token::Token;
pub(crate) use trigger::{Delivery, LogPlace, Trigger};

/// Instance, namespace and name of a repository.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct RepositoryPlace {
    /// Id of the instance.
    pub instance_id: String,
    /// Name of the namespace.
    pub namespace: String,
    /// Name of the repository.
    pub repo_name: String,
}

impl RepositoryPlace {
    /// The repository of this name in this namespace of this instance.
    pub fn new(
        instance_id: impl Into<String>,
        namespace: impl Into<String>,
        repo_name: impl Into<String>,
    ) -> Self {
        Self {
            instance_id: instance_id.into(),
            namespace: namespace.into(),
            repo_name: repo_name.into(),
        }
    }
}

/// Quotas of an instance. The defaults are those of the document's example.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Quotas {
    /// Namespaces.
    pub namespaces: usize,
    /// Repositories, in all namespaces together.
    pub repositories: usize,
}

impl Default for Quotas {
    fn default() -> Self {
        Self {
            namespaces: 50,
            repositories: 1000,
        }
    }
}

/// A request that changes something: when it came, by which settings, and what it has changed and
/// what triggers have to deliver so far.
#[derive(Debug)]
pub(crate) struct Tx<'a> {
    pub(crate) now: Moment,
    pub(crate) settle: Duration,
    pub(crate) quotas: Quotas,
    /// Whose is what it makes.
    pub(crate) scope: Scope,
    pub(crate) ids: &'a Ids,
    pub(crate) changes: Changes,
    pub(crate) deliveries: Vec<Delivery>,
}

impl Tx<'_> {
    /// Returns the time at which a change that begins now has settled.
    pub(crate) fn settled(&self) -> Moment {
        self.now.after(self.settle)
    }
}
