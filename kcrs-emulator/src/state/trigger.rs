//! Webhook triggers, what they have to deliver, and their logs.

use kcrs_generated::actions::{CreateWebhookTrigger, DeleteWebhookTrigger, ModifyWebhookTrigger};
use kcrs_generated::server::ServerError;
use kcrs_generated::types::{EventType, Header};
use serde::{Deserialize, Serialize};

use super::instance::Instance;
use super::repository::Image;
use super::table::{Row, Rows, Table};
use super::time::Moment;
use super::{RepositoryPlace, ResourceKind, Tx, documented};
use crate::store::{Changes, Kind};

/// So many logs a trigger keeps: older ones are dropped.
const MAX_LOGS: usize = 1_000;

/// A trigger.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Trigger {
    pub(crate) id: i64,
    pub(crate) name: String,
    pub(crate) events: Vec<EventType>,
    pub(crate) url: String,
    pub(crate) headers: Vec<Header>,
    pub(crate) enabled: bool,
    pub(crate) created: Moment,
    pub(crate) updated: Moment,
    #[serde(skip)]
    pub(crate) logs: Table<Log>,
}

/// A firing of a trigger.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Log {
    pub(crate) id: i64,
    pub(crate) event: EventType,
    pub(crate) url: String,
    pub(crate) created: Moment,
    pub(crate) status: LogStatus,
    /// Reason of the failure.
    #[serde(default)]
    pub(crate) reason: Option<String>,
}

/// Status of a delivery. The document lists no values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum LogStatus {
    /// It is being delivered.
    Pending,
    /// The receiver responded 2xx.
    Success,
    /// The receiver responded otherwise or not at all, or it is not one that may be called.
    Failed,
}

/// Event of an image.
#[derive(Debug)]
pub(crate) struct Event<'a> {
    pub(crate) kind: EventType,
    pub(crate) image_id: &'a str,
    pub(crate) tags: &'a [String],
}

impl<'a> Event<'a> {
    pub(crate) fn deletion(image: &'a Image) -> Self {
        Self {
            kind: EventType::DeleteImage,
            image_id: &image.id,
            tags: &image.tags,
        }
    }
}

/// A POST that a trigger has to make, and the log of it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Delivery {
    pub(crate) log: LogPlace,
    pub(crate) url: String,
    pub(crate) headers: Vec<Header>,
    pub(crate) body: String,
}

/// Place of the log of a delivery.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct LogPlace {
    pub(crate) instance_id: String,
    pub(crate) namespace: String,
    pub(crate) trigger_id: i64,
    pub(crate) log_id: i64,
}

/// Body of a delivery. The document does not describe it: the members have the names that the API
/// has for them.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Body<'a> {
    event_type: &'a str,
    event_time: &'a str,
    instance_id: &'a str,
    namespace: &'a str,
    repo_name: &'a str,
    image_id: &'a str,
    tag_names: &'a [String],
}

impl Instance {
    pub(crate) fn create_trigger(
        &mut self,
        tx: &mut Tx<'_>,
        request: CreateWebhookTrigger,
    ) -> Result<i64, ServerError> {
        let trigger = request.trigger;
        self.check_running(tx.now)?;
        check_events(&trigger.event_type)?;
        let triggers = self.triggers(&request.namespace)?;
        let number = tx.ids.number();
        let id = wire_number(number);
        let trigger = Trigger {
            id,
            name: trigger.trigger_name,
            events: trigger.event_type,
            url: trigger.trigger_url,
            headers: trigger.header,
            enabled: trigger.enabled.unwrap_or(true),
            created: tx.now,
            updated: tx.now,
            logs: Table::default(),
        };
        triggers.insert(number, trigger, &mut tx.changes);
        Ok(id)
    }

    /// Changes what the update has. An empty list is none, for an absent list sends nothing: it
    /// empties the headers where the update has everything else that a trigger has to have.
    pub(crate) fn modify_trigger(
        &mut self,
        tx: &mut Tx<'_>,
        request: ModifyWebhookTrigger,
    ) -> Result<(), ServerError> {
        let update = request.trigger;
        check_events(&update.event_type)?;
        let id = update.trigger_id.to_string();
        let is_whole = update.trigger_name.is_some()
            && update.trigger_url.is_some()
            && !update.event_type.is_empty();
        self.triggers(&request.namespace)?
            .edit(&id, &mut tx.changes, |trigger| {
                if let Some(name) = update.trigger_name {
                    trigger.name = name;
                }
                if !update.event_type.is_empty() {
                    trigger.events = update.event_type;
                }
                if let Some(url) = update.trigger_url {
                    trigger.url = url;
                }
                if is_whole || !update.header.is_empty() {
                    trigger.headers = update.header;
                }
                if let Some(enabled) = update.enabled {
                    trigger.enabled = enabled;
                }
                trigger.updated = tx.now;
            })
    }

