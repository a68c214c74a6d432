//! The texts of an action's help.

use std::fmt;

use kcrs_generated::schema::{Action, Docs, Member, Presence, Shape, StructureShape};

use super::arguments::Flag;
use super::example;
use crate::language::Language;
use crate::text::Text;

/// Levels of structures whose members are listed.
const MAX_DEPTH: usize = 4;

/// A text of the schema for this place: its paragraphs as lines, Rust's names as flags.
pub(crate) fn prose(docs: Docs, flags: &[Flag]) -> String {
    let text = Language::docs(docs);
    let paragraphs: Vec<String> = text.split("\n\n").map(joined).collect();
    renamed(&paragraphs.join("\n\n"), |name| {
        let flag = flags.iter().find(|flag| flag.member.rust_name == name)?;
        Some(format!("--{}", flag.name))
    })
}

/// Returns the first sentence of a text.
pub(crate) fn first_sentence(text: &str) -> &str {
    let english = text.find(". ").map(|at| at + 1);
    let chinese = text.find('。').map(|at| at + '。'.len_utf8());
    let line = text.find('\n');
    match [english, chinese, line].into_iter().flatten().min() {
        Some(end) => text[..end].trim_end(),
        None => text,
    }
}

/// Returns the placeholder of a value in the help.
pub(super) fn value_name(shape: &Shape) -> String {
    match shape {
        Shape::Integer => "NUMBER".to_owned(),
        Shape::Boolean => "true|false".to_owned(),
        Shape::Timestamp => "TIME".to_owned(),
        Shape::Enum(shape) => {
            let values: Vec<&str> = shape.values.iter().map(|value| value.value).collect();
            values.join("|")
        }
        Shape::List(item) => value_name(item),
        Shape::Structure(_) => "NAME=VALUE,…".to_owned(),
        _ => "TEXT".to_owned(),
    }
}

/// The short and the long text of a parameter.
pub(super) fn parameter(flag: &Flag, flags: &[Flag]) -> (String, String) {
    let member = flag.member;
    let mut short = prose(member.docs, flags);
    if matches!(member.shape, Shape::Boolean) {
        let no = text!(" `--no-{}` is false", "`--no-{}` 即 false", flag.name);
        short.push_str(no.as_str());
    }
    let mut long = short.clone();
    if member.shape.nested().is_some() {
        let forms = text!(
            " Shorthand, JSON or file://PATH",
            "可用简写、JSON 或 file://路径"
        );
        short.push_str(forms.as_str());
    }
    match member.shape {
        Shape::Enum(_) | Shape::List(Shape::Enum(_)) => values(&mut long, member.shape, ""),
        Shape::Structure(shape) | Shape::List(Shape::Structure(shape)) => {
            long.push_str(&format!("\n\n{}\n", prose!("structure")));
            members(&mut long, shape, 1, Presence::Required);
        }
        _ => {}
    }
    if matches!(member.shape, Shape::List(_)) {
        let several = text!(
            "\n\nSeveral: give the flag more than once, or several values to it.",
            "\n\n多个值：重复此选项，或一次给出多个值。"
        );
        long.push_str(several.as_str());
    }
    (short, long)
}

/// Returns the usage of a command: with its required flags, each with the name of its value.
pub(crate) fn usage<'a>(
    command: &str,
    required: impl Iterator<Item = (&'a str, impl fmt::Display)>,
) -> String {
    let required = required.map(|(flag, value)| format!(" --{flag} <{value}>"));
    let options = text!("[OPTIONS]", "[选项]");
    format!("{command}{} {options}", required.collect::<String>())
}

/// The heading of parameters.
pub(crate) fn parameters_heading(are_required: bool) -> Text {
    match are_required {
        true => text!("Required parameters", "必填参数"),
        false => text!("Parameters", "参数"),
    }
}

