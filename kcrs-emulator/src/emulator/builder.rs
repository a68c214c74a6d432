//! Configuring and starting an emulator.

use std::fmt;
use std::io::{self, Write};
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::time::Duration;

use kcrs_generated::server::{Kcrs, Verifier};
use kcrs_generated::{Clock, Credentials, SERVICE, SecretString, SystemClock};
use tokio::net::TcpListener;
use tokio::sync::watch;

use super::Emulator;
use crate::http::{
    Bounds, Control, Faults, Log, MovableClock, RateLimit, Records, Responder, Server, serve,
};
use crate::service::{Registry, RegistryOptions, Seed};
use crate::state::Quotas;
use crate::stream::{Accept, plain};
#[cfg(feature = "tls")]
use crate::tls::Tls;
use crate::webhooks::WebhookTargets;

/// The keys that it accepts unless it is given others.
pub(crate) const ACCESS_KEY: &str = "emulator-access-key";
pub(crate) const SECRET_KEY: &str = "emulator-secret-key";

/// Default number of requests that are remembered.
const REMEMBERED: usize = 1000;

/// Configures an [`Emulator`].
#[derive(Debug)]
#[must_use = "it does nothing until it is started"]
pub struct EmulatorBuilder<S> {
    settings: Settings,
    service: S,
}

/// Somebody's own implementation of the service.
#[derive(Clone, Copy, Debug)]
pub struct Custom<S>(S);

struct Settings {
    address: SocketAddr,
    credentials: Vec<Credentials>,
    clock: Arc<dyn Clock>,
    region: Option<String>,
    strict: bool,
    rate_limit: Option<u32>,
    remembered: usize,
    threads: usize,
    bounds: Bounds,
    admin_token: Option<SecretString>,
    /// TLS settings of the listener.
    accept: Option<Accept>,
    log: Option<Box<dyn Write + Send>>,
}

impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Settings")
            .field("address", &self.address)
            .field("credentials", &self.credentials)
            .field("region", &self.region)
            .field("strict", &self.strict)
            .field("rate_limit", &self.rate_limit)
            .field("bounds", &self.bounds)
            .field("tls", &self.accept.is_some())
            .finish_non_exhaustive()
    }
}

impl EmulatorBuilder<RegistryOptions> {
    pub(crate) fn new() -> Self {
        Self {
            settings: Settings {
                address: (Ipv4Addr::LOCALHOST, 0).into(),
                credentials: Vec::new(),
                clock: Arc::new(SystemClock),
                region: None,
                strict: false,
                rate_limit: None,
                remembered: REMEMBERED,
                threads: 1,
                bounds: Bounds::default(),
                admin_token: None,
                accept: None,
                log: None,
            },
            service: RegistryOptions::default(),
        }
    }

    /// Sets the duration of each change of state, such as from Creating to Running. Default: zero.
    pub fn settle(mut self, settle: Duration) -> Self {
        self.service.settle = settle;
        self
    }

    /// Starts with what the seed has. Where a data file holds something already, the seed is not
    /// looked at.
    pub fn seed(mut self, seed: Seed) -> Self {
        self.service.seed = Some(seed);
        self
    }

    /// Keeps everything in this file, so that it is there again after a stop or a crash. A damaged
    /// file is refused when the emulator starts.
    pub fn data(mut self, file: impl Into<PathBuf>) -> Self {
        self.service.data = Some(file.into());
        self
    }

    /// Quotas of an instance.
    pub fn quotas(mut self, quotas: Quotas) -> Self {
        self.service.quotas = quotas;
        self
    }

    /// Gives out the same ids in each run with the same seed number.
    pub fn id_seed(mut self, seed: u64) -> Self {
        self.service.id_seed = Some(seed);
        self
    }

    /// URLs that webhooks may call. Default: those on loopback only, and none where the emulator
    /// listens on an address that other machines reach.
    pub fn webhook_targets(mut self, targets: WebhookTargets) -> Self {
        self.service.webhook_targets = Some(targets);
        self
    }

    /// Handles requests with this implementation instead of the registry; actions that it
    /// lacks get the documented example response.
    pub fn service<T: Kcrs>(self, service: T) -> EmulatorBuilder<Custom<T>> {
        EmulatorBuilder {
            settings: self.settings,
            service: Custom(service),
        }
    }

