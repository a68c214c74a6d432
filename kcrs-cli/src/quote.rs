//! Words of a POSIX shell.

/// A text as one word of a shell.
pub(crate) fn quote(text: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || "-_./:=,@%+".contains(c);
    if !text.is_empty() && text.chars().all(is_plain) {
        text.to_owned()
    } else {
        format!("'{}'", text.replace('\'', r"'\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::quote;

    #[test]
    fn texts_are_single_words() {
        for (text, word) in [
            ("v1.2/a:b=c,d@e%f+g", "v1.2/a:b=c,d@e%f+g"),
            ("镜像", "镜像"),
            ("", "''"),
            ("a b", "'a b'"),
            ("it's", r"'it'\''s'"),
            ("$HOME", "'$HOME'"),
        ] {
            assert_eq!(quote(text), word);
        }
    }
}
