//! Internal endpoints: the links of an instance into VPCs, and the names that resolve to them
//! there.

use kcrs_generated::actions::{
    CreateInternalEndpoint, CreateInternalEndpointDns, DeleteInternalEndpoint,
    DeleteInternalEndpointDns,
};
use kcrs_generated::server::ServerError;
use kcrs_generated::types::{DnsStatus, EndpointStatus};
use serde::{Deserialize, Serialize};

use super::instance::Instance;
use super::table::Row;
use super::time::Moment;
use super::{ResourceKind, Tx, documented, error};
use crate::store::Kind;

/// A link into a VPC. There is one at most for each.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Endpoint {
    pub(crate) vpc_id: String,
    pub(crate) subnet_id: String,
    /// Known from the start.
    pub(crate) ip: String,
    /// Creating before, Running from then on.
    pub(crate) ready: Moment,
    /// Time from which the private domain resolves: Opening before, then Running; Closed where
    /// there is none.
    pub(crate) dns_ready: Option<Moment>,
}

impl Endpoint {
    pub(crate) fn status(&self, now: Moment) -> EndpointStatus {
        if now < self.ready {
            EndpointStatus::Creating
        } else {
            EndpointStatus::Running
        }
    }

    pub(crate) fn dns_status(&self, now: Moment) -> DnsStatus {
        match self.dns_ready {
            None => DnsStatus::Closed,
            Some(ready) if now < ready => DnsStatus::Opening,
            Some(_) => DnsStatus::Running,
        }
    }
}

impl Instance {
    pub(crate) fn create_endpoint(
        &mut self,
        tx: &mut Tx<'_>,
        request: CreateInternalEndpoint,
    ) -> Result<(), ServerError> {
        self.check_running(tx.now)?;
        let endpoints = &mut self.endpoints;
        if endpoints.contains(&request.vpc_id) {
            let kind = ResourceKind::InternalEndpoint;
            return Err(error::already_exists(kind, request.vpc_id));
        }
        let number = tx.ids.number();
        let endpoint = Endpoint {
            vpc_id: request.vpc_id,
            subnet_id: request.reserve_subnet_id,
            ip: private_ip(number),
            ready: tx.settled(),
            dns_ready: None,
        };
        endpoints.insert(number, endpoint, &mut tx.changes);
        Ok(())
    }

    /// The link into a VPC, where it is the one with this address.
    pub(crate) fn endpoint(&self, vpc_id: &str, ip: &str) -> Result<&Endpoint, ServerError> {
        let endpoint = self.endpoints.get(vpc_id).ok();
        endpoint
            .filter(|endpoint| endpoint.ip == ip)
            .ok_or_else(|| {
                error::not_found(ResourceKind::InternalEndpoint, format!("{vpc_id} {ip}"))
            })
    }

    /// Deletes a link at once, for it has no state of being deleted; its name goes with it.
    pub(crate) fn delete_endpoint(
        &mut self,
        tx: &mut Tx<'_>,
        request: DeleteInternalEndpoint,
    ) -> Result<(), ServerError> {
        let vpc_id = &request.vpc_id;
        self.endpoint(vpc_id, &request.eni_lb_ip)?;
        let endpoints = &mut self.endpoints;
        endpoints.remove(vpc_id, &mut tx.changes).map(drop)
    }

    /// Begins to resolve a name of the instance in a VPC. The link need not be Running yet: the
    /// document does not ask for it.
    pub(crate) fn create_dns(
        &mut self,
        tx: &mut Tx<'_>,
        request: CreateInternalEndpointDns,
    ) -> Result<(), ServerError> {
        let domain = &request.internal_endpoint_dns;
        documented!(domain, "InternalEndpointDns")?;
        self.check_running(tx.now)?;
        let endpoint = self.endpoint(&request.vpc_id, &request.eni_lb_ip)?;
        if endpoint.dns_ready.is_some() {
            let kind = ResourceKind::InternalEndpointDns;
            return Err(error::already_exists(kind, domain.as_str()));
        }
        let ready = Some(tx.settled());
        self.set_dns(tx, &request.vpc_id, ready)
    }

    pub(crate) fn delete_dns(
        &mut self,
        tx: &mut Tx<'_>,
        request: DeleteInternalEndpointDns,
    ) -> Result<(), ServerError> {
        let domain = &request.internal_endpoint_dns;
        documented!(domain, "InternalEndpointDns")?;
        let endpoint = self.endpoint(&request.vpc_id, &request.eni_lb_ip)?;
        if endpoint.dns_ready.is_none() {
            let kind = ResourceKind::InternalEndpointDns;
            return Err(error::not_found(kind, domain.as_str()));
        }
        self.set_dns(tx, &request.vpc_id, None)
    }

    fn set_dns(
        &mut self,
        tx: &mut Tx<'_>,
        vpc_id: &str,
        ready: Option<Moment>,
    ) -> Result<(), ServerError> {
        let endpoints = &mut self.endpoints;
        endpoints.edit(vpc_id, &mut tx.changes, |endpoint| {
            endpoint.dns_ready = ready;
        })
    }
}

/// An address of 10.0.0.0/8 that no other of the first sixteen million links has.
fn private_ip(number: u64) -> String {
    let [.., a, b, c] = number.to_be_bytes();
    format!("10.{a}.{b}.{c}")
}

impl Row for Endpoint {
    const KIND: Kind = Kind::ENDPOINT;
    const RESOURCE: ResourceKind = ResourceKind::InternalEndpoint;

    fn name(&self) -> String {
        self.vpc_id.clone()
    }
}
