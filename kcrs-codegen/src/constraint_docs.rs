//! The constraints of a member as Markdown in both languages: a sentence for each limit and
//! condition.

use crate::markdown::{code, escape};
use crate::model::{
    Api, Bounds, Condition, Docs, Length, LengthUnit, Literal, Member, enumeration,
};

/// Names in conditions and defaults: those of Rust, or those of the wire.
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
    let limits = &member.limits;
    let each = |docs: Docs| match member.ty.list {
        true => Docs::new(
            format!("Each {}", uncapitalised(&docs.en)),
            format!("每项{}", docs.zh),
        ),
        false => docs,
    };
    let length = limits.length.map(length_words).map(each);
    let pattern = limits.pattern.as_ref();
    let pattern = pattern.and_then(|pattern| pattern.says.as_ref());
    let pattern = pattern.map(|says| Docs::new(escape(&says.en), escape(&says.zh)));
    let text = match (length, pattern) {
        (Some(Docs { en, zh }), Some(says)) => Some(Docs::new(
            format!("{en}: {}", says.en),
            format!("{zh}：{}", says.zh),
        )),
        (None, Some(says)) => Some(each(Docs::new(capitalised(&says.en), says.zh))),
        (length, None) => length,
    };
    let range = limits.range.and_then(range_words).map(each);
    let items = limits.items.and_then(items_words);
    let unique = limits
        .unique
        .then(|| Docs::new("No item twice", "各项不可重复"));
    let values = enumeration(&api.types, member.ty.kind)
        .map(|shape| shape.values.iter().map(|value| code(&value.wire)).collect())
        .filter(|values: &Vec<String>| (1..=SHOWN_VALUES).contains(&values.len()));
    let values = values.map(|values| {
        let of = match member.ty.list {
            true => Docs::new("Each one of", "每项可取"),
            false => Docs::new("One of", "可取"),
        };
        Docs::new(
            format!("{} {}", of.en, values.join(", ")),
            format!("{} {}", of.zh, values.join("、")),
        )
    });
    let words = [text, range, items, unique, values].into_iter().flatten();
    words
        .map(|Docs { en, zh }| Docs::new(format!("{en}."), format!("{zh}。")))
        .collect()
}

/// Describes when a member is required, when it has no effect, and its default.
pub(crate) fn conditions(member: &Member, names: &Names) -> Vec<Docs> {
    let required = member.required_when.as_ref().map(|condition| {
        let Docs { en, zh } = condition_words(condition, names);
        Docs::new(format!("Required when {en}."), format!("当{zh}时必填。"))
    });
    let ignored = member.ignored_when.as_ref().map(|condition| {
        let Docs { en, zh } = condition_words(condition, names);
        Docs::new(format!("Ignored when {en}."), format!("当{zh}时不起作用。"))
    });
    let default = member.default.as_ref().map(names.literal);
    let default = default.map(|value| match value.as_str() {
        "" => Docs::new("Empty by default.", "默认为空。"),
        value => {
            let value = code(value);
            Docs::new(format!("Default: {value}."), format!("默认为 {value}。"))
        }
    });
    [required, ignored, default].into_iter().flatten().collect()
}

/// Describes when a field is null; `null` is the word for it.
pub(crate) fn null_when(condition: &Condition, names: &Names, null: &str) -> Docs {
    let Docs { en, zh } = condition_words(condition, names);
    Docs::new(
        format!("`{null}` when {en}."),
        format!("当{zh}时为 `{null}`。"),
    )
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

fn condition_words(condition: &Condition, names: &Names) -> Docs {
    let name = code((names.sibling)(condition));
    let value = code(&(names.literal)(&condition.value));
    Docs::new(format!("{name} is {value}"), format!(" {name} 为 {value} "))
}

fn length_words(length: Length) -> Docs {
    let (one, many, zh) = match length.unit {
        LengthUnit::Characters => ("character", "characters", "个字符"),
        LengthUnit::Bytes => ("byte", "bytes", "个字节"),
    };
    count_words(length.bounds, (one, many), zh)
}

fn range_words(range: Bounds) -> Option<Docs> {
    Some(match (range.min, range.max) {
        (Some(min), Some(max)) => Docs::new(
            format!("From {min} to {max}"),
            format!("取值 {min} 至 {max}"),
        ),
        (Some(min), None) => Docs::new(format!("At least {min}"), format!("不小于 {min}")),
        (None, Some(max)) => Docs::new(format!("At most {max}"), format!("不大于 {max}")),
        (None, None) => return None,
    })
}

fn items_words(items: Bounds) -> Option<Docs> {
    let is_bound = items.max.is_some() || items.min.is_some_and(|min| min != 0);
    is_bound.then(|| count_words(items, ("items", "items"), "项"))
}

/// So many of something, whose names for one and for many are given.
fn count_words(bounds: Bounds, (one, many): (&str, &str), zh: &str) -> Docs {
    let counted = |count: i64| format!("{count} {}", if count == 1 { one } else { many });
    match (bounds.min, bounds.max) {
        (Some(min), Some(max)) if min == max => Docs::new(
            format!("Exactly {}", counted(max)),
            format!("恰好 {max} {zh}"),
        ),
        (Some(min), Some(max)) if min > 0 => {
            Docs::new(format!("{min}–{max} {many}"), format!("{min}–{max} {zh}"))
        }
        (_, Some(max)) => Docs::new(
            format!("At most {}", counted(max)),
            format!("最多 {max} {zh}"),
        ),
        (min, None) => {
            let min = min.unwrap_or_default();
            Docs::new(
                format!("At least {}", counted(min)),
                format!("至少 {min} {zh}"),
            )
        }
    }
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
            length(Some(2), Some(30), LengthUnit::Characters).en,
            "2–30 characters"
        );
        assert_eq!(
            length(None, Some(256), LengthUnit::Bytes),
            Docs::new("At most 256 bytes", "最多 256 个字节")
        );
        assert_eq!(
            length(Some(0), Some(1), LengthUnit::Bytes).en,
            "At most 1 byte"
        );
        assert_eq!(
            length(Some(1), None, LengthUnit::Characters).en,
            "At least 1 character"
        );
        assert_eq!(
            length(Some(4), Some(4), LengthUnit::Characters).en,
            "Exactly 4 characters"
        );
        assert_eq!(
            range_words(bounds(Some(1), Some(99))).unwrap().en,
            "From 1 to 99"
        );
        assert_eq!(range_words(bounds(None, Some(99))).unwrap().zh, "不大于 99");
        assert_eq!(range_words(bounds(Some(1), None)).unwrap().en, "At least 1");
        assert_eq!(
            items_words(bounds(Some(1), Some(100))).unwrap().en,
            "1–100 items"
        );
        assert_eq!(
            items_words(bounds(None, Some(100))).unwrap().zh,
            "最多 100 项"
        );
        assert_eq!(items_words(bounds(None, None)), None);
    }
}
