use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, channel};
use std::thread;

use serde_json::json;

use super::*;

/// A receiver of webhooks that responds to each with a status, and returns what it received: head
/// and body.
fn receiver(status: u16) -> (String, Receiver<(String, Value)>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/hook?x=1", listener.local_addr().unwrap());
    let (sender, received) = channel();
    thread::spawn(move || {
        for stream in listener.incoming() {
            let Ok(request) = take(stream.unwrap(), status) else {
                return;
            };
            if sender.send(request).is_err() {
                return;
            }
        }
    });
    (url, received)
}

fn take(mut stream: TcpStream, status: u16) -> std::io::Result<(String, Value)> {
    let mut reader = BufReader::new(stream.try_clone()?);
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        reader.read_line(&mut head)?;
    }
    let length = head
        .lines()
        .find_map(|line| line.strip_prefix("content-length: "))
        .map_or(0, |length| length.parse().unwrap());
    let mut body = vec![0; length];
    reader.read_exact(&mut body)?;
    write!(stream, "HTTP/1.1 {status} X\r\nContent-Length: 0\r\n\r\n")?;
    Ok((head, serde_json::from_slice(&body)?))
}

fn create(world: &World, id: &str, url: &str, more: &[(&str, &str)]) -> i64 {
    let mut parameters = vec![
        ("InstanceId", id),
        ("Namespace", "team"),
        ("Trigger.TriggerName", "hook"),
        ("Trigger.TriggerUrl", url),
    ];
    if !more.iter().any(|(name, _)| name.contains("EventType")) {
        parameters.push(("Trigger.EventType.1", "PushImage"));
    }
    parameters.extend(more);
    let created = world.ok("CreateWebhookTrigger", &parameters);
    created["triggerId"].as_i64().unwrap()
}

fn logs(world: &World, id: &str, trigger: i64) -> Vec<(String, String)> {
    assert!(world.registry.wait_for_webhooks(PATIENCE));
    let trigger = trigger.to_string();
    let parameters = [
        ("InstanceId", id),
        ("Namespace", "team"),
        ("TriggerId", &trigger),
    ];
    let response = world.ok("DescribeWebhookTriggerLog", &parameters);
    let logs = response["Logs"].as_array().unwrap();
    logs.iter()
        .map(|log| (text(&log["EventType"]), text(&log["Status"])))
        .collect()
}

