//! `configure list`: where each setting comes from.

use kcrs_generated::{ConfigSource, Sourced};
use serde_json::{Value, json};

use super::masked;
use crate::args::GlobalArgs;
use crate::error::CliError;
use crate::output::Format;
use crate::run::credentials::warn_of_readers;
use crate::text::Text;

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

/// Describes the source of a setting.
fn describe(setting: &str, source: &ConfigSource) -> String {
    let text = match source {
        ConfigSource::Set => text!("option --{setting}", "选项 --{setting}"),
        ConfigSource::Variable(name) => text!("variable {name}", "环境变量 {name}"),
        ConfigSource::File {
            path,
            section,
            name,
        } => {
            let path = path.display();
            let section = match section.as_str() {
                "" => String::new(),
                section => format!("[{section}] "),
            };
            Text::verbatim(format_args!("{path}: {section}{name}"))
        }
        _ => text!("default", "默认值"),
    };
    text.into()
}
