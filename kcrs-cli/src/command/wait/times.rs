//! Options for the interval and the time limit of a wait.

use std::time::Duration;

use clap::{Arg, ArgMatches};
use kcrs_generated::WaitOptions;
use kcrs_generated::schema::Waiter;

use crate::args::{self, command_options, duration};
use crate::error::CliError;

/// The options, with something before their names.
pub(super) fn declare(prefix: &str, waiter: &Waiter) -> [Arg; 3] {
    let (timeout, interval, settle) = (
        duration::format(waiter.limit),
        duration::format(waiter.interval),
        duration::format(waiter.settle),
    );
    [
        (
            "timeout",
            text!(
                "How long to wait at most, such as 90s or 10m [default: {timeout}]",
                "最长等待多久，如 90s 或 10m [默认：{timeout}]"
            ),
        ),
        (
            "interval",
            text!(
                "How long to wait between two questions; it grows to four times as much [default: {interval}]",
                "两次查询的间隔，逐渐增至四倍 [默认：{interval}]"
            ),
        ),
        (
            "settle",
            text!(
                "How long to wait further once the state is there [default: {settle}]",
                "状态出现后再等多久 [默认：{settle}]"
            ),
        ),
    ]
    .map(|(name, help)| {
        args::option(format!("{prefix}{name}"), duration::VALUE_NAME, help)
            .value_parser(duration::parse)
            .help_heading(command_options())
    })
}

/// Reads the options of a wait.
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
            return Err(CliError::usage(text!(
                "--{prefix}interval must be more than 0",
                "--{prefix}interval 须大于 0"
            )));
        }
        options = options.interval(time);
    }
    if let Some(time) = time("settle") {
        options = options.settle(time);
    }
    Ok(options)
}
