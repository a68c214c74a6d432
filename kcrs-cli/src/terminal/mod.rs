//! The terminal that somebody sits at, if somebody does: width, colour, progress, questions.

mod interrupt;
mod progress;
mod prompt;

use std::io::{self, IsTerminal};

use anstream::AutoStream;
use clap::ColorChoice;

pub(crate) use interrupt::unless_interrupted;
pub(crate) use progress::Progress;
pub(crate) use prompt::{ask, ask_secret, can_ask, confirm};

/// Decides on colour for the rest of the process, as `--color` says. Without it `NO_COLOR`,
/// `CLICOLOR_FORCE`, `CLICOLOR` and `TERM` decide, and else whether there is a terminal.
pub(crate) fn set_color(choice: ColorChoice) {
    let choice = match choice {
        ColorChoice::Auto => anstream::ColorChoice::Auto,
        ColorChoice::Always => anstream::ColorChoice::Always,
        ColorChoice::Never => anstream::ColorChoice::Never,
    };
    choice.write_global();
}

/// Returns whether what goes to stdout is coloured.
pub(crate) fn colors_stdout() -> bool {
    AutoStream::choice(&io::stdout()) != anstream::ColorChoice::Never
}

/// Returns the width of stdout in columns: that of `COLUMNS`, or of the terminal. None where it is
/// no terminal, so that lines end where they end.
pub(crate) fn width() -> Option<usize> {
    io::stdout().is_terminal().then(|| {
        let columns = std::env::var("COLUMNS").ok();
        columns
            .and_then(|columns| columns.parse().ok())
            .filter(|columns| *columns > 0)
            .or_else(|| terminal_size::terminal_size().map(|(width, _)| usize::from(width.0)))
            .filter(|columns| *columns > 0)
            .unwrap_or(80)
    })
}
