use super::*;

const ENTRIES: usize = 25;

/// A list: its action, the member of the response that holds the entries, the one that names an
/// entry, and the default size of a page.
const LISTS: [(&str, &str, &str, usize); 7] = [
    ("DescribeInstance", "InstanceSet", "InstanceId", 20),
    ("DescribeInstanceToken", "TokenSet", "TokenId", 20),
    ("DescribeNamespace", "NamespaceSet", "Namespace", 20),
    ("DescribeRepository", "RepoSet", "RepoName", 20),
    ("DescribeImages", "ImageSet", "ImageId", 20),
    ("DescribeWebhookTrigger", "TriggerSet", "TriggerId", 10),
    ("DescribeWebhookTriggerLog", "Logs", "LogId", 10),
];

/// A world in which each list has so many entries, and the parameters that they need.
fn world() -> (World, Vec<(&'static str, String)>) {
    let mut world = World::new();
    let ids: Vec<String> = (0..ENTRIES)
        .map(|number| world.create_instance(&format!("demo{number}")))
        .collect();
    world.pass(SETTLE);
    let id = ids[0].as_str();
    for number in 0..ENTRIES {
        let name = format!("ns{number}");
        let name = if number == 0 { "team" } else { &name };
        let namespace = [("InstanceId", id), ("Namespace", name), ("Public", "True")];
        world.ok("CreateNamespace", &namespace);
        let token = [("InstanceId", id), ("TokenType", "Day"), ("TokenTime", "1")];
        world.ok("CreateInstanceToken", &token);
        world.push(id, &format!("app{number}"), "v1");
    }
    let trigger = || {
        let parameters = [
            ("InstanceId", id),
            ("Namespace", "team"),
            ("Trigger.TriggerName", "t"),
            ("Trigger.EventType.1", "PushImage"),
            ("Trigger.TriggerUrl", "not a URL"),
        ];
        world.ok("CreateWebhookTrigger", &parameters)["triggerId"].to_string()
    };
    let listening = trigger();
    for number in 1..ENTRIES {
        world.push(id, "app0", &format!("v{number}"));
    }
    world.push(id, "app1", "v1");
    (1..ENTRIES).for_each(|_| drop(trigger()));
    let mut parameters = vec![("Namespace", "team".to_owned())];
    parameters.push(("RepoName", "app0".to_owned()));
    parameters.push(("TriggerId", listening));
    parameters.push(("InstanceId", id.to_owned()));
    (world, parameters)
}

/// Parameters that each list takes: the others would filter it, or are lists where this one has a
/// text.
fn parameters_of<'a>(
    action: &str,
    parameters: &'a [(&'static str, String)],
) -> Vec<(&'a str, &'a str)> {
    let wanted: &[&str] = match action {
        "DescribeInstance" => &[],
        "DescribeInstanceToken" | "DescribeNamespace" => &["InstanceId"],
        "DescribeRepository" | "DescribeWebhookTrigger" => &["InstanceId", "Namespace"],
        "DescribeImages" => &["InstanceId", "Namespace", "RepoName"],
        _ => &["InstanceId", "Namespace", "TriggerId"],
    };
    parameters
        .iter()
        .filter(|(name, _)| wanted.contains(name))
        .map(|(name, value)| (*name, value.as_str()))
        .collect()
}

#[test]
fn every_list_is_paged_by_offset() {
    let (world, parameters) = world();
    for (action, set, key, default_size) in LISTS {
        let parameters = parameters_of(action, &parameters);
        let page = |marker: i64, size: Option<usize>| {
            let (marker, size_text) = (marker.to_string(), size.unwrap_or(0).to_string());
            let mut parameters = parameters.clone();
            parameters.push(("Marker", &marker));
            if size.is_some() {
                parameters.push(("MaxResults", &size_text));
            }
            let response = world.ok(action, &parameters);
            assert_eq!(response["TotalCount"], ENTRIES, "{action}");
            assert_eq!(
                response["MaxResults"],
                size.unwrap_or(default_size),
                "{action}"
            );
            let keys: Vec<String> = column(&response[set], key)
                .iter()
                .map(ToString::to_string)
                .collect();
            (keys, response["Marker"].as_i64().unwrap())
        };
        let (all, end) = page(0, Some(99));
        assert_eq!((all.len(), end), (ENTRIES, 0), "{action}");
        for size in [None, Some(1), Some(7), Some(ENTRIES), Some(ENTRIES - 1)] {
            let (mut walked, mut marker) = (Vec::new(), 0);
            loop {
                let (keys, next) = page(marker, size);
                walked.extend(keys);
                if next == 0 {
                    break;
                }
                assert_eq!(usize::try_from(next).unwrap(), walked.len(), "{action}");
                marker = next;
            }
            assert_eq!(walked, all, "{action} {size:?}");
        }
        for past in [25, 26, i64::MAX] {
            assert_eq!(page(past, None), (vec![], 0), "{action} {past}");
        }
        for (parameter, value) in [("Marker", "-1"), ("MaxResults", "0"), ("MaxResults", "-1")] {
            let mut parameters = parameters.clone();
            parameters.push((parameter, value));
            let refused = world.refused(action, &parameters);
            assert!(refused.1.contains(parameter), "{action} {refused:?}");
            assert_code(refused, 400, "InvalidParameterValue");
        }
    }
    let (world, parameters) = (world.reopen(), parameters);
    // The order of a list outlives the process.
    for (action, set, ..) in LISTS {
        let mut parameters = parameters_of(action, &parameters);
        parameters.push(("MaxResults", "99"));
        let response = world.ok(action, &parameters);
        assert_eq!(response[set].as_array().unwrap().len(), ENTRIES, "{action}");
    }
}

#[test]
fn lists_of_what_is_not_there_are_empty() {
    let (world, id) = World::with_namespace();
    let cases: &[(&str, &str, Parameters<'_>)] = &[
        (
            "DescribeInstance",
            "InstanceSet",
            &[("InstanceId.1", "none")],
        ),
        (
            "DescribeInstanceToken",
            "TokenSet",
            &[("InstanceId", "none")],
        ),
        (
            "DescribeNamespace",
            "NamespaceSet",
            &[("InstanceId", "none")],
        ),
        (
            "DescribeRepository",
            "RepoSet",
            &[("InstanceId", &id), ("Namespace", "none")],
        ),
        (
            "DescribeImages",
            "ImageSet",
            &[
                ("InstanceId", &id),
                ("Namespace", "team"),
                ("RepoName", "none"),
            ],
        ),
        (
            "DescribeWebhookTrigger",
            "TriggerSet",
            &[("InstanceId", &id), ("Namespace", "none")],
        ),
        (
            "DescribeWebhookTrigger",
            "TriggerSet",
            &[
                ("InstanceId", &id),
                ("Namespace", "team"),
                ("TriggerId", "9"),
            ],
        ),
        (
            "DescribeWebhookTriggerLog",
            "Logs",
            &[
                ("InstanceId", &id),
                ("Namespace", "team"),
                ("TriggerId", "9"),
            ],
        ),
    ];
    for (action, set, parameters) in cases {
        let response = world.ok(action, parameters);
        assert_eq!(response[set], serde_json::json!([]), "{action}");
        assert_eq!(
            (&response["TotalCount"], &response["Marker"]),
            (&0.into(), &0.into())
        );
    }
}
