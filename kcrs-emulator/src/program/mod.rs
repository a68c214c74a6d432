//! The emulator as a program: its options, its signals, its end.
//!
//! `kcrs-emulator` is [`main`]. A program that has the emulator as one of its commands declares the
//! same [`args`], reads them with [`Options::from_matches`] and [runs](run) it.

mod options;
mod signals;

use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;

use crate::emulator::Emulator;
use crate::futures::unless;
use crate::service::Seed;
use crate::store::repair;

pub use options::{Options, args, secret_args};

/// Time for running requests after a signal.
const GRACE: Duration = Duration::from_secs(7);

/// Runs `kcrs-emulator` with the arguments of the process.
#[must_use]
pub fn main() -> ExitCode {
    let environment = |name: &str| std::env::var_os(name);
    let options = match Options::parse(std::env::args_os(), environment) {
        Ok(options) => options,
        Err(error) => error.exit(),
    };
    let json = options.json;
    match run(options, |emulator| print_address(emulator, json)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("kcrs-emulator: {message}");
            ExitCode::FAILURE
        }
    }
}

/// Runs the emulator until SIGTERM or Ctrl-C, and lets the requests finish that run then.
/// `on_start` is called when it listens. With `--repair` it only saves a data file.
///
/// # Errors
///
/// Fails where it cannot be started, and where requests still run seven seconds after the signal or
/// at a second one.
pub fn run(options: Options, on_start: impl FnOnce(&Emulator)) -> Result<(), String> {
    if let Some((from, to)) = &options.repair {
        return save(from, to);
    }
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| format!("no runtime: {error}"))?;
    // Before the address is printed: whoever reads it may send a signal at once.
    let mut signals = {
        let _guard = runtime.enter();
        signals::listen().map_err(|error| format!("signals cannot be waited for: {error}"))?
    };
    let port_file = options.port_file.clone();
    let emulator = start(options)?;
    if let Some(file) = port_file {
        let written = write_port(&file, emulator.address().port());
        written.map_err(|error| format!("--port-file {}: {error}", file.display()))?;
    }
    on_start(&emulator);
    runtime.block_on(signals.recv());
    let (finished, has_finished) = tokio::sync::oneshot::channel();
    std::thread::spawn(move || {
        // Nobody listens any more after a second signal.
        let _ = finished.send(emulator.stop(GRACE));
    });
    let second = async {
        signals.recv().await;
    };
    match runtime.block_on(unless(second, has_finished)) {
        Some(Ok(true)) => Ok(()),
        Some(_) => Err(format!("requests still ran after {} s", GRACE.as_secs())),
        None => Err("stopped by a second signal".to_owned()),
    }
}

/// Saves what can be read of a data file in a new one, and prints how much that is.
fn save(from: &Path, to: &Path) -> Result<(), String> {
    let repaired = repair(from, to).map_err(|error| format!("--repair: {error}"))?;
    let rest = match repaired.is_complete {
        true => "which is everything",
        false => "the rest cannot be read",
    };
    println!("{} rows are in {}, {rest}", repaired.rows, to.display());
    Ok(())
}

/// Prints where it listens, on one line.
fn print_address(emulator: &Emulator, json: bool) {
    let endpoint = emulator.endpoint();
    let line = match json {
        true => serde_json::json!({
            "Endpoint": endpoint,
            "Port": emulator.address().port(),
            "AccessKey": emulator.credentials().access_key(),
            "Pid": std::process::id(),
        })
        .to_string(),
        false => format!("kcrs-emulator listening on {endpoint}"),
    };
    let mut out = io::stdout().lock();
    // Whoever started this may have closed the pipe.
    let _ = writeln!(out, "{line}");
    let _ = out.flush();
}

/// Writes the port to a file that is there with its content or not at all.
fn write_port(file: &Path, port: u16) -> io::Result<()> {
    let new = file.with_extension("new");
    std::fs::write(&new, format!("{port}\n"))?;
    std::fs::rename(new, file)
}

fn start(options: Options) -> Result<Emulator, String> {
    let address = options.address();
    let mut builder = options.builder;
    if let Some(file) = &options.seed {
        let seed =
            Seed::read(file).map_err(|error| format!("--seed {}: {error}", file.display()))?;
        builder = builder.seed(seed);
    }
    builder
        .start()
        .map_err(|error| format!("cannot start on {address}: {error}"))
}
