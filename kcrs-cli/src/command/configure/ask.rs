//! `configure` itself: asks for keys and region, or takes the secret from the standard input.

use std::io::{self, IsTerminal, Read};

use clap::Args;
use kcrs_generated::{ConfigSource, ProfileKey, SERVICE};
use zeroize::Zeroizing;

use super::{Profile, masked};
use crate::args::GlobalArgs;
use crate::error::CliError;
use crate::output;
use crate::run::unknown_region;
use crate::terminal;
use crate::text::Text;

/// Longer than any key or token.
const MAX_STDIN_BYTES: u64 = 64 * 1024;

/// Settings to be written.
#[derive(Default)]
struct Answers {
    access_key: Option<String>,
    secret_key: Option<Zeroizing<String>>,
    token: Option<Zeroizing<String>>,
    region: Option<String>,
}

#[derive(Debug, Args)]
pub(super) struct Ask {
    #[arg(
        long,
        value_name = "KEY",
        help = text!("The access key, which is no secret", "access key，不属于机密")
    )]
    access_key: Option<String>,
    #[arg(long, help = text!(
        "Read the secret key from the first line of the standard input",
        "从标准输入的第一行读取 secret key"
    ))]
    secret_stdin: bool,
    #[arg(long, help = text!(
        "The keys are temporary ones: ask for their session token too, or read it from the second line",
        "密钥为临时密钥：同时询问 session token，或从第二行读取"
    ))]
    temporary: bool,
}

impl Ask {
    pub(super) fn run(self, globals: &GlobalArgs) -> Result<(), CliError> {
        let mut profile = Profile::open(globals)?;
        let answers = if self.secret_stdin {
            read_stdin(self.access_key, self.temporary)?
        } else if terminal::can_ask() {
            ask(&profile, self.access_key, self.temporary, globals)?
        } else {
            return Err(CliError::usage(text!(
                "there is no terminal to ask on: pass --access-key and --secret-stdin, and the secret key on the standard input",
                "没有可供询问的终端：请给出 --access-key 和 --secret-stdin，并从标准输入提供 secret key"
            )));
        };
        answers.write(&mut profile, globals)?;
        profile.save()?;
        warn_of_variables(globals)
    }
}

/// The secret key, and the session token of temporary keys, from the standard input.
fn read_stdin(access_key: Option<String>, is_temporary: bool) -> Result<Answers, CliError> {
    let stdin = io::stdin();
    if stdin.is_terminal() {
        return Err(CliError::usage(text!(
            "the standard input is a terminal, which would show the secret: leave out --secret-stdin to be asked for it",
            "标准输入是终端，会显示机密：不要给出 --secret-stdin，即可在询问时输入"
        )));
    }
    let mut text = Zeroizing::new(String::new());
    stdin
        .take(MAX_STDIN_BYTES)
        .read_to_string(&mut text)
        .map_err(|error| {
            CliError::usage(text!("the standard input: {error}", "标准输入：{error}"))
        })?;
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let count = 1 + usize::from(is_temporary);
    if lines.len() != count || lines.iter().any(|line| line.is_empty()) {
        return Err(CliError::usage(match is_temporary {
            true => text!(
                "expected the secret key on the first line of the standard input and the session token on the second",
                "标准输入应为两行：第一行是 secret key，第二行是 session token"
            ),
            false => text!(
                "expected the secret key on the only line of the standard input",
                "标准输入应只有一行，即 secret key"
            ),
        }));
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
    let (name, path) = (&profile.name, profile.path.display());
    output::warn(text!(
        "the profile `{name}` in {path}; Enter keeps what is in brackets",
        "配置 `{name}`，位于 {path}；直接回车则保留方括号中的值"
    ));
    let access_key = match access_key {
        Some(given) => Some(given),
        None => ask_for(
            text!("Access key", "Access key"),
            profile.get(ProfileKey::AccessKey).map(|key| masked(&key)),
        )?,
    };
    let ask_secret = |what: &str, key| {
        let kept = if profile.has(key) { " [****]" } else { "" };
        let question = text!("{what} (not shown){kept}", "{what}（不回显）{kept}");
        let secret = terminal::ask_secret(&question)?;
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
            ask_for(text!("Region", "地域"), Some(shown))?
        }
    };
    Ok(Answers {
        access_key,
        secret_key,
        token,
        region,
    })
}

/// Asks for a value; `None` where the line is empty.
fn ask_for(what: Text, current: Option<String>) -> Result<Option<String>, CliError> {
    let question = match current {
        Some(current) => what.and(format_args!(" [{current}]")),
        None => what,
    };
    match terminal::ask(&question)? {
        Some(answer) => Ok((!answer.is_empty()).then_some(answer)),
        None => Err(CliError::interrupted(text!(
            "the input ended; nothing was changed",
            "输入已结束；没有更改任何内容"
        ))),
    }
}

impl Answers {
    fn write(&self, profile: &mut Profile, globals: &GlobalArgs) -> Result<(), CliError> {
        let current = profile.get(ProfileKey::AccessKey);
        let is_other = self.access_key.is_some() && self.access_key != current;
        if self.access_key.is_none() && current.is_none() {
            return Err(CliError::usage(text!(
                "an access key is needed; nothing was changed",
                "需要 access key；没有更改任何内容"
            )));
        }
        if self.secret_key.is_none() && (is_other || !profile.has(ProfileKey::SecretKey)) {
            return Err(CliError::usage(text!(
                "the access key needs its secret key; nothing was changed",
                "access key 需要对应的 secret key；没有更改任何内容"
            )));
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
                if let Some(hint) = unknown_region(value).filter(|_| key == ProfileKey::Region) {
                    output::warn(text!("warning: {hint}", "警告：{hint}"));
                }
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
            output::warn(text!(
                "the environment variable {name} is set and goes before it",
                "已设置环境变量 {name}，其优先于该配置"
            ));
        }
    }
    Ok(())
}