    /// Starts the emulator.
    ///
    /// # Errors
    ///
    /// Fails when the address cannot be bound, no thread can be started or the data file cannot be
    /// used; and for an address that other machines reach when no credentials were given.
    pub fn start(mut self) -> io::Result<Emulator> {
        let listener = self.settings.bind()?;
        let clock = MovableClock::new(Arc::clone(&self.settings.clock));
        if self.settings.is_exposed() {
            // Who reaches the emulator must not reach through it what is for this machine only.
            let targets = &mut self.service.webhook_targets;
            targets.get_or_insert(WebhookTargets::None);
        }
        let registry = Registry::open(self.service, clock.now())?;
        self.settings
            .start(listener, clock, registry.clone(), Some(registry))
    }
}

impl<S: Kcrs> EmulatorBuilder<Custom<S>> {
    /// Starts the emulator.
    ///
    /// # Errors
    ///
    /// Fails when the address cannot be bound or no thread can be started; and for an address that
    /// other machines reach when no credentials were given.
    pub fn start(self) -> io::Result<Emulator> {
        let listener = self.settings.bind()?;
        let clock = MovableClock::new(Arc::clone(&self.settings.clock));
        self.settings.start(listener, clock, self.service.0, None)
    }
}

impl<S> EmulatorBuilder<S> {
    /// Listens on this port of the loopback interface. Default: 0, a free one.
    pub fn port(mut self, port: u16) -> Self {
        self.settings.address = (Ipv4Addr::LOCALHOST, port).into();
        self
    }

    /// Listens on this address. One that other machines reach needs
    /// [credentials](Self::credentials) of your own.
    pub fn listen(mut self, address: impl Into<SocketAddr>) -> Self {
        self.settings.address = address.into();
        self
    }

    /// Accepts requests that are signed with these credentials; may be called for several, each an
    /// account of its own, which sees only what it has made. Without it the emulator accepts those
    /// that [`Emulator::credentials`] gives.
    pub fn credentials(mut self, credentials: Credentials) -> Self {
        self.settings.credentials.push(credentials);
        self
    }

    /// Takes the time from this clock, to judge the dates of requests and for the emulated service.
    /// Default: the system's.
    pub fn clock(mut self, clock: impl Clock) -> Self {
        self.settings.clock = Arc::new(clock);
        self
    }

    /// Refuses signatures for other regions. Default: any region will do.
    pub fn region(mut self, region: impl Into<String>) -> Self {
        self.settings.region = Some(region.into());
        self
    }

    /// Refuses what the document forbids but clients do, instead of [warning](crate::Warning) of
    /// it.
    pub fn strict(mut self, strict: bool) -> Self {
        self.settings.strict = strict;
        self
    }

    /// Responds 409 `LimitExceeded` when an action is called more often per second than this.
    pub fn rate_limit(mut self, calls_per_second: u32) -> Self {
        self.settings.rate_limit = Some(calls_per_second);
        self
    }

    /// Sets how many requests are remembered. Default: 1000, and at most 32 MiB of them.
    pub fn remember_requests(mut self, max: usize) -> Self {
        self.settings.remembered = max;
        self
    }

    /// Sets the number of threads that serve requests. Default: 1; the program has as many as the
    /// machine has processors.
    pub fn threads(mut self, threads: usize) -> Self {
        self.settings.threads = threads.clamp(1, 1024);
        self
    }

    /// Sets the number of simultaneous connections; for more, those give way that have no request
    /// or are slow to send one. Default: 512.
    pub fn max_connections(mut self, max: usize) -> Self {
        self.settings.bounds.connections = max.clamp(1, 100_000);
        self
    }

    /// Sets the maximum size of a request's body, in bytes. Default: 1 MiB.
    pub fn max_body_bytes(mut self, max: usize) -> Self {
        self.settings.bounds.body_bytes = max;
        self
    }

    /// Sets the time that a client may take for the head of a request, for its body, and for each
    /// part of a response; and how long an action may take, which otherwise fails with 500
    /// `ServiceTimeout`. Default: 30 seconds.
    pub fn request_timeout(mut self, timeout: Duration) -> Self {
        self.settings.bounds.request_time = timeout;
        self
    }

    /// Speaks https instead of http.
    #[cfg(feature = "tls")]
    pub fn tls(mut self, tls: Tls) -> Self {
        self.settings.accept = Some(tls.accept());
        self
    }

    /// Opens the admin API to other machines that send `Authorization: Bearer` with this token.
    pub fn admin_token(mut self, token: impl Into<SecretString>) -> Self {
        self.settings.admin_token = Some(token.into());
        self
    }

