use super::*;

fn create(world: &World, id: &str, token_type: &str, time: &str) -> Result<Value, ServerError> {
    world.call(
        "CreateInstanceToken",
        &[
            ("InstanceId", id),
            ("TokenType", token_type),
            ("TokenTime", time),
        ],
    )
}

#[test]
fn tokens_expire_as_their_type_says() {
    let (world, id) = World::running();
    let cases = [
        ("Hour", "24", Some("2022-06-21 16:02:19")),
        ("Day", "3", Some("2022-06-23 16:02:19")),
        ("NeverExpire", "5", None),
        ("NeverExpire", "-5", None),
    ];
    for (token_type, time, expected) in cases {
        let token = create(&world, &id, token_type, time).unwrap();
        assert_eq!(
            token["ExpireTime"].as_str(),
            expected,
            "{token_type} {time}"
        );
        assert!(!text(&token["Username"]).is_empty() && text(&token["Token"]).len() == 32);
        let listed = world.ok("DescribeInstanceToken", &[("InstanceId", &id)]);
        let newest = &listed["TokenSet"][0];
        assert_eq!(newest["TokenId"], token["tokenId"]);
        assert_eq!(newest["ExpireTime"].as_str(), expected);
        assert_eq!(newest["CreateTime"], "2022-06-20 16:02:19");
        assert_eq!(newest["Enable"], true);
        assert!(newest["Desc"].is_null());
    }
    for (token_type, time) in [
        ("Hour", "0"),
        ("Day", "-1"),
        ("Day", "9223372036854775807"),
        ("Hour", "99999999999"),
        ("Week", "1"),
    ] {
        let refused = refusal(create(&world, &id, token_type, time).unwrap_err());
        assert_code(refused, 400, "InvalidParameterValue");
    }
    world.reopen();
}

#[test]
fn only_what_is_given_is_modified() {
    let (mut world, id) = World::running();
    let parameters = [
        ("InstanceId", id.as_str()),
        ("TokenType", "Hour"),
        ("TokenTime", "2"),
        ("Desc", "访问凭证测试"),
    ];
    let token = text(&world.ok("CreateInstanceToken", &parameters)["tokenId"]);
    world.pass(Duration::from_secs(3600));
    let cases: &[(Parameters<'_>, &str, Option<&str>)] = &[
        (&[], "访问凭证测试", Some("2022-06-20 18:02:19")),
        (&[("Desc", "new")], "new", Some("2022-06-20 18:02:19")),
        (&[("TokenTime", "5")], "new", Some("2022-06-20 22:02:19")),
        (
            &[("TokenType", "Day"), ("TokenTime", "1")],
            "new",
            Some("2022-06-21 17:02:19"),
        ),
        (&[("TokenTime", "2")], "new", Some("2022-06-22 17:02:19")),
        (&[("TokenType", "NeverExpire")], "new", None),
        (&[("TokenTime", "2")], "new", None),
        (
            &[("Desc", ""), ("TokenType", "Hour"), ("TokenTime", "1")],
            "",
            Some("2022-06-20 18:02:19"),
        ),
    ];
    for (update, desc, expires) in cases {
        let mut parameters = update.to_vec();
        parameters.extend([("InstanceId", id.as_str()), ("TokenId", &token)]);
        world.ok("ModifyInstanceTokenInformation", &parameters);
        let listed = world.ok("DescribeInstanceToken", &[("InstanceId", &id)]);
        let listed = &listed["TokenSet"][0];
        assert_eq!(listed["Desc"], *desc, "{update:?}");
        assert_eq!(listed["ExpireTime"].as_str(), *expires, "{update:?}");
        assert_eq!(listed["Enable"], true);
    }
    for (update, code) in [
        (&[("TokenType", "Day")][..], "MissingParameter"),
        (&[("TokenType", "Week")], "InvalidParameterValue"),
        (&[("TokenTime", "0")], "InvalidParameterValue"),
    ] {
        let mut parameters = update.to_vec();
        parameters.extend([("InstanceId", id.as_str()), ("TokenId", &token)]);
        let refused = world.refused("ModifyInstanceTokenInformation", &parameters);
        assert_code(refused, 400, code);
    }
    world.reopen();
}

#[test]
fn tokens_are_disabled_enabled_and_deleted() {
    let (world, id) = World::running();
    let token = text(&create(&world, &id, "Day", "1").unwrap()["tokenId"]);
    for enable in ["False", "true"] {
        let parameters = [
            ("InstanceId", id.as_str()),
            ("TokenId", &token),
            ("Enable", enable),
        ];
        world.ok("ModifyInstanceTokenStatus", &parameters);
        let listed = world.ok("DescribeInstanceToken", &[("InstanceId", &id)]);
        assert_eq!(listed["TokenSet"][0]["Enable"], enable == "true");
    }
    let parameters = [("InstanceId", id.as_str()), ("TokenId", &token)];
    let world = world.reopen();
    world.ok("DeleteInstanceToken", &parameters);
    assert_eq!(
        world.ok("DescribeInstanceToken", &[("InstanceId", &id)])["TotalCount"],
        0
    );
    let world = world.reopen();
    assert_code(
        world.refused("DeleteInstanceToken", &parameters),
        404,
        "TokenNotFound",
    );
    let update = [
        ("InstanceId", id.as_str()),
        ("TokenId", &token),
        ("Desc", "x"),
    ];
    let refused = world.refused("ModifyInstanceTokenInformation", &update);
    assert_code(refused, 404, "TokenNotFound");
    let update = [
        ("InstanceId", id.as_str()),
        ("TokenId", &token),
        ("Enable", "True"),
    ];
    assert_code(
        world.refused("ModifyInstanceTokenStatus", &update),
        404,
        "TokenNotFound",
    );
    let unknown = [("InstanceId", "unknown"), ("TokenId", "t")];
    assert_code(
        world.refused("DeleteInstanceToken", &unknown),
        404,
        "InstanceNotFound",
    );
    let listed = world.ok("DescribeInstanceToken", &[("InstanceId", "unknown")]);
    assert_eq!(listed["TokenSet"], serde_json::json!([]));
}

#[test]
fn secrets_are_kept_and_not_shown() {
    let (world, id) = World::running();
    let secret = text(&create(&world, &id, "Day", "1").unwrap()["Token"]);
    let kept = |world: &World| {
        let tokens = world
            .registry
            .shared
            .state
            .look(&id, &world.now.into(), |instance| {
                Ok(instance.tokens.iter().next().unwrap().secret.clone())
            });
        tokens.unwrap()
    };
    assert_eq!(kept(&world).expose(), secret);
    let world = world.reopen();
    assert_eq!(kept(&world).expose(), secret);
    assert!(!format!("{:?}", world.registry).contains(&secret));
    assert!(!world.registry.shared.state.describe().contains(&secret));
}
