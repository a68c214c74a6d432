use serde_json::json;

use super::*;

fn status(world: &World, id: &str) -> Option<String> {
    let listed = world.ok("DescribeInstance", &[("InstanceId.1", id)]);
    listed["InstanceSet"]
        .get(0)
        .map(|instance| text(&instance["InstanceStatus"]))
}

#[test]
fn an_instance_is_created_listed_and_deleted() {
    let mut world = World::new();
    let id = world.create_instance("demo");
    assert_eq!(
        world.ok("DescribeInstance", &[]),
        json!({
            "RequestId": "request-1", "TotalCount": 1, "MaxResults": 20, "Marker": 0,
            "InstanceSet": [{
                "InstanceId": id, "InstanceName": "demo", "InstanceType": "basic", "InstanceStatus": "Creating",
                "InternalEndpoint": "demo-vpc.ksyunkcr.com", "PublicDomain": "demo.ksyunkcr.com",
                "CreateTime": "2022-06-20 16:02:09", "ExpiredTime": null,
                "ChargeType": "HourlyInstantSettlement", "ProjectId": "0",
            }],
        })
    );
    world.pass(SETTLE - SECOND);
    assert_eq!(status(&world, &id).as_deref(), Some("Creating"));
    world.pass(SECOND);
    assert_eq!(status(&world, &id).as_deref(), Some("Running"));

    let deletion = [("InstanceId", id.as_str()), ("DeleteBucket", "True")];
    world.ok("DeleteInstance", &deletion);
    assert_eq!(status(&world, &id).as_deref(), Some("Deleting"));
    // The name is taken, and deleting again does not begin anew.
    world.pass(SETTLE - SECOND);
    world.ok("DeleteInstance", &deletion);
    let again = [("InstanceName", "demo"), ("InstanceType", "premium")];
    assert_code(
        world.refused("CreateInstance", &again),
        400,
        "InstanceAlreadyExists",
    );
    world.pass(SECOND);
    assert_eq!(status(&world, &id), None);
    assert_code(
        world.refused("DeleteInstance", &deletion),
        404,
        "InstanceNotFound",
    );
    let usage = [("InstanceId", id.as_str())];
    assert_code(
        world.refused("DescribeInstanceUsage", &usage),
        404,
        "InstanceNotFound",
    );
    let other = text(&world.ok("CreateInstance", &again)["InstanceId"]);
    assert_ne!(other, id);
    assert!(!world.reopen().ok("DescribeInstance", &[])["InstanceSet"][0].is_null());
}

#[test]
fn an_instance_that_is_paid_by_the_month_stays() {
    let mut world = World::new();
    let months = |count: &str| {
        world.call(
            "CreateInstance",
            &[
                ("InstanceName", "paid"),
                ("InstanceType", "premium"),
                ("ChargeType", "Monthly"),
                ("PurchaseTime", count),
            ],
        )
    };
    for count in ["0", "-1", "9223372036854775807"] {
        let refused = refusal(months(count).unwrap_err());
        assert_code(refused, 400, "InvalidParameterValue");
    }
    let id = text(&months("12").unwrap()["InstanceId"]);
    world.pass(SETTLE);
    world.ok("DeleteInstance", &[("InstanceId", &id)]);
    world.pass(SETTLE);
    let listed = world.ok("DescribeInstance", &[]);
    let instance = &listed["InstanceSet"][0];
    assert_eq!(instance["InstanceStatus"], "Running");
    assert_eq!(instance["ChargeType"], "Monthly");
    assert_eq!(instance["ExpiredTime"], "2023-06-20 16:02:09");
    world.reopen();
}

