//! The words of texts and names.

/// The words of a text. One begins at a capital letter after a small one (`instanceId`), and at one
/// before a small one (`VPCName`).
pub(crate) fn words(text: &str) -> Vec<&str> {
    let characters: Vec<(usize, char)> = text.char_indices().collect();
    let mut words = Vec::new();
    let mut start = 0;
    for (index, &(at, c)) in characters.iter().enumerate() {
        let before = index.checked_sub(1).map(|before| characters[before].1);
        let after = characters.get(index + 1).map(|&(_, after)| after);
        let capital = c.is_uppercase()
            && (before.is_some_and(char::is_lowercase) || after.is_some_and(char::is_lowercase));
        if capital || !c.is_alphanumeric() {
            words.push(&text[start..at]);
            start = if capital { at } else { at + c.len_utf8() };
        }
    }
    words.push(&text[start..]);
    words.retain(|word| !word.is_empty());
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_end_at_capitals_and_other_signs() {
        let expected = ["Instance", "Not", "Found", "Id", "2", "now"];
        assert_eq!(words("InstanceNotFound.Id-2 now"), expected);
        assert_eq!(words("VPCNotFound"), ["VPC", "Not", "Found"]);
        assert_eq!(words("NOT_FOUND"), ["NOT", "FOUND"]);
        assert_eq!(words(""), Vec::<&str>::new());
    }
}
