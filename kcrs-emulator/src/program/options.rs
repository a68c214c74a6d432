//! The arguments of the program.

use std::ffi::OsString;
use std::io;
use std::net::SocketAddr;
use std::num::NonZero;
use std::path::PathBuf;
use std::time::Duration;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use kcrs_generated::Credentials;

use crate::emulator::{ACCESS_KEY, Emulator, EmulatorBuilder, SECRET_KEY};
use crate::service::{RegistryOptions, Seed};
#[cfg(feature = "tls")]
use crate::tls::Tls;
use crate::webhooks::WebhookTargets;

const ACCESS_KEY_VARIABLE: &str = "KCRS_EMULATOR_ACCESS_KEY";
const SECRET_KEY_VARIABLE: &str = "KCRS_EMULATOR_SECRET_KEY";
const SESSION_TOKEN_VARIABLE: &str = "KCRS_EMULATOR_SESSION_TOKEN";

/// Options of the emulator as a program.
#[derive(Debug)]
pub struct Options {
    pub(super) builder: EmulatorBuilder<RegistryOptions>,
    /// Read when the emulator is started.
    pub(super) seed: Option<PathBuf>,
    /// A data file, and the new one in which what can be read of it is to be saved.
    pub(super) repair: Option<(PathBuf, PathBuf)>,
    pub(super) json: bool,
    pub(super) port_file: Option<PathBuf>,
    address: SocketAddr,
    access_key: String,
    uses_default_secret_key: bool,
    has_session_token: bool,
}

/// The options of the program, but for those whose values are [secrets](secret_args).
#[must_use]
pub fn args() -> Vec<Arg> {
    vec![
        option(
            "listen",
            "ADDRESS:PORT",
            "where to listen; port 0 takes a free one",
        )
        .value_parser(parse_address)
        .default_value("127.0.0.1:8080"),
        option(
            "access-key",
            "KEY",
            "access key to accept [default: emulator-access-key]",
        ),
        option(
            "settle",
            "DURATION",
            "how long each change of state takes: 0, 50ms, 2s, 1m",
        )
        .value_parser(parse_duration)
        .default_value("0"),
        flag(
            "demo",
            "start with a small registry to look at: an instance with namespaces and images",
        )
        .conflicts_with("seed"),
        option(
            "seed",
            "FILE",
            "YAML with instances, namespaces, repositories and images to start with",
        )
        .value_parser(value_parser!(PathBuf)),
        option(
            "data",
            "FILE",
            "keep everything in this file; it survives a crash",
        )
        .value_parser(value_parser!(PathBuf)),
        option(
            "repair",
            "NEW-FILE",
            "save what can be read of a damaged --data file in a new one, and end",
        )
        .value_parser(value_parser!(PathBuf))
        .requires("data"),
        flag(
            "strict",
            "refuse what the document forbids but clients do (lists from 0, JSON bodies, `true`, ...)",
        ),
        option("region", "REGION", "refuse signatures for other regions"),
        option(
            "rate-limit",
            "CALLS",
            "calls of an action per second; more get 409 LimitExceeded",
        )
        .value_parser(value_parser!(u32).range(1..)),
        option(
            "request-timeout",
            "DURATION",
            "how long a client may take to send a request",
        )
        .value_parser(parse_timeout)
        .default_value("30s"),
        #[cfg(feature = "tls")]
        option(
            "tls",
            "CA-FILE",
            "speak https by a certificate made now; that of its authority is written to this file",
        )
        .value_parser(value_parser!(PathBuf))
        .conflicts_with("tls-cert"),
        #[cfg(feature = "tls")]
        option("tls-cert", "FILE", "speak https by this certificate (PEM)")
            .value_parser(value_parser!(PathBuf))
            .requires("tls-key"),
        #[cfg(feature = "tls")]
        option("tls-key", "FILE", "the key of the certificate (PEM)")
            .value_parser(value_parser!(PathBuf))
            .requires("tls-cert"),
        option("max-connections", "N", "connections at once")
            .value_parser(value_parser!(u32).range(1..))
            .default_value("512"),
        option(
            "port-file",
            "FILE",
            "write the port to this file when it listens",
        )
        .value_parser(value_parser!(PathBuf)),
        flag(
            "webhooks-to-any-host",
            "let webhooks call other hosts than this one",
        ),
        flag(
            "webhooks-to-loopback",
            "let webhooks call this host although other machines reach the emulator",
        ),
    ]
}