/// The example of the action.
pub(super) fn example(action: &'static Action, flags: &[Flag]) -> String {
    let title = text!("Example:", "示例：");
    match example::command_line(action, flags) {
        Some(line) => format!("{title}\n  {line}"),
        None => String::new(),
    }
}

/// The example of the action, and the members of its output.
pub(super) fn example_and_output(action: &'static Action, flags: &[Flag]) -> String {
    let mut text = example(action, flags);
    if !text.is_empty() {
        text.push_str("\n\n");
    }
    text.push_str(text!("Output (for --query):\n", "应答（用于 --query）：\n").as_str());
    members(&mut text, action.output, 1, Presence::Essential);
    text.truncate(text.trim_end().len());
    text
}

/// The members of a structure, one per line, with those of structures within them below. `mark` is
/// what is worth a mark.
fn members(text: &mut String, shape: &StructureShape, depth: usize, mark: Presence) {
    let indent = "  ".repeat(depth);
    for member in shape.members {
        let about = prose_of_member(member, shape);
        let is_marked = mark == Presence::Required && member.presence == mark;
        let mark_text = match is_marked {
            true => text!(", required", "，必填"),
            false => Text::default(),
        };
        let (kind, name) = (kind(member.shape), member.wire_name);
        text.push_str(&format!("{indent}{name} ({kind}{mark_text}): {about}\n"));
        values(text, member.shape, &indent);
        if let Some(shape) = member.shape.nested()
            && depth < MAX_DEPTH
        {
            members(text, shape, depth + 1, mark);
        }
    }
}

fn prose_of_member(member: &Member, shape: &StructureShape) -> String {
    renamed(&joined(&Language::docs(member.docs)), |name| {
        let mut members = shape.members.iter();
        let member = members.find(|member| member.rust_name == name)?;
        Some(member.wire_name.to_owned())
    })
}

/// The values of an enumeration, where they have a meaning of their own.
fn values(text: &mut String, shape: &Shape, indent: &str) {
    let (Shape::Enum(shape) | Shape::List(Shape::Enum(shape))) = shape else {
        return;
    };
    if !text.ends_with('\n') {
        text.push('\n');
    }
    for value in shape.values {
        let meaning = joined(&Language::docs(value.docs));
        text.push_str(&format!("{indent}  - {}: {meaning}\n", value.value));
    }
}

fn kind(shape: &Shape) -> Text {
    match shape {
        Shape::Integer => text!("number", "数字"),
        Shape::Boolean => text!("true or false", "true 或 false"),
        Shape::Timestamp => text!("time", "时间"),
        Shape::Structure(_) => text!("structure", "结构"),
        Shape::List(item) => text!("list: {}", "列表：{}", kind(item)),
        _ => text!("text", "文本"),
    }
}

/// Lines as one paragraph. Between Chinese characters a break of the line is no space.
fn joined(lines: &str) -> String {
    let mut text = String::new();
    for line in lines.lines() {
        let is_item = line.trim_start().starts_with("- ");
        if is_item {
            text.push('\n');
        } else if text.ends_with(|c: char| c.is_ascii()) {
            text.push(' ');
        }
        text.push_str(line);
    }
    text
}

/// A text in which names in backquotes are replaced, and links are their texts.
fn renamed(text: &str, name: impl Fn(&str) -> Option<String>) -> String {
    let mut parts = text.split('`');
    let mut renamed = parts.next().unwrap_or_default().to_owned();
    let mut is_code = true;
    for part in parts {
        if is_code {
            if renamed.ends_with('[') {
                renamed.pop();
            }
            let replaced = name(part);
            renamed.push('`');
            renamed.push_str(replaced.as_deref().unwrap_or(part));
            renamed.push('`');
        } else {
            let link = part
                .strip_prefix(']')
                .map(|rest| match rest.strip_prefix('(') {
                    Some(link) => link.split_once(')').map_or("", |(_, rest)| rest),
                    None => rest,
                });
            renamed.push_str(link.unwrap_or(part));
        }
        is_code = !is_code;
    }
    renamed
}
