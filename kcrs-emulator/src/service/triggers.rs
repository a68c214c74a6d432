//! Chapter 6: webhook triggers and their logs.

use kcrs_generated::actions::{
    CreateWebhookTrigger, CreateWebhookTriggerOutput, DescribeWebhookTrigger,
    DescribeWebhookTriggerLog,
};
use kcrs_generated::server::{Context, ServerError};
use kcrs_generated::types::{self, WebhookTriggerLog};
use serde::Serialize;

use super::Registry;
use crate::state::{Instance, Page, Paged, Trigger};

pub(super) async fn create(
    registry: &Registry,
    context: &Context,
    request: CreateWebhookTrigger,
) -> Result<CreateWebhookTriggerOutput, ServerError> {
    let instance_id = request.instance_id.clone();
    let id = registry
        .change(context, &instance_id, |instance, tx| {
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

/// A delivery of a webhook.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct WebhookDelivery {
    /// Id of the instance.
    pub instance_id: String,
    /// Name of the namespace.
    pub namespace: String,
    /// Id of the trigger.
    pub trigger_id: i64,
    /// Id of its log, as DescribeWebhookTriggerLog has it.
    pub log_id: i64,
    /// Destination.
    pub trigger_url: String,
    /// `Pending`, `Success` or `Failed`.
    pub status: String,
    /// Reason of the failure.
    pub reason: Option<String>,
}

impl Registry {
    /// The deliveries of webhooks that there are logs of: those of a trigger together, oldest
    /// first.
    #[must_use]
    pub fn deliveries(&self) -> Vec<WebhookDelivery> {
        let of_instance = |instance: &Instance| {
            let mut deliveries = Vec::new();
            for namespace in instance.namespaces.iter() {
                for trigger in namespace.triggers.iter() {
                    deliveries.extend(trigger.logs.iter().map(|log| WebhookDelivery {
                        instance_id: instance.id.clone(),
                        namespace: namespace.name.clone(),
                        trigger_id: trigger.id,
                        log_id: log.id,
                        trigger_url: log.url.clone(),
                        status: format!("{:?}", log.status),
                        reason: log.reason.clone(),
                    }));
                }
            }
            Some(deliveries)
        };
        self.shared.state.find_all(&[], None, of_instance).concat()
    }
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
