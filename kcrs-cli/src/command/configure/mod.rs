//! `configure`: writes the profile file, and shows where settings come from.

mod ask;
mod entries;
mod list;

use std::path::PathBuf;

use clap::{Parser, Subcommand};
use kcrs_generated::{ProfileFile, ProfileKey};

use crate::args::GlobalArgs;
use crate::error::CliError;
use crate::files;
use crate::output;
use crate::run::credentials::others_can_read;
use crate::text::Text;

#[derive(Debug, Parser)]
#[command(
    name = "configure",
    about = text!(
        "Writes keys, region and endpoint into the profile file, and shows where settings come from",
        "将密钥、地域和地址写入配置文件，或查看各项设置的来源"
    ),
    long_about = prose!("configure"),
    args_conflicts_with_subcommands = true
)]
pub(super) struct Configure {
    #[command(subcommand)]
    command: Option<ConfigureCommand>,
    #[command(flatten)]
    ask: ask::Ask,
}

#[derive(Debug, Subcommand)]
enum ConfigureCommand {
    #[command(about = text!(
        "Shows the settings that are used, and where each comes from; secrets are masked",
        "显示当前生效的各项设置及其来源，机密会被遮盖"
    ))]
    List,
    #[command(flatten)]
    Entry(entries::EntryCommand),
}

impl Configure {
    pub(super) fn run(self, globals: &GlobalArgs) -> Result<(), CliError> {
        match self.command {
            None => self.ask.run(globals),
            Some(ConfigureCommand::List) => list::run(globals),
            Some(ConfigureCommand::Entry(entry)) => entry.run(globals),
        }
    }
}

/// The profile that is written, in its file.
struct Profile {
    name: String,
    path: PathBuf,
    file: ProfileFile,
}

impl Profile {
    fn open(globals: &GlobalArgs) -> Result<Self, CliError> {
        let path = ProfileFile::usual_path().ok_or_else(|| {
            CliError::configuration(text!(
                "there is no home directory: set HOME, or KS_SHARED_CREDENTIALS_FILE to the file's path",
                "没有主目录：请设置 HOME，或将 KS_SHARED_CREDENTIALS_FILE 设为文件的路径"
            ))
        })?;
        let file = ProfileFile::read(&path)?;
        let name = match globals.client_builder().resolved_config() {
            Ok(settings) => settings.profile.value,
            // A file that is yet to be written.
            Err(_) if !path.exists() => {
                let name = globals.profile.clone();
                name.unwrap_or_else(|| "default".to_owned())
            }
            Err(error) => return Err(error.into()),
        };
        Ok(Self { name, path, file })
    }

    fn get(&self, key: ProfileKey) -> Option<String> {
        self.file.get(&self.name, key)
    }

    fn has(&self, key: ProfileKey) -> bool {
        self.file.has(&self.name, key)
    }

    fn set(&mut self, key: ProfileKey, value: Option<&str>) -> Result<(), CliError> {
        let set = self.file.set(&self.name, key, value);
        set.map_err(|error| CliError::usage(Text::verbatim(error)))
    }

    /// Writes the file, and says so.
    fn save(&self) -> Result<(), CliError> {
        let was_open = others_can_read(&self.path);
        files::replace_private(&self.path, self.file.text().as_bytes())?;
        let (name, path) = (&self.name, self.path.display());
        output::warn(text!(
            "wrote the profile `{name}` to {path}",
            "已将配置 `{name}` 写入 {path}"
        ));
        if was_open {
            output::warn(text!(
                "other users of this machine could read the file; now they cannot. Consider new keys",
                "此前本机其他用户可以读取该文件，现已禁止；请考虑更换密钥"
            ));
        }
        Ok(())
    }
}

/// A key as it is shown: its end.
fn masked(key: &str) -> String {
    const SHOWN: usize = 4;
    let chars: Vec<char> = key.chars().collect();
    let hidden = if chars.len() >= 3 * SHOWN {
        chars.len() - SHOWN
    } else {
        chars.len()
    };
    let end: String = chars[hidden..].iter().collect();
    format!("****{end}")
}
