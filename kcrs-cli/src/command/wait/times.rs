//! When a waiter asks, and when it gives up, as options.

use std::time::Duration;

use clap::{Arg, ArgMatches, builder::ValueParser};
use kcrs_generated::WaitOptions;
use kcrs_generated::schema::Waiter;

use crate::args::duration;
use crate::error::CliError;
use crate::language::Language;

/// The options, with something before their names.
pub(super) fn declare(prefix: &str, waiter: &Waiter, language: Language) -> Vec<Arg> {
    let heading = language.choose("Command options", "命令选项");
    let option = |name: &str, help: String| {
        let name = format!("{prefix}{name}");
        Arg::new(name.clone())
            .long(name)
            .value_name(duration::VALUE_NAME)
            .value_parser(ValueParser::new(duration::parse))
            .help(help)
            .help_heading(heading)
    };
    let usual = |time: Duration| duration::format(time);
    let (timeout, interval, settle) = (
        usual(waiter.limit),
        usual(waiter.interval),
        usual(waiter.settle),
    );
    vec![
        option(
            "timeout",
            language.choose(
                format!("How long to wait at most, such as 90s or 10m [default: {timeout}]"),
                format!("最长等待多久，如 90s 或 10m [默认：{timeout}]"),
            ),
        ),
        option(
            "interval",
            language.choose(
                format!("How long to wait between two questions; it grows to four times as much [default: {interval}]"),
                format!("两次查询的间隔，逐渐增至四倍 [默认：{interval}]"),
            ),
        ),
        option(
            "settle",
            language.choose(
                format!("How long to wait further once the state is there [default: {settle}]"),
                format!("状态出现后再等多久 [默认：{settle}]"),
            ),
        ),
    ]
}

/// What the options say.
pub(super) fn options(matches: &ArgMatches, prefix: &str) -> Result<WaitOptions, CliError> {
    let time = |name: &str| {
        matches
            .get_one::<Duration>(&format!("{prefix}{name}"))
            .copied()
    };
    let mut options = WaitOptions::new();
    if let Some(time) = time("timeout") {
        options = options.limit(time);
    }
    if let Some(time) = time("interval") {
        if time.is_zero() {
            return Err(CliError::usage(format!(
                "--{prefix}interval must be more than 0"
            )));
        }
        options = options.interval(time);
    }
    if let Some(time) = time("settle") {
        options = options.settle(time);
    }
    Ok(options)
}
