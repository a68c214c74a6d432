//! Deliveries of triggers: an HTTP POST each, on a thread of their own.

mod post;

use std::collections::HashMap;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use tokio::sync::mpsc::error::SendError;
use tokio::sync::{Semaphore, mpsc};

use crate::state::{Delivery, LogPlace, State};

pub(crate) use post::DELIVERY;

/// Maximum number of deliveries that wait; further ones fail at once.
const MAX_WAITING: usize = 10_000;
/// Maximum number of deliveries that wait for one receiver.
const MAX_FOR_RECEIVER: usize = 2_000;
/// Maximum number of simultaneous deliveries to one receiver.
const MAX_UNDER_WAY: usize = 8;
const TOO_MANY: &str = "too many deliveries wait already";
/// A receiver that has not responded by then has failed.
const TIME_LIMIT: Duration = Duration::from_secs(5);

/// URLs that webhooks may call.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum WebhookTargets {
    /// Those on this machine: `localhost`, 127.0.0.0/8 and `::1`.
    #[default]
    Loopback,
    /// Those on other machines.
    Remote,
    /// All.
    Any,
    /// None.
    None,
}

impl WebhookTargets {
    fn check(self, is_local: bool) -> Result<(), String> {
        let refused = match (self, is_local) {
            (Self::Any, _) | (Self::Loopback, true) | (Self::Remote, false) => return Ok(()),
            (_, true) => "this machine may not be called",
            (_, false) => "other machines may not be called",
        };
        Err(refused.to_owned())
    }
}

/// Makes deliveries. When it is dropped, those that are under way are given up.
#[derive(Debug)]
pub(crate) struct Webhooks {
    targets: WebhookTargets,
    outcome: Arc<Outcome>,
    worker: Mutex<Option<Worker>>,
}

#[derive(Debug)]
struct Worker {
    sender: mpsc::UnboundedSender<Delivery>,
    thread: JoinHandle<()>,
}

/// Counts of deliveries.
#[derive(Debug)]
struct Outcome {
    state: Arc<State>,
    unfinished: Mutex<usize>,
    finished: Condvar,
}

impl Webhooks {
    pub(crate) fn new(targets: WebhookTargets, state: Arc<State>) -> Self {
        Self {
            targets,
            outcome: Arc::new(Outcome {
                state,
                unfinished: Mutex::new(0),
                finished: Condvar::new(),
            }),
            worker: Mutex::new(None),
        }
    }

    /// Makes deliveries in the background. The thread for it is started by the first one.
    pub(crate) fn deliver(&self, deliveries: Vec<Delivery>) {
        if deliveries.is_empty() {
            return;
        }
        let mut worker = self.worker.lock().unwrap_or_else(PoisonError::into_inner);
        if worker.is_none() {
            *worker = Worker::start(self.targets, &self.outcome);
        }
        for delivery in deliveries {
            let refused = match &*worker {
                _ if self.outcome.begin() > MAX_WAITING => Some((delivery, TOO_MANY)),
                Some(worker) => worker
                    .sender
                    .send(delivery)
                    .err()
                    .map(|SendError(delivery)| (delivery, "deliveries have ended")),
                None => Some((delivery, "the system has no threads left")),
            };
            if let Some((delivery, reason)) = refused {
                self.outcome.finish(&delivery.log, Err(reason.to_owned()));
            }
        }
    }

    /// Waits until nothing is under way, but no longer than this. Returns whether that is so.
    pub(crate) fn wait(&self, at_most: Duration) -> bool {
        let (unfinished, finished) = (self.outcome.lock(), &self.outcome.finished);
        let waited = finished.wait_timeout_while(unfinished, at_most, |number| *number > 0);
        let (unfinished, _) = waited.unwrap_or_else(PoisonError::into_inner);
        *unfinished == 0
    }
}

impl Drop for Webhooks {
    fn drop(&mut self) {
        let worker = self
            .worker
            .get_mut()
            .unwrap_or_else(PoisonError::into_inner);
        if let Some(Worker { sender, thread }) = worker.take() {
            drop(sender);
            // A panic of the thread has been printed by it.
            let _ = thread.join();
        }
    }
}

impl Worker {
    /// Starts the deliveries; `None` where the system has no more threads or descriptors: then they
    /// fail.
    fn start(targets: WebhookTargets, outcome: &Arc<Outcome>) -> Option<Self> {
        let (sender, mut deliveries) = mpsc::unbounded_channel::<Delivery>();
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .ok()?;
        let outcome = Arc::clone(outcome);
        let work = async move {
            // One that does not respond holds up deliveries to itself only.
            let mut receivers: HashMap<String, Arc<Semaphore>> = HashMap::new();
            while let Some(delivery) = deliveries.recv().await {
                receivers.retain(|_, slots| Arc::strong_count(slots) > 1);
                let slots = receivers
                    .entry(post::receiver(&delivery.url))
                    .or_insert_with(|| Arc::new(Semaphore::new(MAX_UNDER_WAY)));
                if Arc::strong_count(slots) > MAX_FOR_RECEIVER {
                    outcome.finish(&delivery.log, Err(TOO_MANY.to_owned()));
                    continue;
                }
                let (slots, outcome) = (Arc::clone(slots), Arc::clone(&outcome));
                tokio::spawn(async move {
                    // Nobody closes it.
                    let _slot = slots.acquire().await;
                    let posted = post::post(&delivery, targets);
                    let posted = tokio::time::timeout(TIME_LIMIT, posted).await;
                    let too_late =
                        |_| Err(format!("no response within {} s", TIME_LIMIT.as_secs()));
                    outcome.finish(&delivery.log, posted.unwrap_or_else(too_late));
                });
            }
        };
        let thread = std::thread::Builder::new()
            .name("kcrs-webhooks".to_owned())
            // Dropping the runtime gives up what is under way.
            .spawn(move || runtime.block_on(work))
            .ok()?;
        Some(Self { sender, thread })
    }
}

impl Outcome {
    /// Counts a delivery, and returns how many there are.
    fn begin(&self) -> usize {
        let mut unfinished = self.lock();
        *unfinished += 1;
        *unfinished
    }

    fn finish(&self, log: &LogPlace, result: Result<(), String>) {
        self.state.finish_delivery(log, result.err());
        let mut unfinished = self.lock();
        *unfinished = unfinished.saturating_sub(1);
        if *unfinished == 0 {
            self.finished.notify_all();
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, usize> {
        self.unfinished
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}
