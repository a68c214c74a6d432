//! `configure list`: where each setting comes from.

use clap::Command;
use kcrs_generated::Origin;
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
    let origins = globals.client_builder().origins().map_err(unusable)?;
    warn_of_readers(&origins);
    let access_key = origins.access_key.as_ref();
    let secret = |origin: &Option<Origin>| origin.as_ref().map(|_| "****".to_owned());
    let (profile, region, endpoint) = (&origins.profile, &origins.region, &origins.endpoint);
    let signature = globals.signature.map(|_| &Origin::Set);
    let rows = [
        (
            "profile",
            Some(profile.value.clone()),
            Some(&profile.origin),
        ),
        (
            "access-key",
            access_key.map(|setting| masked(&setting.value)),
            access_key.map(|setting| &setting.origin),
        ),
        (
            "secret-key",
            secret(&origins.secret_key),
            origins.secret_key.as_ref(),
        ),
        (
            "session-token",
            secret(&origins.session_token),
            origins.session_token.as_ref(),
        ),
        ("region", Some(region.value.clone()), Some(&region.origin)),
        (
            "endpoint",
            Some(endpoint.value.clone()),
            Some(&endpoint.origin),
        ),
        (
            "signature",
            Some(globals.signature_name().to_owned()),
            Some(signature.unwrap_or(&Origin::Default)),
        ),
    ];
    let rows: Vec<Value> = rows
        .into_iter()
        .map(|(name, value, origin)| {
            json!({
                "Setting": name,
                "Value": value,
                "Origin": origin.map(|origin| describe(name, origin)),
            })
        })
        .collect();
    globals.printer.print_as(&Value::Array(rows), Format::Table)
}

/// Where a setting comes from, in words.
fn describe(setting: &str, origin: &Origin) -> String {
    match origin {
        Origin::Set => format!("option --{setting}"),
        Origin::Variable(name) => format!("variable {name}"),
        Origin::File {
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
