//! `configure`: writes the profile file, and shows where settings come from.

mod ask;
mod entries;
mod list;

use std::path::PathBuf;

use clap::{ArgMatches, Command};
use kcrs_generated::{ProfileFile, ProfileKey};

use crate::args::{self, GlobalArgs};
use crate::error::CliError;
use crate::files;
use crate::language::Language;
use crate::run::credentials::others_can_read;

pub(super) fn declare(language: Language) -> Command {
    let flag = args::flags(language);
    Command::new("configure")
        .about(language.choose(
            "Writes keys, region and endpoint into the profile file, and shows where settings come from",
            "将密钥、地域和地址写入配置文件，或查看各项设置的来源",
        ))
        .long_about(language.choose(
            "Writes keys, region and endpoint into the profile file.\n\n\
             On a terminal it asks for what is not given; the secret key is not shown. For scripts, --access-key and \
             --secret-stdin say all. The file, ~/.ks/credentials unless KS_SHARED_CREDENTIALS_FILE names another, can be \
             read by its owner only; its comments and other profiles stay as they are. --profile names the profile, \
             --region and --endpoint are written into it.\n\n\
             No option takes a secret: other users of the machine can read the arguments of a program.",
            "将密钥、地域和地址写入配置文件。\n\n\
             在终端上会询问未给出的项，输入 secret key 时不回显。脚本中可用 --access-key 和 --secret-stdin 给出全部内容。\
             文件默认为 ~/.ks/credentials（可用 KS_SHARED_CREDENTIALS_FILE 另行指定），仅所有者可读；其中的注释和其他配置保持不变。\
             --profile 指定配置名，--region 和 --endpoint 会写入该配置。\n\n\
             没有任何选项接受机密：同一机器上的其他用户可以看到程序的参数。",
        ))
        .args([
            args::options(language)(
                "access-key",
                "KEY",
                "The access key, which is no secret",
                "access key，不属于机密",
            ),
            flag(
                "secret-stdin",
                "Read the secret key from the first line of the standard input",
                "从标准输入的第一行读取 secret key",
            ),
            flag(
                "temporary",
                "The keys are temporary ones: ask for their session token too, or read it from the second line",
                "密钥为临时密钥：同时询问 session token，或从第二行读取",
            ),
        ])
        .args_conflicts_with_subcommands(true)
        .subcommand(list::declare(language))
        .subcommands(entries::declare(language))
}

pub(super) fn run(matches: &ArgMatches, globals: &GlobalArgs) -> Result<(), CliError> {
    match matches.subcommand() {
        None => ask::run(matches, globals),
        Some(("list", _)) => list::run(globals),
        Some((name, matches)) => entries::run(name, matches, globals),
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
        let name = globals.client_builder().resolved_config()?.profile.value;
        let path = ProfileFile::usual_path().ok_or_else(|| {
            CliError::configuration("there is no home directory: set HOME, or KS_SHARED_CREDENTIALS_FILE to the file's path",
            )
        })?;
        let file = ProfileFile::read(&path)?;
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
        set.map_err(CliError::usage)
    }

    /// Writes the file, and says so.
    fn save(&self, globals: &GlobalArgs) -> Result<(), CliError> {
        let was_open = others_can_read(&self.path);
        files::replace_private(&self.path, self.file.text().as_bytes()).map_err(|error| {
            let path = self.path.display();
            CliError::other(format!("{path} cannot be written: {error}"))
        })?;
        let (name, path) = (&self.name, self.path.display());
        let wrote = globals.language.choose(
            format!("Wrote the profile `{name}` to {path}."),
            format!("已将配置 `{name}` 写入 {path}。"),
        );
        eprintln!("{wrote}");
        if was_open {
            eprintln!(
                "{}",
                globals.language.choose(
                    "Other users of this machine could read the file; now they cannot. Consider new keys.",
                    "此前本机其他用户可以读取该文件，现已禁止；请考虑更换密钥。",
                )
            );
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
