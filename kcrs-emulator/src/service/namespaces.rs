//! Chapter 4: namespaces.

use kcrs_generated::actions::{
    DescribeNamespace, DescribeNamespaceExist, DescribeNamespaceExistOutput,
};
use kcrs_generated::server::{Context, ServerError};
use kcrs_generated::types;

use super::Registry;
use crate::state::{Instance, Namespace, Page, Paged, count};

pub(super) fn describe(
    instance: &Instance,
    page: Page,
    request: &DescribeNamespace,
) -> Result<Paged<types::Namespace>, ServerError> {
    let public = |namespace: &&Namespace| {
        request
            .public
            .is_none_or(|public| namespace.public == public)
    };
    let namespaces = &instance.namespaces;
    Ok(match &request.namespace {
        Some(name) => page.of_matching(namespaces.get(name).into_iter().filter(public)),
        None => page.of_matching(namespaces.iter().filter(public)),
    }
    .map(describe_namespace))
}

pub(super) async fn describe_exist(
    registry: &Registry,
    context: &Context,
    request: DescribeNamespaceExist,
) -> Result<DescribeNamespaceExistOutput, ServerError> {
    let exist = registry.look(context, &request.instance_id, |instance, _| {
        Ok(instance.namespaces.contains(&request.namespace))
    })?;
    Ok(DescribeNamespaceExistOutput::builder()
        .request_id(context.request_id())
        .exist(exist)
        .build())
}

fn describe_namespace(namespace: &Namespace) -> types::Namespace {
    types::Namespace::builder()
        .namespace(&namespace.name)
        .public(namespace.public)
        .repo_count(count(namespace.repositories.len()))
        .create_time(namespace.created.timestamp())
        .build()
}
