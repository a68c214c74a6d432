//! Session of a command: a client, and the emulator behind it where one is asked for.

use std::future::Future;

use kcrs_emulator::{Emulator, Seed};
use kcrs_generated::{BuildError, CallOptions, Client, ResolvedConfig, Retry};
use tokio::runtime::Runtime;

use super::credentials;
use super::wire::DebugHook;
use crate::args::GlobalArgs;
use crate::error::CliError;
use crate::terminal::unless_interrupted;
use crate::text::Text;

/// Client of a command, with its settings.
#[derive(Debug)]
pub(crate) struct Session {
    pub(crate) client: Client,
    runtime: Runtime,
    /// None with an emulator, and where the configuration cannot be read.
    resolved: Option<ResolvedConfig>,
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
        builder = builder.validate(!globals.no_validate);
        if globals.debug {
            builder = builder.hook(DebugHook);
        }
        let resolved = builder
            .resolved_config()
            .ok()
            .filter(|_| emulator.is_none());
        let client = builder.build().map_err(|error| match error {
            BuildError::Credentials(error) => credentials::missing(&error, resolved.as_ref()),
            error => error.into(),
        })?;
        if let Some(resolved) = &resolved {
            credentials::warn_of_readers(resolved);
        }
        Ok(Self {
            client,
            runtime,
            resolved,
            _emulator: emulator,
        })
    }

    /// The client for many calls: these are made more often than a single one where the service is
    /// too busy for them.
    pub(crate) fn patient_client(&self) -> Client {
        let patient = CallOptions::new().retry(Retry::standard().max_attempts(6));
        self.client.with_options(patient)
    }

    /// Names an instance and the account that it belongs to, for a question before something is
    /// deleted: its name and id, region, profile and endpoint.
    pub(crate) fn describe_instance(&self, instance_id: &str) -> Text {
        let found = self.client.describe_instance().instance_id([instance_id]);
        // Without the permission to list instances, or with one of another project, the id has to
        // do.
        let found = self.run(found.send()).ok();
        let name = found
            .and_then(|found| found.instance_set.into_iter().next())
            .map(|instance| format!("{} ", instance.instance_name))
            .unwrap_or_default();
        let client = self.client.executor();
        let profile = match &self.resolved {
            Some(resolved) => text!(", profile {}", "，配置 {}", resolved.profile.value),
            None => Text::default(),
        };
        let (region, endpoint) = (client.region(), client.endpoint());
        text!(
            "instance {name}({instance_id}), region {region}{profile}, endpoint {endpoint}",
            "实例 {name}({instance_id})，地域 {region}{profile}，地址 {endpoint}"
        )
    }

    /// Runs asynchronous code unless Ctrl-C comes, which is an error with this message.
    pub(crate) fn run_or_stop<T>(
        &self,
        code: impl Future<Output = Result<T, CliError>>,
        message: Text,
    ) -> Result<T, CliError> {
        let done = self.run(unless_interrupted(code));
        done.unwrap_or_else(|| Err(CliError::interrupted(message)))
    }

    /// Runs asynchronous code to its end.
    pub(crate) fn run<F: Future>(&self, code: F) -> F::Output {
        self.runtime.block_on(code)
    }
}

/// The error for an id of an instance that the service does not list.
pub(crate) fn no_instance(id: &str) -> CliError {
    CliError::not_found(text!(
        "there is no instance {id} in this region, or it is in another project (--project-id)",
        "该地域没有实例 {id}，或其属于其他项目（--project-id）"
    ))
}
