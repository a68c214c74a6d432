//! Any text of the subset, written in any way: formatted, it has the same value and the same
//! comments, each at its node.

use kcrs_codegen::fmt::{FileKind, format};
use proptest::prelude::*;
use serde_yaml::Value;

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_value_and_the_comments_are_kept(root in collection(true), choices in prop::collection::vec(any::<u8>(), 1..200)) {
        let mut writer = Writer { out: String::new(), places: Vec::new(), choices, next: 0, comments: 0, is_below_lines: false };
        writer.entries(&root, 0, "");
        if writer.chance(4) {
            writer.out = writer.out.replace('\n', "\r\n");
        }
        let Writer { out: text, places: mut expected, .. } = writer;
        let before: Value = serde_yaml::from_str(&text).unwrap_or_else(|error| panic!("{error}\n{text}"));
        prop_assert_eq!(&before, &root.value(), "{}", text);

        let formatted = format(FileKind::Chapter, &text).unwrap_or_else(|refusal| panic!("{refusal}\n{text}"));
        let after: Value = serde_yaml::from_str(&formatted).unwrap();
        prop_assert_eq!(order_of(&before), order_of(&after), "{}\n=>\n{}", &text, &formatted);
        let mut found = places(&formatted);
        expected.sort();
        found.sort();
        prop_assert_eq!(expected, found, "{}\n=>\n{}", &text, &formatted);
        prop_assert_eq!(format(FileKind::Chapter, &formatted).unwrap(), formatted);
    }
}

#[derive(Clone, Debug)]
enum Node {
    Text(String),
    /// A text that may be written with `|`.
    Lines(Vec<String>),
    Plain(&'static str),
    Collection(Collection),
}

#[derive(Clone, Debug)]
struct Collection {
    is_mapping: bool,
    entries: Vec<Entry>,
    /// How many comments are at its end.
    end: u8,
}

#[derive(Clone, Debug)]
struct Entry {
    above: u8,
    is_behind: bool,
    value: Node,
}

fn collection(is_mapping: bool) -> impl Strategy<Value = Collection> {
    // Pieces that mean something elsewhere.
    let piece = prop::sample::select(vec![
        "a",
        "B c",
        "中文",
        ": ",
        " #",
        "# ",
        "- ",
        "-",
        "?",
        ":",
        ",",
        ", ",
        "[",
        "]",
        "{",
        "}",
        "'",
        "\"",
        "\\",
        "&",
        "*",
        "!",
        "|",
        ">",
        "%",
        "@",
        "`",
        "yes",
        "null",
        "1",
        ".5",
        "..9",
        " ",
        "\t",
        "\n",
        "é",
        "\u{85}",
        "\u{1f600}",
        "<<",
        "---",
        "~",
        "=",
        "0x",
        "http://a?b=c&d",
        "x:y",
        "\u{feff}",
    ]);
    let text = prop::collection::vec(piece, 0..5).prop_map(|pieces| pieces.concat());
    let line = prop::sample::select(vec![
        "a",
        "# no comment",
        "  b: c",
        "",
        "x: {",
        "- d",
        "\te",
        "中",
        "f  ",
    ]);
    let leaf = prop_oneof![
        4 => text.prop_map(Node::Text),
        1 => prop::collection::vec(line, 1..5).prop_map(|lines| Node::Lines(lines.into_iter().map(str::to_owned).collect())),
        1 => prop::sample::select(vec!["1", "-5", "1.50", "true", "null", "0x1F"]).prop_map(Node::Plain),
    ];
    let comments = || prop_oneof![6 => Just(0_u8), 1 => Just(1), 1 => Just(2)];
    let entry = move |value| {
        (comments(), prop::bool::weighted(0.2), value).prop_map(|(above, is_behind, value)| Entry {
            above,
            is_behind,
            value,
        })
    };
    let node = leaf.prop_recursive(4, 40, 5, move |inner| {
        (
            any::<bool>(),
            prop::collection::vec(entry(inner.boxed()), 0..5),
            comments(),
        )
            .prop_map(|(is_mapping, entries, end)| {
                // An empty collection has no place for comments.
                let end = if entries.is_empty() { 0 } else { end };
                Node::Collection(Collection {
                    is_mapping,
                    entries,
                    end,
                })
            })
    });
    (prop::collection::vec(entry(node.boxed()), 1..6), comments()).prop_map(
        move |(entries, end)| Collection {
            is_mapping,
            entries,
            end,
        },
    )
}

impl Collection {
    fn value(&self) -> Value {
        let values = self.entries.iter().map(|entry| match &entry.value {
            Node::Text(text) => Value::String(text.clone()),
            Node::Lines(lines) => Value::String(lines.join("\n")),
            Node::Plain(text) => serde_yaml::from_str(text).unwrap(),
            Node::Collection(collection) => collection.value(),
        });
        match self.is_mapping {
            true => Value::Mapping(
                values
                    .enumerate()
                    .map(|(index, value)| (Value::String(format!("k{index}")), value))
                    .collect(),
            ),
            false => Value::Sequence(values.collect()),
        }
    }

