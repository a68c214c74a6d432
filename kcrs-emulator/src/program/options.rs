//! The arguments of the program.

use std::ffi::OsString;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

const DEFAULT_ACCESS_KEY: &str = "emulator-access-key";
const DEFAULT_SECRET_KEY: &str = "emulator-secret-key";

const ACCESS_KEY_VARIABLE: &str = "KCRS_EMULATOR_ACCESS_KEY";
const SECRET_KEY_VARIABLE: &str = "KCRS_EMULATOR_SECRET_KEY";
const SESSION_TOKEN_VARIABLE: &str = "KCRS_EMULATOR_SESSION_TOKEN";

/// An option of the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct OptionInfo {
    /// The name, without dashes.
    pub name: &'static str,
    /// What its value is called; it takes none where there is none.
    pub value: Option<&'static str>,
    /// What it does, in one line.
    pub help: &'static str,
    /// Whether its value must not be shown. The environment can give it as well.
    pub is_secret: bool,
}

/// The options of the program.
pub const OPTIONS: &[OptionInfo] = &[
    option(
        "listen",
        "ADDRESS:PORT",
        "where to listen; port 0 takes a free one [default: 127.0.0.1:8080]",
    ),
    option(
        "access-key",
        "KEY",
        "access key to accept [default: emulator-access-key]",
    ),
    secret(
        "secret-key",
        "KEY",
        "its secret key [default: emulator-secret-key]",
    ),
    secret(
        "session-token",
        "TOKEN",
        "makes them temporary credentials, which have this token",
    ),
    option(
        "settle",
        "DURATION",
        "how long each change of state takes: 0, 50ms, 2s, 1m [default: 0]",
    ),
    flag(
        "demo",
        "start with a small registry to look at: an instance with namespaces and images",
    ),
    option(
        "seed",
        "FILE",
        "YAML with instances, namespaces, repositories and images to start with",
    ),
    option(
        "data",
        "FILE",
        "keep everything in this file; it survives a crash",
    ),
    flag(
        "strict",
        "refuse what the document forbids but clients do (lists from 0, JSON bodies, `true`, ...)",
    ),
    option("region", "REGION", "refuse signatures for other regions"),
    option(
        "rate-limit",
        "CALLS",
        "calls of an action a second; more are answered 409 LimitExceeded",
    ),
    option(
        "request-timeout",
        "DURATION",
        "how long a client may take to send a request [default: 30s]",
    ),
    option("max-connections", "N", "connections at once [default: 512]"),
    flag(
        "webhooks-to-any-host",
        "let webhooks call other hosts than this one",
    ),
    flag(
        "openapi-alias",
        "take /CreateInstance?... unsigned, as clients made of the OpenAPI document call; loopback only",
    ),
];

const fn option(name: &'static str, value: &'static str, help: &'static str) -> OptionInfo {
    OptionInfo {
        name,
        value: Some(value),
        help,
        is_secret: false,
    }
}

const fn secret(name: &'static str, value: &'static str, help: &'static str) -> OptionInfo {
    OptionInfo {
        is_secret: true,
        ..option(name, value, help)
    }
}

const fn flag(name: &'static str, help: &'static str) -> OptionInfo {
    OptionInfo {
        value: None,
        ..option(name, "", help)
    }
}

/// Where the help of an option begins.
const HELP_COLUMN: usize = 26;

fn help() -> String {
    let mut help = "\
A local emulator of Kingsoft Cloud's container registry (KCRS).

Usage: kcrs-emulator [OPTIONS]

When it is ready it prints one line with its address on standard output. Each request is a line on standard error.
It stops on SIGTERM and Ctrl-C, after the requests that are running.

Options:
"
    .to_owned();
    for option in OPTIONS {
        let name = match option.value {
            Some(value) => format!("  --{} {value}", option.name),
            None => format!("  --{}", option.name),
        };
        if name.len() + 2 > HELP_COLUMN {
            help += &format!("{name}\n{:HELP_COLUMN$}{}\n", "", option.help);
        } else {
            help += &format!("{name:HELP_COLUMN$}{}\n", option.help);
        }
    }
    help + "  --help, --version

Environment:
  KCRS_EMULATOR_ACCESS_KEY, KCRS_EMULATOR_SECRET_KEY, KCRS_EMULATOR_SESSION_TOKEN
                          the same as the options, which go first

Other users of this machine can read the arguments of a program. An address that other machines reach needs keys of
your own, with the secret key (and session token) from the environment. The admin API, /_kcrs/, then wants
`Authorization: Bearer SECRET_KEY` from other machines.
"
}

