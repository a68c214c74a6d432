//! Calls of the emulator, by the paths of the OpenAPI document and without a signature.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use kcrs_progenitor::types::{
    CreateInstanceRequest, CreateNamespaceRequest, CreateWebhookTriggerRequest, ErrorAnswer,
    EventType, EventTypeVariant0, Instance, InstanceType, InstanceTypeVariant0, RequestBoolean,
    TriggerHeader,
};
use kcrs_progenitor::{Client, Error};

/// A running emulator, killed when it is dropped.
struct Emulator {
    child: Child,
    client: Client,
}

impl Emulator {
    /// Strict: what the document of the API forbids is refused.
    fn start() -> Self {
        let program = std::env::var("KCRS_EMULATOR").expect("KCRS_EMULATOR names the program");
        let mut child = Command::new(program)
            .args(["--listen", "127.0.0.1:0", "--openapi-alias", "--strict"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the emulator");
        let mut line = String::new();
        BufReader::new(child.stdout.take().expect("standard output"))
            .read_line(&mut line)
            .expect("a line");
        let endpoint = line
            .trim()
            .strip_prefix("kcrs-emulator listening on ")
            .expect("an address");
        Self {
            client: Client::new(endpoint),
            child,
        }
    }

    async fn create_instance(&self, name: &str) -> String {
        let basic = InstanceType::from(InstanceTypeVariant0::Basic);
        let request = CreateInstanceRequest::builder()
            .instance_name(name)
            .instance_type(basic);
        let created = self.client.create_instance().body(request).send().await;
        created.expect("an instance").into_inner().instance_id
    }
}

impl Drop for Emulator {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Status and answer of an error that the service answered.
fn answered<T: std::fmt::Debug>(result: Result<T, Error<ErrorAnswer>>) -> (u16, ErrorAnswer) {
    match result {
        Err(Error::ErrorResponse(answer)) => (answer.status().as_u16(), answer.into_inner()),
        other => panic!("no error answer: {other:?}"),
    }
}

fn names(instances: &[Instance]) -> Vec<&str> {
    let names = instances.iter().map(|instance| &instance.instance_name);
    names.map(|name| name.as_deref().expect("a name")).collect()
}

#[tokio::test]
async fn instances_are_created_listed_page_by_page_and_deleted() {
    let emulator = Emulator::start();
    let mut ids = Vec::new();
    for name in ["first", "second", "third"] {
        ids.push(emulator.create_instance(name).await);
    }

    let list = || emulator.client.describe_instance().max_results(2);
    let page = list().send().await.expect("a page").into_inner();
    assert_eq!(page.total_count, Some(3));
    assert_eq!(names(&page.instance_set), ["third", "second"]);
    let Some(InstanceType::Variant0(InstanceTypeVariant0::Basic)) =
        page.instance_set[0].instance_type
    else {
        panic!("{:?}", page.instance_set[0].instance_type)
    };
    assert_eq!(page.instance_set[0].expired_time, None);
    let last = list().marker(page.marker).send().await.expect("a page");
    assert_eq!(names(&last.instance_set), ["first"]);
    assert_eq!(last.marker, 0);

    // The first item of a list, and a Boolean as requests write it.
    let delete = emulator.client.delete_instance().instance_id(&ids[0]);
    let deleted = delete.delete_bucket(RequestBoolean::True).send().await;
    assert!(
        deleted
            .expect("a deletion")
            .into_inner()
            .request_id
            .is_some()
    );
    let one = emulator.client.describe_instance().instance_id_1(&ids[1]);
    let one = one.send().await.expect("an instance");
    assert_eq!(names(&one.instance_set), ["second"]);
    assert_eq!(list().send().await.expect("a page").total_count, Some(2));
}

#[tokio::test]
async fn structures_within_lists_arrive() {
    let emulator = Emulator::start();
    let id = emulator.create_instance("first").await;
    let namespace = CreateNamespaceRequest::builder()
        .instance_id(&id)
        .namespace("apps")
        .public(RequestBoolean::False);
    let created = emulator.client.create_namespace().body(namespace).send();
    created.await.expect("a namespace");
    let trigger = CreateWebhookTriggerRequest::builder()
        .instance_id(&id)
        .namespace("apps")
        .trigger_trigger_name("ci")
        .trigger_trigger_url("http://127.0.0.1:9/hook")
        .trigger_event_type_1(EventType::from(EventTypeVariant0::PushImage))
        .trigger_header_1_key("X-Team".to_owned())
        .trigger_header_1_value_1("registry".to_owned());
    let created = emulator
        .client
        .create_webhook_trigger()
        .body(trigger)
        .send();
    created.await.expect("a trigger");

    let list = emulator.client.describe_webhook_trigger().instance_id(&id);
    let triggers = list.namespace("apps").send().await.expect("triggers");
    let [trigger] = triggers.trigger_set.as_slice() else {
        panic!("{:?}", triggers.trigger_set)
    };
    assert_eq!(trigger.trigger_name.as_deref(), Some("ci"));
    assert_eq!(trigger.enabled, Some(true), "the default");
    // Lists come as lists here; the service is known to answer one text too.
    let Some(TriggerHeader::Variant0(headers)) = &trigger.header else {
        panic!("{:?}", trigger.header)
    };
    assert_eq!(headers[0].key.as_deref(), Some("X-Team"));
    assert_eq!(
        headers[0].value.as_deref(),
        Some(&["registry".to_owned()][..])
    );
}

#[tokio::test]
async fn errors_are_answers_of_one_type() {
    let emulator = Emulator::start();
    let too_many = emulator.client.describe_instance().max_results(100).send();
    let (status, answer) = answered(too_many.await);
    assert_eq!(
        (status, answer.error.code.as_str()),
        (400, "InvalidParameterValue")
    );
    assert!(answer.error.message.contains("MaxResults"), "{answer:?}");
    assert_eq!(answer.error.type_.as_deref(), Some("Sender"));
    assert!(answer.request_id.is_some());

    let unknown = emulator
        .client
        .describe_instance_usage()
        .instance_id("no-such-id");
    let (status, answer) = answered(unknown.send().await);
    assert_eq!(
        (status, answer.error.code.as_str()),
        (404, "InstanceNotFound")
    );

    // What the document limits, the generated client refuses before anything is sent.
    let request = CreateInstanceRequest::builder().instance_name("1st");
    let refused = emulator.client.create_instance().body(request).send().await;
    assert!(
        matches!(refused, Err(Error::InvalidRequest(_))),
        "{refused:?}"
    );
}
