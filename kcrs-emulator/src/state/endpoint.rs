//! Internal endpoints: the links of an instance into VPCs, and the names that resolve to them
//! there.

use kcrs_generated::types::{DnsStatus, EndpointStatus, InternalEndpointDomain};
use serde::{Deserialize, Serialize};

use super::instance::Instance;
use super::table::Row;
use super::time::Moment;
use super::{StateError, Thing, Tx, documented};
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
    /// When the private domain resolves: Opening before, Running from then on; Closed where there
    /// is none.
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
        vpc_id: String,
        subnet_id: String,
    ) -> Result<(), StateError> {
        self.check_running(tx.now)?;
        if self.inside.endpoints.contains(&vpc_id) {
            return Err(StateError::already_exists(Thing::InternalEndpoint, vpc_id));
        }
        let number = tx.ids.number();
        let endpoint = Endpoint {
            vpc_id,
            subnet_id,
            ip: private_ip(number),
            ready: tx.settled(),
            dns_ready: None,
        };
        self.inside
            .endpoints
            .insert(number, endpoint, &mut tx.changes);
        Ok(())
    }

    /// The link into a VPC, where it is the one with this address.
    pub(crate) fn endpoint(&self, vpc_id: &str, ip: &str) -> Result<&Endpoint, StateError> {
        self.inside
            .endpoints
            .get(vpc_id)
            .filter(|endpoint| endpoint.ip == ip)
            .ok_or_else(|| StateError::not_found(Thing::InternalEndpoint, format!("{vpc_id} {ip}")))
    }

    /// Deletes a link at once, for it has no state of being deleted; its name goes with it.
    pub(crate) fn delete_endpoint(
        &mut self,
        tx: &mut Tx<'_>,
        vpc_id: &str,
        ip: &str,
    ) -> Result<(), StateError> {
        self.endpoint(vpc_id, ip)?;
        self.inside.endpoints.remove(vpc_id, &mut tx.changes);
        Ok(())
    }

    /// Begins to resolve a name of the instance in a VPC. The link need not be Running yet: the
    /// document does not ask for it.
    pub(crate) fn create_dns(
        &mut self,
        tx: &mut Tx<'_>,
        vpc_id: &str,
        ip: &str,
        domain: &InternalEndpointDomain,
    ) -> Result<(), StateError> {
        documented!(domain, "InternalEndpointDns")?;
        self.check_running(tx.now)?;
        if self.endpoint(vpc_id, ip)?.dns_ready.is_some() {
            return Err(StateError::already_exists(
                Thing::InternalEndpointDns,
                domain.as_str(),
            ));
        }
        let ready = Some(tx.settled());
        self.set_dns(tx, vpc_id, ready);
        Ok(())
    }

    pub(crate) fn delete_dns(
        &mut self,
        tx: &mut Tx<'_>,
        vpc_id: &str,
        ip: &str,
        domain: &InternalEndpointDomain,
    ) -> Result<(), StateError> {
        documented!(domain, "InternalEndpointDns")?;
        if self.endpoint(vpc_id, ip)?.dns_ready.is_none() {
            return Err(StateError::not_found(
                Thing::InternalEndpointDns,
                domain.as_str(),
            ));
        }
        self.set_dns(tx, vpc_id, None);
        Ok(())
    }

    fn set_dns(&mut self, tx: &mut Tx<'_>, vpc_id: &str, ready: Option<Moment>) {
        self.inside
            .endpoints
            .edit(vpc_id, &mut tx.changes, |endpoint| {
                endpoint.dns_ready = ready;
            });
    }
}

/// An address of 10.0.0.0/8 that no other of the first sixteen million links has.
fn private_ip(number: u64) -> String {
    let [.., a, b, c] = number.to_be_bytes();
    format!("10.{a}.{b}.{c}")
}

impl Row for Endpoint {
    const KIND: Kind = Kind::Endpoint;

    fn name(&self) -> String {
        self.vpc_id.clone()
    }
}
