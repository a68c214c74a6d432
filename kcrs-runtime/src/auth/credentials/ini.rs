//! Files of sections with `name = value` lines: reading them, and changing one entry at a time.

use std::io;
use std::path::Path;

use zeroize::Zeroizing;

use super::CredentialsError;

/// The text of a file. Comments, unknown entries and the order of all stay as they are.
#[derive(Clone, Default, PartialEq, Eq)]
pub(super) struct Ini {
    text: Zeroizing<String>,
}

/// A section. What stands before the first one is a section without a name.
pub(super) struct Section<'a> {
    /// Its name as it was written.
    pub(super) name: &'a str,
    entries: Vec<(&'a str, &'a str)>,
}

enum Line<'a> {
    Section(&'a str),
    Entry(&'a str, &'a str),
    /// A comment, or nothing.
    Other,
}

impl Ini {
    /// Reads a file. One that is not there is an error only if it must exist.
    pub(super) fn read(path: &Path, must_exist: bool) -> Result<Option<Self>, CredentialsError> {
        let wrong =
            |problem: String| CredentialsError::wrong(format!("{}{problem}", path.display()));
        let bytes = match std::fs::read(path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound && !must_exist => {
                return Ok(None);
            }
            Err(error) => return Err(wrong(format!(" cannot be read: {error}"))),
        };
        let text = String::from_utf8(bytes).map_err(|_| wrong(" is not UTF-8".to_owned()))?;
        let ini = Self::parse(text).map_err(|problem| wrong(format!(", {problem}")))?;
        Ok(Some(ini))
    }

    /// Takes the text of a file. The error names a line that is neither the header of a section nor
    /// an entry, a comment, or empty.
    pub(super) fn parse(text: impl Into<String>) -> Result<Self, String> {
        let text = Zeroizing::new(text.into());
        match text.lines().position(|line| Line::read(line).is_none()) {
            Some(index) => Err(format!(
                "line {}: expected `[section]` or `name = value`",
                index + 1
            )),
            None => Ok(Self { text }),
        }
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// The names of the sections, in the order of the file, without the `profile` that some tools
    /// write before them.
    pub(super) fn section_names(&self) -> impl Iterator<Item = &str> {
        self.lines().filter_map(|line| match line {
            Line::Section(name) => Some(without_profile(name)),
            _ => None,
        })
    }

    /// The section of this name, or the first of several.
    pub(super) fn section(&self, name: &str) -> Option<Section<'_>> {
        let mut lines = self.lines();
        let name = match name {
            "" => "",
            name => lines.find_map(|line| line.header_of(name))?,
        };
        let own = lines.take_while(|line| !matches!(line, Line::Section(_)));
        let entries = own.filter_map(|line| match line {
            Line::Entry(name, value) => Some((name, value)),
            _ => None,
        });
        Some(Section {
            name,
            entries: entries.collect(),
        })
    }

    /// Sets an entry of a section, or removes it. An entry under another of its `names` keeps that;
    /// a section that is not there is added at the end. Names and value must fit on a line.
    pub(super) fn set(&mut self, section: &str, names: &[&str], value: Option<&str>) {
        let ending = match self.text.contains("\r\n") {
            true => "\r\n",
            false => "\n",
        };
        let lines: Vec<&str> = self.text.split_inclusive('\n').collect();
        let read = |at: &usize| Line::read(lines[*at]).unwrap_or(Line::Other);
        let header = (0..lines.len()).find(|at| read(at).header_of(section).is_some());
        if header.is_none() && value.is_none() {
            return;
        }
        let begin = header.map_or(lines.len(), |header| header + 1);
        let end = (begin..lines.len()).find(|at| matches!(read(at), Line::Section(_)));
        let end = end.unwrap_or(lines.len());
        let own_name = |at: &usize| match read(at) {
            Line::Entry(name, _) => {
                let is_own = names.iter().any(|own| own.eq_ignore_ascii_case(name));
                is_own.then_some(name)
            }
            _ => None,
        };
        let first = (begin..end).find(|at| own_name(at).is_some());
        let place = first.unwrap_or_else(|| {
            // Behind the last entry, before comments and empty lines that belong to what follows.
            let last = (begin..end).rfind(|at| matches!(read(at), Line::Entry(..)));
            last.map_or(begin, |last| last + 1)
        });

        let added = value.map_or(0, |value| section.len() + value.len() + 128);
        let mut text = Zeroizing::new(String::with_capacity(self.text.len() + added));
        for at in 0..=lines.len() {
            if let Some(value) = value.filter(|_| at == place) {
                if header.is_none() {
                    let gap = if at == 0 { "" } else { ending };
                    text.extend([gap, "[", section, "]", ending]);
                }
                let name = first.as_ref().and_then(own_name).unwrap_or(names[0]);
                text.extend([name, " = ", value, ending]);
            }
            let is_replaced = (begin..end).contains(&at) && own_name(&at).is_some();
            if let Some(line) = lines.get(at).filter(|_| !is_replaced) {
                text.push_str(line);
                if !line.ends_with('\n') {
                    text.push_str(ending);
                }
            }
        }
        self.text = text;
    }

