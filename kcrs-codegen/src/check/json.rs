//! Just enough JSON to tell whether an example answer is some, and which keys it has at the top.

use std::iter::Peekable;
use std::str::CharIndices;

/// The keys of an object, or what is wrong with the text and in which of its lines.
pub(crate) fn top_level_keys(text: &str) -> Result<Vec<String>, (usize, String)> {
    let mut reader = Reader {
        text,
        chars: text.char_indices().peekable(),
    };
    let mut keys = Vec::new();
    reader.skip_space();
    let result = match reader.peek() {
        Some('{') => reader.object(0, Some(&mut keys)).and_then(|()| {
            reader.skip_space();
            reader
                .peek()
                .map_or(Ok(()), |c| Err(format!("`{c}` after the end")))
        }),
        _ => Err("an answer is an object: `{…}`".to_owned()),
    };
    let line = reader.line();
    result.map(|()| keys).map_err(|message| (line, message))
}

const DEEPEST: usize = 64;

struct Reader<'t> {
    text: &'t str,
    chars: Peekable<CharIndices<'t>>,
}

impl Reader<'_> {
    fn value(&mut self, depth: usize) -> Result<(), String> {
        if depth > DEEPEST {
            return Err(format!("more than {DEEPEST} levels deep"));
        }
        self.skip_space();
        match self.peek() {
            Some('{') => self.object(depth, None),
            Some('[') => self.list(depth),
            Some('"') => self.string().map(drop),
            Some(_) => self.word(),
            None => Err("it ends too early".to_owned()),
        }
    }

    fn object(&mut self, depth: usize, mut keys: Option<&mut Vec<String>>) -> Result<(), String> {
        self.chars.next();
        self.skip_space();
        if self.peek() == Some('}') {
            self.chars.next();
            return Ok(());
        }
        loop {
            self.skip_space();
            if self.peek() != Some('"') {
                return Err(format!("expected a key in quotes, found {}", self.found()));
            }
            let key = self.string()?;
            if let Some(keys) = &mut keys {
                keys.push(key);
            }
            self.expect(':')?;
            self.value(depth + 1)?;
            self.skip_space();
            match self.peek() {
                Some(',') => _ = self.chars.next(),
                Some('}') => {
                    self.chars.next();
                    return Ok(());
                }
                _ => return Err(format!("expected `,` or `}}`, found {}", self.found())),
            }
        }
    }

    fn list(&mut self, depth: usize) -> Result<(), String> {
        self.chars.next();
        self.skip_space();
        if self.peek() == Some(']') {
            self.chars.next();
            return Ok(());
        }
        loop {
            self.value(depth + 1)?;
            self.skip_space();
            match self.peek() {
                Some(',') => _ = self.chars.next(),
                Some(']') => {
                    self.chars.next();
                    return Ok(());
                }
                _ => return Err(format!("expected `,` or `]`, found {}", self.found())),
            }
        }
    }

    fn string(&mut self) -> Result<String, String> {
        self.chars.next();
        let mut text = String::new();
        while let Some((_, c)) = self.chars.next() {
            match c {
                '"' => return Ok(text),
                '\\' => match self.chars.next() {
                    Some((_, c @ ('"' | '\\' | '/' | 'b' | 'f' | 'n' | 'r' | 't'))) => text.push(c),
                    Some((_, 'u')) => {
                        for _ in 0..4 {
                            if !matches!(self.chars.next(), Some((_, c)) if c.is_ascii_hexdigit()) {
                                return Err("`\\u` takes four hexadecimal digits".to_owned());
                            }
                        }
                    }
                    _ => return Err("an escape that JSON does not have".to_owned()),
                },
                '\n' => return Err("a text that goes over a line's end".to_owned()),
                c => text.push(c),
            }
        }
        Err("a text without end".to_owned())
    }

    fn word(&mut self) -> Result<(), String> {
        let start = self.position();
        while self
            .peek()
            .is_some_and(|c| c.is_alphanumeric() || matches!(c, '+' | '-' | '.' | '_'))
        {
            self.chars.next();
        }
        let word = &self.text[start..self.position()];
        match word {
            "" => Err(format!("expected a value, found {}", self.found())),
            "true" | "false" | "null" => Ok(()),
            word if is_number(word) => Ok(()),
            word => Err(format!("`{word}` is no value")),
        }
    }

    fn expect(&mut self, expected: char) -> Result<(), String> {
        self.skip_space();
        if self.peek() != Some(expected) {
            return Err(format!("expected `{expected}`, found {}", self.found()));
        }
        self.chars.next();
        Ok(())
    }

    fn skip_space(&mut self) {
        while self
            .peek()
            .is_some_and(|c| matches!(c, ' ' | '\n' | '\r' | '\t'))
        {
            self.chars.next();
        }
    }

    fn peek(&mut self) -> Option<char> {
        self.chars.peek().map(|(_, c)| *c)
    }

    fn found(&mut self) -> String {
        self.peek()
            .map_or("the end".to_owned(), |c| format!("`{c}`"))
    }

    fn position(&mut self) -> usize {
        self.chars
            .peek()
            .map_or(self.text.len(), |(position, _)| *position)
    }

    fn line(&mut self) -> usize {
        let position = self.position();
        1 + self.text[..position].matches('\n').count()
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
        assert_eq!(top_level_keys(text).unwrap(), ["A", "Cn", "D", "E", "F"]);
        assert_eq!(top_level_keys(" {} \n").unwrap(), [""; 0]);
    }

    #[test]
    fn refuses_what_is_none() {
        for (text, line, message) in [
            ("", 1, "an answer is an object: `{…}`"),
            ("[]", 1, "an answer is an object: `{…}`"),
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
