//! Deliveries of triggers: an HTTP POST each, on a thread of their own.

mod post;

use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use tokio::sync::{Semaphore, mpsc};

use crate::state::{Delivery, LogPlace, LogStatus, State};

/// How many deliveries wait; more fail at once.
const MAX_WAITING: usize = 10_000;
/// How many deliveries are under way at a time.
const MAX_UNDER_WAY: usize = 16;
/// A receiver that has not responded by then has failed.
const TIME_LIMIT: Duration = Duration::from_secs(5);

/// Which URLs webhooks may call.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum WebhookTargets {
    /// Those on this machine: `localhost`, 127.0.0.0/8 and `::1`.
    #[default]
    Loopback,
    /// All.
    Any,
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
    sender: mpsc::Sender<Delivery>,
    thread: JoinHandle<()>,
}

/// What has become of deliveries.
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
        self.outcome.begin(deliveries.len());
        let mut worker = self.worker.lock().unwrap_or_else(PoisonError::into_inner);
        if worker.is_none() {
            *worker = Worker::start(self.targets, &self.outcome);
        }
        for delivery in deliveries {
            let refused = match &*worker {
                Some(worker) => worker
                    .sender
                    .try_send(delivery)
                    .map_err(|error| error.into_inner()),
                None => Err(delivery),
            };
            if let Err(delivery) = refused {
                self.outcome.finish(&delivery.log, LogStatus::Failed);
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
    /// Nothing where the system has no more threads or descriptors: then deliveries fail.
    fn start(targets: WebhookTargets, outcome: &Arc<Outcome>) -> Option<Self> {
        let (sender, mut deliveries) = mpsc::channel::<Delivery>(MAX_WAITING);
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .ok()?;
        let outcome = Arc::clone(outcome);
        let work = async move {
            let slots = Arc::new(Semaphore::new(MAX_UNDER_WAY));
            while let Some(delivery) = deliveries.recv().await {
                let Ok(slot) = Arc::clone(&slots).acquire_owned().await else {
                    return;
                };
                let outcome = Arc::clone(&outcome);
                tokio::spawn(async move {
                    let posted = tokio::time::timeout(TIME_LIMIT, post::post(&delivery, targets));
                    let status = match posted.await {
                        Ok(Ok(())) => LogStatus::Success,
                        Ok(Err(_)) | Err(_) => LogStatus::Failed,
                    };
                    outcome.finish(&delivery.log, status);
                    drop(slot);
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
    fn begin(&self, deliveries: usize) {
        *self.lock() += deliveries;
    }

    fn finish(&self, log: &LogPlace, status: LogStatus) {
        self.state.finish_delivery(log, status);
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
