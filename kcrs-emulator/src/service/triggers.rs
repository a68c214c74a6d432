//! Chapter 6: webhook triggers and their logs.

use kcrs_generated::actions::{
    CreateWebhookTrigger, CreateWebhookTriggerOutput, DeleteWebhookTrigger,
    DeleteWebhookTriggerOutput, DescribeWebhookTrigger, DescribeWebhookTriggerLog,
    DescribeWebhookTriggerLogOutput, DescribeWebhookTriggerOutput, ModifyWebhookTrigger,
    ModifyWebhookTriggerOutput,
};
use kcrs_generated::server::{Context, ServerError};
use kcrs_generated::types::{self, WebhookTriggerLog};

use super::Registry;
use crate::state::{Page, StateError, Thing, Trigger};

pub(super) async fn create(
    registry: &Registry,
    context: &Context,
    request: CreateWebhookTrigger,
) -> Result<CreateWebhookTriggerOutput, ServerError> {
    let id = registry
        .change(context.time(), &request.instance_id, |instance, tx| {
            instance.create_trigger(tx, &request.namespace, request.trigger)
        })
        .await?;
    Ok(CreateWebhookTriggerOutput::builder()
        .request_id(context.request_id())
        .trigger_id(id)
        .build())
}

pub(super) async fn describe(
    registry: &Registry,
    context: &Context,
    request: DescribeWebhookTrigger,
) -> Result<DescribeWebhookTriggerOutput, ServerError> {
    let page = Page::of::<DescribeWebhookTrigger>(request.marker, request.max_results)?;
    let paged = registry.list(context, &request.instance_id, page, |instance, page| {
        let triggers = &instance.namespace(&request.namespace)?.inside.triggers;
        Ok(match request.trigger_id {
            Some(id) => page.of_matching(triggers.get(&id.to_string()).into_iter()),
            None => page.of_all(triggers.iter().rev()),
        }
        .map(answer))
    })?;
    Ok(DescribeWebhookTriggerOutput::builder()
        .request_id(context.request_id())
        .total_count(paged.total)
        .marker(paged.marker)
        .max_results(paged.max_results)
        .trigger_set(paged.items)
        .build())
}

pub(super) async fn modify(
    registry: &Registry,
    context: &Context,
    request: ModifyWebhookTrigger,
) -> Result<ModifyWebhookTriggerOutput, ServerError> {
    registry
        .change(context.time(), &request.instance_id, |instance, tx| {
            instance.update_trigger(tx, &request.namespace, request.trigger)
        })
        .await?;
    Ok(ModifyWebhookTriggerOutput::builder()
        .request_id(context.request_id())
        .build())
}

pub(super) async fn describe_log(
    registry: &Registry,
    context: &Context,
    request: DescribeWebhookTriggerLog,
) -> Result<DescribeWebhookTriggerLogOutput, ServerError> {
    let page = Page::of::<DescribeWebhookTriggerLog>(request.marker, request.max_results)?;
    let paged = registry.list(context, &request.instance_id, page, |instance, page| {
        let id = request.trigger_id.to_string();
        let triggers = &instance.namespace(&request.namespace)?.inside.triggers;
        let trigger = triggers
            .get(&id)
            .ok_or_else(|| StateError::not_found(Thing::Trigger, id))?;
        let logs = page.of_all(trigger.logs.iter().rev());
        Ok(logs.map(|log| {
            WebhookTriggerLog::builder()
                .log_id(log.id)
                .trigger_id(trigger.id)
                .event_type(log.event.clone())
                .namespace(&request.namespace)
                .trigger_url(&log.url)
                .create_time(log.created.timestamp())
                .status(log.status.as_str())
                .build()
        }))
    })?;
    Ok(DescribeWebhookTriggerLogOutput::builder()
        .request_id(context.request_id())
        .total_count(paged.total)
        .marker(paged.marker)
        .max_results(paged.max_results)
        .logs(paged.items)
        .build())
}

pub(super) async fn delete(
    registry: &Registry,
    context: &Context,
    request: DeleteWebhookTrigger,
) -> Result<DeleteWebhookTriggerOutput, ServerError> {
    registry
        .change(context.time(), &request.instance_id, |instance, tx| {
            instance.delete_trigger(tx, &request.namespace, request.trigger_id)
        })
        .await?;
    Ok(DeleteWebhookTriggerOutput::builder()
        .request_id(context.request_id())
        .build())
}

fn answer(trigger: &Trigger) -> types::Trigger {
    types::Trigger::builder()
        .trigger_id(trigger.id)
        .trigger_name(&trigger.name)
        .event_type(trigger.events.iter().cloned())
        .trigger_url(&trigger.url)
        .header(trigger.headers.iter().cloned())
        .enabled(trigger.enabled)
        .create_time(trigger.created.timestamp())
        .update_time(trigger.updated.timestamp())
        .build()
}
