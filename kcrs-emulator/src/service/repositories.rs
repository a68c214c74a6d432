//! Chapter 5, first half: repositories.

use kcrs_generated::actions::{
    DeleteRepository, DeleteRepositoryOutput, DescribeRepository, DescribeRepositoryOutput,
    ModifyRepoDesc, ModifyRepoDescOutput,
};
use kcrs_generated::server::{Context, ServerError};
use kcrs_generated::types::Repo;

use super::Registry;
use crate::state::{Page, Repository, RepositoryPlace};

/// A list of names is a filter: names that nothing has are left out.
pub(super) async fn describe(
    registry: &Registry,
    context: &Context,
    request: DescribeRepository,
) -> Result<DescribeRepositoryOutput, ServerError> {
    let page = Page::of::<DescribeRepository>(request.marker, request.max_results)?;
    let names = &request.repo_name;
    let paged = registry.list(context, &request.instance_id, page, |instance, page| {
        let namespace = instance.namespace(&request.namespace)?;
        let all = namespace.inside.repositories.iter();
        let paged = if names.is_empty() {
            page.of_all(all)
        } else {
            page.of_matching(all.filter(|repository| names.contains(&repository.name)))
        };
        Ok(paged.map(|repository| answer(repository, namespace.public)))
    })?;
    Ok(DescribeRepositoryOutput::builder()
        .request_id(context.request_id())
        .total_count(paged.total)
        .marker(paged.marker)
        .max_results(paged.max_results)
        .repo_set(paged.items)
        .build())
}

pub(super) async fn delete(
    registry: &Registry,
    context: &Context,
    request: DeleteRepository,
) -> Result<DeleteRepositoryOutput, ServerError> {
    let place = RepositoryPlace::new(request.instance_id, request.namespace, request.repo_name);
    registry
        .change_and_fire(context.time(), &place.instance_id, |instance, tx| {
            Ok(((), instance.delete_repository(tx, &place)?))
        })
        .await?;
    Ok(DeleteRepositoryOutput::builder()
        .request_id(context.request_id())
        .build())
}

pub(super) async fn modify_desc(
    registry: &Registry,
    context: &Context,
    request: ModifyRepoDesc,
) -> Result<ModifyRepoDescOutput, ServerError> {
    let place = RepositoryPlace::new(request.instance_id, request.namespace, request.repo_name);
    registry
        .change(context.time(), &place.instance_id, |instance, tx| {
            instance.set_repository_desc(tx, &place, request.desc)
        })
        .await?;
    Ok(ModifyRepoDescOutput::builder()
        .request_id(context.request_id())
        .build())
}

fn answer(repository: &Repository, public: bool) -> Repo {
    Repo::builder()
        .repo_name(&repository.name)
        .public(public)
        .create_time(repository.created.timestamp())
        .update_time(repository.updated.timestamp())
        .set_desc(repository.desc.clone())
        .build()
}
