//! Patterns of names, as options take them.

use glob::Pattern;

use crate::text::Text;

/// Syntax of patterns, for the help.
pub(crate) fn dialect() -> Text {
    text!(
        "A PATTERN is a name in which * stands for any text, ? for one character and [a-z] for one of a range; case counts. \
         A comma separates patterns (\\, is a comma), and the option may be repeated.",
        "PATTERN 是名称，其中 * 代表任意文本，? 代表一个字符，[a-z] 代表范围内的一个字符；区分大小写。\
         逗号分隔多个模式（\\, 表示逗号本身），选项也可重复。"
    )
}

/// Characters beside letters, digits, `_`, `-` and `.` that patterns take.
const WILDCARDS: [char; 5] = ['*', '?', '[', ']', '!'];

/// Kind of resource that a pattern names, which decides on the characters allowed in it.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Named {
    Namespace,
    Repository,
    Tag,
}

/// The patterns of one use of an option.
pub(crate) type PatternList = Vec<NamePattern>;

/// A pattern that a name of the registry can match.
#[derive(Clone, Debug)]
pub(crate) struct NamePattern(Pattern);

impl NamePattern {
    /// Reads the patterns of one use of an option. One that no name can match is an error: it would
    /// select or protect nothing.
    pub(crate) fn parse_list(named: Named, text: &str) -> Result<PatternList, Text> {
        split(text)
            .iter()
            .map(|pattern| Self::parse(named, pattern))
            .collect()
    }

    fn parse(named: Named, text: &str) -> Result<Self, Text> {
        let noun = named.noun();
        if text.is_empty() {
            return Err(text!(
                "an empty pattern matches no {noun}",
                "空模式不匹配任何{noun}"
            ));
        }
        let is_of_pattern = |c: char| {
            c.is_ascii_alphanumeric()
                || matches!(c, '_' | '-' | '.')
                || WILDCARDS.contains(&c)
                || c == '/' && matches!(named, Named::Repository)
        };
        if let Some(foreign) = text.chars().find(|c| !is_of_pattern(*c)) {
            return Err(text!(
                "the pattern {text:?} matches no {noun}, because of {foreign:?}; a pattern has letters, digits, _ - . \
                 and the wildcards * ? [a-z], and a comma separates patterns",
                "模式 {text:?} 不匹配任何{noun}，因为含有 {foreign:?}；模式由字母、数字、_ - . 和通配符 * ? [a-z] 组成，以逗号分隔"
            ));
        }
        // A run of stars is one star; only the library gives two a meaning of their own.
        let mut plain = text.to_owned();
        while plain.contains("**") {
            plain = plain.replace("**", "*");
        }
        Pattern::new(&plain).map(Self).map_err(|error| {
            let reason = error.msg;
            text!(
                "the pattern {text:?} is not closed or is malformed: {reason}",
                "模式 {text:?} 没有闭合或格式有误：{reason}"
            )
        })
    }

    pub(crate) fn matches(&self, name: &str) -> bool {
        self.0.matches(name)
    }

    pub(crate) fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// Returns whether it has no wildcard, so that it is the name of one thing.
    pub(crate) fn is_name(&self) -> bool {
        !self.as_str().contains(['*', '?', '['])
    }
}

/// Reads the patterns of namespaces, as one use of an option has them.
pub(crate) fn namespaces(text: &str) -> Result<PatternList, Text> {
    NamePattern::parse_list(Named::Namespace, text)
}

/// Reads the patterns of repositories, as one use of an option has them.
pub(crate) fn repositories(text: &str) -> Result<PatternList, Text> {
    NamePattern::parse_list(Named::Repository, text)
}

/// Reads the patterns of tags, as one use of an option has them.
pub(crate) fn tags(text: &str) -> Result<PatternList, Text> {
    NamePattern::parse_list(Named::Tag, text)
}

impl Named {
    pub(crate) fn noun(self) -> Text {
        match self {
            Self::Namespace => text!("namespace", "命名空间"),
            Self::Repository => text!("repository", "仓库"),
            Self::Tag => text!("tag", " Tag"),
        }
    }
}

/// The parts between commas; `\,` is a comma of a part.
fn split(text: &str) -> Vec<String> {
    let (mut parts, mut part) = (Vec::new(), String::new());
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        match c {
            '\\' if characters.peek() == Some(&',') => part.extend(characters.next()),
            ',' => parts.push(std::mem::take(&mut part)),
            c => part.push(c),
        }
    }
    parts.push(part);
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_comma_separates_and_the_wildcards_are_those_of_a_shell() {
        for (text, matching, other) in [
            (
                "v*,latest",
                &["v1.0", "latest", "v"][..],
                &["Latest", "xv1"][..],
            ),
            ("v?", &["v1"], &["v", "v10"]),
            ("[a-c]x", &["ax", "cx"], &["dx", "Ax"]),
            ("[!a]x", &["bx"], &["ax"]),
            ("a**b", &["ab", "a-b"], &["abc"]),
            ("V1", &["V1"], &["v1"]),
        ] {
            let patterns = NamePattern::parse_list(Named::Tag, text).unwrap();
            let matches = |name: &str| patterns.iter().any(|one| one.matches(name));
            assert!(matching.iter().all(|name| matches(name)), "{text}");
            assert!(!other.iter().any(|name| matches(name)), "{text}");
        }
        assert!(NamePattern::parse_list(Named::Repository, "web/*").is_ok());
    }

    #[test]
    fn what_no_name_can_match_is_refused() {
        for (text, says) in [
            ("", "an empty pattern matches no tag"),
            ("v*,", "an empty pattern matches no tag"),
            (",", "an empty pattern matches no tag"),
            ("v{1,2}", "because of '{'"),
            ("^v1", "because of '^'"),
            ("v1$", "because of '$'"),
            ("v1 ", "because of ' '"),
            ("a/b", "because of '/'"),
            ("v\\,1", "because of ','"),
            ("v\\d", "because of '\\\\'"),
            ("v＊", "because of '＊'"),
            ("v[1", "is not closed or is malformed"),
        ] {
            let error = NamePattern::parse_list(Named::Tag, text).unwrap_err();
            assert!(error.as_str().contains(says), "{text}: {error}");
        }
    }
}
