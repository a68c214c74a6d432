//! Values from flags, documents and files.

use std::fs;
use std::io::{self, Read};

use kcrs_generated::schema::{Shape, StructureShape};
use serde_json::Value;

use super::{Input, Members, json, plain, shorthand};
use crate::text::Text;

/// The value of a parameter from what its flag was given, once or more often.
pub(crate) fn read_flag(shape: &Shape, texts: &[&str]) -> Result<Input, Text> {
    match shape {
        Shape::List(item) => {
            let mut items = Vec::new();
            for text in texts {
                items.extend(read_items(item, &text_or_file(text)?)?);
            }
            Ok(Input::List(items))
        }
        Shape::Structure(shape) => {
            let text = text_or_file(texts.last().copied().unwrap_or_default())?;
            Ok(Input::Structure(read_structure(shape, &text)?))
        }
        shape => {
            let text = text_or_file(texts.last().copied().unwrap_or_default())?;
            Ok(plain(shape, text))
        }
    }
}

/// All parameters from one JSON document: itself, `file://` and a path, or `-` for the standard
/// input.
pub(crate) fn read_document(shape: &StructureShape, source: &str) -> Result<Members, Text> {
    let text = match source {
        "-" => {
            let mut text = String::new();
            io::stdin()
                .read_to_string(&mut text)
                .map_err(|error| text!("the standard input: {error}", "标准输入：{error}"))?;
            text
        }
        source => text_or_file(source)?,
    };
    json::members(shape, &parse(&text)?)
}

/// A text, or what is in the file that it names by `file://` and a path; a newline at its end is
/// left out.
pub(crate) fn text_or_file(text: &str) -> Result<String, Text> {
    let Some(path) = text.strip_prefix("file://") else {
        return Ok(text.to_owned());
    };
    let mut text = fs::read_to_string(path)
        .map_err(|error| Text::verbatim(format_args!("{path}: {error}")))?;
    if text.ends_with('\n') {
        text.pop();
        if text.ends_with('\r') {
            text.pop();
        }
    }
    Ok(text)
}

/// One item or several: JSON, or the shorthand.
fn read_items(shape: &Shape, text: &str) -> Result<Vec<Input>, Text> {
    let trimmed = text.trim();
    if trimmed.starts_with('[') && !matches!(shape, Shape::List(_)) {
        let list = parse(trimmed)?;
        return json::list(
            shape,
            list.as_array().map(Vec::as_slice).unwrap_or_default(),
        );
    }
    match shape {
        Shape::Structure(shape) => Ok(vec![Input::Structure(read_structure(shape, text)?)]),
        shape => shorthand::list(shape, text),
    }
}

fn read_structure(shape: &StructureShape, text: &str) -> Result<Members, Text> {
    let trimmed = text.trim();
    if trimmed.starts_with('{') {
        json::members(shape, &parse(trimmed)?)
    } else {
        shorthand::structure(shape, trimmed)
    }
}

fn parse(text: &str) -> Result<Value, Text> {
    serde_json::from_str(text.trim_start_matches('\u{feff}'))
        .map_err(|error| text!("it is not JSON: {error}", "不是 JSON：{error}"))
}
