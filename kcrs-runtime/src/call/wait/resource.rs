//! Distinguishes "the resource does not exist" from "the service does not exist".

use crate::wire::words::words;
use crate::{Error, Params};

/// Endings of parameters that name a resource: `InstanceId` is the id of an instance.
const ENDINGS: [&str; 4] = ["Id", "Name", "Ids", "Names"];

/// Returns whether an error says that a resource which the request names does not exist: the error
/// has its id or name from the request, or its kind (a parameter `InstanceId` names an instance).
///
/// A "not found" that names nothing may be about the address, the action, or a proxy's own page.
pub(super) fn is_missing(error: &Error, action: &str, with: &[&str], params: &Params) -> bool {
    let Some(service) = error.service() else {
        return false;
    };
    if !error.is_not_found() {
        return false;
    }
    // The action's own name has the names of resources in it.
    let text = format!(
        "{} {}",
        service.code().unwrap_or_default(),
        service.message()
    );
    let text = text.replace(action, " ");
    let words = words(&text);
    let values = params.iter().filter(|(name, _)| {
        let name = name.split('.').next().unwrap_or_default();
        with.contains(&name)
    });
    values
        .map(|(_, value)| value)
        .any(|value| has_value(&text, value))
        || with.iter().any(|parameter| has_noun(&words, parameter))
}

/// Returns whether a value stands in the text, not as a part of a longer word.
fn has_value(text: &str, value: &str) -> bool {
    let is_word = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    !value.is_empty()
        && text.match_indices(value).any(|(at, _)| {
            let (before, after) = (&text[..at], &text[at + value.len()..]);
            !is_word(before.chars().next_back()) && !is_word(after.chars().next())
        })
}

/// Returns whether what a parameter names is among the words, in one or many.
fn has_noun(text: &[&str], parameter: &str) -> bool {
    let mut noun = words(parameter);
    if noun.len() > 1 && noun.last().is_some_and(|last| ENDINGS.contains(last)) {
        noun.pop();
    }
    let same = |word: &str, noun: &str| {
        word.eq_ignore_ascii_case(noun)
            || word
                .strip_suffix(['s', 'S'])
                .is_some_and(|word| word.eq_ignore_ascii_case(noun))
    };
    !noun.is_empty()
        && text
            .windows(noun.len())
            .any(|part| part.iter().zip(&noun).all(|(word, noun)| same(word, noun)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_whole_words() {
        assert!(has_value("instance 'i-1' is gone", "i-1"));
        assert!(has_value("i-1", "i-1"));
        assert!(!has_value("i-12", "i-1"));
        assert!(!has_value("a demo1", "demo"));
        assert!(!has_value("", ""));
    }

    #[test]
    fn resources_are_named_by_their_kind() {
        let names = |text: &str, parameter| has_noun(&words(text), parameter);
        assert!(names("InstanceNotFound", "InstanceId"));
        assert!(names("no such instances", "InstanceId"));
        assert!(names("repo not found", "RepoName"));
        assert!(names(
            "InternalEndpointDns not found",
            "InternalEndpointDns"
        ));
        assert!(!names("endpoint not found", "InternalEndpointDns"));
        assert!(!names("NotFound", "InstanceId"));
        assert!(!names("the id is not found", "InstanceId"));
    }
}
