//! Output of a command: a JSON value in a format, and tables.

mod json;
mod query;
mod table;
mod text;
mod view;

use std::io::{self, Write};

use clap::{Args, ValueEnum};
use serde_json::Value;

use crate::error::CliError;
use crate::terminal;
use crate::text::Text;

pub(crate) use query::Query;
pub(crate) use table::Table;

/// The format of a printed value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    Json,
    Yaml,
    Table,
    Text,
    Jsonl,
}

/// Screen that the output is printed on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Screen {
    /// Width in columns; `None` where it is no terminal.
    pub(crate) width: Option<usize>,
    pub(crate) color: bool,
}

impl Screen {
    /// Standard output.
    pub(crate) fn of_stdout() -> Self {
        Self {
            width: terminal::width(),
            color: terminal::colors_stdout(),
        }
    }
}

/// Printing of values.
#[derive(Clone, Debug, Default, Args)]
pub(crate) struct Printer {
    #[arg(long = "output", value_name = "FORMAT", help = text!(
        "How the output is shown: json (unless set), yaml, table, text (tabs between the values) or jsonl (an item a line) [default: that of KCRS_OUTPUT]",
        "输出格式：json（默认）、yaml、table、text（以制表符分隔）或 jsonl（每行一项）"
    ))]
    pub(crate) format: Option<Format>,
    #[arg(long, value_name = "JMESPATH", help = text!(
        "What of the output is shown, such as 'ImageSet[].ImageId' (https://jmespath.org)",
        "只输出应答的哪一部分，如 'ImageSet[].ImageId'（https://jmespath.org）"
    ))]
    pub(crate) query: Option<Query>,
}

impl Printer {
    /// Returns whether a command may print text for people, since no option asks for a value.
    pub(crate) fn is_for_people(&self) -> bool {
        self.format.is_none() && self.query.is_none()
    }

    /// Prints the items of a list as they come, where the output is a line for each item anyhow.
    pub(crate) fn items(&self) -> Option<ItemPrinter> {
        let is_text = match self.format? {
            Format::Text => true,
            Format::Jsonl => false,
            Format::Json | Format::Yaml | Format::Table => return None,
        };
        let columns = is_text.then(Vec::new);
        self.query.is_none().then_some(ItemPrinter { columns })
    }

    /// Prints a value on stdout: what `--query` leaves of it, in the format that `--output` names,
    /// JSON otherwise.
    pub(crate) fn print(&self, value: &Value) -> Result<(), CliError> {
        self.print_as(value, Format::Json)
    }

    /// Prints a value in another format than JSON unless `--output` names one.
    pub(crate) fn print_as(&self, value: &Value, default: Format) -> Result<(), CliError> {
        let format = self.format.unwrap_or(default);
        let screen = Screen::of_stdout();
        write(&match &self.query {
            Some(query) => render(&query.of(value)?, format, screen)?,
            None => render(value, format, screen)?,
        })
    }
}

/// Prints the items of a list, some at a time.
#[derive(Debug)]
pub(crate) struct ItemPrinter {
    /// The columns of the text form, which are those of the first items. None is JSON.
    columns: Option<Vec<String>>,
}

impl ItemPrinter {
    /// Prints items of the list of this name.
    pub(crate) fn print(&mut self, name: &str, items: &[Value]) -> Result<(), CliError> {
        write(&match &mut self.columns {
            Some(columns) => text::render_items(name, items, columns),
            None => json_lines(items),
        })
    }
}

fn json_lines(items: &[Value]) -> String {
    items.iter().map(|item| format!("{item}\n")).collect()
}

/// Writes a text on stdout, whose lines are all ended.
pub(crate) fn write(text: &str) -> Result<(), CliError> {
    let mut stdout = io::stdout().lock();
    stdout.write_all(text.as_bytes())?;
    Ok(stdout.flush()?)
}

/// Prints a message on stderr. Where that is closed, the message is lost.
pub(crate) fn warn(text: Text) {
    let _ = writeln!(io::stderr(), "kcrs: {text}");
}

/// A value in a format, as whole lines.
pub(crate) fn render(value: &Value, format: Format, screen: Screen) -> Result<String, CliError> {
    Ok(match format {
        Format::Json => json::render(value, screen.color),
        Format::Yaml => {
            serde_yaml::to_string(value).map_err(|error| CliError::other(Text::verbatim(error)))?
        }
        Format::Table => view::render(value, screen),
        Format::Text => text::render(value),
        Format::Jsonl => match value {
            Value::Array(items) => json_lines(items),
            value => format!("{value}\n"),
        },
    })
}

/// The names of the members of all objects among the items whose values are wanted.
fn member_names(items: &[Value], is_wanted: impl Fn(&Value) -> bool) -> Vec<&str> {
    let mut names: Vec<&str> = Vec::new();
    for (name, value) in items.iter().filter_map(Value::as_object).flatten() {
        if is_wanted(value) && !names.contains(&name.as_str()) {
            names.push(name);
        }
    }
    names
}

/// A text on one line, without characters that would move a terminal's cursor or change its
/// colours.
pub(crate) fn on_one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_control() {
            line.extend(c.escape_default());
        } else {
            line.push(c);
        }
    }
    line
}
