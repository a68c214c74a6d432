use serde_json::json;

use super::*;

#[test]
fn a_namespace_is_created_changed_and_deleted() {
    let (world, id) = World::running();
    let named = [("InstanceId", id.as_str()), ("Namespace", "team")];
    let public = |value| [&named[..], &[("Public", value)]].concat();
    let exists = |world: &World| world.ok("DescribeNamespaceExist", &named)["Exist"].clone();
    assert_eq!(exists(&world), false);
    for action in ["ModifyNamespaceType", "DeleteNamespace"] {
        let refused = world.refused(action, &public("True"));
        assert_code(refused, 404, "NamespaceNotFound");
    }
    world.ok("CreateNamespace", &public("True"));
    assert_eq!(exists(&world), true);
    let refused = world.refused("CreateNamespace", &public("False"));
    assert_code(refused, 400, "NamespaceAlreadyExists");
    world.ok("ModifyNamespaceType", &public("False"));
    world.push(&id, "app", "v1");
    world.push(&id, "web", "v1");
    assert_eq!(
        world.ok("DescribeNamespace", &[("InstanceId", &id)]),
        json!({
            "RequestId": "request-1", "MaxResults": 20, "Marker": 0, "TotalCount": 1,
            "NamespaceSet": [{
                "Namespace": "team", "Public": false, "RepoCount": "2",
                "CreateTime": "2022-06-20 16:02:19",
            }],
        })
    );
    let refused = world.refused("DeleteNamespace", &named);
    assert!(refused.1.contains("in use"), "{refused:?}");
    assert_code(refused, 400, "NamespaceInUse");
    for repository in ["app", "web"] {
        let place = [&named[..], &[("RepoName", repository)]].concat();
        world.ok("DeleteRepository", &place);
    }
    let world = world.reopen();
    world.ok("DeleteNamespace", &named);
    assert_eq!(exists(&world), false);
    let world = world.reopen();
    assert_eq!(exists(&world), false);
}

#[test]
fn namespaces_are_filtered_by_name_and_kind() {
    let (world, id) = World::running();
    for (name, public) in [("one", "True"), ("two", "False"), ("three", "True")] {
        world.ok(
            "CreateNamespace",
            &[("InstanceId", &id), ("Namespace", name), ("Public", public)],
        );
    }
    let cases: &[(Parameters<'_>, &[&str])] = &[
        (&[], &["one", "two", "three"]),
        (&[("Public", "True")], &["one", "three"]),
        (&[("Public", "False")], &["two"]),
        (&[("Namespace", "two")], &["two"]),
        (&[("Namespace", "two"), ("Public", "True")], &[]),
        (&[("Namespace", "tw")], &[]),
    ];
    for (filter, expected) in cases {
        let parameters = [filter, &[("InstanceId", id.as_str())][..]].concat();
        let listed = world.ok("DescribeNamespace", &parameters);
        assert_eq!(
            column(&listed["NamespaceSet"], "Namespace"),
            *expected,
            "{filter:?}"
        );
        assert_eq!(listed["TotalCount"], expected.len());
    }
    let unknown = [("InstanceId", "unknown"), ("Namespace", "one")];
    assert_eq!(
        world.ok("DescribeNamespace", &unknown)["NamespaceSet"],
        json!([])
    );
    let refused = world.refused("DescribeNamespaceExist", &unknown);
    assert_code(refused, 404, "InstanceNotFound");
}
