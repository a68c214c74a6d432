//! Drawing it.

use kcrs_generated::types::{Image, InstanceStatus};

use super::{Below, Instance, Namespace, Repository};
use crate::error::CliError;
use crate::output::on_one_line;
use crate::registry::text::{self, short_id};
use crate::text::Text;

/// What branches are drawn with.
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
pub(crate) fn draw(instances: &[Instance], style: LineStyle) -> String {
    let mut text = String::new();
    for instance in instances {
        let node = instance_node(instance);
        text.push_str(&format!("{}\n", node.label));
        draw_below(&mut text, &node.below, "", style);
    }
    text
}

struct Node {
    label: String,
    below: Vec<Node>,
}

fn draw_below(text: &mut String, nodes: &[Node], indent: &str, style: LineStyle) {
    for (index, node) in nodes.iter().enumerate() {
        let (branch, below) = match index + 1 == nodes.len() {
            true => style.last(),
            false => style.middle(),
        };
        text.push_str(&format!("{indent}{branch}{}\n", node.label));
        draw_below(text, &node.below, &format!("{indent}{below}"), style);
    }
}

fn instance_node(one: &Instance) -> Node {
    let instance = &one.instance;
    let mut facts = vec![Text::verbatim(&instance.instance_type)];
    if instance.instance_status != InstanceStatus::Running {
        facts.push(Text::verbatim(&instance.instance_status));
    } else if let Ok(namespaces) = &one.namespaces {
        facts.push(match namespaces.len() {
            1 => text!("1 namespace", "1 个命名空间"),
            number => text!("{number} namespaces", "{number} 个命名空间"),
        });
    }
    let name = format!("{} ({})", instance.instance_name, instance.instance_id);
    node(&name, &facts, below(&one.namespaces, namespace_node))
}

fn namespace_node(one: &Namespace) -> Node {
    let mut facts = Vec::new();
    if one.namespace.public == Some(true) {
        facts.push(text!("public", "公有"));
    }
    if let Ok(repositories) = &one.repositories {
        facts.push(text::repositories(repositories.len()));
    }
    node(
        &one.namespace.namespace,
        &facts,
        below(&one.repositories, repository_node),
    )
}

fn repository_node(one: &Repository) -> Node {
    let name = &one.repository.repo_name;
    let Some(images) = &one.images else {
        return node(name, &[], Vec::new());
    };
    let mut facts = Vec::new();
    if let Ok(images) = images {
        let tags: usize = images.iter().map(|image| image.tag_names.len()).sum();
        facts.push(text::images(images.len()));
        facts.push(match tags {
            1 => text!("1 tag", "1 个 Tag"),
            _ => text!("{tags} tags", "{tags} 个 Tag"),
        });
    }
    let nodes = match images {
        Ok(images) => images.iter().flat_map(tag_nodes).collect(),
        Err(failure) => vec![failure_node(failure)],
    };
    node(name, &facts, nodes)
}

/// A node for each tag; one for an image that has none.
fn tag_nodes(image: &Image) -> Vec<Node> {
    let id = short_id(&image.image_id);
    if image.tag_names.is_empty() {
        let name = text!("(untagged)  {id}", "（无 Tag）  {id}");
        return vec![node(name.as_str(), &[], Vec::new())];
    }
    let tags = image.tag_names.iter();
    tags.map(|tag| node(&format!("{tag}  {id}"), &[], Vec::new()))
        .collect()
}

fn below<T>(below: &Below<T>, node_of: impl Fn(&T) -> Node) -> Vec<Node> {
    match below {
        Ok(items) => items.iter().map(node_of).collect(),
        Err(failure) => vec![failure_node(failure)],
    }
}

fn failure_node(failure: &CliError) -> Node {
    node(&format!("! {failure}"), &[], Vec::new())
}

fn node(name: &str, facts: &[Text], below: Vec<Node>) -> Node {
    let label = match facts.is_empty() {
        true => name.to_owned(),
        false => {
            let facts: Vec<&str> = facts.iter().map(Text::as_str).collect();
            format!("{name}: {}", facts.join(", "))
        }
    };
    Node {
        label: on_one_line(&label),
        below,
    }
}