/// What the arguments ask for.
#[derive(Debug)]
pub(crate) enum Asked {
    /// To print this.
    Print(String),
    /// To run.
    Run(Box<Options>),
}

/// How to run the emulator as a program.
pub struct Options {
    pub(crate) listen: SocketAddr,
    /// Access key and secret key.
    pub(crate) keys: Option<(String, String)>,
    pub(crate) session_token: Option<String>,
    pub(crate) settle: Duration,
    pub(crate) demo: bool,
    pub(crate) seed: Option<PathBuf>,
    pub(crate) data: Option<PathBuf>,
    pub(crate) strict: bool,
    pub(crate) region: Option<String>,
    pub(crate) rate_limit: Option<u32>,
    pub(crate) request_timeout: Option<Duration>,
    pub(crate) max_connections: Option<usize>,
    pub(crate) webhooks_to_any_host: bool,
    pub(crate) openapi_alias: bool,
}

impl std::fmt::Debug for Options {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Options")
            .field("listen", &self.listen)
            .finish_non_exhaustive()
    }
}

/// The arguments as given.
#[derive(Default)]
struct Given {
    listen: Option<SocketAddr>,
    access_key: Option<String>,
    secret_key: Option<String>,
    session_token: Option<String>,
    settle: Option<Duration>,
    demo: bool,
    seed: Option<PathBuf>,
    data: Option<PathBuf>,
    strict: bool,
    region: Option<String>,
    rate_limit: Option<u32>,
    request_timeout: Option<Duration>,
    max_connections: Option<usize>,
    webhooks_to_any_host: bool,
    openapi_alias: bool,
}

impl Options {
    /// Reads arguments that are [`OPTIONS`], `--name value` or `--name=value`; `environment` gives
    /// the value of a variable.
    ///
    /// # Errors
    ///
    /// Fails with what is wrong with them, and what is allowed.
    pub fn read(
        arguments: impl IntoIterator<Item = OsString>,
        environment: impl Fn(&str) -> Option<OsString>,
    ) -> Result<Self, String> {
        match Asked::read(arguments, environment)? {
            Asked::Run(options) => Ok(*options),
            Asked::Print(_) => Err("--help and --version are for themselves".to_owned()),
        }
    }

    /// Where it will listen.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.listen
    }

    /// The access key that it will accept.
    #[must_use]
    pub fn access_key(&self) -> &str {
        self.keys
            .as_ref()
            .map_or(DEFAULT_ACCESS_KEY, |(access_key, _)| access_key)
    }

    /// The secret key that it will accept, where it is the one that everybody knows and not one's
    /// own.
    #[must_use]
    pub fn known_secret_key(&self) -> Option<&str> {
        let secret_key = self
            .keys
            .as_ref()
            .map(|(_, secret_key)| secret_key.as_str());
        let secret_key = secret_key.unwrap_or(DEFAULT_SECRET_KEY);
        (secret_key == DEFAULT_SECRET_KEY).then_some(secret_key)
    }

    /// Whether the credentials will be temporary ones, with a session token.
    #[must_use]
    pub fn has_session_token(&self) -> bool {
        self.session_token.is_some()
    }
}

