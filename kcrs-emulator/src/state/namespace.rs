//! Namespaces: what repositories and triggers belong to.

use kcrs_generated::actions::{CreateNamespace, DeleteNamespace, ModifyNamespaceType};
use kcrs_generated::server::ServerError;
use serde::{Deserialize, Serialize};

use super::instance::Instance;
use super::repository::Repository;
use super::table::{Row, Rows, Table};
use super::time::Moment;
use super::trigger::Trigger;
use super::{ResourceKind, Tx, error};
use crate::store::Kind;

/// A namespace.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Namespace {
    pub(crate) name: String,
    pub(crate) public: bool,
    pub(crate) created: Moment,
    #[serde(skip)]
    pub(crate) repositories: Table<Repository>,
    #[serde(skip)]
    pub(crate) triggers: Table<Trigger>,
}

impl Instance {
    pub(crate) fn create_namespace(
        &mut self,
        tx: &mut Tx<'_>,
        request: CreateNamespace,
    ) -> Result<(), ServerError> {
        self.check_running(tx.now)?;
        let namespaces = &mut self.namespaces;
        let (kind, quota) = (ResourceKind::Namespace, tx.quotas.namespaces);
        if namespaces.contains(&request.namespace) {
            return Err(error::already_exists(kind, request.namespace));
        }
        if namespaces.len() >= quota {
            return Err(error::quota_exceeded(kind, quota));
        }
        let namespace = Namespace {
            name: request.namespace,
            public: request.public,
            created: tx.now,
            repositories: Table::default(),
            triggers: Table::default(),
        };
        namespaces.insert(tx.ids.number(), namespace, &mut tx.changes);
        Ok(())
    }

    pub(crate) fn modify_namespace_type(
        &mut self,
        tx: &mut Tx<'_>,
        request: ModifyNamespaceType,
    ) -> Result<(), ServerError> {
        let namespaces = &mut self.namespaces;
        namespaces.edit(&request.namespace, &mut tx.changes, |namespace| {
            namespace.public = request.public;
        })
    }

    /// Deletes a namespace and its triggers, unless it has repositories.
    pub(crate) fn delete_namespace(
        &mut self,
        tx: &mut Tx<'_>,
        request: DeleteNamespace,
    ) -> Result<(), ServerError> {
        let namespaces = &mut self.namespaces;
        let name = &request.namespace;
        let repositories = namespaces.get(name)?.repositories.len();
        if repositories > 0 {
            let by = format!("{repositories} repositories");
            return Err(error::in_use(ResourceKind::Namespace, name, &by));
        }
        namespaces.remove(name, &mut tx.changes).map(drop)
    }
}

impl Row for Namespace {
    const KIND: Kind = Kind::NAMESPACE;
    const RESOURCE: ResourceKind = ResourceKind::Namespace;

    fn name(&self) -> String {
        self.name.clone()
    }

    fn tables(&mut self) -> Vec<&mut dyn Rows> {
        vec![&mut self.repositories, &mut self.triggers]
    }
}
