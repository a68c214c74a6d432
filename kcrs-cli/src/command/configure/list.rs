//! `configure list`: where each setting comes from.

use clap::Command;
use kcrs_generated::{ConfigSource, Sourced};
use serde_json::{Value, json};

use super::masked;
use crate::args::GlobalArgs;
use crate::error::CliError;
use crate::language::Language;
use crate::output::Format;
use crate::run::credentials::warn_of_readers;

pub(super) fn declare(language: Language) -> Command {
    Command::new("list").about(language.choose(
        "Shows the settings that are used, and where each comes from; secrets are masked",
        "显示当前生效的各项设置及其来源，机密会被遮盖",
    ))
}

pub(super) fn run(globals: &GlobalArgs) -> Result<(), CliError> {
    let resolved = globals.client_builder().resolved_config()?;
    warn_of_readers(&resolved);
    let access_key = resolved.access_key.as_ref();
    let signature = match globals.signature {
        Some(_) => ConfigSource::Set,
        None => ConfigSource::Default,
    };
    let rows = [
        ("profile", plain(&resolved.profile)),
        (
            "access-key",
            access_key.map(|setting| (masked(&setting.value), &setting.source)),
        ),
        ("secret-key", secret(&resolved.secret_key)),
        ("session-token", secret(&resolved.session_token)),
        ("region", plain(&resolved.region)),
        ("endpoint", plain(&resolved.endpoint)),
        (
            "signature",
            Some((globals.signature_name().to_owned(), &signature)),
        ),
    ];
    let rows = rows.into_iter().map(|(name, setting)| {
        let (value, source) = setting.unzip();
        json!({
            "Setting": name,
            "Value": value,
            "Origin": source.map(|source| describe(name, source)),
        })
    });
    let rows = Value::Array(rows.collect());
    globals.printer.print_as(&rows, Format::Table)
}

fn plain(setting: &Sourced<String>) -> Option<(String, &ConfigSource)> {
    Some((setting.value.clone(), &setting.source))
}

fn secret(source: &Option<ConfigSource>) -> Option<(String, &ConfigSource)> {
    Some(("****".to_owned(), source.as_ref()?))
}

/// Where a setting comes from, in words.
fn describe(setting: &str, source: &ConfigSource) -> String {
    match source {
        ConfigSource::Set => format!("option --{setting}"),
        ConfigSource::Variable(name) => format!("variable {name}"),
        ConfigSource::File {
            path,
            section,
            name,
        } => {
            let section = if section.is_empty() {
                String::new()
            } else {
                format!("[{section}] ")
            };
            format!("{}: {section}{name}", path.display())
        }
        _ => "default".to_owned(),
    }
}