    fn lines(&self) -> impl Iterator<Item = Line<'_>> {
        self.text.lines().filter_map(Line::read)
    }
}

impl<'a> Section<'a> {
    /// The value of the first of some names, in small letters, that is there with one.
    pub(super) fn get(&self, names: &[&str]) -> Option<&'a str> {
        self.find(names).map(|(_, value)| value)
    }

    /// The first of some names, in small letters, that is there with a value.
    pub(super) fn find<'n>(&self, names: &[&'n str]) -> Option<(&'n str, &'a str)> {
        names.iter().find_map(|name| {
            let mut entries = self.entries.iter();
            let (_, value) = entries.find(|(own, _)| own.eq_ignore_ascii_case(name))?;
            (!value.is_empty()).then_some((*name, *value))
        })
    }
}

impl<'a> Line<'a> {
    /// None where it is not a line of such a file.
    fn read(line: &'a str) -> Option<Self> {
        let line = line.strip_prefix('\u{feff}').unwrap_or(line).trim();
        if line.is_empty() || line.starts_with(['#', ';']) {
            return Some(Self::Other);
        }
        if let Some(header) = line.strip_prefix('[') {
            return Some(Self::Section(header.strip_suffix(']')?.trim()));
        }
        // A secret can have either character in it, a name neither.
        let (name, value) = line.split_once(['=', ':'])?;
        Some(Self::Entry(name.trim(), value.trim()))
    }

    /// The name as it is written, where this is the header of the section.
    fn header_of(&self, section: &str) -> Option<&'a str> {
        match self {
            Self::Section(name) => {
                let is_it = *name == section || without_profile(name) == section;
                is_it.then_some(*name)
            }
            _ => None,
        }
    }
}

fn without_profile(name: &str) -> &str {
    name.strip_prefix("profile ").map_or(name, str::trim)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sections_and_entries_are_read() {
        let text = "\u{feff}a = 0\n# comment\n[default]\n A=1 \nb : x=y:z\n\n;c = 3\n[ profile two ]\na=2\r\nempty =\n";
        let ini = Ini::parse(text).unwrap();
        let get = |section, name: &str| ini.section(section)?.get(&[name]);
        assert_eq!(get("", "a"), Some("0"));
        assert_eq!(get("default", "a"), Some("1"));
        assert_eq!(get("default", "b"), Some("x=y:z"));
        assert_eq!(get("default", "c"), None);
        assert_eq!(get("two", "a"), Some("2"));
        assert_eq!(get("two", "empty"), None);
        assert_eq!(get("three", "a"), None);
        let first = ini.section("default").unwrap().get(&["none", "b", "a"]);
        assert_eq!(first, Some("x=y:z"));
    }

    #[test]
    fn an_invalid_line_is_named_by_its_number() {
        for (text, number) in [("[a]\n\nsecret", 3), ("[a\n", 1)] {
            let error = Ini::parse(text).err().unwrap();
            assert_eq!(
                error,
                format!("line {number}: expected `[section]` or `name = value`")
            );
        }
        assert!(Ini::parse("").unwrap().section("default").is_none());
    }
}