    /// Writes a line for each request, in logfmt and without secrets. Default: none.
    pub fn log_to(mut self, target: impl Write + Send + 'static) -> Self {
        self.settings.log = Some(Box::new(target));
        self
    }
}

impl Settings {
    /// Returns whether other machines reach it.
    fn is_exposed(&self) -> bool {
        !self.address.ip().is_loopback()
    }

    fn bind(&self) -> io::Result<std::net::TcpListener> {
        let is_known = |known: &Credentials| {
            let access_key = known.access_key();
            access_key == ACCESS_KEY || *known == Credentials::new(access_key, SECRET_KEY)
        };
        let has_own = !self.credentials.is_empty() && !self.credentials.iter().any(is_known);
        if self.is_exposed() && !has_own {
            return Err(io::Error::new(
                io::ErrorKind::InvalidInput,
                "an address that other machines reach needs credentials of your own",
            ));
        }
        let listener = std::net::TcpListener::bind(self.address)?;
        listener.set_nonblocking(true)?;
        Ok(listener)
    }

    fn start<S: Kcrs>(
        self,
        listener: std::net::TcpListener,
        clock: MovableClock,
        service: S,
        registry: Option<Registry>,
    ) -> io::Result<Emulator> {
        let address = listener.local_addr()?;
        let mut accepted = self.credentials;
        if accepted.is_empty() {
            accepted.push(Credentials::new(ACCESS_KEY, SECRET_KEY));
        }
        let credentials = accepted[0].clone();
        let verifier = verifier(accepted, self.region, clock.clone());
        let control = Arc::new(Control {
            clock,
            faults: Faults::default(),
            records: Records::new(self.remembered),
            rate_limit: self.rate_limit.map(RateLimit::new),
            registry,
            strict: self.strict,
            admin_token: self.admin_token,
            action_timeout: self.bounds.request_time,
            requests: AtomicU64::new(0),
        });
        let log = self.log.map(Log::start).transpose()?;
        let responder = Responder::new(service, verifier, Arc::clone(&control));
        let secure = self.accept.is_some();
        let accept = self.accept.unwrap_or_else(plain);
        let (stop, stopping) = watch::channel(None);
        let server = Server::new(responder, self.bounds, accept, stopping.clone(), log);
        let server = Arc::new(server);
        let mut runtime = match self.threads {
            1 => tokio::runtime::Builder::new_current_thread(),
            threads => {
                let mut runtime = tokio::runtime::Builder::new_multi_thread();
                runtime.worker_threads(threads);
                runtime
            }
        };
        let runtime = runtime.thread_name("kcrs-emulator").enable_all().build()?;
        let listener = {
            let _guard = runtime.enter();
            TcpListener::from_std(listener)?
        };
        let thread = std::thread::Builder::new()
            .name("kcrs-emulator".to_owned())
            .spawn(move || run(runtime, listener, server, stopping))?;
        Ok(Emulator {
            address,
            secure,
            credentials,
            control,
            stop,
            thread: Some(thread),
        })
    }
}

fn verifier(accepted: Vec<Credentials>, region: Option<String>, clock: MovableClock) -> Verifier {
    let keys = move |access_key: &str| {
        let mut accepted = accepted.iter();
        accepted
            .find(|known| known.access_key() == access_key)
            .cloned()
    };
    let verifier = Verifier::new(SERVICE.name, keys).clock(move || clock.base());
    match region {
        Some(region) => verifier.region(region),
        None => verifier,
    }
}

/// Serves until it is stopped. Returns whether all requests were finished.
fn run<S: Kcrs>(
    runtime: tokio::runtime::Runtime,
    listener: TcpListener,
    server: Arc<Server<S>>,
    mut stopping: watch::Receiver<Option<Duration>>,
) -> bool {
    let finished = runtime.block_on(async {
        let serving = tokio::spawn(serve(listener, Arc::clone(&server)));
        // An emulator that was leaked keeps its sender, so this ends only where one was asked to.
        let grace = match stopping.wait_for(Option::is_some).await {
            Ok(grace) => grace.unwrap_or_default(),
            Err(_) => Duration::ZERO,
        };
        tokio::time::timeout(grace, serving).await.is_ok()
    });
    // Connections that were not finished hold the server.
    drop(runtime);
    if let Some(server) = Arc::into_inner(server) {
        server.finish();
    }
    finished
}
