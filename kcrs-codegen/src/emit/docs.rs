//! Documentation in both languages: the spec's words, and sentences made of limits and conditions.

use crate::format::Paragraph;
use crate::model::{
    Condition, Docs, Length, LengthUnit, Literal, Member, Presence, Span, enumeration,
};

use super::Emitter;

/// The words of the spec as Markdown.
pub(crate) fn plain(docs: &Docs) -> Vec<Paragraph> {
    vec![
        Paragraph::Wrapped(english(&docs.en)),
        Paragraph::Line(chinese(&docs.zh)),
    ]
}

impl Emitter<'_> {
    /// The docs of a field: what it is, then what a value must obey.
    pub(crate) fn member_docs(&self, member: &Member, input: bool, output: bool) -> Vec<Paragraph> {
        let mut en = english(&member.docs.en);
        let mut zh = chinese(&member.docs.zh);
        let mut say = |english: String, chinese: String| {
            en.push(' ');
            en.push_str(&english);
            zh.push_str(&chinese);
        };
        if input {
            self.say_limits(member, &mut say);
            self.say_conditions(member, &mut say);
        }
        if output
            && member.presence == Presence::Nullable
            && let Some(condition) = &member.null_when
        {
            let (english, chinese) = condition_words(condition);
            say(
                format!("`None` when {english}."),
                format!("当{chinese}时为 `None`。"),
            );
        }
        if member.observed {
            say(OBSERVED.0.to_owned(), OBSERVED.1.to_owned());
        }
        vec![Paragraph::Wrapped(en), Paragraph::Line(zh)]
    }

    fn say_limits(&self, member: &Member, say: &mut impl FnMut(String, String)) {
        let limits = &member.limits;
        let each = |(en, zh): (String, String)| match member.ty.list {
            true => (format!("Each {}", uncapitalised(&en)), format!("每项{zh}")),
            false => (en, zh),
        };
        let length = limits.length.map(length_words).map(each);
        let pattern = limits
            .pattern
            .as_ref()
            .and_then(|pattern| pattern.says.as_ref());
        match (length, pattern) {
            (Some((en, zh)), Some(says)) => {
                say(
                    format!("{en}: {}.", escape(&says.en)),
                    format!("{zh}：{}。", escape(&says.zh)),
                );
            }
            (Some((en, zh)), None) => say(format!("{en}."), format!("{zh}。")),
            (None, Some(says)) => {
                let (en, zh) = each((capitalised(&escape(&says.en)), escape(&says.zh)));
                say(format!("{en}."), format!("{zh}。"));
            }
            (None, None) => {}
        }
        if let Some((en, zh)) = limits.range.and_then(range_words).map(each) {
            say(format!("{en}."), format!("{zh}。"));
        }
        if let Some((en, zh)) = limits.items.and_then(items_words) {
            say(format!("{en}."), format!("{zh}。"));
        }
        if limits.unique {
            say("No item twice.".to_owned(), "各项不可重复。".to_owned());
        }
        if let Some(values) = enumeration(&self.api.types, member.ty.kind) {
            let names: Vec<String> = values
                .values
                .iter()
                .map(|value| code(&value.wire))
                .collect();
            if (1..=SHOWN_VALUES).contains(&names.len()) {
                let (of, each) = if member.ty.list {
                    ("Each one of", "每项可取")
                } else {
                    ("One of", "可取")
                };
                say(
                    format!("{of} {}.", names.join(", ")),
                    format!("{each} {}。", names.join("、")),
                );
            }
        }
    }

    fn say_conditions(&self, member: &Member, say: &mut impl FnMut(String, String)) {
        if let Some(condition) = &member.required_when {
            let (english, chinese) = condition_words(condition);
            say(
                format!("Required when {english}."),
                format!("当{chinese}时必填。"),
            );
        }
        if let Some(condition) = &member.ignored_when {
            let (english, chinese) = condition_words(condition);
            say(
                format!("Ignored when {english}."),
                format!("当{chinese}时不起作用。"),
            );
        }
        if let Some(default) = &member.default {
            match rust_text(default).as_str() {
                "" => say("Empty by default.".to_owned(), "默认为空。".to_owned()),
                value => say(
                    format!("Default: {}.", code(value)),
                    format!("默认为 {}。", code(value)),
                ),
            }
        }
    }
}

/// What is said of things that the document does not have.
pub(crate) const OBSERVED: (&str, &str) = ("Observed, not documented.", "文档未载，实测可见。");

/// How many values of an enum are repeated where it is used.
const SHOWN_VALUES: usize = 8;

fn condition_words(condition: &Condition) -> (String, String) {
    let (name, value) = (code(&condition.rust), code(&rust_text(&condition.value)));
    (format!("{name} is {value}"), format!(" {name} 为 {value} "))
}

fn rust_text(literal: &Literal) -> String {
    match literal {
        Literal::Boolean(value) => value.to_string(),
        other => other.wire(),
    }
}

