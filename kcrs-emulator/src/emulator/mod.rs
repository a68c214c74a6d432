//! The handle of a running emulator, and its configuration.

mod builder;

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::{Duration, SystemTime};

use kcrs_generated::Credentials;
use kcrs_generated::schema::ACTIONS;
use kcrs_generated::server::ServerError;
use tokio::sync::watch;

use crate::futures::block_on;
use crate::http::{Control, Fault, RequestRecord};
use crate::service::{ImagePush, PushedImage, Registry, RegistryOptions, Snapshot};
use crate::state::RepositoryPlace;

#[cfg(feature = "cli")]
pub(crate) use builder::{ACCESS_KEY, SECRET_KEY};
pub use builder::{Custom, EmulatorBuilder};

/// Time for running requests when an emulator is dropped.
const GRACE: Duration = Duration::from_secs(1);

/// A running emulator. It stops when it is dropped.
///
/// It runs on a thread of its own, so it can be started from a plain `#[test]` as from an
/// asynchronous one.
#[derive(Debug)]
pub struct Emulator {
    address: SocketAddr,
    secure: bool,
    credentials: Credentials,
    control: Arc<Control>,
    stop: watch::Sender<Option<Duration>>,
    /// Returns at its end whether all requests were finished.
    thread: Option<JoinHandle<bool>>,
}

impl Emulator {
    /// Starts an empty registry service on a free port of the loopback interface.
    ///
    /// # Errors
    ///
    /// Fails when no port can be bound or no thread can be started.
    pub fn start() -> io::Result<Self> {
        Self::builder().start()
    }

    /// Starts with the defaults of [`Emulator::start`]; change what you need, then call
    /// [`EmulatorBuilder::start`].
    pub fn builder() -> EmulatorBuilder<RegistryOptions> {
        EmulatorBuilder::new()
    }

    /// The URL to give to a client, such as `http://127.0.0.1:40123`.
    #[must_use]
    pub fn endpoint(&self) -> String {
        let scheme = if self.secure { "https" } else { "http" };
        format!("{scheme}://{}", self.address)
    }

    /// The address that it listens on.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The credentials that it accepts.
    #[must_use]
    pub fn credentials(&self) -> Credentials {
        self.credentials.clone()
    }

    /// The time of the emulated service.
    #[must_use]
    pub fn now(&self) -> SystemTime {
        self.control.now()
    }

    /// Lets the emulated service's time go on by `by` at once: what takes its time has happened,
    /// tokens have expired.
    ///
    /// The dates of signatures are still judged by the time that has really passed.
    pub fn advance(&self, by: Duration) {
        self.control.clock.advance(by);
    }

    /// Makes it `now` for the emulated service; from there its time goes on. It may go back.
    pub fn set_time(&self, now: SystemTime) {
        self.control.clock.set(now);
    }

    /// Makes something go wrong with the next calls.
    ///
    /// # Panics
    ///
    /// Panics where the fault is for an action that the API does not have: no call would ever meet
    /// it.
    pub fn inject(&self, fault: Fault) {
        if let Some(name) = fault.action() {
            let known = ACTIONS.iter().any(|action| action.name == name);
            assert!(known, "there is no action {name:?}");
        }
        self.control.faults.inject(fault);
    }

    /// The faults that wait for calls.
    #[must_use]
    pub fn faults(&self) -> Vec<Fault> {
        self.control.faults.list()
    }

    /// Takes back all faults.
    pub fn clear_faults(&self) {
        self.control.faults.clear();
    }

    /// The last requests, oldest first, those refused among them; the admin API's are not.
    #[must_use]
    pub fn requests(&self) -> Vec<RequestRecord> {
        self.control.records.list()
    }

    /// The last requests for one action.
    #[must_use]
    pub fn requests_of(&self, action: &str) -> Vec<RequestRecord> {
        let mut requests = self.requests();
        requests.retain(|request| request.action.as_deref() == Some(action));
        requests
    }

    /// Returns the number of all requests, including those that are no longer kept.
    #[must_use]
    pub fn request_count(&self) -> u64 {
        self.control.records.total()
    }

    /// Forgets the requests.
    pub fn forget_requests(&self) {
        self.control.records.clear();
    }

    /// The registry of the emulated service; `None` where it has [another
    /// implementation](EmulatorBuilder::service).
    #[must_use]
    pub fn registry(&self) -> Option<&Registry> {
        self.control.registry.as_ref()
    }

    /// Pushes an image, as a container tool would. The repository is made if need be.
    ///
    /// # Errors
    ///
    /// Fails where there is no such instance or namespace, or the quota of repositories is used up.
    pub fn push_image(&self, push: ImagePush) -> Result<PushedImage, ServerError> {
        block_on(self.images()?.push_image(push, self.now()))
    }

    /// Deletes an image with all its tags.
    ///
    /// # Errors
    ///
    /// Fails where there is no such image.
    pub fn delete_image(&self, place: &RepositoryPlace, image_id: &str) -> Result<(), ServerError> {
        let now = self.now();
        block_on(self.images()?.delete_image(place, image_id, now))
    }

    /// Deletes a tag.
    ///
    /// # Errors
    ///
    /// Fails where there is no such tag.
    pub fn delete_tag(&self, place: &RepositoryPlace, tag_name: &str) -> Result<(), ServerError> {
        let now = self.now();
        block_on(self.images()?.delete_tag(place, tag_name, now))
    }

    /// Puts an instance out of order, in the state `Error`, or in order again.
    ///
    /// # Errors
    ///
    /// Fails where there is no such instance.
    pub fn set_instance_failed(&self, instance_id: &str, failed: bool) -> Result<(), ServerError> {
        let now = self.now();
        block_on(self.images()?.set_instance_failed(instance_id, failed, now))
    }

    /// Takes a snapshot of the registry; of another implementation there is none.
    #[must_use]
    pub fn snapshot(&self) -> Option<Snapshot> {
        self.registry().map(Registry::snapshot)
    }

    /// Goes back to a snapshot.
    ///
    /// # Errors
    ///
    /// Fails where it is none of this version, or the data file cannot be written.
    pub fn restore(&self, snapshot: &Snapshot) -> io::Result<()> {
        let registry = self.images().map_err(io::Error::other)?;
        block_on(registry.restore(snapshot))
    }

    /// Makes everything as it was at the start: the registry (the seed or nothing, in a data file
    /// too), the clock, faults and the requests seen.
    ///
    /// # Errors
    ///
    /// Fails when the data file cannot be written.
    pub fn reset(&self) -> io::Result<()> {
        self.control.reset()
    }

    /// Stops: takes no new connections and waits for running requests, at most for `grace`. Returns
    /// whether all were finished.
    pub fn stop(mut self, grace: Duration) -> bool {
        self.end(grace)
    }

    fn end(&mut self, grace: Duration) -> bool {
        self.stop.send_replace(Some(grace));
        match self.thread.take() {
            // A panic of the server's thread has been printed by it; a second panic in a drop would
            // abort.
            Some(thread) => thread.join().unwrap_or(false),
            None => true,
        }
    }

    fn images(&self) -> Result<&Registry, ServerError> {
        self.registry().ok_or(ServerError::NotImplemented("images"))
    }
}

impl Drop for Emulator {
    fn drop(&mut self) {
        self.end(GRACE);
    }
}
