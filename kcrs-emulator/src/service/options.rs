//! How a registry is opened.

use std::path::PathBuf;
use std::time::Duration;

use super::Seed;
use crate::state::Quotas;
use crate::webhooks::WebhookTargets;

/// How a [`Registry`](crate::Registry) is opened. The defaults: in memory, empty, every change of
/// state at once.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct RegistryOptions {
    /// How long each change of state takes, such as from Creating to Running.
    pub settle: Duration,
    /// What is there at the beginning.
    pub seed: Option<Seed>,
    /// The file in which everything is kept.
    pub data: Option<PathBuf>,
    /// Makes ids, passwords and digests the same in each run.
    pub id_seed: Option<u64>,
    /// How much an instance may hold.
    pub quotas: Quotas,
    /// Which URLs webhooks may call; `None` means those on loopback, and where the emulator listens
    /// beyond it, none.
    pub webhook_targets: Option<WebhookTargets>,
}
