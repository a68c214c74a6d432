//! `configure get`, `set` and `unset`: single entries.

use clap::{Subcommand, ValueEnum};
use kcrs_generated::ProfileKey;

use super::Profile;
use crate::args::GlobalArgs;
use crate::error::CliError;
use crate::output;
use crate::run::unknown_region;
use crate::text::Text;

#[derive(Debug, Subcommand)]
pub(super) enum EntryCommand {
    #[command(about = text!(
        "Prints the value of a setting that is used: of the options, the environment or the profile",
        "输出某项设置当前生效的值（来自选项、环境变量或配置文件）"
    ))]
    Get {
        #[arg(value_name = "NAME", hide_possible_values = true, help = names())]
        name: Entry,
    },
    #[command(about = text!("Writes a setting into the profile", "将某项设置写入配置"))]
    Set {
        #[arg(value_name = "NAME", hide_possible_values = true, help = names())]
        name: Entry,
        #[arg(value_name = "VALUE", help = text!("Its value", "设置的值"))]
        value: String,
        #[arg(long, help = text!(
            "Write a region that this version does not know",
            "写入此版本不认识的地域"
        ))]
        force: bool,
    },
    #[command(about = text!("Takes a setting out of the profile", "从配置中删除某项设置"))]
    Unset {
        #[arg(value_name = "NAME", hide_possible_values = true, help = names())]
        name: Entry,
    },
}

/// The entries that are no secrets.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum Entry {
    AccessKey,
    Region,
    Endpoint,
}

fn names() -> Text {
    text!(
        "The setting: access-key, region or endpoint",
        "设置项：access-key、region 或 endpoint"
    )
}

impl EntryCommand {
    pub(super) fn run(self, globals: &GlobalArgs) -> Result<(), CliError> {
        match self {
            Self::Get { name } => name.print(globals),
            Self::Set { name, value, force } => {
                let unknown = match name {
                    Entry::Region if !force => unknown_region(&value),
                    _ => None,
                };
                if let Some(hint) = unknown {
                    return Err(CliError::usage(hint.and(text!(
                        "\n--force writes it all the same",
                        "\n给出 --force 则照样写入"
                    ))));
                }
                name.write(Some(&value), globals)
            }
            Self::Unset { name } => name.write(None, globals),
        }
    }
}

impl Entry {
    fn write(self, value: Option<&str>, globals: &GlobalArgs) -> Result<(), CliError> {
        let mut profile = Profile::open(globals)?;
        let key = match self {
            Self::AccessKey => ProfileKey::AccessKey,
            Self::Region => ProfileKey::Region,
            Self::Endpoint => ProfileKey::Endpoint,
        };
        profile.set(key, value)?;
        profile.save()
    }

    fn print(self, globals: &GlobalArgs) -> Result<(), CliError> {
        let resolved = globals.client_builder().resolved_config()?;
        let setting = match self {
            Self::Region => Some(resolved.region),
            Self::Endpoint => Some(resolved.endpoint),
            Self::AccessKey => resolved.access_key,
        };
        let setting = setting.ok_or_else(|| {
            CliError::configuration(text!("access-key is not set", "未设置 access-key"))
        })?;
        output::write(&format!("{}\n", setting.value))
    }
}
