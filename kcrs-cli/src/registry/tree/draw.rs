//! Drawing it.

use super::Node;
use crate::output::on_one_line;
use crate::text::Text;

/// Characters that branches are drawn with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LineStyle {
    Lines,
    Ascii,
}

impl LineStyle {
    /// Lines where the locale's characters have them.
    pub(crate) fn of_locale(variable: impl Fn(&str) -> Option<String>) -> Self {
        let locale = ["LC_ALL", "LC_CTYPE", "LANG"]
            .into_iter()
            .filter_map(variable)
            .find(|value| !value.is_empty())
            .map(|value| value.to_ascii_lowercase());
        match locale {
            Some(locale) if locale.contains("utf-8") || locale.contains("utf8") => Self::Lines,
            None if cfg!(windows) => Self::Lines,
            _ => Self::Ascii,
        }
    }

    /// Before something that others follow, and before what is below it.
    fn middle(self) -> (&'static str, &'static str) {
        match self {
            Self::Lines => ("├── ", "│   "),
            Self::Ascii => ("|-- ", "|   "),
        }
    }

    /// The same for the last.
    fn last(self) -> (&'static str, &'static str) {
        match self {
            Self::Lines => ("└── ", "    "),
            Self::Ascii => ("`-- ", "    "),
        }
    }
}

/// The trees of instances, a line for each thing.
pub(crate) fn draw(instances: &[Node], style: LineStyle) -> String {
    let mut text = String::new();
    for instance in instances {
        for label in labels(instance) {
            text.push_str(&format!("{label}\n"));
        }
        draw_below(&mut text, instance, "", style);
    }
    text
}

fn draw_below(text: &mut String, node: &Node, indent: &str, style: LineStyle) {
    let nodes = match node.below.as_ref().map(|below| &below.nodes) {
        Some(Ok(nodes)) => nodes.as_slice(),
        Some(Err(failure)) => {
            let failure = on_one_line(&failure.to_string());
            text.push_str(&format!("{indent}{}! {failure}\n", style.last().0));
            return;
        }
        None => return,
    };
    let lines: Vec<(String, &Node)> = nodes
        .iter()
        .flat_map(|node| labels(node).map(move |label| (label, node)))
        .collect();
    for (index, (label, node)) in lines.iter().enumerate() {
        let (branch, below) = match index + 1 == lines.len() {
            true => style.last(),
            false => style.middle(),
        };
        text.push_str(&format!("{indent}{branch}{label}\n"));
        draw_below(text, node, &format!("{indent}{below}"), style);
    }
}

fn labels(node: &Node) -> impl Iterator<Item = String> {
    let facts: Vec<&str> = node.facts.iter().map(Text::as_str).collect();
    let facts = match facts.is_empty() {
        true => String::new(),
        false => format!(": {}", facts.join(", ")),
    };
    let names = node.names.iter();
    names.map(move |name| on_one_line(&format!("{name}{facts}")))
}
