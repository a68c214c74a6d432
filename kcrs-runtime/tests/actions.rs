//! A derived request as an action: its constants, its parameters and its entry in a table.
#![cfg(feature = "server")]

pub mod declared;

use declared::{CreateTrigger, Kind, Trigger};
use kcrs_runtime::schema::{Action, Completion, Docs, Example, Outcome, Paging, Waiter};
use kcrs_runtime::{Filter, FromParams, Method, Params, Request};

const WAITERS: &[Waiter] = &[Waiter::new("trigger_running")
    .path("Items.Kind")
    .empty(Outcome::Success)];

const CREATE_TRIGGER: Action = Action::of::<CreateTrigger>()
    .chapter("triggers", Docs::new("Triggers\n\n触发器"))
    .paging(
        Paging::new("Marker", "Items")
            .total("TotalCount")
            .key("Name"),
    )
    .completions(&[
        Completion::new("Trigger.TriggerName", "DescribeTrigger", "Items").value("Name"),
    ])
    .waiters(WAITERS)
    .served::<CreateTrigger>(Example::new("Namespace=ns1", "{}"));

static ACTIONS: &[Action] = &[CREATE_TRIGGER];

fn request() -> CreateTrigger {
    CreateTrigger::builder()
        .namespace("ns1")
        .trigger(
            Trigger::builder()
                .trigger_name("demo")
                .event_type([Kind::Push])
                .build(),
        )
        .filter([Filter::new("vpc-id", ["a", "b"])])
        .build()
}

#[test]
fn an_action_is_what_its_request_says() {
    let action = &ACTIONS[0];
    assert_eq!(
        (action.name, action.method, action.idempotent),
        ("CreateTrigger", Method::Post, false)
    );
    assert_eq!(
        (CreateTrigger::ACTION, CreateTrigger::VERSION),
        ("CreateTrigger", None)
    );
    assert_eq!(
        (action.request.name, action.output.name),
        ("CreateTrigger", "Output")
    );
    assert_eq!(
        (action.docs.en().as_str(), action.chapter_docs.zh().as_str()),
        ("Makes a trigger.", "触发器")
    );
    assert_eq!(
        action
            .completed_by("Trigger.TriggerName")
            .and_then(|by| by.value),
        Some("Name")
    );
    assert_eq!(action.completed_by("Namespace"), None);
    assert_eq!(action.waiters[0].empty, Outcome::Success);
}

#[test]
fn parameters_make_the_round_trip() {
    let params = request().to_params();
    assert_eq!(
        params.to_form(),
        "Namespace=ns1&Trigger.TriggerName=demo&Trigger.EventType.1=PushImage\
         &Filter.1.Name=vpc-id&Filter.1.Value.1=a&Filter.1.Value.2=b"
    );
    assert_eq!(CreateTrigger::from_params(&params), Ok(request()));
}

#[test]
fn a_check_reads_and_validates() {
    let check = |form: &str| {
        let params = Params::from_form(form.as_bytes()).unwrap();
        ACTIONS[0]
            .check(&params)
            .map_err(|violations| violations.to_string())
    };
    assert_eq!(check(&request().to_params().to_form()), Ok(()));
    assert_eq!(
        check("Trigger.TriggerName=demo&Trigger.EventType.0=x").unwrap_err(),
        "Namespace: missing\nTrigger.EventType.0: the number must be 1 to 100"
    );
    assert_eq!(
        check("Namespace=&Trigger.TriggerName=demo&Trigger.EventType.1=x&Trigger.Enabled=TRUE")
            .unwrap_err(),
        "Namespace: must be 1 to 63 characters long, is 0\nTrigger.Months: is required when Enabled is True"
    );
}