/// The options whose values are secrets. The environment can give them as well, and should: other
/// users of a machine can read the arguments of a program.
#[must_use]
pub fn secret_args() -> Vec<Arg> {
    vec![
        option(
            "secret-key",
            "KEY",
            "the secret key of the access key [default: emulator-secret-key]",
        ),
        option(
            "session-token",
            "TOKEN",
            "makes the keys temporary credentials, which have this token",
        ),
    ]
}

fn option(name: &'static str, value: &'static str, help: &'static str) -> Arg {
    Arg::new(name).long(name).value_name(value).help(help)
}

fn flag(name: &'static str, help: &'static str) -> Arg {
    Arg::new(name)
        .long(name)
        .action(ArgAction::SetTrue)
        .help(help)
}

/// `kcrs-emulator`.
pub(super) fn command() -> Command {
    Command::new("kcrs-emulator")
        .version(env!("CARGO_PKG_VERSION"))
        .max_term_width(100)
        .about(
            "A local emulator of Kingsoft Cloud's container registry (KCRS).\n\n\
             When it is ready it prints one line with its address on standard output. Each request \
             is a line on standard error. It stops on SIGTERM and Ctrl-C, after the requests that \
             are running.",
        )
        .args(args())
        .arg(flag(
            "json",
            "print the address, the access key and the process id as one line of JSON",
        ))
        .args(secret_args())
        .after_help(
            "Environment:\n  \
             KCRS_EMULATOR_ACCESS_KEY, KCRS_EMULATOR_SECRET_KEY, KCRS_EMULATOR_SESSION_TOKEN\n          \
             the same as the options, which take precedence\n\n\
             Other users of this machine can read the arguments of a program. An address that other \
             machines reach needs keys of your own, with the secret key (and session token) from \
             the environment. The admin API, /_kcrs/, then wants `Authorization: Bearer SECRET_KEY` \
             from other machines.",
        )
}

impl Options {
    /// Reads the arguments of `kcrs-emulator`, its name first.
    pub(super) fn parse(
        arguments: impl IntoIterator<Item = OsString>,
        environment: impl Fn(&str) -> Option<OsString>,
    ) -> Result<Self, clap::Error> {
        let mut command = command();
        let matches = match command.try_get_matches_from_mut(arguments) {
            Ok(matches) => matches,
            Err(error) if is_positional(&error) => {
                // It may be the secret behind a misspelt option, so it is not quoted.
                let message = "there are only options here, no other arguments";
                return Err(command.error(ErrorKind::UnknownArgument, message));
            }
            Err(error) => return Err(error),
        };
        Self::from_matches(&matches, environment)
            .map_err(|message| command.error(ErrorKind::ValueValidation, message))
    }

