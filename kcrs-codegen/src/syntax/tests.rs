//! That the values and the syntax tree of a file are about the same nodes.

use std::ops::Range;

use proptest::prelude::*;
use proptest::sample::{Index, select};

use super::node::{Highlight, Node, Span, Value};
use super::tree::{self, Content};
use super::{Sources, parse, yaml};

const SPECS: [&str; 3] = [
    include_str!("../../../tests/second_api/spec/books.yaml"),
    include_str!("../../../tests/second_api/spec/errors.yaml"),
    include_str!("../../../tests/second_api/spec/service.yaml"),
];

/// Pieces of YAML, within the format and outside of it.
const PIECES: [&str; 66] = [
    "a: b",
    "a:",
    "b: 1",
    "- ",
    "- a",
    "-",
    "- - x",
    "- k: v",
    "key: |",
    "key: >-",
    "text",
    "two words",
    "# c",
    " # c",
    "{",
    "}",
    "[",
    "]",
    "{}",
    "[]",
    "{a: b, c}",
    "[x, {y: z}]",
    "{a: [b,",
    "c]}",
    ",",
    ", ",
    ": ",
    ":",
    "\"q\"",
    "'s'",
    "'it''s'",
    "\"a\\\"b\"",
    "\"a",
    "b\"",
    "'a",
    "b'",
    "~",
    "null",
    "yes",
    "0x1F",
    "1.5",
    "&a ",
    "*a",
    "!t ",
    "!t",
    "? ",
    "<<: {x: 1}",
    "a: &x {b: c}",
    "---\n",
    "...",
    "%",
    "@",
    "\t",
    " ",
    "  ",
    "\n",
    "\n\n",
    "\r\n",
    "\r",
    "\u{85}",
    "\u{2028}",
    "中文",
    "\u{a0}",
    "k: 'a\n  b'",
    "k: one\n  two",
    "k: !t [1]",
];

fn free_text() -> impl Strategy<Value = String> {
    let line = (0_usize..5, prop::collection::vec(select(&PIECES[..]), 1..3));
    prop::collection::vec(line, 1..9).prop_map(|lines| {
        let lines = lines.into_iter();
        lines
            .map(|(indent, pieces)| format!("{}{}\n", " ".repeat(indent), pieces.concat()))
            .collect()
    })
}

