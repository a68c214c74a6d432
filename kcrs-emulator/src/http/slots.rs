//! So many at a time, of whom those who can wait give way to those who must.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{Notify, OwnedSemaphorePermit, Semaphore};

use crate::futures::unless;

/// Time before a connection that waits for a slot makes another give way.
const PATIENCE: Duration = Duration::from_millis(100);

/// A limited number of slots.
#[derive(Debug)]
pub(super) struct Slots {
    number: u32,
    free: Arc<Semaphore>,
    wanted: Notify,
}

impl Slots {
    pub(super) fn new(number: usize) -> Self {
        let number = u32::try_from(number).unwrap_or(u32::MAX);
        Self {
            number,
            free: Arc::new(Semaphore::new(number as usize)),
            wanted: Notify::new(),
        }
    }

    /// Takes a slot; where there is none, asks those who [can give way](Self::is_wanted) for one.
    pub(super) async fn take(&self) -> OwnedSemaphorePermit {
        loop {
            if let Ok(slot) = Arc::clone(&self.free).try_acquire_owned() {
                return slot;
            }
            self.wanted.notify_one();
            let free = Arc::clone(&self.free).acquire_owned();
            if let Ok(Ok(slot)) = tokio::time::timeout(PATIENCE, free).await {
                // Where nobody had heard the call, it is not to be heard later.
                unless(std::future::ready(()), self.wanted.notified()).await;
                return slot;
            }
        }
    }

    /// Resolves when somebody wants a slot, for the one who has waited for that the longest.
    pub(super) async fn is_wanted(&self) {
        self.wanted.notified().await;
    }

    /// Waits until all slots have been given back.
    pub(super) async fn all_free(&self) {
        // An error says that nobody can take one any more.
        let _ = self.free.acquire_many(self.number).await;
    }
}
