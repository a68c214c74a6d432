//! JSON, coloured on request.

use std::io::{self, Write};

use anstyle::{AnsiColor, Style};
use serde::Serialize;
use serde_json::Value;
use serde_json::ser::{CharEscape, Formatter, PrettyFormatter, Serializer};

/// The value as indented lines.
pub(super) fn render(value: &Value, color: bool) -> String {
    let mut bytes = Vec::new();
    let written = if color {
        value.serialize(&mut Serializer::with_formatter(
            &mut bytes,
            Coloured::default(),
        ))
    } else {
        value.serialize(&mut Serializer::pretty(&mut bytes))
    };
    written.expect("a value can be written, and memory too");
    bytes.push(b'\n');
    String::from_utf8(bytes).expect("JSON is UTF-8")
}

const KEY: Style = AnsiColor::Blue.on_default().bold();
const TEXT: Style = AnsiColor::Green.on_default();
const LITERAL: Style = AnsiColor::Cyan.on_default();

/// Indents like serde_json and colours what it writes.
#[derive(Default)]
struct Coloured {
    pretty: PrettyFormatter<'static>,
    in_key: bool,
}

impl Coloured {
    fn style(&self) -> Style {
        if self.in_key { KEY } else { TEXT }
    }
}

macro_rules! coloured_literals {
    ($($write:ident($value:ty),)*) => {$(
        fn $write<W: ?Sized + Write>(&mut self, writer: &mut W, value: $value) -> io::Result<()> {
            write!(writer, "{LITERAL}")?;
            self.pretty.$write(writer, value)?;
            write!(writer, "{LITERAL:#}")
        }
    )*};
}

macro_rules! indented {
    ($($write:ident($($argument:ident: $type:ty)?),)*) => {$(
        fn $write<W: ?Sized + Write>(&mut self, writer: &mut W $(, $argument: $type)?) -> io::Result<()> {
            self.pretty.$write(writer $(, $argument)?)
        }
    )*};
}

impl Formatter for Coloured {
    coloured_literals! {
        write_bool(bool),
        write_i64(i64),
        write_u64(u64),
        write_f64(f64),
        write_number_str(&str),
    }

    indented! {
        begin_array(),
        end_array(),
        begin_array_value(first: bool),
        end_array_value(),
        begin_object(),
        end_object(),
        begin_object_value(),
        end_object_value(),
    }

    fn write_null<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        write!(writer, "{LITERAL}null{LITERAL:#}")
    }

    fn begin_object_key<W: ?Sized + Write>(
        &mut self,
        writer: &mut W,
        first: bool,
    ) -> io::Result<()> {
        self.in_key = true;
        self.pretty.begin_object_key(writer, first)
    }

    fn end_object_key<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.in_key = false;
        self.pretty.end_object_key(writer)
    }

    fn begin_string<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        write!(writer, "{}\"", self.style())
    }

    fn end_string<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        write!(writer, "\"{:#}", self.style())
    }

    fn write_char_escape<W: ?Sized + Write>(
        &mut self,
        writer: &mut W,
        escape: CharEscape,
    ) -> io::Result<()> {
        self.pretty.write_char_escape(writer, escape)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn colours_change_nothing_else() {
        let value = json!({
            "Text": "a\"b\n\u{1b}[31m", "Empty": {}, "None": null,
            "List": [1, -2, 0.5, true, [], {"A": "b"}],
        });
        let plain = render(&value, false);
        let mut stripped = render(&value, true);
        assert!(stripped.contains("\u{1b}[32m\"a"), "{stripped}");
        while let Some(start) = stripped.find('\u{1b}') {
            let end = start + stripped[start..].find('m').unwrap();
            stripped.replace_range(start..=end, "");
        }
        assert_eq!(stripped, plain);
        assert!(!plain.contains('\u{1b}'), "JSON escapes it");
    }
}
