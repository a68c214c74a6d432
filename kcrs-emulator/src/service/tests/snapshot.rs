use super::*;

#[test]
fn a_snapshot_is_gone_back_to() {
    let (world, id) = World::with_namespace();
    world.push(&id, "app", "v1");
    let token = [
        ("InstanceId", id.as_str()),
        ("TokenType", "Day"),
        ("TokenTime", "1"),
    ];
    world.ok("CreateInstanceToken", &token);
    let before = world.registry.shared.state.describe();
    let snapshot = world.registry.snapshot();
    let json = serde_json::to_string(&snapshot).unwrap();
    assert!(!format!("{snapshot:?}").contains("demo"));

    world.push(&id, "app", "v2");
    let later = text(&world.ok("CreateInstanceToken", &token)["tokenId"]);
    world.create_instance("another");
    block_on(
        world
            .registry
            .restore(&serde_json::from_str(&json).unwrap()),
    )
    .unwrap();
    assert_eq!(world.registry.shared.state.describe(), before);
    // Numbers are not given twice, before and after.
    let next = text(&world.ok("CreateInstanceToken", &token)["tokenId"]);
    assert_ne!(next, later);
    let world = world.reopen();

    // Another registry takes it too.
    let other = World::new();
    block_on(other.registry.restore(&snapshot)).unwrap();
    assert_eq!(other.registry.shared.state.describe(), before);
    other.reopen();
    drop(world);
}

#[test]
fn what_is_no_snapshot_changes_nothing() {
    let (world, _) = World::with_namespace();
    let before = world.registry.shared.state.describe();
    for rows in [
        serde_json::json!([["", {}]]),
        serde_json::json!([["I1", {}]]),
        serde_json::json!([["?1", {}]]),
        serde_json::json!([["I1.N2", {}]]),
        serde_json::json!([["Ix", {}]]),
    ] {
        let json = serde_json::json!({"LastNumber": 1, "Rows": rows});
        let snapshot = serde_json::from_value(json).unwrap();
        let refused = block_on(world.registry.restore(&snapshot));
        assert!(refused.is_err(), "{rows}");
    }
    assert_eq!(world.registry.shared.state.describe(), before);
}
