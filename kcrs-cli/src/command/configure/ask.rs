//! `configure` itself: asks for keys and region, or takes the secret from the standard input.

use std::io::{self, IsTerminal, Read};

use clap::ArgMatches;
use kcrs_generated::{ConfigSource, ProfileKey, SERVICE};
use zeroize::Zeroizing;

use super::{Profile, masked};
use crate::args::{self, GlobalArgs};
use crate::error::CliError;
use crate::terminal;

/// Longer than any key or token.
const MAX_STDIN_BYTES: u64 = 64 * 1024;

/// What is to be written.
#[derive(Default)]
struct Answers {
    access_key: Option<String>,
    secret_key: Option<Zeroizing<String>>,
    token: Option<Zeroizing<String>>,
    region: Option<String>,
}

pub(super) fn run(matches: &ArgMatches, globals: &GlobalArgs) -> Result<(), CliError> {
    let mut profile = Profile::open(globals)?;
    let given = args::text_of(matches, "access-key");
    let is_temporary = matches.get_flag("temporary");
    let answers = if matches.get_flag("secret-stdin") {
        read_stdin(given, is_temporary)?
    } else if terminal::can_ask() {
        ask(&profile, given, is_temporary, globals)?
    } else {
        return Err(CliError::usage(
            "there is no terminal to ask on: pass --access-key and --secret-stdin, and the secret key on the standard input",
        ));
    };
    answers.write(&mut profile, globals)?;
    profile.save(globals)?;
    warn_of_variables(globals)
}

/// The secret key, and the session token of temporary keys, from the standard input.
fn read_stdin(access_key: Option<String>, is_temporary: bool) -> Result<Answers, CliError> {
    let stdin = io::stdin();
    if stdin.is_terminal() {
        return Err(CliError::usage(
            "the standard input is a terminal, which would show the secret: leave out --secret-stdin to be asked for it",
        ));
    }
    let mut text = Zeroizing::new(String::new());
    stdin
        .take(MAX_STDIN_BYTES)
        .read_to_string(&mut text)
        .map_err(|error| CliError::usage(format!("the standard input: {error}")))?;
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let expected = if is_temporary {
        "the secret key on the first line of the standard input and the session token on the second"
    } else {
        "the secret key on the only line of the standard input"
    };
    let count = 1 + usize::from(is_temporary);
    if lines.len() != count || lines.iter().any(|line| line.is_empty()) {
        return Err(CliError::usage(format!("expected {expected}")));
    }
    let line = |at: usize| lines.get(at).map(|line| Zeroizing::new((*line).to_owned()));
    Ok(Answers {
        access_key,
        secret_key: line(0),
        token: line(1),
        region: None,
    })
}

fn ask(
    profile: &Profile,
    access_key: Option<String>,
    is_temporary: bool,
    globals: &GlobalArgs,
) -> Result<Answers, CliError> {
    let language = globals.language;
    let (name, path) = (&profile.name, profile.path.display());
    eprintln!(
        "{}",
        language.choose(
            format!("The profile `{name}` in {path}. Enter keeps what is in brackets."),
            format!("配置 `{name}`，位于 {path}。直接回车则保留方括号中的值。"),
        )
    );
    let access_key = match access_key {
        Some(given) => Some(given),
        None => ask_for(
            "Access key",
            profile.get(ProfileKey::AccessKey).map(|key| masked(&key)),
        )?,
    };
    let hidden = language.choose("not shown", "不回显");
    let ask_secret = |what: &str, key| {
        let kept = if profile.has(key) { " [****]" } else { "" };
        let secret = terminal::ask_secret(&format!("{what} ({hidden}){kept}"))?;
        let secret = Zeroizing::new(secret);
        Ok::<_, CliError>((!secret.trim().is_empty()).then_some(secret))
    };
    let secret_key = ask_secret("Secret key", ProfileKey::SecretKey)?;
    let token = match is_temporary {
        true => ask_secret("Session token", ProfileKey::SessionToken)?,
        false => None,
    };
    let region = match &globals.region {
        Some(_) => None,
        None => {
            let current = profile.get(ProfileKey::Region);
            let shown = current.unwrap_or_else(|| SERVICE.default_region.to_owned());
            ask_for(language.choose("Region", "地域"), Some(shown))?
        }
    };
    Ok(Answers {
        access_key,
        secret_key,
        token,
        region,
    })
}

/// What is typed in; none where it is nothing.
fn ask_for(what: &str, current: Option<String>) -> Result<Option<String>, CliError> {
    let question = match current {
        Some(current) => format!("{what} [{current}]"),
        None => what.to_owned(),
    };
    match terminal::ask(&question)? {
        Some(answer) => Ok((!answer.is_empty()).then_some(answer)),
        None => Err(CliError::interrupted(
            "the input ended; nothing was changed",
        )),
    }
}

impl Answers {
    fn write(&self, profile: &mut Profile, globals: &GlobalArgs) -> Result<(), CliError> {
        let missing = |what: &str| CliError::usage(format!("{what}; nothing was changed"));
        let current = profile.get(ProfileKey::AccessKey);
        let is_other = self.access_key.is_some() && self.access_key != current;
        if self.access_key.is_none() && current.is_none() {
            return Err(missing("an access key is needed"));
        }
        if self.secret_key.is_none() && (is_other || !profile.has(ProfileKey::SecretKey)) {
            return Err(missing("the access key needs its secret key"));
        }
        if let Some(access_key) = &self.access_key {
            profile.set(ProfileKey::AccessKey, Some(access_key))?;
        }
        if let Some(secret_key) = &self.secret_key {
            profile.set(ProfileKey::SecretKey, Some(secret_key))?;
        }
        if is_other || self.secret_key.is_some() || self.token.is_some() {
            // What belonged to the keys before.
            let token = self.token.as_ref().map(|token| token.as_str());
            profile.set(ProfileKey::SessionToken, token)?;
            profile.set(ProfileKey::Expiration, None)?;
        }
        for (key, value) in [
            (
                ProfileKey::Region,
                self.region.as_ref().or(globals.region.as_ref()),
            ),
            (ProfileKey::Endpoint, globals.endpoint.as_ref()),
        ] {
            if let Some(value) = value {
                profile.set(key, Some(value))?;
            }
        }
        Ok(())
    }
}

/// Says which variables of the environment hide what was written.
fn warn_of_variables(globals: &GlobalArgs) -> Result<(), CliError> {
    let resolved = globals.client_builder().resolved_config()?;
    let access_key = resolved.access_key.map(|setting| setting.source);
    for source in [access_key, Some(resolved.region.source)]
        .into_iter()
        .flatten()
    {
        if let ConfigSource::Variable(name) = source {
            eprintln!(
                "{}",
                globals.language.choose(
                    format!("The environment variable {name} is set and goes before it."),
                    format!("已设置环境变量 {name}，其优先于该配置。"),
                )
            );
        }
    }
    Ok(())
}