    pub(crate) fn delete_trigger(
        &mut self,
        tx: &mut Tx<'_>,
        request: DeleteWebhookTrigger,
    ) -> Result<(), ServerError> {
        let triggers = self.triggers(&request.namespace)?;
        let id = request.trigger_id.to_string();
        triggers.remove(&id, &mut tx.changes).map(drop)
    }

    /// Fires the triggers of a namespace: each event reaches those that are enabled and listen to
    /// its kind. The logs are there at once.
    pub(crate) fn fire(
        &mut self,
        tx: &mut Tx<'_>,
        place: &RepositoryPlace,
        events: &[Event<'_>],
    ) -> Result<(), ServerError> {
        let triggers = self.triggers(&place.namespace)?;
        for event in events {
            for trigger in triggers.iter_mut() {
                if trigger.enabled && trigger.events.contains(&event.kind) {
                    trigger.fire(tx, place, event);
                }
            }
        }
        Ok(())
    }

    /// Records why a delivery has failed, or that it has not; an error where its log is no longer
    /// there.
    pub(crate) fn finish_delivery(
        &mut self,
        changes: &mut Changes,
        log: &LogPlace,
        failure: Option<String>,
    ) -> Result<(), ServerError> {
        self.triggers(&log.namespace)?
            .get_mut(&log.trigger_id.to_string())?
            .logs
            .edit(&log.log_id.to_string(), changes, |log| {
                log.status = match failure {
                    None => LogStatus::Success,
                    Some(_) => LogStatus::Failed,
                };
                log.reason = failure;
            })
    }

    fn triggers(&mut self, namespace: &str) -> Result<&mut Table<Trigger>, ServerError> {
        Ok(&mut self.namespaces.get_mut(namespace)?.triggers)
    }
}

impl Trigger {
    fn fire(&mut self, tx: &mut Tx<'_>, place: &RepositoryPlace, event: &Event<'_>) {
        let number = tx.ids.number();
        let log = Log {
            id: wire_number(number),
            event: event.kind.clone(),
            url: self.url.clone(),
            created: tx.now,
            status: LogStatus::Pending,
            reason: None,
        };
        let place_of_log = LogPlace {
            instance_id: place.instance_id.clone(),
            namespace: place.namespace.clone(),
            trigger_id: self.id,
            log_id: log.id,
        };
        self.logs.insert(number, log, &mut tx.changes);
        if self.logs.len() > MAX_LOGS {
            self.logs.remove_first(&mut tx.changes);
        }
        let time = tx.now.timestamp();
        let body = Body {
            event_type: event.kind.as_str(),
            event_time: time.as_str(),
            instance_id: &place.instance_id,
            namespace: &place.namespace,
            repo_name: &place.repo_name,
            image_id: event.image_id,
            tag_names: event.tags,
        };
        tx.deliveries.push(Delivery {
            log: place_of_log,
            url: self.url.clone(),
            headers: self.headers.clone(),
            body: serde_json::to_string(&body).unwrap_or_default(),
        });
    }
}

fn check_events(events: &[EventType]) -> Result<(), ServerError> {
    events
        .iter()
        .try_for_each(|event| documented!(event, "Trigger.EventType"))
}

/// The numbers of triggers and logs are those of their rows.
fn wire_number(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

impl Row for Trigger {
    const KIND: Kind = Kind::TRIGGER;
    const RESOURCE: ResourceKind = ResourceKind::Trigger;

    fn name(&self) -> String {
        self.id.to_string()
    }

    fn tables(&mut self) -> Vec<&mut dyn Rows> {
        vec![&mut self.logs]
    }
}

impl Row for Log {
    const KIND: Kind = Kind::LOG;
    const RESOURCE: ResourceKind = ResourceKind::TriggerLog;

    fn name(&self) -> String {
        self.id.to_string()
    }
    /// Nobody delivers any more what was being delivered.
    fn recover(&mut self) {
        if self.status == LogStatus::Pending {
            self.status = LogStatus::Failed;
            self.reason = Some("the emulator ended".to_owned());
        }
    }
}