#[test]
fn instances_are_filtered_by_id_name_and_project() {
    let world = World::new();
    let (first, second) = (
        world.create_instance("first"),
        world.create_instance("second"),
    );
    let project = [
        ("InstanceName", "third"),
        ("InstanceType", "basic"),
        ("ProjectId", "7"),
    ];
    let third = text(&world.ok("CreateInstance", &project)["InstanceId"]);
    let cases: &[(Parameters<'_>, &[&str])] = &[
        (&[], &[&second, &first]),
        (&[("ProjectId.1", "7")], &[&third]),
        (
            &[("ProjectId.1", "7"), ("ProjectId.2", "0")],
            &[&third, &second, &first],
        ),
        (&[("ProjectId.1", "8")], &[]),
        (
            &[("InstanceId.1", &first), ("InstanceId.2", &second)],
            &[&second, &first],
        ),
        (
            &[("InstanceId.1", &first), ("InstanceId.3", &first)],
            &[&first],
        ),
        (&[("InstanceId.1", &third)], &[]),
        (&[("InstanceId.1", &third), ("ProjectId.1", "7")], &[&third]),
        (&[("InstanceId.1", "unknown")], &[]),
        (&[("InstanceName", "first")], &[&first]),
        (&[("InstanceName", "fir")], &[]),
        (&[("InstanceName", "first"), ("InstanceId.1", &second)], &[]),
    ];
    for (filter, expected) in cases {
        let listed = world.ok("DescribeInstance", filter);
        assert_eq!(
            column(&listed["InstanceSet"], "InstanceId"),
            *expected,
            "{filter:?}"
        );
        assert_eq!(listed["TotalCount"], expected.len(), "{filter:?}");
    }
}

#[test]
fn what_is_no_instance_is_refused() {
    let world = World::new();
    world.create_instance("taken");
    let cases: &[(Parameters<'_>, u16, &str)] = &[
        (
            &[("InstanceName", "taken"), ("InstanceType", "basic")],
            400,
            "InstanceAlreadyExists",
        ),
        (
            &[("InstanceName", "x1"), ("InstanceType", "gold")],
            400,
            "InvalidParameterValue",
        ),
        (
            &[
                ("InstanceName", "x1"),
                ("InstanceType", "basic"),
                ("ChargeType", "Never"),
            ],
            400,
            "InvalidParameterValue",
        ),
    ];
    for (parameters, status, code) in cases {
        assert_code(world.refused("CreateInstance", parameters), *status, code);
    }
    let invalid = [("InstanceName", "1x"), ("InstanceType", "basic")];
    let error = world.call("CreateInstance", &invalid).unwrap_err();
    assert!(matches!(error, ServerError::Invalid(_)), "{error}");
}

#[test]
fn an_instance_that_is_not_running_makes_nothing() {
    let mut world = World::new();
    let id = world.create_instance("demo");
    let makes: &[(&str, Parameters<'_>)] = &[
        (
            "CreateNamespace",
            &[("Namespace", "team"), ("Public", "True")],
        ),
        (
            "CreateInstanceToken",
            &[("TokenType", "Hour"), ("TokenTime", "1")],
        ),
        (
            "CreateInternalEndpoint",
            &[("VpcId", "v"), ("ReserveSubnetId", "s")],
        ),
    ];
    let refuses_all = |world: &World, status: &str| {
        for (action, parameters) in makes {
            let mut parameters = parameters.to_vec();
            parameters.push(("InstanceId", &id));
            let refused = world.refused(action, &parameters);
            assert!(refused.1.contains(status), "{refused:?}");
            assert_code(refused, 400, "InstanceNotReady");
        }
    };
    refuses_all(&world, "Creating");
    world.pass(SETTLE);
    world.ok("DeleteInstance", &[("InstanceId", &id)]);
    refuses_all(&world, "Deleting");
}

#[test]
fn usage_counts_and_quotas_hold() {
    let mut world = World::with(|options| {
        options.quotas.namespaces = 2;
        options.quotas.repositories = 3;
    });
    let id = world.create_instance("demo");
    world.pass(SETTLE);
    let create = |name: &str| {
        world.call(
            "CreateNamespace",
            &[("InstanceId", &id), ("Namespace", name), ("Public", "True")],
        )
    };
    create("team").unwrap();
    create("other").unwrap();
    assert_code(
        refusal(create("third").unwrap_err()),
        400,
        "NamespaceQuotaExceeded",
    );
    for repository in ["a", "b", "c"] {
        world.push(&id, repository, "v1");
    }
    world.push(&id, "c", "v2");
    let push = ImagePush::new(RepositoryPlace::new(&id, "other", "d"));
    let refused = block_on(world.registry.push_image(push, world.now)).unwrap_err();
    assert_code(refusal(refused), 400, "RepositoryQuotaExceeded");
    assert_eq!(
        world.ok("DescribeInstanceUsage", &[("InstanceId", &id)]),
        json!({
            "RequestId": "request-1",
            "NamespaceQuota": 2, "NamespaceUsage": 2, "RepoQuota": 3, "RepoUsage": 3,
        })
    );
    world.reopen();
}
