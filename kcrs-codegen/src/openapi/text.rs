//! Descriptions in the languages of the document: CommonMark, a paragraph a language.

use crate::language::Language;
use crate::markdown::{code, prose};
use crate::model::Docs;

use super::document::Document;

impl Document<'_> {
    /// Words of the spec with sentences behind them.
    pub(super) fn describe(
        &self,
        docs: &Docs,
        sentences: impl IntoIterator<Item = Docs>,
    ) -> String {
        let text = prose(docs).with(sentences);
        self.each(|language| language.of(&text).to_owned())
    }

    /// A sentence, and a list of what it is about.
    pub(super) fn enumerate(&self, says: &Docs, items: &[(&str, &Docs)]) -> String {
        self.each(|language| {
            let colon = language.pick(": ", "：");
            let items = items.iter().map(|(name, docs)| {
                let (name, docs) = (code(name), prose(docs));
                format!("\n- {name}{colon}{}", language.of(&docs))
            });
            format!("{}\n{}", language.of(says), items.collect::<String>())
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
