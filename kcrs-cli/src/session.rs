//! What a command works with: a client, and the emulator behind it where one was asked for.

use std::future::Future;

use kcrs_emulator::{Emulator, Seed};
use kcrs_generated::Client;
use tokio::runtime::Runtime;

use crate::failure::Failure;
use crate::globals::Globals;
use crate::wire::Debug;

/// What a command works with.
#[derive(Debug)]
pub(crate) struct Session {
    pub(crate) client: Client,
    runtime: Runtime,
    /// Stops when the command is done.
    _emulator: Option<Emulator>,
}

impl Session {
    pub(crate) fn start(globals: &Globals) -> Result<Self, Failure> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
        let (client, emulator) = if globals.emulator {
            let emulator = Emulator::builder().seed(Seed::demo()).start()?;
            let mut builder = Client::builder()
                .endpoint(emulator.endpoint())
                .credentials(emulator.credentials());
            if globals.debug {
                builder = builder.hook(Debug);
            }
            (builder.build()?, Some(emulator))
        } else {
            (globals.client()?, None)
        };
        Ok(Self {
            client,
            runtime,
            _emulator: emulator,
        })
    }

    /// Runs asynchronous code to its end.
    pub(crate) fn run<F: Future>(&self, code: F) -> F::Output {
        self.runtime.block_on(code)
    }
}
