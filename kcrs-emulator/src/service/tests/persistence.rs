use super::*;
use crate::service::Seed;
use crate::store::Store;

#[test]
fn what_was_acknowledged_is_there_again() {
    let (mut world, id) = World::with_namespace();
    for round in 0..5 {
        let tag = format!("v{round}");
        let image = world.push(&id, "app", &tag);
        world = world.reopen();
        let parameters = [
            ("InstanceId", id.as_str()),
            ("Namespace", "team"),
            ("RepoName", "app"),
            ("ImageId", &image),
        ];
        let listed = world.ok("DescribeImages", &parameters);
        assert_eq!(listed["ImageSet"][0]["TagNames"], serde_json::json!([tag]));
    }
}

#[test]
fn numbers_are_not_given_twice() {
    let (world, id) = World::with_namespace();
    let parameters = [
        ("InstanceId", id.as_str()),
        ("TokenType", "Day"),
        ("TokenTime", "1"),
    ];
    let token = text(&world.ok("CreateInstanceToken", &parameters)["tokenId"]);
    world.ok(
        "DeleteInstanceToken",
        &[("InstanceId", &id), ("TokenId", &token)],
    );
    let World {
        registry,
        now,
        file,
    } = world;
    drop(registry);
    let mut options = file.options();
    options.id_seed = Some(1);
    let registry = Registry::open(options, now).unwrap();
    let again = call(&registry, now, "CreateInstanceToken", &parameters).unwrap();
    assert_ne!(text(&again["tokenId"]), token);
}

#[test]
fn a_file_is_used_by_one_at_a_time_and_only_if_it_is_ours() {
    let world = World::new();
    let error = Registry::open(world.file.options(), world.now).unwrap_err();
    assert!(error.to_string().contains("the data file"), "{error}");
    let World {
        registry,
        file,
        now,
    } = world;
    drop(registry);
    std::fs::write(&file.0, "something else").unwrap();
    let error = Registry::open(file.options(), now).unwrap_err();
    assert!(error.to_string().contains("the data file"), "{error}");
    let mut options = file.options();
    options.data = Some("/nonexistent/directory/file".into());
    assert!(Registry::open(options, now).is_err());
}

#[cfg(unix)]
#[test]
fn the_file_is_for_its_owner_only() {
    use std::os::unix::fs::PermissionsExt;
    let world = World::new();
    let mode = std::fs::metadata(&world.file.0)
        .unwrap()
        .permissions()
        .mode();
    assert_eq!(mode & 0o077, 0);
}

#[test]
fn reset_goes_back_to_the_seed() {
    let yaml = "instances: [{instance_name: seeded, instance_id: i-1}]";
    let mut world = World::with(|options| options.seed = Some(Seed::parse(yaml).unwrap()));
    let id = world.create_instance("demo");
    let names = |world: &World| {
        let listed = world.ok("DescribeInstance", &[]);
        column(&listed["InstanceSet"], "InstanceName")
            .iter()
            .map(|name| text(name))
            .collect::<Vec<_>>()
    };
    assert_eq!(names(&world), ["demo", "seeded"]);
    world.pass(SETTLE);
    world.registry.reset(world.now).unwrap();
    assert_eq!(names(&world), ["seeded"]);
    let token = [
        ("InstanceId", id.as_str()),
        ("TokenType", "Day"),
        ("TokenTime", "1"),
    ];
    assert_code(
        world.refused("CreateInstanceToken", &token),
        404,
        "InstanceNotFound",
    );
    let world = world.reopen();
    assert_eq!(names(&world), ["seeded"]);

    // A file that has been in use is not seeded, even where everything was deleted since.
    world.ok("DeleteInstance", &[("InstanceId", "i-1")]);
    let World {
        registry,
        now,
        file,
    } = world;
    drop(registry);
    let mut options = file.options();
    options.seed = Some(Seed::parse(yaml).unwrap());
    let registry = Registry::open(options, now + SETTLE).unwrap();
    let listed = call(&registry, now + SETTLE, "DescribeInstance", &[]).unwrap();
    assert_eq!(listed["TotalCount"], 0);
}

#[test]
fn instances_that_have_gone_are_dropped_with_all_that_was_in_them() {
    let (mut world, id) = World::with_namespace();
    world.push(&id, "app", "v1");
    world.ok("DeleteInstance", &[("InstanceId", &id)]);
    world.pass(SETTLE);
    let other = world.create_instance("other");
    let World { registry, file, .. } = world;
    drop(registry);
    let (store, kept) = Store::open(&file.0).unwrap();
    drop(store);
    let rows: Vec<_> = kept
        .rows
        .iter()
        .map(|(path, _)| path.steps().unwrap())
        .collect();
    assert_eq!(rows.len(), 1, "{rows:?}");
    assert!(!other.is_empty());
}

#[test]
fn a_firing_that_nobody_finishes_is_failed_when_opened_again() {
    let (world, id) = World::with_namespace();
    // It accepts the connection and never responds.
    let receiver = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/", receiver.local_addr().unwrap());
    let parameters = [
        ("InstanceId", id.as_str()),
        ("Namespace", "team"),
        ("Trigger.TriggerName", "t"),
        ("Trigger.EventType.1", "PushImage"),
        ("Trigger.TriggerUrl", &url),
    ];
    let trigger = world.ok("CreateWebhookTrigger", &parameters)["triggerId"].to_string();
    world.push(&id, "app", "v1");
    let log = [
        ("InstanceId", id.as_str()),
        ("Namespace", "team"),
        ("TriggerId", &trigger),
    ];
    let status = |registry: &Registry| {
        let listed = call(registry, world.now, "DescribeWebhookTriggerLog", &log).unwrap();
        text(&listed["Logs"][0]["Status"])
    };
    assert_eq!(status(&world.registry), "Pending");
    assert!(!world.registry.wait_for_webhooks(Duration::from_millis(10)));
    let options = world.file.options();
    let World {
        registry,
        now,
        file,
    } = world;
    drop(registry);
    let (store, kept) = Store::open(&file.0).unwrap();
    drop(store);
    let mut rows = kept
        .rows
        .iter()
        .map(|(_, row)| String::from_utf8_lossy(row));
    assert!(
        rows.any(|row| row.contains("\"Pending\"")),
        "what is under way is given up"
    );
    let registry = Registry::open(options, now).unwrap();
    let listed = call(&registry, now, "DescribeWebhookTriggerLog", &log).unwrap();
    assert_eq!(listed["Logs"][0]["Status"], "Failed");
    drop((registry, file));
}
