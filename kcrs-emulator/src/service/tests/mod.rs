//! The service, action by action, through the dispatcher that the server uses; with a clock that
//! the tests move and a data file that must hold what memory does at the end of each.

mod concurrency;
mod damage;
mod dry_run;
mod endpoints;
mod images;
mod instances;
mod namespaces;
mod paging;
mod persistence;
mod scans;
mod seed;
mod snapshot;
mod tokens;
mod triggers;

use std::path::PathBuf;
use std::process;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use kcrs_generated::Params;
use kcrs_generated::server::{Context, ServerError, dispatch};
use serde_json::Value;

use super::{Registry, RegistryOptions};
use crate::futures::block_on;
use crate::service::ImagePush;
use crate::state::RepositoryPlace;

const SETTLE: Duration = Duration::from_secs(10);
/// However busy the machine is, what has not happened by then never will.
const PATIENCE: Duration = Duration::from_secs(300);
const SECOND: Duration = Duration::from_secs(1);
/// 2022-06-20 16:02:09 at +08:00.
const BEGINNING: u64 = 1_655_712_129;

/// The parameters of a call.
type Parameters<'a> = &'a [(&'a str, &'a str)];

/// A service, its time and its data file.
struct World {
    registry: Registry,
    now: SystemTime,
    file: DataFile,
}

impl World {
    fn new() -> Self {
        Self::with(|_| {})
    }

    fn with(adjust: impl FnOnce(&mut RegistryOptions)) -> Self {
        let file = DataFile::new();
        let mut options = file.options();
        options.settle = SETTLE;
        options.id_seed = Some(1);
        adjust(&mut options);
        let now = UNIX_EPOCH + Duration::from_secs(BEGINNING);
        let registry = Registry::open(options, now).unwrap();
        Self {
            registry,
            now,
            file,
        }
    }

    /// A world with a running instance, and its id.
    fn running() -> (Self, String) {
        let mut world = Self::new();
        let id = world.create_instance("demo");
        world.pass(SETTLE);
        (world, id)
    }

    /// A world with a running instance that has the namespace `team`, and the instance's id.
    fn with_namespace() -> (Self, String) {
        let (world, id) = Self::running();
        world.ok(
            "CreateNamespace",
            &[
                ("InstanceId", &id),
                ("Namespace", "team"),
                ("Public", "False"),
            ],
        );
        (world, id)
    }

    fn create_instance(&self, name: &str) -> String {
        let parameters = [("InstanceName", name), ("InstanceType", "basic")];
        text(&self.ok("CreateInstance", &parameters)["InstanceId"])
    }

    fn pass(&mut self, time: Duration) {
        self.now += time;
    }

    fn call(&self, action: &str, parameters: Parameters<'_>) -> Result<Value, ServerError> {
        call(&self.registry, self.now, action, parameters)
    }

    #[track_caller]
    fn ok(&self, action: &str, parameters: Parameters<'_>) -> Value {
        match self.call(action, parameters) {
            Ok(response) => response,
            Err(error) => panic!("{action} {parameters:?}: {error}"),
        }
    }

    /// The status, where the error has one of its own, and the error in words.
    #[track_caller]
    fn refused(&self, action: &str, parameters: Parameters<'_>) -> (u16, String) {
        match self.call(action, parameters) {
            Ok(response) => panic!("{action} {parameters:?}: {response}"),
            Err(error) => refusal(error),
        }
    }

    fn push(&self, id: &str, repository: &str, tag: &str) -> String {
        let push = ImagePush::new(RepositoryPlace::new(id, "team", repository)).tag(tag);
        let pushed = block_on(self.registry.push_image(push, self.now)).unwrap();
        pushed.image_id
    }

    /// Opens the data file anew: what is in it must be what was in memory.
    fn reopen(self) -> Self {
        let Self {
            registry,
            now,
            file,
        } = self;
        assert!(registry.wait_for_webhooks(PATIENCE));
        let before = registry.shared.state.describe();
        drop(registry);
        let mut options = file.options();
        options.settle = SETTLE;
        let registry = Registry::open(options, now).unwrap();
        assert_eq!(registry.shared.state.describe(), before);
        Self {
            registry,
            now,
            file,
        }
    }
}

fn call(
    registry: &Registry,
    now: SystemTime,
    action: &str,
    parameters: Parameters<'_>,
) -> Result<Value, ServerError> {
    let owned = parameters
        .iter()
        .map(|(name, value)| ((*name).to_owned(), *value));
    let params = Params::from_iter(owned);
    let context = Context::new("request-1", "access-key", now);
    let response = block_on(dispatch(registry, &context, action, &params))?;
    let response: Value = serde_json::from_slice(&response).unwrap();
    // As the spec says that the service spells it.
    let request_id = match action {
        "CreateWebhookTrigger" => &response["requestId"],
        _ => &response["RequestId"],
    };
    assert_eq!(request_id, "request-1", "{action}");
    Ok(response)
}

fn refusal(error: ServerError) -> (u16, String) {
    let status = match &error {
        ServerError::Coded { status, .. } => *status,
        ServerError::Row { row, .. } => row.status,
        _ => 0,
    };
    (status, error.to_string())
}

#[track_caller]
fn assert_code(refused: (u16, String), status: u16, code: &str) {
    assert!(
        refused.0 == status && refused.1.starts_with(&format!("{code}: ")),
        "{refused:?} is not {status} {code}"
    );
}

fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

/// The named member of each of a list.
fn column<'a>(list: &'a Value, member: &str) -> Vec<&'a Value> {
    let list = list.as_array().unwrap();
    list.iter().map(|entry| &entry[member]).collect()
}

/// A file of its own for each test; removed at the end.
struct DataFile(PathBuf);

impl DataFile {
    fn new() -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let name = format!("kcrs-emulator-test-{}-{number}.redb", process::id());
        let path = std::env::temp_dir().join(name);
        // Left over by a process of the same number.
        let _ = std::fs::remove_file(&path);
        Self(path)
    }

    fn options(&self) -> RegistryOptions {
        RegistryOptions {
            data: Some(self.0.clone()),
            ..RegistryOptions::default()
        }
    }
}

impl Drop for DataFile {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}
