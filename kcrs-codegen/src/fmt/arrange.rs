//! Puts keys in order and uses short forms.

use crate::grammar::{Mapping, Place, Word};
use crate::syntax::tree::{Collection, Content, Entry, Node, Scalar};

use super::document::Document;

/// Sorts keys by the table of the format and replaces mappings by their short forms.
pub(crate) fn arrange(document: &mut Document, root: &'static Mapping) {
    collection(&mut document.root, Place::Root(root));
    document.part_header();
}

fn node(node: &mut Node, place: Place) {
    let Content::Collection(collection) = &mut node.content else {
        return;
    };
    self::collection(collection, place);
    if let Some(word) = short_form(collection, place.words()) {
        node.content = Content::Scalar(Scalar::Text(word.to_owned()));
    }
}

fn collection(collection: &mut Collection, place: Place) {
    if let Some(known) = place.mapping() {
        // Unknown keys come last and keep their order.
        collection.entries.sort_by_cached_key(|entry| {
            let name = entry.name();
            let index = known.keys.iter().position(|key| Some(key.name) == name);
            index.unwrap_or(known.keys.len())
        });
    }
    for entry in &mut collection.entries {
        let place = place.under(entry.name());
        node(&mut entry.value, place);
    }
}

/// Returns the short form that is equivalent to a mapping.
fn short_form(collection: &Collection, words: &[Word]) -> Option<&'static str> {
    let [entry] = collection.entries.as_slice() else {
        return None;
    };
    let has_comments = !collection.end.is_empty() || has_comments(entry);
    let (Some(name), Content::Scalar(Scalar::Other(value))) = (entry.name(), &entry.value.content)
    else {
        return None;
    };
    let value = value.parse().ok().filter(|_| !has_comments)?;
    let word = words
        .iter()
        .find(|word| word.long_form == Some((name, value)))?;
    Some(word.word)
}

fn has_comments(entry: &Entry) -> bool {
    !entry.above.is_empty() || entry.behind.is_some()
}
