//! Chapter 1: instances.

use std::time::SystemTime;

use kcrs_generated::actions::{
    CreateInstance, CreateInstanceOutput, DeleteInstance, DeleteInstanceOutput, DescribeInstance,
    DescribeInstanceOutput, DescribeInstanceUsage, DescribeInstanceUsageOutput,
};
use kcrs_generated::server::{Context, ServerError};
use kcrs_generated::types::{self, InstanceStatus};

use super::Registry;
use crate::state::{Asker, DEFAULT_PROJECT, Instance, Page, Tx, count};

pub(super) async fn create(
    registry: &Registry,
    context: &Context,
    request: CreateInstance,
) -> Result<CreateInstanceOutput, ServerError> {
    let calls = registry.calls(context);
    let (id, ticket) = registry.shared.state.create(request, calls)?;
    registry.shared.state.wait(ticket).await?;
    Ok(CreateInstanceOutput::builder()
        .request_id(context.request_id())
        .instance_id(id)
        .build())
}

/// A request that names no project asks for the default one only, even where it names instances.
pub(super) async fn describe(
    registry: &Registry,
    context: &Context,
    request: DescribeInstance,
) -> Result<DescribeInstanceOutput, ServerError> {
    let page = Page::of::<DescribeInstance>(request.marker, request.max_results)?;
    let asker = Asker::from(context);
    let now = asker.time.into();
    let named = request.project_id.iter().map(String::as_str);
    let projects: Vec<_> = named
        .map(|id| if id.is_empty() { DEFAULT_PROJECT } else { id })
        .collect();
    let in_project = |instance: &Instance| match projects.as_slice() {
        [] => instance.project_id == DEFAULT_PROJECT,
        projects => projects.contains(&instance.project_id.as_str()),
    };
    let name = request.instance_name.as_deref();
    let found = registry
        .shared
        .state
        .find_all(&request.instance_id, name, |instance| {
            let is_seen = in_project(instance) && asker.scope.sees(&instance.scope);
            let status = instance.status(now).filter(|_| is_seen)?;
            Some(describe_instance(instance, status))
        });
    let paged = page.of_all(found.into_iter());
    Ok(DescribeInstanceOutput::builder()
        .request_id(context.request_id())
        .total_count(paged.total)
        .marker(paged.marker)
        .max_results(paged.max_results)
        .instance_set(paged.items)
        .build())
}

impl Registry {
    /// Puts an instance out of order, in the state `Error`, or in order again.
    ///
    /// # Errors
    ///
    /// Fails where there is no such instance.
    pub async fn set_instance_failed(
        &self,
        instance_id: &str,
        failed: bool,
        now: SystemTime,
    ) -> Result<(), ServerError> {
        let set = |instance: &mut Instance, tx: &mut Tx<'_>| {
            instance.set_failed(tx, failed);
            Ok(())
        };
        self.change(now, instance_id, set).await
    }
}

pub(super) async fn describe_usage(
    registry: &Registry,
    context: &Context,
    request: DescribeInstanceUsage,
) -> Result<DescribeInstanceUsageOutput, ServerError> {
    let quotas = registry.shared.state.quotas();
    let output = registry.look(context, &request.instance_id, |instance, _| {
        Ok(DescribeInstanceUsageOutput::builder()
            .request_id(context.request_id())
            .namespace_quota(count(quotas.namespaces))
            .namespace_usage(count(instance.namespaces.len()))
            .repo_quota(count(quotas.repositories))
            .repo_usage(count(instance.repository_count()))
            .build())
    })?;
    Ok(output)
}

pub(super) async fn delete(
    registry: &Registry,
    context: &Context,
    request: DeleteInstance,
) -> Result<DeleteInstanceOutput, ServerError> {
    let calls = registry.calls(context);
    let ticket = registry.shared.state.delete(&request.instance_id, calls)?;
    registry.shared.state.wait(ticket).await?;
    Ok(DeleteInstanceOutput::builder()
        .request_id(context.request_id())
        .build())
}

fn describe_instance(instance: &Instance, status: InstanceStatus) -> types::Instance {
    types::Instance::builder()
        .instance_id(&instance.id)
        .instance_name(&instance.name)
        .instance_type(instance.instance_type.clone())
        .instance_status(status)
        .internal_endpoint(format!("{}-vpc.ksyunkcr.com", instance.name))
        .public_domain(format!("{}.ksyunkcr.com", instance.name))
        .create_time(instance.created.timestamp())
        .set_expired_time(instance.expires.map(|expires| expires.timestamp()))
        .charge_type(instance.charge_type.clone())
        .project_id(&instance.project_id)
        .build()
}
