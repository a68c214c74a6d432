//! Lists of a registry, read to their end.

use kcrs_generated::types::{Image, Namespace, Repo};
use kcrs_generated::{Client, Error};

use super::pacing::Pacing;

/// The largest page that the service gives.
pub(crate) const MAX_PAGE: i64 = 99;

/// The lists of an instance.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Lists<'a> {
    pub(crate) client: &'a Client,
    pub(crate) instance_id: &'a str,
    pub(crate) pacing: &'a Pacing,
}

impl Lists<'_> {
    pub(crate) async fn namespaces(&self) -> Result<Vec<Namespace>, Error> {
        let read = || {
            let list = self.client.describe_namespace();
            let list = list.instance_id(self.instance_id).max_results(MAX_PAGE);
            list.items().try_collect()
        };
        self.pacing.call(read).await
    }

    pub(crate) async fn repositories(&self, namespace: &str) -> Result<Vec<Repo>, Error> {
        let read = || {
            let list = self.client.describe_repository();
            let list = list.instance_id(self.instance_id).namespace(namespace);
            list.max_results(MAX_PAGE).items().try_collect()
        };
        self.pacing.call(read).await
    }

    pub(crate) async fn images(
        &self,
        namespace: &str,
        repository: &str,
    ) -> Result<Vec<Image>, Error> {
        let read = || {
            let list = self.client.describe_images().instance_id(self.instance_id);
            let list = list.namespace(namespace).repo_name(repository);
            list.max_results(MAX_PAGE).items().try_collect()
        };
        self.pacing.call(read).await
    }
}
