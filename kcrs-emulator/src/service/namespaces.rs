//! Chapter 4: namespaces.

use kcrs_generated::actions::{
    CreateNamespace, CreateNamespaceOutput, DeleteNamespace, DeleteNamespaceOutput,
    DescribeNamespace, DescribeNamespaceExist, DescribeNamespaceExistOutput,
    DescribeNamespaceOutput, ModifyNamespaceType, ModifyNamespaceTypeOutput,
};
use kcrs_generated::server::{Context, ServerError};
use kcrs_generated::types;

use super::Registry;
use crate::state::{Namespace, Page, count};

pub(super) async fn create(
    registry: &Registry,
    context: &Context,
    request: CreateNamespace,
) -> Result<CreateNamespaceOutput, ServerError> {
    registry
        .change(context.time(), &request.instance_id, |instance, tx| {
            instance.create_namespace(tx, request.namespace, request.public)
        })
        .await?;
    Ok(CreateNamespaceOutput::builder()
        .request_id(context.request_id())
        .build())
}

pub(super) async fn describe(
    registry: &Registry,
    context: &Context,
    request: DescribeNamespace,
) -> Result<DescribeNamespaceOutput, ServerError> {
    let page = Page::of::<DescribeNamespace>(request.marker, request.max_results)?;
    let public = |namespace: &&Namespace| {
        request
            .public
            .is_none_or(|public| namespace.public == public)
    };
    let paged = registry.list(context, &request.instance_id, page, |instance, page| {
        let namespaces = &instance.inside.namespaces;
        Ok(match &request.namespace {
            Some(name) => page.of_matching(namespaces.get(name).into_iter().filter(public)),
            None => page.of_matching(namespaces.iter().filter(public)),
        }
        .map(answer))
    })?;
    Ok(DescribeNamespaceOutput::builder()
        .request_id(context.request_id())
        .total_count(paged.total)
        .marker(paged.marker)
        .max_results(paged.max_results)
        .namespace_set(paged.items)
        .build())
}

pub(super) async fn modify_type(
    registry: &Registry,
    context: &Context,
    request: ModifyNamespaceType,
) -> Result<ModifyNamespaceTypeOutput, ServerError> {
    registry
        .change(context.time(), &request.instance_id, |instance, tx| {
            instance.set_namespace_public(tx, &request.namespace, request.public)
        })
        .await?;
    Ok(ModifyNamespaceTypeOutput::builder()
        .request_id(context.request_id())
        .build())
}

pub(super) async fn describe_exist(
    registry: &Registry,
    context: &Context,
    request: DescribeNamespaceExist,
) -> Result<DescribeNamespaceExistOutput, ServerError> {
    let exist = registry.look(context, &request.instance_id, |instance, _| {
        Ok(instance.inside.namespaces.contains(&request.namespace))
    })?;
    Ok(DescribeNamespaceExistOutput::builder()
        .request_id(context.request_id())
        .exist(exist)
        .build())
}

pub(super) async fn delete(
    registry: &Registry,
    context: &Context,
    request: DeleteNamespace,
) -> Result<DeleteNamespaceOutput, ServerError> {
    registry
        .change(context.time(), &request.instance_id, |instance, tx| {
            instance.delete_namespace(tx, &request.namespace)
        })
        .await?;
    Ok(DeleteNamespaceOutput::builder()
        .request_id(context.request_id())
        .build())
}

fn answer(namespace: &Namespace) -> types::Namespace {
    types::Namespace::builder()
        .namespace(&namespace.name)
        .public(namespace.public)
        .repo_count(count(namespace.inside.repositories.len()))
        .create_time(namespace.created.timestamp())
        .build()
}
