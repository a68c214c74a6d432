//! The documented limits at their boundaries, for every limit of every action.

use std::collections::BTreeSet;

use kcrs_generated::actions::*;
use kcrs_generated::schema::{ACTIONS, Action, Shape, StructureShape};
use kcrs_generated::types::*;
use kcrs_generated::{Params, Rule};

fn action(name: &str) -> &'static Action {
    ACTIONS
        .iter()
        .find(|action| action.name == name)
        .expect("an action")
}

/// The action's documented example with other values for some parameters; `None` removes one.
fn example_with(action: &Action, changes: &[(&str, Option<String>)]) -> Params {
    let example: String = action
        .example
        .expect("an example")
        .request
        .lines()
        .collect();
    let (_, query) = example.split_once('?').expect("a query");
    let documented = Params::from_form(query.as_bytes()).expect("a form");
    let kept = documented.iter().filter(|(name, _)| {
        !["Action", "Version"].contains(name) && !changes.iter().any(|(changed, _)| changed == name)
    });
    let kept = kept.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let added = changes
        .iter()
        .filter_map(|(name, value)| Some(((*name).to_owned(), value.clone()?)));
    kept.chain(added).collect()
}

/// The violated rules with their paths.
fn violations(action: &Action, params: &Params) -> Vec<(String, Rule)> {
    match action.check(params) {
        Ok(()) => vec![],
        Err(violations) => violations
            .iter()
            .map(|violation| (violation.path().to_owned(), violation.rule()))
            .collect(),
    }
}

/// Values of one parameter that are just within and just outside a limit.
struct Boundary {
    action: &'static str,
    parameter: &'static str,
    rule: Rule,
    within: Vec<String>,
    outside: Vec<String>,
}

fn boundaries() -> Vec<Boundary> {
    let mut boundaries = vec![
        Boundary {
            action: "CreateInstance",
            parameter: "InstanceName",
            rule: Rule::Length,
            within: vec!["a".repeat(2), "a".repeat(30)],
            outside: vec!["a".to_owned(), "a".repeat(31)],
        },
        Boundary {
            action: "CreateNamespace",
            parameter: "Namespace",
            rule: Rule::Length,
            within: vec!["a".repeat(2), "a".repeat(63)],
            outside: vec!["a".to_owned(), "a".repeat(64)],
        },
        Boundary {
            action: "CreateInstanceToken",
            parameter: "Desc",
            rule: Rule::Length,
            // Bytes: a Chinese character has three.
            within: vec![String::new(), "a".repeat(256), "容".repeat(85)],
            outside: vec!["a".repeat(257), "容".repeat(86)],
        },
        Boundary {
            action: "ModifyRepoDesc",
            parameter: "Desc",
            rule: Rule::Length,
            // Characters, however many bytes they have.
            within: vec![String::new(), "a".repeat(256), "容".repeat(256)],
            outside: vec!["a".repeat(257), "容".repeat(257)],
        },
    ];
    for (action, parameter) in [
        ("CreateInstance", "InstanceName"),
        ("CreateNamespace", "Namespace"),
    ] {
        boundaries.push(Boundary {
            action,
            parameter,
            rule: Rule::Pattern,
            within: ["ab", "a1", "az09"].map(str::to_owned).to_vec(),
            outside: ["1a", "aB", "a-b", "a_b", "容器", "a b", "ab\n"]
                .map(str::to_owned)
                .to_vec(),
        });
    }
    for action in [
        "DescribeInstance",
        "DescribeInstanceToken",
        "DescribeNamespace",
        "DescribeRepository",
        "DescribeImages",
        "DescribeWebhookTrigger",
        "DescribeWebhookTriggerLog",
    ] {
        boundaries.push(Boundary {
            action,
            parameter: "MaxResults",
            rule: Rule::Range,
            within: ["1", "99"].map(str::to_owned).to_vec(),
            outside: ["100", "9223372036854775807"].map(str::to_owned).to_vec(),
        });
    }
    boundaries
}

#[test]
fn each_limit_holds_at_its_boundary() {
    for Boundary {
        action: name,
        parameter,
        rule,
        within,
        outside,
    } in boundaries()
    {
        let action = action(name);
        for value in within {
            let params = example_with(action, &[(parameter, Some(value.clone()))]);
            assert_eq!(
                violations(action, &params),
                [],
                "{name}.{parameter} = {value:?}"
            );
        }
        for value in outside {
            let params = example_with(action, &[(parameter, Some(value.clone()))]);
            assert_eq!(
                violations(action, &params),
                [(parameter.to_owned(), rule)],
                "{name}.{parameter} = {value:?}"
            );
        }
    }
}

/// A limit that the spec gains must gain a boundary above.
#[test]
fn every_limit_of_the_spec_has_a_boundary_test() {
    let mut stated = BTreeSet::new();
    for action in ACTIONS {
        for member in action.request.members {
            let constraints = &member.constraints;
            let rules = [
                (constraints.length.is_some(), "Length"),
                (constraints.pattern.is_some(), "Pattern"),
                (constraints.range.is_some(), "Range"),
            ];
            for (_, rule) in rules.into_iter().filter(|(stated, _)| *stated) {
                stated.insert((action.name, member.wire_name, rule.to_owned()));
            }
        }
    }
    let tested: BTreeSet<_> = boundaries()
        .into_iter()
        .map(|boundary| {
            (
                boundary.action,
                boundary.parameter,
                format!("{:?}", boundary.rule),
            )
        })
        .collect();
    assert_eq!(stated, tested);
    for action in ACTIONS {
        assert_limits_only_at_the_top(action.request, action.name);
    }
}

