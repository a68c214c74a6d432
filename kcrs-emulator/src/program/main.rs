//! `kcrs-emulator`: the emulator as a program.

mod options;
mod signals;

use std::ffi::OsString;
use std::io::{self, Write};
use std::process::ExitCode;
use std::time::Duration;

use kcrs_emulator::{Emulator, Seed, WebhookTargets};
use kcrs_generated::Credentials;

use crate::options::{Asked, Options};
use crate::signals::Signals;

/// How long running requests have after a signal.
const GRACE: Duration = Duration::from_secs(10);

fn main() -> ExitCode {
    let arguments: Vec<OsString> = std::env::args_os().skip(1).collect();
    let environment = |name: &str| std::env::var_os(name);
    match Options::read(arguments, environment) {
        Ok(Asked::Print(text)) => {
            print!("{text}");
            ExitCode::SUCCESS
        }
        Ok(Asked::Run(options)) => match run(*options) {
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

fn run(options: Options) -> Result<(), String> {
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
    tell(&emulator.endpoint());
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
