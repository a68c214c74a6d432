//! What a command works with: a client, and the emulator behind it where one was asked for.

use std::future::Future;

use kcrs_emulator::{Emulator, Seed};
use kcrs_generated::{BuildError, Client};
use tokio::runtime::Runtime;

use super::credentials;
use super::wire::DebugHook;
use crate::args::GlobalArgs;
use crate::error::CliError;

/// What a command works with.
#[derive(Debug)]
pub(crate) struct Session {
    pub(crate) client: Client,
    runtime: Runtime,
    /// Stops when the command is done.
    _emulator: Option<Emulator>,
}

impl Session {
    pub(crate) fn start(globals: &GlobalArgs) -> Result<Self, CliError> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
        let emulator = match globals.emulator {
            true => Some(Emulator::builder().seed(Seed::demo()).start()?),
            false => None,
        };
        let mut builder = match &emulator {
            Some(emulator) => Client::builder()
                .endpoint(emulator.endpoint())
                .credentials(emulator.credentials()),
            None => globals.client_builder(),
        };
        if globals.debug {
            builder = builder.hook(DebugHook);
        }
        let origins = builder.origins().ok();
        let client = builder.build().map_err(|error| match error {
            BuildError::Credentials(error) => {
                credentials::missing(&error, origins.as_ref(), globals.language)
            }
            error => error.into(),
        })?;
        if let Some(origins) = &origins {
            credentials::warn_of_readers(origins);
        }
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
