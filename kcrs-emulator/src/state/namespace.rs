//! Namespaces: what repositories and triggers belong to.

use serde::{Deserialize, Serialize};

use super::instance::Instance;
use super::repository::Repository;
use super::table::{Outer, Row, Table};
use super::time::Moment;
use super::trigger::Trigger;
use super::{StateError, Thing, Tx};
use crate::store::{Kind, Path};

/// A namespace.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Namespace {
    pub(crate) name: String,
    pub(crate) public: bool,
    pub(crate) created: Moment,
    #[serde(skip)]
    pub(crate) inside: NamespaceTables,
}

/// What lies within a namespace.
#[derive(Clone, Debug, Default)]
pub(crate) struct NamespaceTables {
    pub(crate) repositories: Table<Repository>,
    pub(crate) triggers: Table<Trigger>,
}

impl Instance {
    pub(crate) fn create_namespace(
        &mut self,
        tx: &mut Tx<'_>,
        name: String,
        public: bool,
    ) -> Result<(), StateError> {
        self.check_running(tx.now)?;
        let namespaces = &mut self.inside.namespaces;
        if namespaces.contains(&name) {
            return Err(StateError::already_exists(Thing::Namespace, name));
        }
        if namespaces.len() >= tx.quotas.namespaces {
            return Err(StateError::QuotaExceeded(
                Thing::Namespace,
                tx.quotas.namespaces,
            ));
        }
        let namespace = Namespace {
            name,
            public,
            created: tx.now,
            inside: NamespaceTables::default(),
        };
        namespaces.insert(tx.ids.number(), namespace, &mut tx.changes);
        Ok(())
    }

    pub(crate) fn set_namespace_public(
        &mut self,
        tx: &mut Tx<'_>,
        name: &str,
        public: bool,
    ) -> Result<(), StateError> {
        self.inside
            .namespaces
            .edit(name, &mut tx.changes, |namespace| namespace.public = public)
            .ok_or_else(|| StateError::not_found(Thing::Namespace, name))
    }

    /// Deletes a namespace and its triggers, unless it has repositories.
    pub(crate) fn delete_namespace(
        &mut self,
        tx: &mut Tx<'_>,
        name: &str,
    ) -> Result<(), StateError> {
        let repositories = self.namespace(name)?.inside.repositories.len();
        if repositories > 0 {
            return Err(StateError::InUse(
                Thing::Namespace,
                name.to_owned(),
                format!("{repositories} repositories"),
            ));
        }
        self.inside.namespaces.remove(name, &mut tx.changes);
        Ok(())
    }
}

impl Row for Namespace {
    const KIND: Kind = Kind::Namespace;

    fn name(&self) -> String {
        self.name.clone()
    }

    fn place(&mut self, path: &Path) {
        self.inside = NamespaceTables {
            repositories: Table::new(path),
            triggers: Table::new(path),
        };
    }
}

impl Outer for Namespace {
    type Inside = NamespaceTables;

    fn inside(&mut self) -> &mut NamespaceTables {
        &mut self.inside
    }
}
