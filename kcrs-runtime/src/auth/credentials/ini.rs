//! Files of sections with `name = value` lines.

/// A file that was read.
#[derive(Debug, Default)]
pub(super) struct Ini {
    sections: Vec<Section>,
}

/// A section. What stands before the first one is a section without a name.
pub(super) struct Section {
    name: String,
    entries: Vec<(String, String)>,
}

/// A line with a name and a value.
pub(super) struct Entry<'a> {
    /// In small letters.
    pub(super) name: &'a str,
    pub(super) value: &'a str,
}

impl Ini {
    /// Reads a file. The error is the number of a line that is none of a section's name, an entry,
    /// a comment, or empty.
    pub(super) fn parse(text: &str) -> Result<Self, usize> {
        let mut sections = vec![Section::new("")];
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        for (index, line) in text.lines().enumerate() {
            let line = line.trim();
            if line.is_empty() || line.starts_with(['#', ';']) {
                continue;
            }
            if let Some(name) = line.strip_prefix('[') {
                let name = name.strip_suffix(']').ok_or(index + 1)?;
                sections.push(Section::new(name.trim()));
            } else {
                // A secret can have either sign in it, a name neither.
                let (name, value) = line.split_once(['=', ':']).ok_or(index + 1)?;
                let name = name.trim().to_ascii_lowercase();
                if let Some(section) = sections.last_mut() {
                    section.entries.push((name, value.trim().to_owned()));
                }
            }
        }
        Ok(Self { sections })
    }

    /// The section of this name; where there are several, the first. Some tools write `profile`
    /// before names.
    pub(super) fn section(&self, name: &str) -> Option<&Section> {
        self.sections.iter().find(|section| {
            let own = section.name.as_str();
            own == name
                || own
                    .strip_prefix("profile ")
                    .is_some_and(|own| own.trim() == name)
        })
    }
}

impl Section {
    fn new(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            entries: Vec::new(),
        }
    }

    /// Its name as it was written.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// The value of the first of some names, in small letters, that is there with one.
    pub(super) fn get(&self, names: &[&str]) -> Option<&str> {
        self.find(names).map(|entry| entry.value)
    }

    /// The first of some names, in small letters, that is there with a value.
    pub(super) fn find(&self, names: &[&str]) -> Option<Entry<'_>> {
        names.iter().find_map(|name| {
            let (name, value) = self.entries.iter().find(|(own, _)| own == name)?;
            (!value.is_empty()).then_some(Entry { name, value })
        })
    }
}

impl std::fmt::Debug for Section {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // The values are secrets.
        f.debug_tuple("Section").field(&self.name).finish()
    }
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
    fn a_line_that_is_nothing_is_told_by_its_number() {
        assert_eq!(Ini::parse("[a]\n\nsecret").unwrap_err(), 3);
        assert_eq!(Ini::parse("[a\n").unwrap_err(), 1);
        assert!(Ini::parse("").unwrap().section("default").is_none());
    }
}
