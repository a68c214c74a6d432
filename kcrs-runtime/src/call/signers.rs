//! The signers of a client.

use std::sync::{Arc, Mutex, PoisonError};

use crate::{Credentials, Service, Signature, Signer, SigningError};

/// Maximum number of signers that are kept: enough for some regions and schemes in turn.
const KEPT: usize = 8;

/// The signers that were used last, since a signer keeps the key of the day.
#[derive(Default)]
pub(crate) struct Signers(Mutex<Vec<Kept>>);

struct Kept {
    credentials: Arc<Credentials>,
    signer: Arc<Signer>,
}

impl Signers {
    /// A signer for these credentials, this region and this scheme.
    pub(crate) fn get(
        &self,
        scheme: Signature,
        credentials: Arc<Credentials>,
        region: &str,
        service: &Service,
    ) -> Result<Arc<Signer>, SigningError> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let is_for = |signer: &Signer| signer.scheme() == scheme && signer.region() == region;
        let found = kept
            .iter()
            .find(|kept| Arc::ptr_eq(&kept.credentials, &credentials) && is_for(&kept.signer));
        if let Some(found) = found {
            return Ok(Arc::clone(&found.signer));
        }
        let signer = Signer::new(scheme, Credentials::clone(&credentials), region, service)?;
        let signer = Arc::new(signer);
        if kept.len() == KEPT {
            kept.remove(0);
        }
        kept.push(Kept {
            credentials,
            signer: Arc::clone(&signer),
        });
        Ok(signer)
    }
}
