//! The emulator as a program: its options, its signals, its end.
//!
//! `kcrs-emulator` is [`main`]. A program that has the emulator as one of its commands takes the
//! same [`OPTIONS`], reads them with [`Options::read`] and [runs](run) it.

mod options;
mod signals;

use std::ffi::OsString;
use std::io::{self, Write};
use std::process::ExitCode;
use std::time::Duration;

use kcrs_generated::Credentials;

use self::options::Asked;
use self::signals::Signals;
use crate::{Emulator, Seed, WebhookTargets};

pub use options::{OPTIONS, OptionInfo, Options};

/// How long running requests have after a signal.
const GRACE: Duration = Duration::from_secs(10);

/// What `kcrs-emulator` does: runs the emulator as the arguments of the process say.
pub fn main() -> ExitCode {
    let arguments: Vec<OsString> = std::env::args_os().skip(1).collect();
    let environment = |name: &str| std::env::var_os(name);
    match Asked::read(arguments, environment) {
        Ok(Asked::Print(text)) => {
            print!("{text}");
            ExitCode::SUCCESS
        }
        Ok(Asked::Run(options)) => match run(*options, |emulator| tell(&emulator.endpoint())) {
            Ok(()) => ExitCode::SUCCESS,
            Err(message) => {
                eprintln!("kcrs-emulator: {message}");
                ExitCode::FAILURE
            }
        },
        Err(message) => {
            eprintln!("kcrs-emulator: {message}\n\nTry `kcrs-emulator --help`.");
            ExitCode::from(2)
        }
    }
}

/// Runs the emulator until SIGTERM or Ctrl-C, and lets the requests finish that run then. `tell` is
/// called when it listens.
///
/// # Errors
///
/// Fails where it cannot be started, and where requests still run ten seconds after the signal or
/// at a second one.
pub fn run(options: Options, tell: impl FnOnce(&Emulator)) -> Result<(), String> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| format!("no runtime: {error}"))?;
    // Before the address is told: whoever reads it may send a signal at once.
    let mut signals = {
        let _guard = runtime.enter();
        Signals::listen().map_err(|error| format!("signals cannot be waited for: {error}"))?
    };
    let emulator = start(options)?;
    tell(&emulator);
    runtime.block_on(signals.next());
    let (finished, has_finished) = tokio::sync::oneshot::channel();
    std::thread::spawn(move || {
        // Nobody listens any more after a second signal.
        let _ = finished.send(emulator.stop(GRACE));
    });
    match runtime.block_on(signals.unless(has_finished)) {
        Some(Ok(true)) => Ok(()),
        Some(_) => Err(format!("requests still ran after {} s", GRACE.as_secs())),
        None => Err("stopped by a second signal".to_owned()),
    }
}

/// Says where it listens, on one line.
fn tell(endpoint: &str) {
    let mut out = io::stdout().lock();
    // Whoever started this may have closed the pipe.
    let _ = writeln!(out, "kcrs-emulator listening on {endpoint}");
    let _ = out.flush();
}

fn start(options: Options) -> Result<Emulator, String> {
    let mut builder = Emulator::builder()
        .listen(options.listen)
        .settle(options.settle)
        .strict(options.strict)
        .openapi_alias(options.openapi_alias)
        .log_to(io::stderr());
    if let Some((access_key, secret_key)) = options.keys {
        builder =
            builder
                .admin_token(secret_key.clone())
                .credentials(match options.session_token {
                    Some(token) => Credentials::with_token(access_key, secret_key, token),
                    None => Credentials::new(access_key, secret_key),
                });
    }
    if options.demo {
        builder = builder.seed(Seed::demo());
    }
    if let Some(file) = &options.seed {
        let seed =
            Seed::read(file).map_err(|error| format!("--seed {}: {error}", file.display()))?;
        builder = builder.seed(seed);
    }
    if let Some(region) = options.region {
        builder = builder.region(region);
    }
    if let Some(calls) = options.rate_limit {
        builder = builder.rate_limit(calls);
    }
    if let Some(time) = options.request_timeout {
        builder = builder.request_timeout(time);
    }
    if let Some(most) = options.max_connections {
        builder = builder.max_connections(most);
    }
    if options.webhooks_to_any_host {
        builder = builder.webhook_targets(WebhookTargets::Any);
    }
    if let Some(file) = &options.data {
        builder = builder.data(file);
    }
    builder
        .start()
        .map_err(|error| format!("cannot start on {}: {error}", options.listen))
}
