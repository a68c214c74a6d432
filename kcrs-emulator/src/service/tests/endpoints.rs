use serde_json::json;

use super::*;

fn create(world: &World, id: &str, vpc: &str) -> Result<Value, ServerError> {
    world.call(
        "CreateInternalEndpoint",
        &[
            ("InstanceId", id),
            ("VpcId", vpc),
            ("ReserveSubnetId", "subnet-1"),
        ],
    )
}

fn list(world: &World, id: &str) -> Value {
    let listed = world.ok("DescribeInternalEndpoint", &[("InstanceId", id)]);
    assert_eq!(
        listed["TotalCount"],
        listed["AccessVpcSet"].as_array().unwrap().len()
    );
    listed["AccessVpcSet"].clone()
}

#[test]
fn a_vpc_has_one_endpoint() {
    let (mut world, id) = World::running();
    create(&world, &id, "vpc-1").unwrap();
    let ip = text(&list(&world, &id)[0]["EniLBIp"]);
    let endpoint = |status: &str| json!([{"VpcId": "vpc-1", "SubnetId": "subnet-1", "Status": status, "EniLBIp": ip}]);
    assert_eq!(list(&world, &id), endpoint("Creating"));
    world.pass(SETTLE);
    assert_eq!(list(&world, &id), endpoint("Running"));

    let refused = refusal(create(&world, &id, "vpc-1").unwrap_err());
    assert_code(refused, 400, "InternalEndpointAlreadyExists");
    create(&world, &id, "vpc-2").unwrap();
    let vpcs = list(&world, &id);
    assert_eq!(column(&vpcs, "VpcId"), ["vpc-1", "vpc-2"]);
    assert_ne!(vpcs[0]["EniLBIp"], vpcs[1]["EniLBIp"]);

    let world = world.reopen();
    let delete = |vpc, ip| {
        world.call(
            "DeleteInternalEndpoint",
            &[("InstanceId", &id), ("VpcId", vpc), ("EniLBIp", ip)],
        )
    };
    for (vpc, ip) in [("vpc-1", "10.9.9.9"), ("vpc-3", ip.as_str())] {
        let refused = refusal(delete(vpc, ip).unwrap_err());
        assert_code(refused, 404, "InternalEndpointNotFound");
    }
    delete("vpc-1", &ip).unwrap();
    assert_eq!(column(&list(&world, &id), "VpcId"), ["vpc-2"]);
    create(&world, &id, "vpc-1").unwrap();
    let refused = refusal(create(&world, "unknown", "vpc-1").unwrap_err());
    assert_code(refused, 404, "InstanceNotFound");
    assert_eq!(list(&world, "unknown"), json!([]));
    world.reopen();
}

#[test]
fn a_name_is_closed_opening_running_and_closed_again() {
    let (mut world, id) = World::running();
    create(&world, &id, "vpc-1").unwrap();
    let ip = text(&list(&world, &id)[0]["EniLBIp"]);
    let at = [
        ("InstanceId", id.as_str()),
        ("VpcId", "vpc-1"),
        ("EniLBIp", ip.as_str()),
    ];
    let private = [&at[..], &[("InternalEndpointDns", "PrivateDomain")]].concat();
    let status = |world: &World| {
        let listed = world.ok("DescribeInternalEndpointDns", &at);
        assert_eq!(listed, world.ok("DescribeInternalEndpointDns", &private));
        let names = &listed["InternalEndpointDnsSet"];
        assert_eq!(column(names, "InternalEndpointDns"), ["PrivateDomain"]);
        text(&names[0]["Status"])
    };
    assert_eq!(status(&world), "Closed");
    let refused = world.refused("DeleteInternalEndpointDns", &private);
    assert_code(refused, 404, "InternalEndpointDnsNotFound");
    world.ok("CreateInternalEndpointDns", &private);
    assert_eq!(status(&world), "Opening");
    let refused = world.refused("CreateInternalEndpointDns", &private);
    assert_code(refused, 400, "InternalEndpointDnsAlreadyExists");
    world.pass(SETTLE);
    assert_eq!(status(&world), "Running");
    let world = world.reopen();
    assert_eq!(status(&world), "Running");
    world.ok("DeleteInternalEndpointDns", &private);
    assert_eq!(status(&world), "Closed");
    world.ok("CreateInternalEndpointDns", &private);

    // The name goes with the endpoint.
    world.ok("DeleteInternalEndpoint", &at);
    let listed = world.ok("DescribeInternalEndpointDns", &at);
    assert_eq!(listed["InternalEndpointDnsSet"], json!([]));
    let refused = world.refused("CreateInternalEndpointDns", &private);
    assert_code(refused, 404, "InternalEndpointNotFound");
    let public = [&at[..], &[("InternalEndpointDns", "PublicDomain")]].concat();
    for action in [
        "CreateInternalEndpointDns",
        "DescribeInternalEndpointDns",
        "DeleteInternalEndpointDns",
    ] {
        assert_code(world.refused(action, &public), 400, "InvalidParameterValue");
    }
    world.reopen();
}
