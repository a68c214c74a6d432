//! `--dry-run`, which shows a call instead of making it.

use clap::{Arg, ArgMatches};

use crate::language::Language;

const DRY_RUN: &str = "dry-run";

/// How a call is shown that is not made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DryRun {
    /// As the HTTP request.
    Http,
    /// As a command line of curl.
    Curl,
}

pub(crate) fn declare(language: Language) -> Arg {
    Arg::new(DRY_RUN)
        .long(DRY_RUN)
        .value_name("http|curl")
        .value_parser(["http", "curl"])
        .hide_possible_values(true)
        .num_args(0..=1)
        .require_equals(true)
        .default_missing_value("http")
        .help(language.choose(
            "Show the signed request instead of sending it, without secrets; `--dry-run=curl`: as a command line \
             for curl, which signs by itself with the keys in KSYUN_ACCESS_KEY and KSYUN_SECRET_KEY",
            "只显示已签名的请求而不发送，不含机密；`--dry-run=curl`：显示为 curl 命令，\
             由 curl 以 KSYUN_ACCESS_KEY 与 KSYUN_SECRET_KEY 中的密钥自行签名",
        ))
        .help_heading(language.choose("Command options", "命令选项"))
}

impl DryRun {
    /// What the option asks for, where it is given.
    pub(crate) fn read(matches: &ArgMatches) -> Option<Self> {
        let format = matches.get_one::<String>(DRY_RUN)?;
        Some(match format.as_str() {
            "curl" => Self::Curl,
            _ => Self::Http,
        })
    }
}
