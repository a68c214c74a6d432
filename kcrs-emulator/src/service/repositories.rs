//! Chapter 5, first half: repositories.

use kcrs_generated::actions::DescribeRepository;
use kcrs_generated::server::ServerError;
use kcrs_generated::types::Repo;

use crate::state::{Instance, Page, Paged, Repository};

/// A list of names is a filter: names that nothing has are left out.
pub(super) fn describe(
    instance: &Instance,
    page: Page,
    request: &DescribeRepository,
) -> Result<Paged<Repo>, ServerError> {
    let names = &request.repo_name;
    let namespace = instance.namespace(&request.namespace)?;
    let all = namespace.repositories.iter();
    let paged = if names.is_empty() {
        page.of_all(all)
    } else {
        page.of_matching(all.filter(|repository| names.contains(&repository.name)))
    };
    Ok(paged.map(|repository| describe_repository(repository, namespace.public)))
}

fn describe_repository(repository: &Repository, public: bool) -> Repo {
    Repo::builder()
        .repo_name(&repository.name)
        .public(public)
        .create_time(repository.created.timestamp())
        .update_time(repository.updated.timestamp())
        .set_desc(repository.desc.clone())
        .build()
}
