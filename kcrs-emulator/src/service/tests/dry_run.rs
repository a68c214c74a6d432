use super::*;

#[test]
fn a_dry_run_responds_alike_and_changes_nothing() {
    let (world, id) = World::with_namespace();
    let image = world.push(&id, "app", "v1");
    let before = world.registry.shared.state.describe();
    let dry_run = |action: &str, parameters: &[(&str, &str)]| {
        call(&world.registry.dry_run(), world.now, action, parameters)
    };
    let at = [
        ("InstanceId", id.as_str()),
        ("Namespace", "team"),
        ("RepoName", "app"),
    ];
    let succeed: &[(&str, Parameters<'_>)] = &[
        (
            "CreateInstance",
            &[("InstanceName", "other"), ("InstanceType", "basic")],
        ),
        ("DeleteInstance", &at[..1]),
        ("DeleteRepository", &at),
        ("DeleteImages", &[at[0], at[1], at[2], ("ImageId", &image)]),
        ("DeleteRepoTag", &[at[0], at[1], at[2], ("TagName", "v1")]),
        (
            "CreateNamespace",
            &[at[0], ("Namespace", "other"), ("Public", "True")],
        ),
        ("DescribeInstance", &[]),
    ];
    for (action, parameters) in succeed {
        dry_run(action, parameters).unwrap();
    }
    let fail: &[(&str, Parameters<'_>, u16, &str)] = &[
        (
            "CreateInstance",
            &[("InstanceName", "demo"), ("InstanceType", "basic")],
            400,
            "InstanceAlreadyExists",
        ),
        (
            "DeleteInstance",
            &[("InstanceId", "none")],
            404,
            "InstanceNotFound",
        ),
        ("DeleteNamespace", &at[..2], 400, "NamespaceInUse"),
    ];
    for (action, parameters, status, code) in fail {
        let refused = refusal(dry_run(action, parameters).unwrap_err());
        assert_code(refused, *status, code);
    }
    assert_eq!(world.registry.shared.state.describe(), before);
    world.reopen();
}
