//! Descriptions that are not sentences, not in their language, or copied.

use std::collections::BTreeMap;

use crate::codes::Code;
use crate::syntax::{Entry, Node, Span};

use super::Lints;

pub(super) fn run(lints: &Lints<'_, '_>) {
    for root in lints
        .sources
        .files
        .iter()
        .filter_map(|file| file.root.as_ref())
    {
        root.visit_mappings(["", ""], &mut |path, node| {
            if let (Some(en), Some(zh)) = (text(node, "en"), text(node, "zh")) {
                let is_title = path.iter().any(|key| TITLES.contains(key));
                check(lints, en, zh, is_title);
            }
            repetitions(lints, node);
        });
    }
}

/// Keys below which a description is a title or a part of a sentence.
const TITLES: [&str; 4] = ["title", "chapter", "known", "pattern_says"];

fn check(
    lints: &Lints<'_, '_>,
    (en, en_place): (&str, Span),
    (zh, zh_place): (&str, Span),
    is_title: bool,
) {
    if is_title {
        return;
    }
    if en == zh {
        let message = "the descriptions in both languages are the same";
        lints
            .warn(Code::SAME_DESCRIPTION, zh_place, message)
            .help("write `en` in English and `zh` in Chinese")
            .label(en_place, "the English one");
    } else {
        languages(lints, (en, en_place), (zh, zh_place));
    }
    let has_end = en.ends_with(['.', '!', '?', '…', ':']) || en.ends_with(is_chinese);
    let has_end_zh = zh.ends_with(['。', '！', '？', '…', '：', '.']);
    for (has_end, span, mark) in [(has_end, en_place, "."), (has_end_zh, zh_place, "。")] {
        if !has_end {
            let message = "the description does not end with a full stop";
            lints
                .warn(Code::FULL_STOP, span, message)
                .help(format!("write `{mark}` at its end"));
        }
    }
    let word = en.split(' ').next().unwrap_or_default();
    if word.starts_with(|c: char| c.is_ascii_lowercase())
        && word
            .chars()
            .all(|c| c.is_ascii_lowercase() || matches!(c, ',' | '.' | '\'' | '-'))
    {
        lints
            .warn(
                Code::LOWER_CASE,
                en_place.word(word),
                "the description begins with a lower-case letter",
            )
            .help("begin it like a sentence");
    }
}

fn languages(lints: &Lints<'_, '_>, (en, en_place): (&str, Span), (zh, zh_place): (&str, Span)) {
    if en.contains(is_chinese) {
        lints
            .warn(
                Code::UNTRANSLATED,
                en_place,
                "the English description has Chinese in it",
            )
            .help("write `en` in English; Chinese belongs into `zh`");
    }
    if !zh.contains(is_chinese) {
        lints
            .warn(
                Code::UNTRANSLATED,
                zh_place,
                "the Chinese description has no Chinese in it",
            )
            .help("write `zh` in Chinese");
    }
}

/// Finds entries of one mapping with the same description.
fn repetitions(lints: &Lints<'_, '_>, node: &Node) {
    let mut seen: BTreeMap<&str, (&str, Span)> = BTreeMap::new();
    for Entry { name, value, .. } in node.entries() {
        let Some((words, span)) = text(value, "en") else {
            continue;
        };
        match seen.get(words) {
            Some((other, first)) => {
                let message = format!("`{name}` and `{other}` are described in the same words");
                lints
                    .warn(Code::REPEATED_DESCRIPTION, span, message)
                    .help("say what sets the two apart")
                    .label(*first, "the same");
            }
            None => drop(seen.insert(words, (name, span))),
        }
    }
}

fn text<'n>(node: &'n Node, key: &str) -> Option<(&'n str, Span)> {
    let value = node.entry(key)?.value;
    Some((value.text()?.trim(), value.span))
}

/// Chinese characters, and the punctuation that goes with them.
fn is_chinese(c: char) -> bool {
    matches!(c, '\u{3000}'..='\u{303f}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ffef}' | '\u{20000}'..='\u{3ffff}')
}
