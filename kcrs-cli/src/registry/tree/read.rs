//! Reading all of it, so many lists at the same time.

use futures_util::future::join_all;
use kcrs_generated::types::{self, InstanceStatus};
use kcrs_generated::{Client, Error};
use serde_json::json;

use super::{Below, Node};
use crate::args::NamePattern;
use crate::error::CliError;
use crate::registry::lists::{Lists, MAX_PAGE};
use crate::registry::pacing::Pacing;
use crate::registry::text::{self, short_id};
use crate::run::no_instance;
use crate::text::Text;

/// Levels of the tree that are read.
#[derive(Debug)]
pub(crate) struct Wanted {
    /// None: all of the region.
    pub(crate) instance_ids: Vec<String>,
    pub(crate) project_ids: Vec<String>,
    /// None: all.
    pub(crate) namespaces: Vec<NamePattern>,
    pub(crate) tags: bool,
    /// Number of lists that are read at the same time.
    pub(crate) concurrency: usize,
}

/// Reads what is wanted, in the service's order. What is below the instances and cannot be read
/// does not keep the rest from being read.
pub(crate) async fn read(client: &Client, wanted: &Wanted) -> Result<Vec<Node>, CliError> {
    let instances: Vec<types::Instance> = client
        .describe_instance()
        .instance_id(&wanted.instance_ids)
        .project_id(&wanted.project_ids)
        .max_results(MAX_PAGE)
        .items()
        .try_collect()
        .await?;
    let found = |id: &String| instances.iter().any(|one| one.instance_id == *id);
    if let Some(missing) = wanted.instance_ids.iter().find(|id| !found(id)) {
        return Err(no_instance(missing));
    }
    let pacing = Pacing::new(wanted.concurrency);
    let read = instances.iter().map(|instance| {
        let lists = Lists {
            client,
            instance_id: &instance.instance_id,
            pacing: &pacing,
        };
        Reader { lists, wanted }.instance(instance)
    });
    Ok(join_all(read).await)
}

#[derive(Clone, Copy)]
struct Reader<'a> {
    lists: Lists<'a>,
    wanted: &'a Wanted,
}

impl Reader<'_> {
    async fn instance(self, one: &types::Instance) -> Node {
        let status = &one.instance_status;
        // What is not there yet or is going away has nothing below it that could be read.
        let nodes = match status {
            InstanceStatus::Creating | InstanceStatus::Deleting => Ok(Vec::new()),
            _ => self.namespaces().await,
        };
        let mut facts = vec![Text::verbatim(&one.instance_type)];
        match &nodes {
            _ if *status != InstanceStatus::Running => facts.push(Text::verbatim(status)),
            Ok(nodes) => facts.push(text::namespaces(nodes.len())),
            Err(_) => {}
        }
        Node {
            names: vec![format!("{} ({})", one.instance_name, one.instance_id)],
            facts,
            value: json!({
                "InstanceId": one.instance_id,
                "InstanceName": one.instance_name,
                "InstanceType": one.instance_type.as_str(),
                "InstanceStatus": status.as_str(),
            }),
            below: Some(below("NamespaceSet", nodes)),
        }
    }

    async fn namespaces(self) -> Result<Vec<Node>, Error> {
        let patterns = &self.wanted.namespaces;
        let is_wanted = |one: &types::Namespace| {
            let mut patterns = patterns.iter();
            patterns.len() == 0 || patterns.any(|pattern| pattern.matches(&one.namespace))
        };
        let all = self.lists.namespaces().await?.into_iter();
        let read = all.filter(is_wanted).map(|one| self.namespace(one));
        Ok(join_all(read).await)
    }

    async fn namespace(self, one: types::Namespace) -> Node {
        let nodes = self.repositories(&one.namespace).await;
        let mut facts = Vec::new();
        if one.public == Some(true) {
            facts.push(text!("public", "公有"));
        }
        facts.extend(nodes.as_ref().map(|nodes| text::repositories(nodes.len())));
        Node {
            value: json!({"Namespace": one.namespace, "Public": one.public}),
            names: vec![one.namespace],
            facts,
            below: Some(below("RepoSet", nodes)),
        }
    }

    async fn repositories(self, namespace: &str) -> Result<Vec<Node>, Error> {
        let all = self.lists.repositories(namespace).await?.into_iter();
        let read = all.map(|one| self.repository(namespace, one.repo_name));
        Ok(join_all(read).await)
    }

    async fn repository(self, namespace: &str, name: String) -> Node {
        let mut node = Node {
            value: json!({"RepoName": name}),
            names: Vec::new(),
            facts: Vec::new(),
            below: None,
        };
        if self.wanted.tags {
            let images = self.lists.images(namespace, &name).await;
            if let Ok(images) = &images {
                let tags = images.iter().map(|image| image.tag_names.len()).sum();
                node.facts = vec![text::images(images.len()), text::tags(tags)];
            }
            let images = images.map(|images| images.iter().map(image).collect());
            node.below = Some(below("ImageSet", images));
        }
        node.names = vec![name];
        node
    }
}

fn image(image: &types::Image) -> Node {
    let id = short_id(&image.image_id);
    let tags = image.tag_names.iter();
    let names: Vec<String> = match image.tag_names.is_empty() {
        true => vec![text!("(untagged)  {id}", "（无 Tag）  {id}").into()],
        false => tags.map(|tag| format!("{tag}  {id}")).collect(),
    };
    Node {
        names,
        facts: Vec::new(),
        value: json!({
            "ImageId": image.image_id,
            "TagNames": image.tag_names,
            "CreateTime": image.create_time.as_str(),
            "Size": image.size,
        }),
        below: None,
    }
}

fn below(set: &'static str, nodes: Result<Vec<Node>, Error>) -> Below {
    let nodes = nodes.map_err(CliError::from);
    Below { set, nodes }
}
