//! Instances: what they are, in which state, and what lies within them.

use kcrs_generated::actions::CreateInstance;
use kcrs_generated::server::ServerError;
use kcrs_generated::types::{ChargeType, InstanceStatus, InstanceType};
use serde::{Deserialize, Serialize};

use super::endpoint::Endpoint;
use super::external::External;
use super::namespace::Namespace;
use super::registry::path_of;
use super::repository::{Image, Repository};
use super::table::{Row, Rows, Table, set_paths};
use super::time::Moment;
use super::token::Token;
use super::{RepositoryPlace, ResourceKind, Scope, Tx, documented, error};
use crate::store::Kind;

/// The project of those who name none.
pub(crate) const DEFAULT_PROJECT: &str = "0";

/// An instance.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Instance {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) instance_type: InstanceType,
    pub(crate) charge_type: ChargeType,
    pub(crate) project_id: String,
    #[serde(default)]
    pub(crate) scope: Scope,
    pub(crate) created: Moment,
    /// Creating before, Running from then on.
    pub(crate) ready: Moment,
    /// The end of the paid period. Nothing happens then: the document does not say what would.
    pub(crate) expires: Option<Moment>,
    /// Deleting before, gone from then on.
    pub(crate) gone: Option<Moment>,
    /// From where it can be reached over the internet.
    #[serde(default)]
    pub(crate) external: External,
    /// Whether it is out of order. Nothing in it is made then.
    #[serde(default)]
    pub(crate) failed: bool,
    /// Whether the registry has dropped it: a request that still holds it must not change it any
    /// more.
    #[serde(skip)]
    pub(crate) dropped: bool,
    #[serde(skip)]
    pub(crate) tokens: Table<Token>,
    #[serde(skip)]
    pub(crate) endpoints: Table<Endpoint>,
    #[serde(skip)]
    pub(crate) namespaces: Table<Namespace>,
}

impl Instance {
    /// Makes an instance, of this id where it is not for the service to choose. What the request
    /// leaves out is as the document has it.
    pub(crate) fn make(
        tx: &mut Tx<'_>,
        number: u64,
        id: Option<String>,
        request: CreateInstance,
    ) -> Result<Self, ServerError> {
        let charge_type = request
            .charge_type
            .unwrap_or(ChargeType::HourlyInstantSettlement);
        documented!(request.instance_type, "InstanceType")?;
        documented!(charge_type, "ChargeType")?;
        let expires = match (&charge_type, request.purchase_time) {
            (ChargeType::Monthly, Some(months)) => Some(
                Some(months)
                    .filter(|months| *months > 0)
                    .and_then(|months| tx.now.months_after(months))
                    .ok_or(error::invalid("PurchaseTime"))?,
            ),
            (ChargeType::Monthly, None) => return Err(error::missing("PurchaseTime")),
            _ => None,
        };
        let project_id = request.project_id.filter(|id| !id.is_empty());
        let mut instance = Self {
            id: id.unwrap_or_else(|| tx.ids.uuid(number)),
            name: request.instance_name,
            instance_type: request.instance_type,
            charge_type,
            project_id: project_id.unwrap_or_else(|| DEFAULT_PROJECT.to_owned()),
            scope: tx.scope.clone(),
            created: tx.now,
            ready: tx.settled(),
            expires,
            gone: None,
            external: External::default(),
            failed: false,
            dropped: false,
            tokens: Table::default(),
            endpoints: Table::default(),
            namespaces: Table::default(),
        };
        let path = path_of(number);
        set_paths(&mut instance, &path);
        tx.changes.put(path, &instance);
        Ok(instance)
    }

    /// The state at a time, or nothing where it is gone by then.
    pub(crate) fn status(&self, now: Moment) -> Option<InstanceStatus> {
        match self.gone {
            Some(gone) if self.dropped || now >= gone => None,
            Some(_) => Some(InstanceStatus::Deleting),
            None if self.dropped => None,
            None if self.failed => Some(InstanceStatus::Error),
            None if now < self.ready => Some(InstanceStatus::Creating),
            None => Some(InstanceStatus::Running),
        }
    }

    /// Refuses what only a running instance does: it makes new things in it.
    pub(crate) fn check_running(&self, now: Moment) -> Result<(), ServerError> {
        let status = match self.status(now) {
            Some(InstanceStatus::Running) => return Ok(()),
            Some(InstanceStatus::Creating) => "Creating",
            Some(InstanceStatus::Error) => "Error",
            Some(_) => "Deleting",
            None => return Err(error::not_found(ResourceKind::Instance, &self.id)),
        };
        Err(error::not_ready(&self.id, status))
    }

    pub(crate) fn namespace(&self, name: &str) -> Result<&Namespace, ServerError> {
        self.namespaces.get(name)
    }

    pub(crate) fn repository(&self, place: &RepositoryPlace) -> Result<&Repository, ServerError> {
        let repositories = &self.namespace(&place.namespace)?.repositories;
        repositories.get(&place.repo_name)
    }

    /// The repositories of a namespace, to change them.
    pub(crate) fn repositories(
        &mut self,
        place: &RepositoryPlace,
    ) -> Result<&mut Table<Repository>, ServerError> {
        Ok(&mut self.namespaces.get_mut(&place.namespace)?.repositories)
    }

    /// The images of a repository, to change them.
    pub(crate) fn images(
        &mut self,
        place: &RepositoryPlace,
    ) -> Result<&mut Table<Image>, ServerError> {
        Ok(&mut self.repositories(place)?.get_mut(&place.repo_name)?.images)
    }

    pub(crate) fn image(
        &self,
        place: &RepositoryPlace,
        image_id: &str,
    ) -> Result<&Image, ServerError> {
        self.repository(place)?.images.get(image_id)
    }

    pub(crate) fn repository_count(&self) -> usize {
        let namespaces = self.namespaces.iter();
        namespaces
            .map(|namespace| namespace.repositories.len())
            .sum()
    }

    /// Puts it out of order, or in order again.
    pub(crate) fn set_failed(&mut self, tx: &mut Tx<'_>, failed: bool) {
        self.failed = failed;
        self.keep(tx);
    }

    /// Records that it has changed.
    pub(super) fn keep(&self, tx: &mut Tx<'_>) {
        tx.changes.put(self.tokens.path(), self);
    }

    /// Deletes it: at once in the eyes of those who make things in it, for all others once it has
    /// settled.
    ///
    /// An instance that is paid by the month stays; the document says that the call has no effect
    /// on it. One that is being deleted goes on as it is.
    pub(crate) fn delete(&mut self, tx: &mut Tx<'_>) -> bool {
        if self.charge_type == ChargeType::Monthly || self.gone.is_some() {
            return false;
        }
        self.gone = Some(tx.settled());
        self.keep(tx);
        true
    }
}

impl Row for Instance {
    const KIND: Kind = Kind::INSTANCE;
    const RESOURCE: ResourceKind = ResourceKind::Instance;

    fn name(&self) -> String {
        self.id.clone()
    }

    fn tables(&mut self) -> Vec<&mut dyn Rows> {
        vec![&mut self.tokens, &mut self.endpoints, &mut self.namespaces]
    }
}
