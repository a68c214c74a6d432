//! `configure list`: where each setting comes from.

use clap::Command;
use kcrs_generated::ConfigSource;
use serde_json::{Value, json};

use super::{masked, unusable};
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
    let resolved = globals
        .client_builder()
        .resolved_config()
        .map_err(unusable)?;
    warn_of_readers(&resolved);
    let access_key = resolved.access_key.as_ref();
    let secret = |source: &Option<ConfigSource>| source.as_ref().map(|_| "****".to_owned());
    let (profile, region, endpoint) = (&resolved.profile, &resolved.region, &resolved.endpoint);
    let signature = globals.signature.map(|_| &ConfigSource::Set);
    let rows = [
        (
            "profile",
            Some(profile.value.clone()),
            Some(&profile.source),
        ),
        (
            "access-key",
            access_key.map(|setting| masked(&setting.value)),
            access_key.map(|setting| &setting.source),
        ),
        (
            "secret-key",
            secret(&resolved.secret_key),
            resolved.secret_key.as_ref(),
        ),
        (
            "session-token",
            secret(&resolved.session_token),
            resolved.session_token.as_ref(),
        ),
        ("region", Some(region.value.clone()), Some(&region.source)),
        (
            "endpoint",
            Some(endpoint.value.clone()),
            Some(&endpoint.source),
        ),
        (
            "signature",
            Some(globals.signature_name().to_owned()),
            Some(signature.unwrap_or(&ConfigSource::Default)),
        ),
    ];
    let rows: Vec<Value> = rows
        .into_iter()
        .map(|(name, value, source)| {
            json!({
                "Setting": name,
                "Value": value,
                "Origin": source.map(|source| describe(name, source)),
            })
        })
        .collect();
    globals.printer.print_as(&Value::Array(rows), Format::Table)
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
