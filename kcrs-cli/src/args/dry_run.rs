//! `--dry-run`, which shows a call instead of making it.

use clap::{Args, ValueEnum};

use super::command_options;

/// `--dry-run`, where a command has it.
#[derive(Clone, Copy, Debug, Args)]
pub(crate) struct DryRunArgs {
    #[arg(
        long,
        value_name = "http|curl",
        hide_possible_values = true,
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "http",
        help_heading = command_options(),
        help = text!(
            "Show the signed request instead of sending it, without secrets; `--dry-run=curl`: as a command line \
             for curl, which signs by itself with the keys in KSYUN_ACCESS_KEY and KSYUN_SECRET_KEY",
            "只显示已签名的请求而不发送，不含机密；`--dry-run=curl`：显示为 curl 命令，\
             由 curl 以 KSYUN_ACCESS_KEY 与 KSYUN_SECRET_KEY 中的密钥自行签名"
        )
    )]
    pub(crate) dry_run: Option<DryRun>,
}

/// Form in which a call is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum DryRun {
    Http,
    Curl,
}
