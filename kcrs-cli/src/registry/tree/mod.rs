//! What a region holds: instances, namespaces, repositories and tags.

mod draw;
mod read;

use kcrs_generated::types;
use serde_json::{Value, json};

pub(crate) use draw::{LineStyle, draw};
pub(crate) use read::{Wanted, read};

use crate::error::CliError;

/// What is below something: read, or not for this reason.
pub(crate) type Below<T> = Result<Vec<T>, CliError>;

#[derive(Debug)]
pub(crate) struct Instance {
    pub(crate) instance: types::Instance,
    pub(crate) namespaces: Below<Namespace>,
}

#[derive(Debug)]
pub(crate) struct Namespace {
    pub(crate) namespace: types::Namespace,
    pub(crate) repositories: Below<Repository>,
}

#[derive(Debug)]
pub(crate) struct Repository {
    pub(crate) repository: types::Repo,
    /// Only where tags were asked for.
    pub(crate) images: Option<Below<types::Image>>,
}

/// How many lists could not be read.
pub(crate) fn failures(instances: &[Instance]) -> usize {
    let of_repository = |one: &Repository| usize::from(matches!(one.images, Some(Err(_))));
    let of_namespace = |one: &Namespace| match &one.repositories {
        Ok(repositories) => repositories.iter().map(of_repository).sum(),
        Err(_) => 1,
    };
    let of_instance = |one: &Instance| match &one.namespaces {
        Ok(namespaces) => namespaces.iter().map(of_namespace).sum(),
        Err(_) => 1,
    };
    instances.iter().map(of_instance).sum()
}

/// All of it, by the API's names. What could not be read has an `Error` in place of its set.
pub(crate) fn json(instances: &[Instance]) -> Value {
    json!({"InstanceSet": instances.iter().map(instance_json).collect::<Vec<_>>()})
}

fn instance_json(one: &Instance) -> Value {
    let instance = &one.instance;
    let mut value = json!({
        "InstanceId": instance.instance_id,
        "InstanceName": instance.instance_name,
        "InstanceType": instance.instance_type.as_str(),
        "InstanceStatus": instance.instance_status.as_str(),
    });
    put(&mut value, "NamespaceSet", &one.namespaces, |one| {
        let mut value = json!({
            "Namespace": one.namespace.namespace,
            "Public": one.namespace.public,
        });
        put(&mut value, "RepoSet", &one.repositories, repository_json);
        value
    });
    value
}

fn repository_json(one: &Repository) -> Value {
    let mut value = json!({"RepoName": one.repository.repo_name});
    if let Some(images) = &one.images {
        put(&mut value, "ImageSet", images, |image| {
            json!({
                "ImageId": image.image_id,
                "TagNames": image.tag_names,
                "CreateTime": image.create_time.as_str(),
                "Size": image.size,
            })
        });
    }
    value
}

fn put<T>(value: &mut Value, name: &str, below: &Below<T>, json: impl Fn(&T) -> Value) {
    match below {
        Ok(items) => value[name] = items.iter().map(json).collect(),
        Err(failure) => value["Error"] = json!(failure.to_string()),
    }
}
