//! Verifies that a formatted file has the values and comments of the original.

use serde_yaml::Value as Yaml;

use crate::grammar::{Mapping, Place, Word};

use super::document::CommentPlace;

/// Compares the values of two files.
pub(crate) fn values(before: &Yaml, after: &Yaml, root: &'static Mapping) -> Result<(), String> {
    compare(before, after, Place::Root(root), &mut String::new())
}

/// Compares the comments of two files.
pub(crate) fn comments(before: &[CommentPlace], after: &[CommentPlace]) -> Result<(), String> {
    match before
        .iter()
        .zip(after)
        .find(|(before, after)| before != after)
    {
        Some((before, _)) => Err(format!(
            "the comment `{}` {} {} is not at its node",
            before.text, before.side, before.path
        )),
        None if before.len() != after.len() => Err("there are more or fewer comments".to_owned()),
        None => Ok(()),
    }
}

/// Compares two values. Only entries with known keys may be reordered.
fn compare(before: &Yaml, after: &Yaml, place: Place, path: &mut String) -> Result<(), String> {
    let different = |path: &str| Err(format!("the value of `{path}` is not the same"));
    let length = path.len();
    match (before, after) {
        (Yaml::Mapping(old), Yaml::Mapping(new)) => {
            let may_be_sorted = place.mapping().is_some();
            if old.len() != new.len() || !(may_be_sorted || old.keys().eq(new.keys())) {
                return different(path);
            }
            for (key, old) in old {
                let name = key.as_str();
                path.push('/');
                path.push_str(name.unwrap_or("?"));
                match new.get(key) {
                    Some(new) => compare(old, new, place.under(name), path)?,
                    None => return different(path),
                }
                path.truncate(length);
            }
            Ok(())
        }
        (Yaml::Sequence(old), Yaml::Sequence(new)) if old.len() == new.len() => {
            for (index, (old, new)) in old.iter().zip(new).enumerate() {
                path.push_str(&format!("/{index}"));
                compare(old, new, place.under(None), path)?;
                path.truncate(length);
            }
            Ok(())
        }
        (Yaml::Mapping(old), Yaml::String(new)) if says(place.words(), old, new) => Ok(()),
        _ if before == after => Ok(()),
        _ => different(path),
    }
}

/// Returns whether a word is the short form of a mapping.
fn says(words: &[Word], mapping: &serde_yaml::Mapping, word: &str) -> bool {
    let word = words.iter().find(|other| other.word == word);
    word.and_then(|word| word.long_form)
        .is_some_and(|(key, value)| {
            mapping.len() == 1 && mapping.get(key) == Some(&Yaml::Bool(value))
        })
}
