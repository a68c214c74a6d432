//! Descriptions in the languages of the document: CommonMark, a paragraph a language.

use crate::language::Language;
use crate::markdown::{OBSERVED, chinese, code, english};
use crate::model::Docs;

use super::document::Document;

/// A text that is not in the spec.
pub(super) fn ours(en: String, zh: String) -> Docs {
    Docs { en, zh }
}

/// The sentence about what the vendor's document does not have.
pub(super) fn observed(is_observed: bool) -> Option<Docs> {
    let (en, zh) = OBSERVED;
    is_observed.then(|| ours(en.to_owned(), zh.to_owned()))
}

impl Document<'_> {
    /// Words of the spec with sentences behind them.
    pub(super) fn describe(
        &self,
        docs: &Docs,
        sentences: impl IntoIterator<Item = Docs>,
    ) -> String {
        let sentences: Vec<Docs> = sentences.into_iter().collect();
        self.each(|language| {
            let mut text = match language {
                Language::English => english(&docs.en),
                Language::Chinese => chinese(&docs.zh),
            };
            for sentence in &sentences {
                text.push_str(language.pick(" ", ""));
                text.push_str(language.of(sentence));
            }
            text
        })
    }

    /// A sentence, and a list of what it is about.
    pub(super) fn enumerate(&self, says: &Docs, items: &[(&str, &Docs)]) -> String {
        self.each(|language| {
            let mut text = language.of(says).to_owned();
            text.push('\n');
            for (name, docs) in items {
                let says = match language {
                    Language::English => english(&docs.en),
                    Language::Chinese => chinese(&docs.zh),
                };
                text.push_str(&format!(
                    "\n- {}{}{says}",
                    code(name),
                    language.pick(": ", "：")
                ));
            }
            text
        })
    }

    /// A paragraph of each language.
    pub(super) fn each(&self, text: impl FnMut(Language) -> String) -> String {
        let languages = self.options.languages.iter().copied();
        languages.map(text).collect::<Vec<_>>().join("\n\n")
    }

    /// For what takes no Markdown.
    pub(super) fn plain(&self, docs: &Docs) -> String {
        self.in_a_line(|language| language.of(docs))
    }

    /// The first sentence of each language, for lists of operations.
    pub(super) fn summary(&self, docs: &Docs) -> String {
        self.in_a_line(|language| first_sentence(language.of(docs)))
    }

    fn in_a_line<'d>(&self, text: impl FnMut(Language) -> &'d str) -> String {
        let languages = self.options.languages.iter().copied();
        languages.map(text).collect::<Vec<_>>().join(" / ")
    }
}

/// The first sentence, without its full stop.
fn first_sentence(text: &str) -> &str {
    let ends = [". ", "。"];
    let end = ends.iter().filter_map(|end| text.find(end)).min();
    let sentence = end.map_or(text, |end| &text[..end]);
    sentence.trim_end_matches(['.', '。'])
}
