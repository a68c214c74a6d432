//! The constraints of a member as Markdown in both languages: a sentence for each limit and
//! condition.

use crate::markdown::{code, escape};
use crate::model::{
    Api, Bounds, Condition, Docs, Length, LengthUnit, Literal, Member, enumeration,
};

/// How conditions and defaults name things: as Rust does, or as the wire does.
pub(crate) struct Names {
    /// The name of a condition's sibling.
    pub(crate) sibling: fn(&Condition) -> &str,
    /// A constant.
    pub(crate) literal: fn(&Literal) -> String,
}

/// Names and constants as requests write them.
#[cfg(feature = "cli")]
pub(crate) const IN_REQUESTS: Names = Names {
    sibling: |condition| &condition.wire,
    literal: Literal::wire,
};

/// Names and constants as JSON responses write them.
#[cfg(feature = "cli")]
pub(crate) const IN_RESPONSES: Names = Names {
    sibling: |condition| &condition.wire,
    literal: |literal| match literal {
        Literal::Boolean(value) => value.to_string(),
        other => other.wire(),
    },
};

/// Length, pattern, range, number of items, allowed values.
pub(crate) fn limits(api: &Api, member: &Member) -> Vec<Docs> {
    let mut sentences = Vec::new();
    let limits = &member.limits;
    let each = |(en, zh): (String, String)| match member.ty.list {
        true => (format!("Each {}", uncapitalised(&en)), format!("每项{zh}")),
        false => (en, zh),
    };
    let mut push = |(en, zh): (String, String)| {
        sentences.push(Docs {
            en: format!("{en}."),
            zh: format!("{zh}。"),
        });
    };
    let length = limits.length.map(length_words).map(each);
    let pattern = limits
        .pattern
        .as_ref()
        .and_then(|pattern| pattern.says.as_ref());
    match (length, pattern) {
        (Some((en, zh)), Some(says)) => push((
            format!("{en}: {}", escape(&says.en)),
            format!("{zh}：{}", escape(&says.zh)),
        )),
        (Some(words), None) => push(words),
        (None, Some(says)) => push(each((capitalised(&escape(&says.en)), escape(&says.zh)))),
        (None, None) => {}
    }
    if let Some(words) = limits.range.and_then(range_words) {
        push(each(words));
    }
    if let Some(words) = limits.items.and_then(items_words) {
        push(words);
    }
    if limits.unique {
        push(("No item twice".to_owned(), "各项不可重复".to_owned()));
    }
    if let Some(values) = enumeration(&api.types, member.ty.kind) {
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
            push((
                format!("{of} {}", names.join(", ")),
                format!("{each} {}", names.join("、")),
            ));
        }
    }
    sentences
}

/// When a member must be given, when it has no effect, and its default.
pub(crate) fn conditions(member: &Member, names: &Names) -> Vec<Docs> {
    let mut sentences = Vec::new();
    if let Some(condition) = &member.required_when {
        let (en, zh) = condition_words(condition, names);
        sentences.push(Docs {
            en: format!("Required when {en}."),
            zh: format!("当{zh}时必填。"),
        });
    }
    if let Some(condition) = &member.ignored_when {
        let (en, zh) = condition_words(condition, names);
        sentences.push(Docs {
            en: format!("Ignored when {en}."),
            zh: format!("当{zh}时不起作用。"),
        });
    }
    if let Some(default) = &member.default {
        let (en, zh) = match (names.literal)(default).as_str() {
            "" => ("Empty by default.".to_owned(), "默认为空。".to_owned()),
            value => (
                format!("Default: {}.", code(value)),
                format!("默认为 {}。", code(value)),
            ),
        };
        sentences.push(Docs { en, zh });
    }
    sentences
}

/// When a field is null; `null` is the word for it.
pub(crate) fn null_when(condition: &Condition, names: &Names, null: &str) -> Docs {
    let (en, zh) = condition_words(condition, names);
    Docs {
        en: format!("`{null}` when {en}."),
        zh: format!("当{zh}时为 `{null}`。"),
    }
}

/// The member as a structure has it that is written with this in front of the names of its members,
/// such as `Trigger.`.
#[cfg(feature = "cli")]
pub(crate) fn within(prefix: &str, member: &Member) -> Member {
    let mut member = member.clone();
    for condition in [&mut member.required_when, &mut member.ignored_when]
        .into_iter()
        .flatten()
    {
        condition.wire.insert_str(0, prefix);
    }
    member
}

/// Maximum values of an enum that are listed where it is used.
const SHOWN_VALUES: usize = 8;

fn condition_words(condition: &Condition, names: &Names) -> (String, String) {
    let name = code((names.sibling)(condition));
    let value = code(&(names.literal)(&condition.value));
    (format!("{name} is {value}"), format!(" {name} 为 {value} "))
}

fn length_words(length: Length) -> (String, String) {
    let (one, many, zh) = match length.unit {
        LengthUnit::Characters => ("character", "characters", "个字符"),
        LengthUnit::Bytes => ("byte", "bytes", "个字节"),
    };
    let unit = |count: i64| if count == 1 { one } else { many };
    match (length.bounds.min, length.bounds.max) {
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

fn range_words(range: Bounds) -> Option<(String, String)> {
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

fn items_words(items: Bounds) -> Option<(String, String)> {
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

fn uncapitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| {
        first.to_lowercase().chain(chars).collect()
    })
}

pub(crate) fn capitalised(text: &str) -> String {
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
        let bounds = |min, max| Bounds { min, max };
        let length = |min, max, unit| {
            length_words(Length {
                bounds: bounds(min, max),
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
            range_words(bounds(Some(1), Some(99))).unwrap().0,
            "From 1 to 99"
        );
        assert_eq!(range_words(bounds(None, Some(99))).unwrap().1, "不大于 99");
        assert_eq!(range_words(bounds(Some(1), None)).unwrap().0, "At least 1");
        assert_eq!(
            items_words(bounds(Some(1), Some(100))).unwrap().0,
            "1–100 items"
        );
        assert_eq!(
            items_words(bounds(None, Some(100))).unwrap().1,
            "最多 100 项"
        );
        assert_eq!(items_words(bounds(None, None)), None);
    }
}