    fn has_lines(&self) -> bool {
        self.entries.iter().any(|entry| match &entry.value {
            Node::Lines(_) => true,
            Node::Collection(inner) => inner.has_lines(),
            _ => false,
        })
    }
}

/// The order of keys matters where the format does not know them.
fn order_of(value: &Value) -> String {
    serde_yaml::to_string(value).unwrap()
}

/// Where a comment is: its text, the side, and the keys and indices that lead to its node.
type Place = (String, &'static str, String);

/// Writes a tree in one of many ways.
struct Writer {
    out: String,
    places: Vec<Place>,
    choices: Vec<u8>,
    next: usize,
    comments: usize,
    is_below_lines: bool,
}

impl Writer {
    fn choose(&mut self, below: u8) -> u8 {
        self.next += 1;
        self.choices[self.next % self.choices.len()]
            .wrapping_add((self.next / self.choices.len()) as u8)
            % below
    }

    fn chance(&mut self, one_in: u8) -> bool {
        self.choose(one_in) == 0
    }

    fn indent(&mut self, indent: usize) {
        self.out.push_str(&" ".repeat(indent));
    }

    fn comment(&mut self, side: &'static str, path: &str) -> String {
        self.comments += 1;
        let text = format!("#§{}", self.comments);
        self.places.push((text.clone(), side, path.to_owned()));
        text
    }

    fn own_lines(&mut self, count: u8, side: &'static str, path: &str, indent: usize) {
        for _ in 0..count {
            if self.chance(4) {
                self.out.push('\n');
            }
            let text = self.comment(side, path);
            self.indent(indent);
            self.out.push_str(&text);
            self.out.push('\n');
        }
    }

    /// The entries of a block.
    fn entries(&mut self, collection: &Collection, indent: usize, path: &str) {
        for (index, entry) in collection.entries.iter().enumerate() {
            let name = if collection.is_mapping {
                format!("k{index}")
            } else {
                index.to_string()
            };
            let path = format!("{path}/{name}");
            if self.chance(5) {
                // Spaces would be a part of the text above.
                let line = if self.is_below_lines { "\n" } else { "  \n" };
                self.out.push_str(line);
            }
            self.own_lines(entry.above, "above", &path, indent);
            if self.chance(6) {
                self.out.push('\n');
            }
            self.indent(indent);
            if collection.is_mapping {
                let key = match self.choose(4) {
                    0 => format!("\"{name}\" :"),
                    1 => format!("'{name}':"),
                    _ => format!("{name}:"),
                };
                self.out.push_str(&key);
            } else {
                self.out.push('-');
            }
            self.value(entry, collection.is_mapping, indent, &path);
        }
        self.own_lines(collection.end, "end", path, indent);
    }

    fn behind(&mut self, entry: &Entry, path: &str) {
        self.is_below_lines = false;
        if entry.is_behind {
            let text = self.comment("behind", path);
            // A tab behind a dash is no YAML.
            let spaces = if self.out.ends_with(['-', ':']) { 3 } else { 4 };
            let space = [" ", "  ", "      ", "\t"][usize::from(self.choose(spaces))];
            self.out.push_str(&format!("{space}{text}"));
        }
        if self.chance(5) {
            self.out.push(' ');
        }
        self.out.push('\n');
    }

    fn value(&mut self, entry: &Entry, is_mapping: bool, indent: usize, path: &str) {
        match &entry.value {
            Node::Collection(inner)
                if inner.entries.is_empty() || (!inner.has_lines() && self.chance(2)) =>
            {
                self.out.push(' ');
                self.flow(inner, indent + 1, path);
                self.behind(entry, path);
            }
            Node::Collection(inner) => {
                let first = &inner.entries[0];
                let is_compact =
                    !is_mapping && !entry.is_behind && first.above == 0 && self.chance(2);
                if is_compact {
                    // The entries begin in the line of the dash: one is written where its
                    // indentation would be.
                    let start = self.out.len();
                    let before = std::mem::take(&mut self.next);
                    self.next = before;
                    let step = 2 + usize::from(self.choose(3));
                    self.entries(inner, indent + step, path);
                    let written = self.out.split_off(start);
                    self.out.push_str(&" ".repeat(step - 1));
                    self.out.push_str(written.trim_start());
                    return;
                }
                self.behind(entry, path);
                let may_share = is_mapping && !inner.is_mapping && inner.end == 0;
                let step = if may_share && self.chance(2) {
                    0
                } else {
                    1 + usize::from(self.choose(4))
                };
                self.entries(inner, indent + step, path);
            }
            Node::Lines(lines) => self.lines(entry, lines, indent, path),
            Node::Text(text) => {
                let text = self.text(text);
                let space = if self.chance(4) { "   " } else { " " };
                self.out.push_str(&format!("{space}{text}"));
                self.behind(entry, path);
            }
            Node::Plain(text) => {
                self.out.push_str(&format!(" {text}"));
                self.behind(entry, path);
            }
        }
    }

    /// A text as a block, where it can be one.
    fn lines(&mut self, entry: &Entry, lines: &[String], indent: usize, path: &str) {
        if lines.last().is_none_or(String::is_empty) {
            let text = self.text(&lines.join("\n"));
            self.out.push_str(&format!(" {text}"));
            self.behind(entry, path);
            return;
        }
        let step = 1 + usize::from(self.choose(4));
        self.out.push_str(&format!(" |{step}-"));
        self.behind(entry, path);
        for line in lines {
            if !line.is_empty() {
                self.indent(indent + step);
            }
            self.out.push_str(&format!("{line}\n"));
        }
        self.is_below_lines = true;
    }

    /// A text in one line, in one of the ways that it allows.
    fn text(&mut self, text: &str) -> String {
        let is_word = text.starts_with(|c: char| c.is_alphabetic())
            && text.chars().all(|c| c.is_alphanumeric())
            && !["yes", "null"].contains(&text);
        let is_line = text
            .chars()
            .all(|c| c == '\t' || (!c.is_control() && c != '\u{feff}'));
        match self.choose(3) {
            0 if is_word => text.to_owned(),
            1 if is_line => format!("'{}'", text.replace('\'', "''")),
            _ => {
                let mut out = String::from("\"");
                for c in text.chars() {
                    match c {
                        '"' | '\\' => out.extend(['\\', c]),
                        '\n' => out.push_str("\\n"),
                        c if (c.is_control() && c != '\t') || c == '\u{feff}' || self.chance(9) => {
                            out.push_str(&format!("\\U{:08x}", u32::from(c)));
                        }
                        c => out.push(c),
                    }
                }
                out + "\""
            }
        }
    }

    /// A collection in brackets, over several lines where it has comments.
    fn flow(&mut self, collection: &Collection, indent: usize, path: &str) {
        let (open, close) = if collection.is_mapping {
            ('{', '}')
        } else {
            ('[', ']')
        };
        self.out.push(open);
        let is_tall = collection.end > 0
            || collection
                .entries
                .iter()
                .any(|entry| entry.above > 0 || entry.is_behind)
            || self.chance(4);
        if is_tall {
            self.out.push('\n');
        }
        for (index, entry) in collection.entries.iter().enumerate() {
            let name = if collection.is_mapping {
                format!("k{index}")
            } else {
                index.to_string()
            };
            let path = format!("{path}/{name}");
            if is_tall {
                self.own_lines(entry.above, "above", &path, indent);
                self.indent(indent);
            }
            if collection.is_mapping {
                self.out.push_str(&format!("{name}: "));
            }
            match &entry.value {
                Node::Collection(inner) => self.flow(inner, indent + 2, &path),
                Node::Text(text) => {
                    let text = self.text(text);
                    self.out.push_str(&text);
                }
                Node::Plain(text) => self.out.push_str(text),
                Node::Lines(_) => unreachable!("such a collection is a block"),
            }
            let is_last = index + 1 == collection.entries.len();
            if !is_last || (is_tall && self.chance(2)) {
                self.out.push(',');
            }
            if is_tall {
                self.behind(entry, &path);
            } else if !is_last {
                self.out.push(' ');
            }
        }
        self.own_lines(collection.end, "end", path, indent);
        if is_tall {
            self.indent(indent);
        }
        self.out.push(close);
    }
}

/// Where the comments of a formatted text are, read off its lines.
fn places(text: &str) -> Vec<Place> {
    let mut found = Vec::new();
    let mut waiting: Vec<(usize, String)> = Vec::new();
    // The entries that are open: their indentation, their name, and how many items were seen.
    let mut open: Vec<(usize, String)> = Vec::new();
    let mut items: Vec<(usize, usize)> = Vec::new();
    let mut block: Option<usize> = None;
    for line in text.lines().chain(["end:"]) {
        let body = line.trim_start_matches(' ');
        let indent = line.len() - body.len();
        if body.is_empty() || block.is_some_and(|block| indent > block) {
            continue;
        }
        block = None;
        if body.starts_with("#§") {
            waiting.push((indent, body.to_owned()));
            continue;
        }
        // Comments that are further in than this line are at the end of what is open there.
        for (column, comment) in waiting.extract_if(.., |(column, _)| *column > indent) {
            let path: String = open
                .iter()
                .filter(|(at, _)| *at < column)
                .map(|(_, name)| format!("/{name}"))
                .collect();
            found.push((comment, "end", path));
        }
        if line == "end:" {
            let rest = waiting.drain(..);
            found.extend(rest.map(|(_, comment)| (comment, "end", String::new())));
            break;
        }
        open.retain(|(at, _)| *at < indent);
        items.retain(|(at, _)| *at <= indent);
        let mut at = indent;
        let mut rest = body;
        let mut is_first = true;
        loop {
            let name = if let Some(after) = rest
                .strip_prefix('-')
                .filter(|after| after.is_empty() || after.starts_with(' '))
            {
                let known = items.iter_mut().find(|(column, _)| *column == at);
                let index = match known {
                    Some((_, count)) => {
                        *count += 1;
                        *count
                    }
                    None => {
                        items.push((at, 0));
                        0
                    }
                };
                rest = after.strip_prefix(' ').unwrap_or(after);
                index.to_string()
            } else if let Some((key, after)) = rest.split_once(':').filter(|(key, _)| is_key(key)) {
                rest = after;
                key.to_owned()
            } else {
                break;
            };
            let is_key = !rest.is_empty() && !name.starts_with(|c: char| c.is_ascii_digit());
            open.push((at, name));
            if std::mem::take(&mut is_first) {
                let path: String = open.iter().map(|(_, name)| format!("/{name}")).collect();
                found.extend(
                    waiting
                        .drain(..)
                        .map(|(_, comment)| (comment, "above", path.clone())),
                );
            }
            at += 2;
            if is_key {
                break;
            }
        }
        let path: String = open.iter().map(|(_, name)| format!("/{name}")).collect();
        let code = match rest.rfind("#§") {
            Some(start) => {
                found.push((rest[start..].to_owned(), "behind", path));
                &rest[..start]
            }
            None => rest,
        };
        if code.trim().starts_with(['|', '>']) {
            block = Some(open.last().map_or(0, |(at, _)| *at));
        }
    }
    found
}

fn is_key(text: &str) -> bool {
    text.strip_prefix('k')
        .is_some_and(|digits| !digits.is_empty() && digits.chars().all(|c| c.is_ascii_digit()))
}
