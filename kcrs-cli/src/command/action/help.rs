//! The texts of an action's help.

use kcrs_generated::schema::{Action, Docs, Member, Presence, Shape, StructureShape};

use super::arguments::Flag;
use super::{command_name, example};
use crate::language::Language;

/// How deep the members of structures are listed.
const MAX_DEPTH: usize = 4;

/// A text of the schema for this place: its paragraphs as lines, Rust's names as flags.
pub(crate) fn prose(docs: Docs, flags: &[Flag], language: Language) -> String {
    let text = language.docs(docs);
    let paragraphs: Vec<String> = text.split("\n\n").map(joined).collect();
    renamed(&paragraphs.join("\n\n"), |name| {
        let flag = flags.iter().find(|flag| flag.member.rust_name == name)?;
        Some(format!("--{}", flag.name))
    })
}

/// What a text says first.
pub(crate) fn first_sentence(text: &str) -> &str {
    let english = text.find(". ").map(|at| at + 1);
    let chinese = text.find('。').map(|at| at + '。'.len_utf8());
    let line = text.find('\n');
    match [english, chinese, line].into_iter().flatten().min() {
        Some(end) => text[..end].trim_end(),
        None => text,
    }
}

/// What a value looks like.
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
pub(super) fn parameter(flag: &Flag, flags: &[Flag], language: Language) -> (String, String) {
    let member = flag.member;
    let mut short = prose(member.docs, flags, language);
    if matches!(member.shape, Shape::Boolean) {
        short.push_str(&language.choose(
            format!(" `--no-{}` is false", flag.name),
            format!("`--no-{}` 即 false", flag.name),
        ));
    }
    let mut long = short.clone();
    if member.shape.nested().is_some() {
        short.push_str(language.choose(
            " Shorthand, JSON or file://PATH",
            "可用简写、JSON 或 file://路径",
        ));
    }
    match member.shape {
        Shape::Enum(_) | Shape::List(Shape::Enum(_)) => {
            values(&mut long, member.shape, "", language)
        }
        Shape::Structure(shape) | Shape::List(Shape::Structure(shape)) => {
            long.push_str(language.choose(
                "\n\nA structure in shorthand (NAME=VALUE,NAME=VALUE,…), as JSON ({…}), or in a file (file://PATH). \
                 In the shorthand lists are A,B or [A,B], structures in lists [{NAME=VALUE,…},…]; quotes and \\ take \
                 commas and brackets as they are.\n",
                "\n\n结构：简写（NAME=VALUE,NAME=VALUE,…）、JSON（{…}）或文件（file://路径）。\
                 简写中列表写作 A,B 或 [A,B]，列表中的结构写作 [{NAME=VALUE,…},…]；引号和 \\ 使逗号与括号失去特殊含义。\n",
            ));
            members(&mut long, shape, 1, Presence::Required, language);
        }
        _ => {}
    }
    if matches!(member.shape, Shape::List(_)) {
        long.push_str(language.choose(
            "\n\nSeveral: give the flag more than once, or several values to it.",
            "\n\n多个值：重复此选项，或一次给出多个值。",
        ));
    }
    (short, long)
}

/// How the command is called.
pub(super) fn usage(action: &Action, caller: &str, flags: &[Flag], language: Language) -> String {
    let mut usage = format!("{caller} {}", command_name(action));
    for flag in flags.iter().filter(|flag| flag.is_required()) {
        let value = value_name(flag.member.shape);
        usage.push_str(&format!(" --{} <{value}>", flag.name));
    }
    usage.push_str(language.choose(" [OPTIONS]", " [选项]"));
    usage
}

/// The example of the action.
pub(super) fn example(action: &'static Action, flags: &[Flag], language: Language) -> String {
    let title = language.choose("Example:", "示例：");
    match example::command_line(action, flags) {
        Some(line) => format!("{title}\n  {line}"),
        None => String::new(),
    }
}

/// The example of the action, and the members of its output.
pub(super) fn example_and_output(
    action: &'static Action,
    flags: &[Flag],
    language: Language,
) -> String {
    let mut text = example(action, flags, language);
    if !text.is_empty() {
        text.push_str("\n\n");
    }
    text.push_str(language.choose("Output (for --query):\n", "应答（用于 --query）：\n"));
    members(&mut text, action.output, 1, Presence::Essential, language);
    text.truncate(text.trim_end().len());
    text
}

/// The members of a structure, one per line, with those of structures within them below. `mark` is
/// what is worth a mark.
fn members(
    text: &mut String,
    shape: &StructureShape,
    depth: usize,
    mark: Presence,
    language: Language,
) {
    let indent = "  ".repeat(depth);
    for member in shape.members {
        let about = prose_of_member(member, shape, language);
        let is_marked = mark == Presence::Required && member.presence == mark;
        let mark_text = if is_marked {
            language.choose(", required", "，必填")
        } else {
            ""
        };
        let kind = kind(member.shape, language);
        let name = member.wire_name;
        text.push_str(&format!("{indent}{name} ({kind}{mark_text}): {about}\n"));
        values(text, member.shape, &indent, language);
        if let Some(shape) = member.shape.nested()
            && depth < MAX_DEPTH
        {
            members(text, shape, depth + 1, mark, language);
        }
    }
}

fn prose_of_member(member: &Member, shape: &StructureShape, language: Language) -> String {
    renamed(&joined(&language.docs(member.docs)), |name| {
        let member = shape
            .members
            .iter()
            .find(|member| member.rust_name == name)?;
        Some(member.wire_name.to_owned())
    })
}

/// The values of an enumeration, where they have a meaning of their own.
fn values(text: &mut String, shape: &Shape, indent: &str, language: Language) {
    let (Shape::Enum(shape) | Shape::List(Shape::Enum(shape))) = shape else {
        return;
    };
    if !text.ends_with('\n') {
        text.push('\n');
    }
    for value in shape.values {
        let meaning = joined(&language.docs(value.docs));
        text.push_str(&format!("{indent}  - {}: {meaning}\n", value.value));
    }
}

fn kind(shape: &Shape, language: Language) -> String {
    let name = |english: &str, chinese: &str| language.choose(english, chinese).to_owned();
    match shape {
        Shape::Integer => name("number", "数字"),
        Shape::Boolean => name("true or false", "true 或 false"),
        Shape::Timestamp => name("time", "时间"),
        Shape::Structure(_) => name("structure", "结构"),
        Shape::List(item) => {
            let item = kind(item, language);
            language.choose(format!("list: {item}"), format!("列表：{item}"))
        }
        _ => name("text", "文本"),
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