fn changed_spec() -> impl Strategy<Value = String> {
    let changes = prop::collection::vec((any::<Index>(), select(&PIECES[..])), 0..4);
    (select(&SPECS[..]), changes).prop_map(|(spec, changes)| {
        let mut text = spec.to_owned();
        for (index, piece) in changes {
            let (at, _) = *index.get(&text.char_indices().collect::<Vec<_>>());
            text.insert_str(at, piece);
        }
        text
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_values_and_the_tree_have_the_same_nodes(text in prop_oneof![9 => free_text(), 1 => changed_spec()]) {
        let Ok(root) = yaml::parse(&text, 0) else {
            return Ok(());
        };
        let text = super::sources::with_plain_breaks(&text);
        let tree = parse(&text);
        for number in 0.. {
            let span = Span { file: 0, node: Some(number) };
            let (node, _) = tree.find(&root, number);
            prop_assert!(text.get(node.span.clone()).is_some(), "{number}: {node:?}\n{text}");
            let bytes = Highlight::from(span).within(&text, node.span.clone());
            prop_assert_eq!(bytes, node.span.clone());
            if number > 200 {
                break;
            }
        }
        if tree.problems.is_empty() {
            compare(&text, &root, &tree.root).map_err(|what| TestCaseError::fail(format!("{what}\n{text}")))?;
        }
    }
}

/// Compares structure, order and scalars; each scalar is read again from its bytes alone.
fn compare(text: &str, value: &Node, node: &tree::Node) -> Result<(), String> {
    let own = &text[node.span.clone()];
    match (&value.value, &node.content) {
        (Value::List(items), Content::Collection(list)) if !list.is_mapping => {
            if items.len() != list.entries.len() {
                return Err(format!("{} items, {}", items.len(), list.entries.len()));
            }
            let mut pairs = items.iter().zip(&list.entries);
            pairs.try_for_each(|(item, entry)| compare(text, item, &entry.value))
        }
        (Value::Map(entries), Content::Collection(mapping)) if mapping.is_mapping => {
            if entries.len() != mapping.entries.len() {
                return Err(format!("{} keys, {}", entries.len(), mapping.entries.len()));
            }
            let mut pairs = entries.iter().zip(&mapping.entries);
            pairs.try_for_each(|((key, value), entry)| {
                compare(text, key, entry.key.as_ref().ok_or("no key")?)?;
                compare(text, value, &entry.value)
            })
        }
        (_, Content::Scalar(_)) if own.starts_with(['|', '>']) => Ok(()),
        (Value::Null, Content::Scalar(_)) if own.is_empty() => Ok(()),
        (value, Content::Scalar(_)) => {
            // What is between brackets may be split otherwise outside of them, and the other way.
            let again =
                [format!("- {own}"), format!("[{own}\n]")].map(|list| yaml::parse(&list, 0));
            let is_same = again.iter().flatten().any(|again| match &again.value {
                Value::List(items) => format!("{:?}", items[0].value) == format!("{value:?}"),
                _ => false,
            });
            // Some are scalars only where they stand.
            let is_own = matches!(value, Value::Text(text) if text == own || has_odd_breaks(text));
            match is_same || is_own {
                true => Ok(()),
                false => Err(format!("{value:?} is not {own:?}")),
            }
        }
        (value, content) => Err(format!("{value:?} is not {content:?}")),
    }
}

/// Returns whether a text has line breaks that the tree takes for `\n`.
fn has_odd_breaks(text: &str) -> bool {
    text.contains(['\u{85}', '\u{2028}', '\u{2029}'])
}

/// The part of a text that a node with a number is, or the word or line of it.
fn shown(text: &str, number: u32, part: impl Fn(Span) -> Highlight) -> String {
    let sources = Sources::from_texts([("spec/service.yaml", text)]);
    let span = Span {
        file: 0,
        node: Some(number),
    };
    let location = sources.files[0].location(&part(span));
    let excerpt: Vec<char> = location.excerpt.chars().collect();
    let columns: Range<usize> = location.column - 1..location.end_column - 1;
    excerpt[columns].iter().collect()
}

#[test]
fn a_value_reaches_to_its_end() {
    for (text, expected) in [
        ("a: plain text # remark", "plain text"),
        ("a: 12 # remark", "12"),
        ("{a: true, b: 1}", "true"),
        ("{a: two words, b: 1}", "two words"),
        ("a: \"quoted \\\" text\" # x", "\"quoted \\\" text\""),
        ("a: 'it''s' # x", "'it''s'"),
        ("a: [x, \"]\", {b: c}] # x", "[x, \"]\", {b: c}]"),
        ("a: {b: it's} # x", "{b: it's}"),
        ("a: ~", "~"),
        ("a:", ""),
        ("a: 中文。 # 注", "中文。"),
        ("a: [x,\n  y]", "[x,"),
        ("a: one\n  two", "one"),
        ("a:\n  b: c", "b: c"),
        ("a: |\n  text", "|"),
        ("\u{feff}a: b", "b"),
        ("---\na: b", "b"),
        ("a: b\r\nc: d", "b"),
        ("a: !t {b: c}", "!t {b: c}"),
        ("a: &x [b]\nc: *x", "&x [b]"),
    ] {
        assert_eq!(shown(text, 2, Highlight::from), expected, "{text}");
    }
    assert_eq!(shown("a: {b: c, d}", 0, Highlight::from), "a: {b: c, d}");
    // The second of two keys, and what is behind what the format has no place for.
    assert_eq!(shown("a: 1\na: 2\n", 4, Highlight::from), "2");
    assert_eq!(shown("<<: {a: 1}\nb: c\n", 6, Highlight::from), "c");
    assert_eq!(shown("a: &x [1]\nb: *x\nc: d\n", 8, Highlight::from), "d");
}

#[test]
fn what_the_tree_lacks_is_shown_by_what_is_around_it() {
    for (text, number, expected) in [
        ("a: &x [b, c]\nd: *x", 7, "*x"),
        ("a:\n  ? k\n  : [v, w]\nb: c\n", 6, "? k"),
        ("a:\n  ? k\n  : v\nb: c\n", 5, "a:"),
        ("a: b\nc: [d: e]\nf: g\n", 7, "d"),
    ] {
        assert_eq!(shown(text, number, Highlight::from), expected, "{text}");
    }
}

#[test]
fn a_word_and_a_line_of_a_text_are_found() {
    let text = "a: |\n  http://x?Action=A\n  &BookId=1&Id=2\nb: Id\nc: \"two\n  words\"\n";
    let word = |number, word: &str| shown(text, number, |span| span.word(word));
    assert_eq!(word(2, "Id"), "Id");
    assert_eq!(word(6, "words"), "words");
    assert_eq!(shown(text, 2, |span| span.line(2)), "&BookId=1&Id=2");
    // What is not there is the whole.
    assert_eq!(word(2, "Nowhere"), "|");
    assert_eq!(shown(text, 2, |span| span.line(9)), "|");
    // A word is preferred to a part of one.
    let (line, root) = ("BookId=1&Id=2", Span::whole_file(0));
    assert_eq!(root.word("Id").within(line, 0..line.len()), 9..11);
}