/// The boundary table names parameters of actions, not members of structures in them.
fn assert_limits_only_at_the_top(shape: &StructureShape, action: &str) {
    for member in shape.members {
        let inner = match member.shape {
            Shape::Structure(inner) | Shape::List(Shape::Structure(inner)) => inner,
            _ => continue,
        };
        for nested in inner.members {
            let constraints = &nested.constraints;
            let free = constraints.length.is_none()
                && constraints.pattern.is_none()
                && constraints.range.is_none();
            assert!(
                free,
                "{action}: {}.{} has a limit without a boundary test",
                inner.name, nested.wire_name
            );
        }
        assert_limits_only_at_the_top(inner, action);
    }
}

#[test]
fn lists_hold_a_hundred_items() {
    for (action_name, list) in [
        ("DescribeInstance", "InstanceId"),
        ("DescribeInstance", "ProjectId"),
        ("DescribeRepository", "RepoName"),
    ] {
        let action = action(action_name);
        let items = |count: usize| {
            let mut params = example_with(action, &[]);
            for number in 1..=count {
                params.push(format!("{list}.{number}"), "x");
            }
            params
        };
        assert_eq!(violations(action, &items(100)), []);
        assert!(
            !violations(action, &items(101)).is_empty(),
            "{action_name}.{list}"
        );
    }

    let ids = |count: usize| {
        DescribeInstance::builder()
            .instance_id(vec!["x"; count])
            .build()
    };
    assert!(ids(100).validate().is_ok());
    let violations = ids(101).validate().unwrap_err();
    assert_eq!(
        violations.to_string(),
        "InstanceId: must have at most 100 items, has 101"
    );
    assert_eq!(ids(0).to_params(), Params::new());
}

#[test]
fn purchase_time_is_required_by_the_month() {
    let basic = || {
        CreateInstance::builder()
            .instance_name("ab")
            .instance_type(InstanceType::Basic)
    };
    let hourly = || basic().charge_type(ChargeType::HourlyInstantSettlement);
    let monthly = || basic().charge_type(ChargeType::Monthly);
    for request in [
        basic().build(),
        hourly().build(),
        monthly().purchase_time(12).build(),
    ] {
        assert_eq!(request.validate(), Ok(()), "{request:?}");
    }
    let violations = monthly().build().validate().unwrap_err();
    let violation = violations.iter().next().unwrap();
    assert_eq!(
        (violation.path(), violation.rule()),
        ("PurchaseTime", Rule::RequiredWhen)
    );
    assert_eq!(
        violation.to_string(),
        "PurchaseTime: is required when ChargeType is Monthly"
    );
}

#[test]
fn all_violations_come_at_once_with_their_wire_paths() {
    let header = |values: Vec<&str>| Header::builder().key("k").value(values).build();
    let request = CreateWebhookTrigger::builder()
        .instance_id("i")
        .namespace("n")
        .trigger(
            WebhookTrigger::builder()
                .trigger_name("t")
                .event_type(vec![EventType::PushImage; 101])
                .trigger_url("u")
                .header([header(vec!["v"]), header(vec![]), header(vec!["v"; 101])])
                .build(),
        )
        .build();
    let violations = request.validate().unwrap_err();
    let paths: Vec<_> = violations
        .iter()
        .map(|violation| violation.path())
        .collect();
    assert_eq!(
        paths,
        [
            "Trigger.EventType",
            "Trigger.Header.2.Value",
            "Trigger.Header.3.Value"
        ]
    );

    let request = CreateInstance::builder()
        .instance_name("1")
        .instance_type(InstanceType::Basic)
        .charge_type(ChargeType::Monthly)
        .build();
    let rules: Vec<_> = request
        .validate()
        .unwrap_err()
        .iter()
        .map(|violation| violation.rule())
        .collect();
    assert_eq!(rules, [Rule::Length, Rule::Pattern, Rule::RequiredWhen]);
}

#[test]
fn nested_structures_become_dotted_numbered_names() {
    let request = ModifyWebhookTrigger::builder()
        .instance_id("i")
        .namespace("n")
        .trigger(
            TriggerUpdate::builder()
                .trigger_id(2)
                .event_type([EventType::PushImage, EventType::from("Later")])
                .header([
                    Header::builder().key("a").value(["1"]).build(),
                    Header::builder().key("b").value(["2", "3"]).build(),
                ])
                .enabled(false)
                .build(),
        )
        .build();
    assert_eq!(
        request.to_params().iter().collect::<Vec<_>>(),
        [
            ("InstanceId", "i"),
            ("Namespace", "n"),
            ("Trigger.TriggerId", "2"),
            ("Trigger.EventType.1", "PushImage"),
            ("Trigger.EventType.2", "Later"),
            ("Trigger.Header.1.Key", "a"),
            ("Trigger.Header.1.Value.1", "1"),
            ("Trigger.Header.2.Key", "b"),
            ("Trigger.Header.2.Value.1", "2"),
            ("Trigger.Header.2.Value.2", "3"),
            ("Trigger.Enabled", "False"),
        ]
    );
    assert!(
        request.validate().is_ok(),
        "an unknown value of an open enum is no violation"
    );
}
