//! What a command tells: a JSON value in the form that was asked for, and tables.

mod json;
mod query;
mod table;
mod text;
mod view;

use std::fmt;
use std::io::{self, Write};

use serde_json::Value;

use crate::failure::{Exit, Failure};
use crate::globals::Globals;
use crate::terminal;

pub(crate) use query::Query;
pub(crate) use table::Table;

/// How a value is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    Json,
    Yaml,
    Table,
    Text,
}

impl Form {
    pub(crate) const NAMES: &'static [&'static str] = &["json", "yaml", "table", "text"];

    pub(crate) fn from_name(name: &str) -> Option<Self> {
        match name {
            "json" => Some(Self::Json),
            "yaml" => Some(Self::Yaml),
            "table" => Some(Self::Table),
            "text" => Some(Self::Text),
            _ => None,
        }
    }
}

/// What the place of the output bears.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Screen {
    /// How many columns it has; no limit where it is no terminal.
    pub(crate) width: Option<usize>,
    pub(crate) color: bool,
}

impl Screen {
    /// What the standard output bears.
    pub(crate) fn of_stdout() -> Self {
        Self {
            width: terminal::width(),
            color: terminal::colors_stdout(),
        }
    }
}

/// Prints a value on stdout: what `--query` leaves of it, in the form that `--output` names, JSON
/// otherwise.
pub(crate) fn print(value: &Value, globals: &Globals) -> Result<(), Failure> {
    print_as(value, globals, Form::Json)
}

/// The same for a command whose form is another one unless `--output` names one.
pub(crate) fn print_as(value: &Value, globals: &Globals, unless_set: Form) -> Result<(), Failure> {
    let form = globals.output.unwrap_or(unless_set);
    let screen = Screen::of_stdout();
    let shown = match &globals.query {
        Some(query) => render(&query.of(value)?, form, screen)?,
        None => render(value, form, screen)?,
    };
    write(&shown)
}

/// Writes a text on stdout, whose lines are all ended.
pub(crate) fn write(text: &str) -> Result<(), Failure> {
    let mut stdout = io::stdout().lock();
    stdout.write_all(text.as_bytes())?;
    Ok(stdout.flush()?)
}

/// Tells something on stderr, besides the output. Where that is closed, there is nobody to tell it
/// to.
pub(crate) fn note(text: impl fmt::Display) {
    let _ = writeln!(io::stderr(), "kcrs: {text}");
}

/// A value in a form, as whole lines.
pub(crate) fn render(value: &Value, form: Form, screen: Screen) -> Result<String, Failure> {
    Ok(match form {
        Form::Json => json::render(value, screen.color),
        Form::Yaml => serde_yaml::to_string(value).map_err(|e| Failure::new(Exit::Other, e))?,
        Form::Table => view::render(value, screen),
        Form::Text => text::render(value),
    })
}

/// A text on one line, without signs that would move a terminal's cursor or change its colours.
pub(crate) fn on_one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for sign in text.chars() {
        if sign.is_control() {
            line.extend(sign.escape_default());
        } else {
            line.push(sign);
        }
    }
    line
}
