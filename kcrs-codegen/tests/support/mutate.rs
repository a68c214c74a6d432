//! Broken specs, made at random from right ones.

use kcrs_codegen::{Level, Levels, Location, Report, Sources, check_with, emit};

/// A spec in memory: names of files and their bytes.
pub(crate) type Files = Vec<(String, Vec<u8>)>;

/// Makes one broken spec after the other. The same seed makes the same ones.
#[derive(Debug)]
pub(crate) struct Mutator {
    state: u64,
    specs: Vec<Files>,
    /// Pieces of YAML that stand in the specs.
    words: Vec<String>,
}

/// What became of a spec.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Outcome {
    /// Whether nothing was wrong with it.
    pub(crate) is_right: bool,
    /// Whether Rust was made of it.
    pub(crate) is_emitted: bool,
    /// How many problems were reported.
    pub(crate) diagnostics: usize,
}

/// Loads, checks and lints a spec and reports on it in every form. Rust is made of it where it is
/// right and that is asked for.
pub(crate) fn execute(files: &Files, is_emitting: bool) -> Outcome {
    let levels = Levels::new().warnings(Level::Warn);
    let checked = check_with(&Sources::from_bytes(files.iter().cloned()), &levels);
    match checked {
        Ok(checked) => {
            let diagnostics = report(&checked.warnings);
            if is_emitting {
                emit(&checked.api, "fuzzed")
                    .unwrap_or_else(|report| panic!("{report}\n{}", show(files)));
            }
            Outcome {
                is_right: true,
                is_emitted: is_emitting,
                diagnostics,
            }
        }
        Err(found) => {
            assert!(!found.is_empty(), "{}", show(files));
            Outcome {
                is_right: false,
                is_emitted: false,
                diagnostics: report(&found),
            }
        }
    }
}

/// The files in one text.
pub(crate) fn show(files: &Files) -> String {
    files
        .iter()
        .map(|(path, bytes)| format!(">> {path}\n{}\n", String::from_utf8_lossy(bytes)))
        .collect()
}

fn report(report: &Report) -> usize {
    let (plain, colored) = (report.to_string(), report.colored());
    assert!(plain.len() <= colored.len());
    #[cfg(feature = "cli")]
    assert_eq!(
        kcrs_codegen::dump::diagnostics(report).lines().count(),
        report.diagnostics().len()
    );
    for diagnostic in report.diagnostics() {
        let Location {
            column, end_column, ..
        } = &diagnostic.primary;
        assert!(column <= end_column, "{diagnostic:?}");
        assert!(!diagnostic.in_one_line().contains('\n'), "{diagnostic:?}");
    }
    report.diagnostics().len()
}

impl Mutator {
    /// A maker of specs that resemble the given ones.
    pub(crate) fn new(seed: u64, specs: Vec<Files>) -> Self {
        let mut words: Vec<String> = specs
            .iter()
            .flatten()
            .map(|(_, bytes)| String::from_utf8_lossy(bytes))
            .flat_map(|text| {
                text.split(|c: char| c.is_whitespace() || ",:{}[]".contains(c))
                    .map(str::to_owned)
                    .collect::<Vec<_>>()
            })
            .filter(|word| !word.is_empty() && word.len() < 24)
            .collect();
        words.sort();
        words.dedup();
        words.extend(JUNK.iter().map(|&junk| junk.to_owned()));
        Self {
            state: seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1,
            specs,
            words,
        }
    }

    /// The next broken spec.
    pub(crate) fn broken(&mut self) -> Files {
        let spec = self.below(self.specs.len());
        let mut files = self.specs[spec].clone();
        for _ in 0..=self.below(3) {
            let file = self.below(files.len());
            let bytes = std::mem::take(&mut files[file].1);
            let text = String::from_utf8_lossy(&bytes).into_owned();
            files[file].1 = match self.below(12) {
                0 => self.noise(),
                1 | 2 => self.bytes(bytes),
                3..=5 => self.lines(&text).into_bytes(),
                6 | 7 => self.word(&text).into_bytes(),
                8 | 9 => self.value(&text).into_bytes(),
                10 => self.block(&text).into_bytes(),
                _ => {
                    let other = self.below(files.len());
                    let other = String::from_utf8_lossy(&files[other].1).into_owned();
                    self.splice(&text, &other).into_bytes()
                }
            };
            if self.below(40) == 0 {
                files.remove(file);
            }
            if files.is_empty() {
                break;
            }
        }
        files
    }

    /// Arbitrary bytes, or characters that YAML gives a meaning.
    fn noise(&mut self) -> Vec<u8> {
        let length = self.below(200);
        let is_yaml_like = self.below(2) == 0;
        (0..length)
            .map(|_| match is_yaml_like {
                true => SIGNS[self.below(SIGNS.len())],
                false => self.below(256) as u8,
            })
            .collect()
    }

    /// Some bytes changed, inserted or left out.
    fn bytes(&mut self, mut bytes: Vec<u8>) -> Vec<u8> {
        for _ in 0..=self.below(4) {
            let at = self.below(bytes.len() + 1);
            match self.below(3) {
                0 if at < bytes.len() => bytes[at] = self.below(256) as u8,
                1 if at < bytes.len() => drop(bytes.remove(at)),
                _ => bytes.insert(at, SIGNS[self.below(SIGNS.len())]),
            }
        }
        bytes
    }

