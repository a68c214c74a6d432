//! Options of a registry.

use std::path::PathBuf;
use std::time::Duration;

use super::Seed;
use crate::state::Quotas;
use crate::webhooks::WebhookTargets;

/// Options of a [`Registry`](crate::Registry). The defaults: in memory, empty, every change of
/// state at once.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct RegistryOptions {
    /// Duration of each change of state, such as from Creating to Running.
    pub settle: Duration,
    /// Initial contents.
    pub seed: Option<Seed>,
    /// The file in which everything is kept.
    pub data: Option<PathBuf>,
    /// Makes ids, passwords and digests the same in each run.
    pub id_seed: Option<u64>,
    /// Quotas of an instance.
    pub quotas: Quotas,
    /// Which URLs webhooks may call; `None` means those on loopback, and where the emulator listens
    /// beyond it, none.
    pub webhook_targets: Option<WebhookTargets>,
}