fn length_words(length: Length) -> (String, String) {
    let (one, many, zh) = match length.unit {
        LengthUnit::Characters => ("character", "characters", "个字符"),
        LengthUnit::Bytes => ("byte", "bytes", "个字节"),
    };
    let unit = |count: i64| if count == 1 { one } else { many };
    match (length.span.min, length.span.max) {
        (Some(min), Some(max)) if min == max => (
            format!("Exactly {max} {}", unit(max)),
            format!("恰好 {max} {zh}"),
        ),
        (Some(min), Some(max)) if min > 0 => {
            (format!("{min}–{max} {many}"), format!("{min}–{max} {zh}"))
        }
        (_, Some(max)) => (
            format!("At most {max} {}", unit(max)),
            format!("最多 {max} {zh}"),
        ),
        (min, None) => {
            let min = min.unwrap_or_default();
            (
                format!("At least {min} {}", unit(min)),
                format!("至少 {min} {zh}"),
            )
        }
    }
}

fn range_words(range: Span) -> Option<(String, String)> {
    Some(match (range.min, range.max) {
        (Some(min), Some(max)) => (
            format!("From {min} to {max}"),
            format!("取值 {min} 至 {max}"),
        ),
        (Some(min), None) => (format!("At least {min}"), format!("不小于 {min}")),
        (None, Some(max)) => (format!("At most {max}"), format!("不大于 {max}")),
        (None, None) => return None,
    })
}

fn items_words(items: Span) -> Option<(String, String)> {
    Some(match (items.min.unwrap_or_default(), items.max) {
        (min, Some(max)) if min == max => {
            (format!("Exactly {max} items"), format!("恰好 {max} 项"))
        }
        (min, Some(max)) if min > 0 => (format!("{min}–{max} items"), format!("{min}–{max} 项")),
        (_, Some(max)) => (format!("At most {max} items"), format!("最多 {max} 项")),
        (0, None) => return None,
        (min, None) => (format!("At least {min} items"), format!("至少 {min} 项")),
    })
}

/// English words as a Markdown sentence.
pub(crate) fn english(text: &str) -> String {
    let mut text = escape(text);
    if !text.ends_with(['.', '!', '?', '…', ':']) {
        text.push('.');
    }
    text
}

/// Chinese words as a Markdown sentence.
pub(crate) fn chinese(text: &str) -> String {
    let mut text = escape(text);
    if !text.ends_with(['。', '！', '？', '…', '：']) {
        text.push('。');
    }
    text
}

/// Plain text as Markdown on one line. What stands between backticks is code already.
pub(crate) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let mut in_code = false;
    let even = text.matches('`').count().is_multiple_of(2);
    for c in text.trim().chars() {
        match c {
            '`' if even => in_code = !in_code,
            '`' | '\\' | '*' | '[' | ']' | '<' | '>' if !in_code => out.push('\\'),
            '\n' | '\r' | '\t' => {
                out.push(' ');
                continue;
            }
            _ => {}
        }
        out.push(c);
    }
    out
}

/// A value as code.
pub(crate) fn code(text: &str) -> String {
    if text.contains('`') {
        format!("`` {text} ``")
    } else {
        format!("`{text}`")
    }
}

fn uncapitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| {
        first.to_lowercase().chain(chars).collect()
    })
}

fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(chars).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_in_words() {
        let span = |min, max| Span { min, max };
        let length = |min, max, unit| {
            length_words(Length {
                span: span(min, max),
                unit,
            })
        };
        assert_eq!(
            length(Some(2), Some(30), LengthUnit::Characters).0,
            "2–30 characters"
        );
        assert_eq!(
            length(None, Some(256), LengthUnit::Bytes),
            ("At most 256 bytes".into(), "最多 256 个字节".into())
        );
        assert_eq!(
            length(Some(0), Some(1), LengthUnit::Bytes).0,
            "At most 1 byte"
        );
        assert_eq!(
            length(Some(1), None, LengthUnit::Characters).0,
            "At least 1 character"
        );
        assert_eq!(
            length(Some(4), Some(4), LengthUnit::Characters).0,
            "Exactly 4 characters"
        );
        assert_eq!(
            range_words(span(Some(1), Some(99))).unwrap().0,
            "From 1 to 99"
        );
        assert_eq!(range_words(span(None, Some(99))).unwrap().1, "不大于 99");
        assert_eq!(range_words(span(Some(1), None)).unwrap().0, "At least 1");
        assert_eq!(
            items_words(span(Some(1), Some(100))).unwrap().0,
            "1–100 items"
        );
        assert_eq!(items_words(span(None, Some(100))).unwrap().1, "最多 100 项");
        assert_eq!(items_words(span(None, None)), None);
    }

    #[test]
    fn markdown_is_escaped_outside_code() {
        assert_eq!(english("a [b] <c> `[d]`"), "a \\[b\\] \\<c\\> `[d]`.");
        assert_eq!(english("Done? "), "Done?");
        assert_eq!(english("a ` b\nc"), "a \\` b c.");
        assert_eq!(chinese("名称"), "名称。");
    }
}
