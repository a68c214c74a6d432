//! The external endpoint of an instance: from where it can be reached over the internet.

use std::net::IpAddr;

use kcrs_generated::server::ServerError;
use serde::{Deserialize, Serialize};

use super::instance::Instance;
use super::{ResourceKind, Tx, error};

/// Access over the internet. The policies stay when it is closed.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct External {
    pub(crate) is_open: bool,
    pub(crate) policies: Vec<Policy>,
}

/// Whom a policy lets in.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Policy {
    pub(crate) entry: String,
    pub(crate) desc: Option<String>,
}

impl Instance {
    pub(crate) fn open_external(&mut self, tx: &mut Tx<'_>, open: bool) -> Result<(), ServerError> {
        self.check_running(tx.now)?;
        self.external.is_open = open;
        self.keep(tx);
        Ok(())
    }

    pub(crate) fn create_policy(
        &mut self,
        tx: &mut Tx<'_>,
        entry: String,
        desc: Option<String>,
    ) -> Result<(), ServerError> {
        self.check_running(tx.now)?;
        if !is_address(&entry) {
            return Err(error::invalid("Entry"));
        }
        if self
            .external
            .policies
            .iter()
            .any(|policy| policy.entry == entry)
        {
            let kind = ResourceKind::ExternalEndpointPolicy;
            return Err(error::already_exists(kind, entry));
        }
        self.external.policies.push(Policy { entry, desc });
        self.keep(tx);
        Ok(())
    }

    pub(crate) fn delete_policy(
        &mut self,
        tx: &mut Tx<'_>,
        entry: &str,
    ) -> Result<(), ServerError> {
        let mut policies = self.external.policies.iter();
        let at = policies.position(|policy| policy.entry == entry);
        let at = at.ok_or_else(|| error::not_found(ResourceKind::ExternalEndpointPolicy, entry))?;
        self.external.policies.remove(at);
        self.keep(tx);
        Ok(())
    }
}

/// Returns whether this is an IP address or a range of them (CIDR).
fn is_address(entry: &str) -> bool {
    let (address, prefix) = match entry.split_once('/') {
        Some((address, prefix)) => (address, Some(prefix)),
        None => (entry, None),
    };
    let Ok(address) = address.parse::<IpAddr>() else {
        return false;
    };
    let max = if address.is_ipv4() { 32 } else { 128 };
    prefix.is_none_or(|prefix| prefix.parse::<u8>().is_ok_and(|prefix| prefix <= max))
}