#[test]
fn a_trigger_is_created_described_modified_and_deleted() {
    let (mut world, id) = World::with_namespace();
    let trigger = create(
        &world,
        &id,
        "http://127.0.0.1:1/",
        &[
            ("Trigger.EventType.1", "PushImage"),
            ("Trigger.EventType.2", "DeleteImage"),
            ("Trigger.Header.1.Key", "k1"),
            ("Trigger.Header.1.Value.1", "v1"),
            ("Trigger.Header.1.Value.2", "v2"),
        ],
    );
    let number = trigger.to_string();
    let at = [("InstanceId", id.as_str()), ("Namespace", "team")];
    let mut expected = json!({
        "TriggerId": trigger, "TriggerName": "hook", "EventType": ["PushImage", "DeleteImage"],
        "TriggerUrl": "http://127.0.0.1:1/", "Header": "k1:v1;k1:v2",
        "Enabled": true, "CreateTime": "2022-06-20 16:02:19", "UpdateTime": "2022-06-20 16:02:19",
    });
    let described = |world: &World| world.ok("DescribeWebhookTrigger", &at)["TriggerSet"].clone();
    assert_eq!(described(&world), json!([expected]));
    world.pass(SECOND);
    expected["UpdateTime"] = "2022-06-20 16:02:20".into();
    let updates: &[(Parameters<'_>, &str, Value)] = &[
        (
            &[("Trigger.TriggerName", "new")],
            "TriggerName",
            "new".into(),
        ),
        (
            &[("Trigger.EventType.1", "DeleteImage")],
            "EventType",
            json!(["DeleteImage"]),
        ),
        (
            &[("Trigger.TriggerUrl", "http://localhost/")],
            "TriggerUrl",
            "http://localhost/".into(),
        ),
        (&[("Trigger.Enabled", "False")], "Enabled", false.into()),
        (
            &[
                ("Trigger.Header.1.Key", "k2"),
                ("Trigger.Header.1.Value.1", "v"),
            ],
            "Header",
            "k2:v".into(),
        ),
    ];
    for (update, member, value) in updates {
        let update = [&at[..], &[("Trigger.TriggerId", &number)], update].concat();
        world.ok("ModifyWebhookTrigger", &update);
        expected[*member] = value.clone();
        assert_eq!(described(&world), json!([expected]), "{member}");
    }
    let world = world.reopen();
    assert_eq!(described(&world), json!([expected]));
    let unknown = [&at[..], &[("Trigger.EventType.1", "PullImage")]].concat();
    let update = [&unknown[..], &[("Trigger.TriggerId", &number)]].concat();
    assert_code(
        world.refused("ModifyWebhookTrigger", &update),
        400,
        "InvalidParameterValue",
    );
    let creation = [
        &unknown[..],
        &[
            ("Trigger.TriggerName", "x"),
            ("Trigger.TriggerUrl", "http://localhost/"),
        ],
    ]
    .concat();
    assert_code(
        world.refused("CreateWebhookTrigger", &creation),
        400,
        "InvalidParameterValue",
    );
    let deletion = [&at[..], &[("TriggerId", &number)]].concat();
    world.ok("DeleteWebhookTrigger", &deletion);
    assert_code(
        world.refused("DeleteWebhookTrigger", &deletion),
        404,
        "TriggerNotFound",
    );
    let update = [&at[..], &[("Trigger.TriggerId", number.as_str())]].concat();
    assert_code(
        world.refused("ModifyWebhookTrigger", &update),
        404,
        "TriggerNotFound",
    );
    assert_eq!(described(&world), json!([]));
    world.reopen();
}

#[test]
fn pushes_and_deletions_are_posted_with_the_headers() {
    let (world, id) = World::with_namespace();
    let (url, received) = receiver(204);
    let headers = [
        ("Trigger.Header.1.Key", "X-Token"),
        ("Trigger.Header.1.Value.1", "one"),
        ("Trigger.Header.1.Value.2", "two"),
        ("Trigger.Header.2.Key", "Content-Length"),
        ("Trigger.Header.2.Value.1", "5"),
        ("Trigger.Header.3.Key", "X-Kcrs-Emulator-Delivery"),
        ("Trigger.Header.3.Value.1", "no"),
    ];
    let pushes = create(&world, &id, &url, &headers);
    let deletions = create(&world, &id, &url, &[("Trigger.EventType.1", "DeleteImage")]);
    let disabled = create(&world, &id, &url, &[("Trigger.Enabled", "False")]);

    let image = world.push(&id, "app", "v1");
    let (head, body) = received.recv_timeout(PATIENCE).unwrap();
    assert!(head.starts_with("POST /hook?x=1 HTTP/1.1\r\n"), "{head}");
    for line in [
        "x-token: one\r\n",
        "x-token: two\r\n",
        "content-type: application/json\r\n",
        "host: 127.0.0.1:",
        "x-kcrs-emulator-delivery: 1\r\n",
    ] {
        assert!(head.contains(line), "{head}");
    }
    let mut expected = json!({
        "EventType": "PushImage", "EventTime": "2022-06-20 16:02:19", "InstanceId": id,
        "Namespace": "team", "RepoName": "app", "ImageId": image, "TagNames": ["v1"],
    });
    assert_eq!(body, expected);
    assert_eq!(
        logs(&world, &id, pushes),
        [("PushImage".into(), "Success".into())]
    );
    assert_eq!(logs(&world, &id, deletions), []);

    let parameters = [
        ("InstanceId", id.as_str()),
        ("Namespace", "team"),
        ("RepoName", "app"),
    ];
    let tag = [&parameters[..], &[("TagName", "v1")]].concat();
    world.ok("DeleteRepoTag", &tag);
    let deletion = [&parameters[..], &[("ImageId", &image)]].concat();
    world.ok("DeleteImages", &deletion);
    expected["EventType"] = "DeleteImage".into();
    expected["TagNames"] = json!([]);
    assert_eq!(received.recv_timeout(PATIENCE).unwrap().1, expected);

    world.push(&id, "app", "v1");
    world.push(&id, "app", "v2");
    world.ok("DeleteRepository", &parameters);
    let deleted = ("DeleteImage".to_owned(), "Success".to_owned());
    assert_eq!(
        logs(&world, &id, deletions),
        [deleted.clone(), deleted.clone(), deleted]
    );
    assert_eq!(logs(&world, &id, pushes).len(), 3);
    assert_eq!(logs(&world, &id, disabled), []);
    world.reopen();
}

#[test]
fn what_cannot_be_delivered_is_logged_as_failed() {
    let (world, id) = World::with_namespace();
    let refusing = receiver(500).0;
    let closed = {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        format!("http://{}/", listener.local_addr().unwrap())
    };
    let secure = closed.replace("http:", "https:");
    let plain = refusing.replace("http:", "https:");
    let elsewhere = "other machines may not be called";
    let urls = [
        (refusing.as_str(), "it responded 500"),
        (&closed, "it cannot be reached: "),
        (&secure, "it cannot be reached: "),
        (&plain, "TLS with it fails: "),
        ("http://192.0.2.1/", elsewhere),
        ("http://registry.example/", elsewhere),
        ("http://localhost@192.0.2.1/", elsewhere),
        ("http://[::ffff:192.0.2.1]/", elsewhere),
        ("file:///etc/passwd", "its URL is none"),
        ("ftp://127.0.0.1/", "its URL is neither http nor https"),
        ("not a URL", "its URL is none"),
    ];
    let triggers: Vec<i64> = urls
        .iter()
        .map(|(url, _)| create(&world, &id, url, &[]))
        .collect();
    let header = [
        ("Trigger.Header.1.Key", "no header"),
        ("Trigger.Header.1.Value.1", "v\n"),
    ];
    let odd = create(&world, &id, &refusing, &header);
    world.push(&id, "app", "v1");
    let odd = (odd, ("odd header", "a header of the trigger has no name: "));
    let expected: Vec<_> = triggers.into_iter().zip(urls).chain([odd]).collect();
    for (trigger, (url, _)) in &expected {
        assert_eq!(
            logs(&world, &id, *trigger),
            [("PushImage".into(), "Failed".into())],
            "{url}"
        );
    }
    let world = world.reopen();
    let deliveries = world.registry.deliveries();
    for (trigger, (url, reason)) in expected {
        let its = deliveries
            .iter()
            .find(|delivery| delivery.trigger_id == trigger);
        let found = its.and_then(|delivery| delivery.reason.as_deref());
        assert!(
            found.is_some_and(|found| found.starts_with(reason)),
            "{url}: {found:?}"
        );
    }
}

#[test]
fn a_receiver_that_does_not_respond_holds_up_nobody_else() {
    let (world, id) = World::with_namespace();
    // It accepts connections and never responds.
    let dead = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/", dead.local_addr().unwrap());
    create(&world, &id, &url, &[]);
    for _ in 0..20 {
        world.push(&id, "app", "v1");
    }
    let (url, received) = receiver(204);
    create(&world, &id, &url, &[]);
    world.push(&id, "app", "v2");
    received.recv_timeout(PATIENCE).unwrap();
    let deliveries = world.registry.deliveries();
    let to_dead = deliveries
        .iter()
        .filter(|delivery| delivery.trigger_url != url);
    let waiting = to_dead.filter(|delivery| delivery.status == "Pending");
    assert_eq!(waiting.count(), 21);
}

#[test]
fn logs_are_bounded() {
    let (world, id) = World::with_namespace();
    let trigger = create(&world, &id, "not a URL", &[]);
    for _ in 0..1_010 {
        world.push(&id, "app", "v1");
    }
    let parameters = [
        ("InstanceId", id.as_str()),
        ("Namespace", "team"),
        ("TriggerId", &trigger.to_string()),
    ];
    assert!(world.registry.wait_for_webhooks(PATIENCE));
    let listed = world.ok("DescribeWebhookTriggerLog", &parameters);
    assert_eq!(listed["TotalCount"], 1_000);
    world.reopen();
}