impl Asked {
    /// Reads the arguments behind the program's name; `environment` gives the value of a variable.
    pub(crate) fn read(
        arguments: impl IntoIterator<Item = OsString>,
        environment: impl Fn(&str) -> Option<OsString>,
    ) -> Result<Self, String> {
        let mut given = Given::default();
        let mut arguments = arguments.into_iter();
        while let Some(argument) = arguments.next() {
            let (name, mut value) = split(argument)?;
            match name.as_str() {
                "--help" | "-h" => return Ok(Self::Print(help())),
                "--version" | "-V" => {
                    return Ok(Self::Print(format!(
                        "kcrs-emulator {}\n",
                        env!("CARGO_PKG_VERSION")
                    )));
                }
                _ => {}
            }
            let takes_value = given.set(&name, || {
                value
                    .take()
                    .or_else(|| arguments.next())
                    .ok_or_else(|| format!("{name} needs a value"))
            })?;
            if !takes_value && value.is_some() {
                return Err(format!("{name} takes no value"));
            }
        }
        given
            .finish(environment)
            .map(|options| Self::Run(Box::new(options)))
    }
}

impl Given {
    /// Sets what an option says; whether it takes a value.
    fn set(
        &mut self,
        name: &str,
        mut value: impl FnMut() -> Result<OsString, String>,
    ) -> Result<bool, String> {
        let mut text = || into_text(value()?, name);
        match name {
            "--demo" => return once_flag(&mut self.demo, name),
            "--strict" => return once_flag(&mut self.strict, name),
            "--webhooks-to-any-host" => return once_flag(&mut self.webhooks_to_any_host, name),
            "--openapi-alias" => return once_flag(&mut self.openapi_alias, name),
            "--listen" => once(&mut self.listen, name, address(&text()?)?)?,
            "--access-key" => once(&mut self.access_key, name, filled(text()?, name)?)?,
            "--secret-key" => once(&mut self.secret_key, name, filled(text()?, name)?)?,
            "--session-token" => once(&mut self.session_token, name, filled(text()?, name)?)?,
            "--settle" => once(&mut self.settle, name, duration(&text()?, name)?)?,
            "--region" => once(&mut self.region, name, filled(text()?, name)?)?,
            "--rate-limit" => once(&mut self.rate_limit, name, number(&text()?, name)?)?,
            "--request-timeout" => {
                let time = duration(&text()?, name)?;
                if time.is_zero() {
                    return Err(format!("{name} must be more than 0"));
                }
                once(&mut self.request_timeout, name, time)?;
            }
            "--max-connections" => {
                let most: u32 = number(&text()?, name)?;
                once(&mut self.max_connections, name, most as usize)?;
            }
            "--seed" => once(&mut self.seed, name, value()?.into())?,
            "--data" => once(&mut self.data, name, value()?.into())?,
            _ => return Err(unknown(name)),
        }
        Ok(true)
    }

    fn finish(self, environment: impl Fn(&str) -> Option<OsString>) -> Result<Options, String> {
        let variable = |name: &str| match environment(name) {
            Some(value) => filled(into_text(value, name)?, name).map(Some),
            None => Ok::<_, String>(None),
        };
        let by_arguments = self.secret_key.is_some() || self.session_token.is_some();
        let or_variable = |given: Option<String>, name| match given {
            Some(given) => Ok(Some(given)),
            None => variable(name),
        };
        let access_key = or_variable(self.access_key, ACCESS_KEY_VARIABLE)?;
        let secret_key = or_variable(self.secret_key, SECRET_KEY_VARIABLE)?;
        let session_token = or_variable(self.session_token, SESSION_TOKEN_VARIABLE)?;
        if self.demo && self.seed.is_some() {
            return Err("--demo and --seed both say what to start with: give one".to_owned());
        }
        let listen = self.listen.unwrap_or_else(|| ([127, 0, 0, 1], 8080).into());
        if !listen.ip().is_loopback() {
            if self.openapi_alias {
                return Err(format!(
                    "{listen} can be reached from other machines, and --openapi-alias takes calls without a signature: it \
                     needs a loopback address"
                ));
            }
            if access_key.is_none() || secret_key.is_none() {
                return Err(format!(
                    "{listen} can be reached from other machines, so it needs keys of your own: --access-key (or \
                     {ACCESS_KEY_VARIABLE}) and the environment variable {SECRET_KEY_VARIABLE}"
                ));
            }
            if by_arguments {
                return Err(format!(
                    "{listen} can be reached from other machines, and others can read the arguments of a program: give \
                     the secret key by the environment variable {SECRET_KEY_VARIABLE} (and a session token by \
                     {SESSION_TOKEN_VARIABLE})"
                ));
            }
        }
        let keys = match (access_key, secret_key) {
            (None, None) if session_token.is_none() => None,
            (access_key, secret_key) => Some((
                access_key.unwrap_or_else(|| DEFAULT_ACCESS_KEY.to_owned()),
                secret_key.unwrap_or_else(|| DEFAULT_SECRET_KEY.to_owned()),
            )),
        };
        Ok(Options {
            listen,
            keys,
            session_token,
            settle: self.settle.unwrap_or_default(),
            demo: self.demo,
            seed: self.seed,
            data: self.data,
            strict: self.strict,
            region: self.region,
            rate_limit: self.rate_limit,
            request_timeout: self.request_timeout,
            max_connections: self.max_connections,
            webhooks_to_any_host: self.webhooks_to_any_host,
            openapi_alias: self.openapi_alias,
        })
    }
}

