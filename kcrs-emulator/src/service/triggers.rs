//! Chapter 6: webhook triggers and their logs.

use kcrs_generated::actions::{
    CreateWebhookTrigger, CreateWebhookTriggerOutput, DescribeWebhookTrigger,
    DescribeWebhookTriggerLog,
};
use kcrs_generated::server::{Context, ServerError};
use kcrs_generated::types::{self, WebhookTriggerLog};

use super::Registry;
use crate::state::{Instance, Page, Paged, Trigger};

pub(super) async fn create(
    registry: &Registry,
    context: &Context,
    request: CreateWebhookTrigger,
) -> Result<CreateWebhookTriggerOutput, ServerError> {
    let instance_id = request.instance_id.clone();
    let id = registry
        .change(context.time(), &instance_id, |instance, tx| {
            instance.create_trigger(tx, request)
        })
        .await?;
    Ok(CreateWebhookTriggerOutput::builder()
        .request_id(context.request_id())
        .trigger_id(id)
        .build())
}

pub(super) fn describe(
    instance: &Instance,
    page: Page,
    request: &DescribeWebhookTrigger,
) -> Result<Paged<types::Trigger>, ServerError> {
    let triggers = &instance.namespace(&request.namespace)?.triggers;
    Ok(match request.trigger_id {
        Some(id) => page.of_matching(triggers.get(&id.to_string()).into_iter()),
        None => page.of_all(triggers.iter().rev()),
    }
    .map(describe_trigger))
}

pub(super) fn describe_log(
    instance: &Instance,
    page: Page,
    request: &DescribeWebhookTriggerLog,
) -> Result<Paged<WebhookTriggerLog>, ServerError> {
    let id = request.trigger_id.to_string();
    let triggers = &instance.namespace(&request.namespace)?.triggers;
    let trigger = triggers.get(&id)?;
    Ok(page.of_all(trigger.logs.iter().rev()).map(|log| {
        WebhookTriggerLog::builder()
            .log_id(log.id)
            .trigger_id(trigger.id)
            .event_type(log.event.clone())
            .namespace(&request.namespace)
            .trigger_url(&log.url)
            .create_time(log.created.timestamp())
            .status(format!("{:?}", log.status))
            .build()
    }))
}

fn describe_trigger(trigger: &Trigger) -> types::Trigger {
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
