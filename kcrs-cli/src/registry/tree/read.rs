//! Reading all of it, so many lists at the same time.

use futures_util::future::join_all;
use kcrs_generated::types::{self, InstanceStatus};
use kcrs_generated::{Client, Error};
use tokio::sync::Semaphore;

use super::{Below, Instance, Namespace, Repository};
use crate::args::NamePattern;
use crate::registry::lists;

/// What is wanted of it.
#[derive(Debug)]
pub(crate) struct Wanted {
    /// None: all of the region.
    pub(crate) instance_ids: Vec<String>,
    pub(crate) project_ids: Vec<String>,
    /// None: all.
    pub(crate) namespaces: Vec<NamePattern>,
    pub(crate) tags: bool,
    /// How many lists are read at the same time.
    pub(crate) concurrency: usize,
}

/// Reads what is wanted, in the service's order. What is below the instances and cannot be read
/// does not keep the rest from being read.
pub(crate) async fn read(client: &Client, wanted: &Wanted) -> Result<Vec<Instance>, Error> {
    let instances = client
        .describe_instance()
        .instance_id(&wanted.instance_ids)
        .project_id(&wanted.project_ids)
        .max_results(lists::MAX_PAGE)
        .items()
        .try_collect()
        .await?;
    let reader = Reader {
        client,
        wanted,
        permits: Semaphore::new(wanted.concurrency),
    };
    let reader = &reader;
    let read = instances.into_iter().map(|instance| async move {
        let namespaces = reader.namespaces(&instance).await;
        Instance {
            instance,
            namespaces,
        }
    });
    Ok(join_all(read).await)
}

struct Reader<'a> {
    client: &'a Client,
    wanted: &'a Wanted,
    permits: Semaphore,
}

impl Reader<'_> {
    async fn namespaces(&self, instance: &types::Instance) -> Below<Namespace> {
        // What is not there yet or is going away has nothing below it that could be read.
        if matches!(
            instance.instance_status,
            InstanceStatus::Creating | InstanceStatus::Deleting
        ) {
            return Ok(Vec::new());
        }
        let id = instance.instance_id.as_str();
        let all = self.list(lists::namespaces(self.client, id)).await?;
        let is_wanted = |one: &types::Namespace| {
            let patterns = &self.wanted.namespaces;
            patterns.is_empty()
                || patterns
                    .iter()
                    .any(|pattern| pattern.matches(&one.namespace))
        };
        let read = all
            .into_iter()
            .filter(is_wanted)
            .map(|namespace| async move {
                let repositories = self.repositories(id, &namespace.namespace).await;
                Namespace {
                    namespace,
                    repositories,
                }
            });
        Ok(join_all(read).await)
    }

    async fn repositories(&self, instance_id: &str, namespace: &str) -> Below<Repository> {
        let all = self
            .list(lists::repositories(self.client, instance_id, namespace))
            .await?;
        let read = all.into_iter().map(|repository| async move {
            let images = match self.wanted.tags {
                true => Some(
                    self.images(instance_id, namespace, &repository.repo_name)
                        .await,
                ),
                false => None,
            };
            Repository { repository, images }
        });
        Ok(join_all(read).await)
    }

    async fn images(&self, instance_id: &str, namespace: &str, name: &str) -> Below<types::Image> {
        self.list(lists::images(self.client, instance_id, namespace, name))
            .await
    }

    /// Reads a list when it is its turn.
    async fn list<T>(&self, items: impl Future<Output = Result<Vec<T>, Error>>) -> Below<T> {
        let permit = self.permits.acquire().await;
        let _permit = permit.expect("the semaphore is never closed");
        Ok(items.await?)
    }
}