    /// A line left out, doubled, swapped, indented otherwise or the last one.
    fn lines(&mut self, text: &str) -> String {
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        if lines.is_empty() {
            return String::new();
        }
        let (at, other) = (self.below(lines.len()), self.below(lines.len()));
        match self.below(6) {
            0 => drop(lines.remove(at)),
            1 => lines.insert(other, lines[at].clone()),
            2 => lines.swap(at, other),
            3 => lines[at].insert_str(0, "  "),
            4 => lines[at] = lines[at].replacen("  ", "", 1),
            _ => lines.truncate(at),
        }
        lines.join("\n")
    }

    /// A word in place of another one, or after a place where one ends.
    fn word(&mut self, text: &str) -> String {
        // Where words end, and where what comes after the sign begins: white space may be of
        // several bytes.
        let ends: Vec<(usize, usize)> = text
            .char_indices()
            .filter(|(_, c)| c.is_whitespace() || ",:{}[]".contains(*c))
            .map(|(at, c)| (at, at + c.len_utf8()))
            .collect();
        if ends.len() < 2 {
            return self.some_word();
        }
        let at = self.below(ends.len() - 1);
        let (start, end) = match self.below(4) {
            0 => (ends[at].0, ends[at].0),
            _ => (ends[at].1, ends[at + 1].0),
        };
        let word = self.some_word();
        format!("{}{word}{}", &text[..start], &text[end..])
    }

    /// Another value for a key: a word, a list, a mapping, nothing.
    fn value(&mut self, text: &str) -> String {
        let keys: Vec<usize> = text.match_indices(": ").map(|(at, _)| at + 2).collect();
        if keys.is_empty() {
            return self.some_word();
        }
        let start = keys[self.below(keys.len())];
        let end = text[start..]
            .find([',', '}', '\n'])
            .map_or(text.len(), |end| start + end);
        let (a, b) = (self.some_word(), self.some_word());
        let value = match self.below(8) {
            0 => String::new(),
            1 => format!("[{a}, {b}]"),
            2 => format!("{{{a}: {b}}}"),
            3 => format!("\"{a}\""),
            4 => "[]".to_owned(),
            5 => "{}".to_owned(),
            6 => format!("{}", self.below(1000) as i64 - 500),
            _ => a,
        };
        format!("{}{value}{}", &text[..start], &text[end..])
    }

    /// An entry of a mapping, with all below it, moved to another place or left out.
    fn block(&mut self, text: &str) -> String {
        let mut lines: Vec<&str> = text.lines().collect();
        if lines.is_empty() {
            return String::new();
        }
        let indent = |line: &str| line.len() - line.trim_start().len();
        let start = self.below(lines.len());
        let own = indent(lines[start]);
        let length = 1 + lines[start + 1..]
            .iter()
            .take_while(|line| line.trim().is_empty() || indent(line) > own)
            .count();
        let block: Vec<&str> = match self.below(2) {
            0 => lines.drain(start..start + length).collect(),
            _ => lines[start..start + length].to_vec(),
        };
        let same: Vec<usize> = (0..lines.len())
            .filter(|line| indent(lines[*line]) == own)
            .collect();
        if !same.is_empty() && self.below(3) > 0 {
            let at = same[self.below(same.len())];
            lines.splice(at..at, block);
        }
        lines.join("\n")
    }

    /// The beginning of one text and the end of another.
    fn splice(&mut self, text: &str, other: &str) -> String {
        let (head, tail) = (self.boundary(text), self.boundary(other));
        format!("{}{}", &text[..head], &other[tail..])
    }

    fn boundary(&mut self, text: &str) -> usize {
        let mut at = self.below(text.len() + 1);
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    }

    fn some_word(&mut self) -> String {
        let word = self.below(self.words.len());
        self.words[word].clone()
    }

    /// A number below another one, which is 0 for 0.
    fn below(&mut self, limit: usize) -> usize {
        self.state ^= self.state << 13;
        self.state ^= self.state >> 7;
        self.state ^= self.state << 17;
        (self.state.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) as usize % limit.max(1)
    }
}

/// What YAML is made of.
const SIGNS: &[u8] = b"  \n\n:,{}[]-?!&*#|>'\"%@`~\\\t0aZ.<=_\r";

/// What is odd in one way or another.
const JUNK: [&str; 32] = [
    "~",
    "null",
    "true",
    "no",
    "0x1F",
    "1e99",
    "-9223372036854775809",
    "18446744073709551616",
    "9223372036854775807..",
    "-1..-9",
    "..",
    "..0 bytes",
    "1..2 characters",
    ".inf",
    "2024-01-01",
    "<<",
    "!t x",
    "&a x",
    "*a",
    "|",
    ">",
    "- x",
    "? x",
    "\u{feff}",
    "\u{2028}",
    "\u{85}",
    "e\u{301}",
    "👩‍👩‍👧",
    "中文，。",
    "\u{202e}rtl",
    "self",
    "r#type",
];
