//! Starting and stopping the server, on a thread and a runtime of its own.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::thread::JoinHandle;

use kcrs_generated::server::Kcrs;
use kcrs_generated::{Clock, Credentials, SystemClock};
use tokio::net::TcpListener;
use tokio::sync::oneshot;

use crate::examples::ExampleAnswers;
use crate::respond::Responder;
use crate::server;

const ACCESS_KEY: &str = "emulator-access-key";
const SECRET_KEY: &str = "emulator-secret-key";

/// A running emulator. It stops when it is dropped.
///
/// It runs on a thread of its own, so it can be started from a plain `#[test]` as from an asynchronous one.
#[derive(Debug)]
pub struct Emulator {
    address: SocketAddr,
    credentials: Credentials,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Emulator {
    /// Starts an emulator of the documented examples on a free port of the loopback interface.
    ///
    /// # Errors
    ///
    /// Fails when no port can be bound or no thread can be started.
    pub fn start() -> io::Result<Self> {
        Self::builder().start()
    }

    /// Starts with the defaults of [`Emulator::start`]; change what you need, then call [`EmulatorBuilder::start`].
    #[must_use]
    pub fn builder() -> EmulatorBuilder<ExampleAnswers> {
        EmulatorBuilder {
            port: 0,
            credentials: Credentials::new(ACCESS_KEY, SECRET_KEY),
            clock: Arc::new(SystemClock),
            service: ExampleAnswers,
        }
    }

    /// The URL to give to a client, such as `http://127.0.0.1:40123`.
    #[must_use]
    pub fn endpoint(&self) -> String {
        format!("http://{}", self.address)
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
}

impl Drop for Emulator {
    fn drop(&mut self) {
        if let Some(stop) = self.stop.take() {
            // The receiver is gone only where the thread has ended already.
            let _ = stop.send(());
        }
        if let Some(thread) = self.thread.take() {
            // A panic of the server thread has been printed by it; a second panic in a drop would abort.
            let _ = thread.join();
        }
    }
}

/// Configures an [`Emulator`].
#[derive(Debug)]
pub struct EmulatorBuilder<S> {
    port: u16,
    credentials: Credentials,
    clock: Arc<dyn Clock>,
    service: S,
}

impl<S: Kcrs> EmulatorBuilder<S> {
    /// Listens on this port of the loopback interface. Default: 0, a free one.
    #[must_use]
    pub fn port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    /// Accepts requests that are signed with these credentials, and no others.
    #[must_use]
    pub fn credentials(mut self, credentials: Credentials) -> Self {
        self.credentials = credentials;
        self
    }

    /// Takes the time from this clock to judge the dates of requests. Default: the system's.
    #[must_use]
    pub fn clock(mut self, clock: impl Clock) -> Self {
        self.clock = Arc::new(clock);
        self
    }

    /// Answers with this implementation; actions that it lacks get the documented example answer.
    #[must_use]
    pub fn service<T: Kcrs>(self, service: T) -> EmulatorBuilder<T> {
        EmulatorBuilder {
            port: self.port,
            credentials: self.credentials,
            clock: self.clock,
            service,
        }
    }

    /// Starts the emulator.
    ///
    /// # Errors
    ///
    /// Fails when the port cannot be bound or no thread can be started.
    pub fn start(self) -> io::Result<Emulator> {
        let listener = std::net::TcpListener::bind((Ipv4Addr::LOCALHOST, self.port))?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
        let listener = {
            let _guard = runtime.enter();
            TcpListener::from_std(listener)?
        };
        let responder = Arc::new(Responder::new(
            self.service,
            self.credentials.clone(),
            self.clock,
        ));
        let (stop, stopped) = oneshot::channel::<()>();
        let thread = std::thread::Builder::new()
            .name("kcrs-emulator".to_owned())
            .spawn(move || {
                runtime.block_on(async {
                    let serving = tokio::spawn(server::serve(listener, responder));
                    // Resolves on a stop and when the emulator was leaked without one.
                    let _ = stopped.await;
                    serving.abort();
                });
            })?;
        Ok(Emulator {
            address,
            credentials: self.credentials,
            stop: Some(stop),
            thread: Some(thread),
        })
    }
}
