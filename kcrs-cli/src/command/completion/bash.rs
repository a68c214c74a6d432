//! The command line as bash has it.

/// A command line up to the cursor.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Line {
    /// The words before the one that is completed.
    pub(super) words: Vec<String>,
    /// The word that is completed, without quotes.
    pub(super) current: String,
    /// Length of the part that bash keeps, since it takes the rest for a word of its own.
    kept: usize,
    /// The quote that is open.
    quote: Option<char>,
}

impl Line {
    /// Splits a line into words as bash does, which may end within quotes. `breaks` are the
    /// characters at which bash takes a word for two when it completes.
    pub(super) fn split(line: &str, breaks: &str) -> Self {
        let mut split = Self::default();
        let mut is_word = false;
        let mut chars = line.chars();
        while let Some(c) = chars.next() {
            match (split.quote, c) {
                (Some(quote), c) if c == quote => split.quote = None,
                (None, '\'' | '"') => {
                    split.quote = Some(c);
                    is_word = true;
                }
                (None | Some('"'), '\\') => {
                    split.current.extend(chars.next());
                    is_word = true;
                }
                (None, c) if c.is_whitespace() => {
                    if is_word {
                        split.words.push(std::mem::take(&mut split.current));
                    }
                    is_word = false;
                    split.kept = 0;
                }
                (quote, c) => {
                    split.current.push(c);
                    is_word = true;
                    if quote.is_none() && breaks.contains(c) {
                        split.kept = split.current.len();
                    }
                }
            }
        }
        split
    }

    /// A candidate as bash puts it behind what it keeps: with a space behind it, unless there may
    /// come more.
    pub(super) fn reply(&self, candidate: &str) -> String {
        let rest = candidate.get(self.kept..).unwrap_or(candidate);
        if self.quote.is_some() {
            return rest.to_owned();
        }
        let mut reply = String::new();
        for c in rest.chars() {
            let is_plain = c.is_alphanumeric() || "-_./:=,@%+~".contains(c);
            if !is_plain {
                reply.push('\\');
            }
            reply.push(c);
        }
        if !candidate.ends_with(['=', '/']) {
            reply.push(' ');
        }
        reply
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_split_as_bash_splits_them() {
        for (line, words, current) in [
            ("kcrs", &[][..], "kcrs"),
            ("kcrs ", &["kcrs"], ""),
            ("kcrs  describe-", &["kcrs"], "describe-"),
            (
                r#"kcrs "a b" 'c "d' e\ f"#,
                &["kcrs", "a b", "c \"d"],
                "e f",
            ),
            ("kcrs 'open quo", &["kcrs"], "open quo"),
            (r#"kcrs "a\"b" "#, &["kcrs", "a\"b"], ""),
            ("kcrs '' x", &["kcrs", ""], "x"),
            ("kcrs end\\", &["kcrs"], "end"),
        ] {
            let split = Line::split(line, " \t\n\"'><=;|&(:");
            assert_eq!(
                (split.words.as_slice(), split.current.as_str()),
                (
                    &words
                        .iter()
                        .map(|word| (*word).to_owned())
                        .collect::<Vec<_>>()[..],
                    current
                ),
                "{line}"
            );
        }
    }

    #[test]
    fn only_what_bash_replaces_is_replied() {
        let breaks = " \t\n\"'><=;|&(:";
        for (line, breaks, candidate, reply) in [
            ("k --image-id sha", breaks, "sha256:ab", "sha256:ab "),
            ("k --image-id sha256:a", breaks, "sha256:ab", "ab "),
            ("k --image-id sha256:a", " \t\n", "sha256:ab", "sha256:ab "),
            ("k --image-id 'sha256:a", breaks, "sha256:ab", "sha256:ab"),
            (
                "k --image-id=sha256:",
                breaks,
                "--image-id=sha256:ab",
                "ab ",
            ),
            ("k --out", breaks, "--output", "--output "),
            ("k fo", breaks, "folder/", "folder/"),
            ("k fo", breaks, "fo o$", "fo\\ o\\$ "),
        ] {
            assert_eq!(Line::split(line, breaks).reply(candidate), reply, "{line}");
        }
    }
}
