//! External endpoints, which only real clients show.

use kcrs_generated::actions::{
    CloseExternalEndpoint, CloseExternalEndpointOutput, CreateExternalEndpointPolicy,
    CreateExternalEndpointPolicyOutput, DeleteExternalEndpointPolicy,
    DeleteExternalEndpointPolicyOutput, DescribeExternalEndpoint, DescribeExternalEndpointOutput,
    OpenExternalEndpoint, OpenExternalEndpointOutput,
};
use kcrs_generated::server::{Context, ServerError};
use kcrs_generated::types::ExternalEndpointPolicy;

use super::Registry;
use crate::state::error;

pub(super) async fn open(
    registry: &Registry,
    context: &Context,
    request: OpenExternalEndpoint,
) -> Result<OpenExternalEndpointOutput, ServerError> {
    let id = required(request.instance_id, "InstanceId")?;
    let opened = registry.change(context, &id, |instance, tx| {
        instance.open_external(tx, true)
    });
    opened.await?;
    Ok(OpenExternalEndpointOutput::builder()
        .request_id(context.request_id())
        .build())
}

pub(super) async fn close(
    registry: &Registry,
    context: &Context,
    request: CloseExternalEndpoint,
) -> Result<CloseExternalEndpointOutput, ServerError> {
    let id = required(request.instance_id, "InstanceId")?;
    let closed = registry.change(context, &id, |instance, tx| {
        instance.open_external(tx, false)
    });
    closed.await?;
    Ok(CloseExternalEndpointOutput::builder()
        .request_id(context.request_id())
        .build())
}

pub(super) async fn describe(
    registry: &Registry,
    context: &Context,
    request: DescribeExternalEndpoint,
) -> Result<DescribeExternalEndpointOutput, ServerError> {
    let id = required(request.instance_id, "InstanceId")?;
    registry.look(context, &id, |instance, _| {
        let policies = instance.external.policies.iter().map(|policy| {
            ExternalEndpointPolicy::builder()
                .entry(&policy.entry)
                .set_desc(policy.desc.clone())
                .build()
        });
        let is_open = instance.external.is_open;
        Ok(DescribeExternalEndpointOutput::builder()
            .request_id(context.request_id())
            .status(if is_open { "Opened" } else { "Closed" })
            .policy_set(policies)
            .build())
    })
}

pub(super) async fn create_policy(
    registry: &Registry,
    context: &Context,
    request: CreateExternalEndpointPolicy,
) -> Result<CreateExternalEndpointPolicyOutput, ServerError> {
    let id = required(request.instance_id, "InstanceId")?;
    let entry = required(request.entry, "Entry")?;
    let desc = request.desc;
    let create = registry.change(context, &id, |instance, tx| {
        instance.create_policy(tx, entry, desc)
    });
    create.await?;
    Ok(CreateExternalEndpointPolicyOutput::builder()
        .request_id(context.request_id())
        .build())
}

pub(super) async fn delete_policy(
    registry: &Registry,
    context: &Context,
    request: DeleteExternalEndpointPolicy,
) -> Result<DeleteExternalEndpointPolicyOutput, ServerError> {
    let id = required(request.instance_id, "InstanceId")?;
    let entry = required(request.entry, "Entry")?;
    let delete = registry.change(context, &id, |instance, tx| {
        instance.delete_policy(tx, &entry)
    });
    delete.await?;
    Ok(DeleteExternalEndpointPolicyOutput::builder()
        .request_id(context.request_id())
        .build())
}

/// The spec leaves open what these actions need; without it there is nothing that they could do.
fn required(value: Option<String>, parameter: &str) -> Result<String, ServerError> {
    let value = value.filter(|value| !value.is_empty());
    value.ok_or_else(|| error::missing(parameter))
}
