//! Lists of a registry, read to their end.

use kcrs_generated::types::{Image, Namespace, Repo};
use kcrs_generated::{Client, Error};

/// The largest page that the service gives.
pub(crate) const MAX_PAGE: i64 = 99;

pub(super) async fn namespaces(
    client: &Client,
    instance_id: &str,
) -> Result<Vec<Namespace>, Error> {
    let list = client.describe_namespace().instance_id(instance_id);
    list.max_results(MAX_PAGE).items().try_collect().await
}

pub(super) async fn repositories(
    client: &Client,
    instance_id: &str,
    namespace: &str,
) -> Result<Vec<Repo>, Error> {
    let list = client.describe_repository().instance_id(instance_id);
    let list = list.namespace(namespace).max_results(MAX_PAGE);
    list.items().try_collect().await
}

pub(super) async fn images(
    client: &Client,
    instance_id: &str,
    namespace: &str,
    repository: &str,
) -> Result<Vec<Image>, Error> {
    let list = client.describe_images().instance_id(instance_id);
    let list = list.namespace(namespace).repo_name(repository);
    list.max_results(MAX_PAGE).items().try_collect().await
}