/// `--name=value` or `--name`.
fn split(argument: OsString) -> Result<(String, Option<OsString>), String> {
    // Only the values of --seed and --data may be no Unicode, and then stand by themselves.
    let text = into_text(argument, "an argument")?;
    match text.split_once('=') {
        Some((name, value)) if name.starts_with("--") => Ok((name.to_owned(), Some(value.into()))),
        _ => Ok((text, None)),
    }
}

fn into_text(value: OsString, name: &str) -> Result<String, String> {
    // It may be a secret, so it is not quoted.
    value
        .into_string()
        .map_err(|_| format!("{name} is no Unicode text"))
}

fn unknown(name: &str) -> String {
    if !name.starts_with('-') {
        // What stands where an option should may be the secret behind a misspelt one.
        return "there are only options here, no other arguments".to_owned();
    }
    let names: Vec<String> = OPTIONS
        .iter()
        .map(|option| format!("--{}", option.name))
        .collect();
    format!(
        "there is no option {name:?}; there are {}, --help and --version",
        names.join(", ")
    )
}

fn once<T>(slot: &mut Option<T>, name: &str, value: T) -> Result<(), String> {
    match slot.replace(value) {
        None => Ok(()),
        Some(_) => Err(format!("{name} is given twice")),
    }
}

fn once_flag(slot: &mut bool, name: &str) -> Result<bool, String> {
    if std::mem::replace(slot, true) {
        return Err(format!("{name} is given twice"));
    }
    Ok(false)
}

fn filled(value: String, name: &str) -> Result<String, String> {
    if value.is_empty() {
        return Err(format!("{name} is empty"));
    }
    Ok(value)
}

fn address(text: &str) -> Result<SocketAddr, String> {
    let text = match text.strip_prefix("localhost:") {
        Some(port) => format!("127.0.0.1:{port}"),
        None => text.to_owned(),
    };
    text.parse().map_err(|_| {
        format!("--listen must be an IP address and a port, such as 127.0.0.1:8080 or [::1]:0, is {text:?}")
    })
}

/// `0`, `50ms`, `2s`, `1m`, `1h`.
fn duration(text: &str, name: &str) -> Result<Duration, String> {
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
    let number: Option<u64> = number.parse().ok();
    let total = number
        .zip(milliseconds)
        .and_then(|(number, unit)| number.checked_mul(unit));
    total.map(Duration::from_millis).ok_or_else(|| {
        format!("{name} must be 0 or a whole number with ms, s, m or h, such as 50ms, is {text:?}")
    })
}

fn number(text: &str, name: &str) -> Result<u32, String> {
    let number = text.parse().ok().filter(|number| *number > 0);
    number.ok_or_else(|| {
        format!(
            "{name} must be a whole number from 1 to {}, is {text:?}",
            u32::MAX
        )
    })
}

#[cfg(test)]
mod tests;
