//! Namespaces: what repositories and triggers belong to.

use kcrs_generated::actions::{CreateNamespace, DeleteNamespace, ModifyNamespaceType};
use serde::{Deserialize, Serialize};

use super::instance::Instance;
use super::repository::Repository;
use super::table::{HasChildren, Row, Table};
use super::time::Moment;
use super::trigger::Trigger;
use super::{ResourceKind, StateError, Tx};
use crate::store::{Kind, Path};

/// A namespace.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Namespace {
    pub(crate) name: String,
    pub(crate) public: bool,
    pub(crate) created: Moment,
    #[serde(skip)]
    pub(crate) children: NamespaceTables,
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
        request: CreateNamespace,
    ) -> Result<(), StateError> {
        self.check_running(tx.now)?;
        let namespaces = &mut self.children.namespaces;
        let (kind, quota) = (ResourceKind::Namespace, tx.quotas.namespaces);
        if namespaces.contains(&request.namespace) {
            return Err(StateError::already_exists(kind, request.namespace));
        }
        if namespaces.len() >= quota {
            return Err(StateError::QuotaExceeded(kind, quota));
        }
        let namespace = Namespace {
            name: request.namespace,
            public: request.public,
            created: tx.now,
            children: NamespaceTables::default(),
        };
        namespaces.insert(tx.ids.number(), namespace, &mut tx.changes);
        Ok(())
    }

    pub(crate) fn modify_namespace_type(
        &mut self,
        tx: &mut Tx<'_>,
        request: ModifyNamespaceType,
    ) -> Result<(), StateError> {
        let namespaces = &mut self.children.namespaces;
        namespaces.edit(&request.namespace, &mut tx.changes, |namespace| {
            namespace.public = request.public;
        })
    }

    /// Deletes a namespace and its triggers, unless it has repositories.
    pub(crate) fn delete_namespace(
        &mut self,
        tx: &mut Tx<'_>,
        request: DeleteNamespace,
    ) -> Result<(), StateError> {
        let namespaces = &mut self.children.namespaces;
        let name = &request.namespace;
        let repositories = namespaces.get(name)?.children.repositories.len();
        if repositories > 0 {
            let by = format!("{repositories} repositories");
            return Err(StateError::InUse(ResourceKind::Namespace, name.clone(), by));
        }
        namespaces.remove(name, &mut tx.changes).map(drop)
    }
}

impl Row for Namespace {
    const KIND: Kind = Kind::Namespace;
    const RESOURCE: ResourceKind = ResourceKind::Namespace;

    fn name(&self) -> String {
        self.name.clone()
    }

    fn set_path(&mut self, path: &Path) {
        self.children = NamespaceTables {
            repositories: Table::new(path),
            triggers: Table::new(path),
        };
    }
}

impl HasChildren for Namespace {
    type Children = NamespaceTables;

    fn children_mut(&mut self) -> &mut NamespaceTables {
        &mut self.children
    }
}
