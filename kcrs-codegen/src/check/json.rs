//! A minimal JSON reader: validates an example response and returns its top-level keys.

/// Returns the keys of an object as they are written, or what is wrong with the text and in which
/// of its lines.
pub(crate) fn top_level_keys(text: &str) -> Result<Vec<String>, (usize, String)> {
    let mut reader = Reader { rest: text };
    let mut keys = Vec::new();
    let result = reader.document(&mut keys);
    let line = 1 + text[..text.len() - reader.rest.len()].matches('\n').count();
    result.map(|()| keys).map_err(|message| (line, message))
}

const MAX_DEPTH: usize = 64;

struct Reader<'t> {
    rest: &'t str,
}

impl<'t> Reader<'t> {
    fn document(&mut self, keys: &mut Vec<String>) -> Result<(), String> {
        if self.peek() != Some('{') {
            return Err("a response is an object: `{…}`".to_owned());
        }
        self.entries('}', &mut |reader| {
            keys.push(reader.key()?.to_owned());
            reader.value(1)
        })?;
        self.peek()
            .map_or(Ok(()), |c| Err(format!("`{c}` after the end")))
    }

    fn value(&mut self, depth: usize) -> Result<(), String> {
        if depth > MAX_DEPTH {
            return Err(format!("more than {MAX_DEPTH} levels deep"));
        }
        match self.peek() {
            Some('{') => self.entries('}', &mut |reader| {
                reader.key()?;
                reader.value(depth + 1)
            }),
            Some('[') => self.entries(']', &mut |reader| reader.value(depth + 1)),
            Some('"') => self.string().map(drop),
            Some(_) => self.word(),
            None => Err("it ends too early".to_owned()),
        }
    }

    /// Reads from an opening bracket to the closing one.
    fn entries(
        &mut self,
        close: char,
        entry: &mut dyn FnMut(&mut Self) -> Result<(), String>,
    ) -> Result<(), String> {
        self.rest = &self.rest[1..];
        if self.take(close) {
            return Ok(());
        }
        loop {
            entry(self)?;
            if self.take(close) {
                return Ok(());
            }
            if !self.take(',') {
                let found = self.found();
                return Err(format!("expected `,` or `{close}`, found {found}"));
            }
        }
    }

    fn key(&mut self) -> Result<&'t str, String> {
        if self.peek() != Some('"') {
            return Err(format!("expected a key in quotes, found {}", self.found()));
        }
        let key = self.string()?;
        match self.take(':') {
            true => Ok(key),
            false => Err(format!("expected `:`, found {}", self.found())),
        }
    }

    /// Reads a text; what it returns is as it is written between the quotes.
    fn string(&mut self) -> Result<&'t str, String> {
        let text = &self.rest[1..];
        let mut chars = text.char_indices();
        while let Some((at, c)) = chars.next() {
            match c {
                '"' => {
                    self.rest = &text[at + 1..];
                    return Ok(&text[..at]);
                }
                '\\' => match chars.next() {
                    Some((_, '"' | '\\' | '/' | 'b' | 'f' | 'n' | 'r' | 't')) => {}
                    Some((_, 'u')) => {
                        let digits = chars.by_ref().take(4);
                        if digits.filter(|(_, c)| c.is_ascii_hexdigit()).count() < 4 {
                            return Err("`\\u` takes four hexadecimal digits".to_owned());
                        }
                    }
                    _ => return Err("an escape that JSON does not have".to_owned()),
                },
                '\n' => return Err("a text that goes over a line's end".to_owned()),
                _ => {}
            }
        }
        Err("a text without end".to_owned())
    }

    fn word(&mut self) -> Result<(), String> {
        let is_in_word = |c: char| c.is_alphanumeric() || matches!(c, '+' | '-' | '.' | '_');
        let rest = self.rest.trim_start_matches(is_in_word);
        let word = &self.rest[..self.rest.len() - rest.len()];
        match word {
            "" => Err(format!("expected a value, found {}", self.found())),
            "true" | "false" | "null" => Ok(()),
            word if is_number(word) => Ok(()),
            word => Err(format!("`{word}` is no value")),
        }?;
        self.rest = rest;
        Ok(())
    }

    fn take(&mut self, expected: char) -> bool {
        let is_next = self.peek() == Some(expected);
        if is_next {
            self.rest = &self.rest[expected.len_utf8()..];
        }
        is_next
    }

    /// Returns the next character that is no space.
    fn peek(&mut self) -> Option<char> {
        self.rest = self.rest.trim_start_matches([' ', '\n', '\r', '\t']);
        self.rest.chars().next()
    }

    fn found(&mut self) -> String {
        self.peek()
            .map_or("the end".to_owned(), |c| format!("`{c}`"))
    }
}

fn is_number(word: &str) -> bool {
    let digits = word.strip_prefix('-').unwrap_or(word);
    let mut leading = digits.chars();
    let has_digit = leading.next().is_some_and(|c| c.is_ascii_digit());
    let has_zero_in_front =
        digits.starts_with('0') && leading.next().is_some_and(|c| c.is_ascii_digit());
    has_digit && !has_zero_in_front && !digits.ends_with('.') && word.parse::<f64>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_json() {
        let text =
            r#"{"A": [1, -2.5e3, {"B": null}], "C\n": "é\u00e9 \"", "D": {}, "E": [], "F": true}"#;
        assert_eq!(top_level_keys(text).unwrap(), ["A", r"C\n", "D", "E", "F"]);
        assert_eq!(top_level_keys(" {} \n").unwrap(), [""; 0]);
    }

    #[test]
    fn refuses_what_is_none() {
        for (text, line, message) in [
            ("", 1, "a response is an object: `{…}`"),
            ("[]", 1, "a response is an object: `{…}`"),
            ("{\n\"Size\": xxxxxx\n}", 2, "`xxxxxx` is no value"),
            ("{\n\"A\": 1,\n}", 3, "expected a key in quotes, found `}`"),
            ("{\"A\" 1}", 1, "expected `:`, found `1`"),
            ("{\"A\": 1 \"B\": 2}", 1, "expected `,` or `}`, found `\"`"),
            ("{\"A\": [1 2]}", 1, "expected `,` or `]`, found `2`"),
            ("{\"A\": 01}", 1, "`01` is no value"),
            ("{\"A\": \"\\x\"}", 1, "an escape that JSON does not have"),
            ("{\"A\": \"", 1, "a text without end"),
            ("{\"A\":", 1, "it ends too early"),
            ("{} x", 1, "`x` after the end"),
        ] {
            assert_eq!(
                top_level_keys(text),
                Err((line, message.to_owned())),
                "{text}"
            );
        }
        let deep = format!("{{\"A\":{}", "[".repeat(100_000));
        assert!(top_level_keys(&deep).is_err());
    }
}