    /// Reads what was given for [`args`] and, where a command has them, [`secret_args`];
    /// `environment` gives the value of a variable.
    ///
    /// # Errors
    ///
    /// Fails where options and variables contradict each other or are not safe together, and says
    /// what is allowed.
    ///
    /// # Panics
    ///
    /// Panics where the command that was matched does not have all of [`args`].
    pub fn from_matches(
        matches: &ArgMatches,
        environment: impl Fn(&str) -> Option<OsString>,
    ) -> Result<Self, String> {
        let text = |name: &str| match matches.try_get_one::<String>(name) {
            Ok(Some(value)) => not_empty(value.clone(), &format!("--{name}")).map(Some),
            _ => Ok(None),
        };
        let text_or_variable = |name, variable| match (text(name)?, environment(variable)) {
            (None, Some(value)) => {
                let value = value
                    .into_string()
                    .map_err(|_| format!("{variable} is not Unicode text"))?;
                not_empty(value, variable).map(Some)
            }
            (given, _) => Ok::<_, String>(given),
        };
        let access_key = text_or_variable("access-key", ACCESS_KEY_VARIABLE)?;
        let secret_key = text_or_variable("secret-key", SECRET_KEY_VARIABLE)?;
        let session_token = text_or_variable("session-token", SESSION_TOKEN_VARIABLE)?;
        let address: SocketAddr = required(matches, "listen");
        if !address.ip().is_loopback() {
            check_exposed(
                address,
                access_key.as_ref().is_some_and(|key| key != ACCESS_KEY)
                    && secret_key.as_ref().is_some_and(|key| key != SECRET_KEY),
                text("secret-key")?.is_some() || text("session-token")?.is_some(),
            )?;
        }

        let mut builder = Emulator::builder()
            .listen(address)
            .settle(required(matches, "settle"))
            .request_timeout(required(matches, "request-timeout"))
            .max_connections(required::<u32>(matches, "max-connections") as usize)
            .strict(matches.get_flag("strict"))
            .threads(std::thread::available_parallelism().map_or(1, NonZero::get))
            .log_to(io::stderr());
        if matches.get_flag("demo") {
            builder = builder.seed(Seed::demo());
        }
        #[cfg(feature = "tls")]
        if let Some(tls) = read_tls(matches, address)? {
            builder = builder.tls(tls);
        }
        if let Some(file) = matches.get_one::<PathBuf>("data") {
            builder = builder.data(file);
        }
        if let Some(region) = text("region")? {
            builder = builder.region(region);
        }
        if let Some(calls) = matches.get_one("rate-limit") {
            builder = builder.rate_limit(*calls);
        }
        let to_loopback = matches.get_flag("webhooks-to-loopback") || address.ip().is_loopback();
        builder = builder.webhook_targets(
            match (matches.get_flag("webhooks-to-any-host"), to_loopback) {
                (true, true) => WebhookTargets::Any,
                (true, false) => WebhookTargets::Remote,
                (false, true) => WebhookTargets::Loopback,
                (false, false) => WebhookTargets::None,
            },
        );
        let has_keys = access_key.is_some() || secret_key.is_some() || session_token.is_some();
        let access_key = access_key.unwrap_or_else(|| ACCESS_KEY.to_owned());
        let secret_key = secret_key.unwrap_or_else(|| SECRET_KEY.to_owned());
        let uses_default_secret_key = secret_key == SECRET_KEY;
        let has_session_token = session_token.is_some();
        if has_keys {
            let credentials = match session_token {
                Some(token) => Credentials::with_token(&access_key, secret_key.clone(), token),
                None => Credentials::new(&access_key, secret_key.clone()),
            };
            builder = builder.admin_token(secret_key).credentials(credentials);
        }
        Ok(Self {
            builder,
            seed: matches.get_one("seed").cloned(),
            repair: matches
                .get_one("data")
                .cloned()
                .zip(matches.get_one("repair").cloned()),
            json: matches!(matches.try_get_one("json"), Ok(Some(true))),
            port_file: matches.get_one("port-file").cloned(),
            address,
            access_key,
            uses_default_secret_key,
            has_session_token,
        })
    }

    /// Returns the address to listen on.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The access key that it will accept.
    #[must_use]
    pub fn access_key(&self) -> &str {
        &self.access_key
    }

    /// The secret key that it will accept, where it is the documented default.
    #[must_use]
    pub fn default_secret_key(&self) -> Option<&'static str> {
        self.uses_default_secret_key.then_some(SECRET_KEY)
    }

    /// Returns whether the credentials will be temporary ones, with a session token.
    #[must_use]
    pub fn has_session_token(&self) -> bool {
        self.has_session_token
    }
}

