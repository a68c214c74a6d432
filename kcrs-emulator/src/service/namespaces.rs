//! Chapter 4: namespaces.

use kcrs_generated::actions::{
    CreateNamespace, DeleteNamespace, DescribeNamespace, DescribeNamespaceExist,
    DescribeNamespaceExistOutput, ModifyNamespaceType,
};
use kcrs_generated::server::{Context, ServerError};
use kcrs_generated::types;

use super::Registry;
use crate::state::{Instance, Namespace, Page, Paged, StateError, Tx, count};

pub(super) fn create(
    instance: &mut Instance,
    tx: &mut Tx<'_>,
    request: CreateNamespace,
) -> Result<(), StateError> {
    instance.create_namespace(tx, request.namespace, request.public)
}

pub(super) fn describe(
    instance: &Instance,
    page: Page,
    request: &DescribeNamespace,
) -> Result<Paged<types::Namespace>, StateError> {
    let public = |namespace: &&Namespace| {
        request
            .public
            .is_none_or(|public| namespace.public == public)
    };
    let namespaces = &instance.inside.namespaces;
    Ok(match &request.namespace {
        Some(name) => page.of_matching(namespaces.get(name).into_iter().filter(public)),
        None => page.of_matching(namespaces.iter().filter(public)),
    }
    .map(describe_namespace))
}

pub(super) fn modify_type(
    instance: &mut Instance,
    tx: &mut Tx<'_>,
    request: ModifyNamespaceType,
) -> Result<(), StateError> {
    instance.set_namespace_public(tx, &request.namespace, request.public)
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

pub(super) fn delete(
    instance: &mut Instance,
    tx: &mut Tx<'_>,
    request: DeleteNamespace,
) -> Result<(), StateError> {
    instance.delete_namespace(tx, &request.namespace)
}

fn describe_namespace(namespace: &Namespace) -> types::Namespace {
    types::Namespace::builder()
        .namespace(&namespace.name)
        .public(namespace.public)
        .repo_count(count(namespace.inside.repositories.len()))
        .create_time(namespace.created.timestamp())
        .build()
}