/// Refuses what would open the emulator to strangers on an address that other machines reach.
fn check_exposed(
    address: SocketAddr,
    has_own_keys: bool,
    has_secret_arguments: bool,
) -> Result<(), String> {
    let reason = if !has_own_keys {
        format!(
            "so it needs keys of your own: --access-key (or {ACCESS_KEY_VARIABLE}) and the \
             environment variable {SECRET_KEY_VARIABLE}"
        )
    } else if has_secret_arguments {
        format!(
            "and others can read the arguments of a program: give the secret key by the \
             environment variable {SECRET_KEY_VARIABLE} (and a session token by \
             {SESSION_TOKEN_VARIABLE})"
        )
    } else {
        return Ok(());
    };
    Err(format!(
        "{address} can be reached from other machines, {reason}"
    ))
}

/// The certificate that is given, or a new one.
#[cfg(feature = "tls")]
fn read_tls(matches: &ArgMatches, address: SocketAddr) -> Result<Option<Tls>, String> {
    let file = |name| matches.get_one::<PathBuf>(name);
    if let (Some(certificate), Some(key)) = (file("tls-cert"), file("tls-key")) {
        let read = Tls::read(certificate, key);
        return read
            .map(Some)
            .map_err(|error| format!("--tls-cert: {error}"));
    }
    let Some(file) = file("tls") else {
        return Ok(None);
    };
    let tls = Tls::generate(&address.ip().to_string());
    let tls = tls.map_err(|error| format!("--tls: {error}"))?;
    std::fs::write(file, tls.ca_pem().unwrap_or_default())
        .map_err(|error| format!("--tls {}: {error}", file.display()))?;
    Ok(Some(tls))
}

/// Returns whether an argument that is not an option is what clap refuses.
fn is_positional(error: &clap::Error) -> bool {
    matches!(
        error.get(ContextKind::InvalidArg),
        Some(ContextValue::String(argument)) if !argument.starts_with('-')
    ) && error.kind() == ErrorKind::UnknownArgument
}

fn required<T: Clone + Send + Sync + 'static>(matches: &ArgMatches, name: &str) -> T {
    matches
        .get_one::<T>(name)
        .expect("the option has a default")
        .clone()
}

fn not_empty(value: String, name: &str) -> Result<String, String> {
    if value.is_empty() {
        return Err(format!("{name} is empty"));
    }
    Ok(value)
}

fn parse_address(text: &str) -> Result<SocketAddr, String> {
    let port = text.strip_prefix("localhost").unwrap_or(text);
    let text = match port.strip_prefix(':') {
        Some(port) => &format!("127.0.0.1:{port}"),
        None => text,
    };
    text.parse().map_err(|_| {
        "must be an IP address and a port, such as 127.0.0.1:8080 or [::1]:0".to_owned()
    })
}

/// Reads `0`, `50ms`, `2s`, `1m`, `1h`.
fn parse_duration(text: &str) -> Result<Duration, String> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, unit) = text.split_at(digits);
    let milliseconds = match unit {
        "ms" => Some(1),
        "s" => Some(1000),
        "m" => Some(60_000),
        "h" => Some(3_600_000),
        "" if number == "0" => Some(1),
        _ => None,
    };
    number
        .parse()
        .ok()
        .zip(milliseconds)
        .and_then(|(number, unit): (u64, u64)| number.checked_mul(unit))
        .map(Duration::from_millis)
        .ok_or_else(|| "must be 0 or a whole number with ms, s, m or h, such as 50ms".to_owned())
}

fn parse_timeout(text: &str) -> Result<Duration, String> {
    match parse_duration(text)? {
        Duration::ZERO => Err("must be more than 0".to_owned()),
        timeout => Ok(timeout),
    }
}

#[cfg(test)]
mod tests;
