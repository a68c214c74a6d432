//! Regions and accounts: who sees which instance.

use kcrs_emulator::{Emulator, Seed};
use kcrs_generated::{Credentials, Signature};
use serde_json::Value;

use crate::support::{ACCESS_KEY, Caller, Program, SECRET_KEY, exchange, folder};

const SEED: &str = "
instances:
  - {instance_name: everywhere, instance_id: i-1}
  - {instance_name: shanghai, instance_id: i-2, region: cn-shanghai-3}
  - {instance_name: other, instance_id: i-3, access_key: OTHER}
";

fn names(response: &Value) -> Vec<&str> {
    let set = response["InstanceSet"].as_array().expect("a list");
    set.iter()
        .map(|instance| instance["InstanceName"].as_str().expect("a name"))
        .collect()
}

#[test]
fn an_instance_is_seen_where_it_was_made_and_by_whom() {
    let emulator = Emulator::builder()
        .credentials(Credentials::new(ACCESS_KEY, SECRET_KEY))
        .credentials(Credentials::new("OTHER", "secret"))
        .seed(Seed::parse(SEED).expect("a seed"))
        .start()
        .expect("an emulator");
    let beijing = Caller::new(emulator.address());
    let simplified = Caller {
        signature: Signature::Simplified,
        ..beijing.clone()
    };
    let shanghai = Caller {
        region: "cn-shanghai-3",
        ..beijing.clone()
    };
    let other = Caller {
        credentials: Credentials::new("OTHER", "secret"),
        ..beijing.clone()
    };
    let send = |raw: &[u8]| exchange(emulator.address(), raw).expect("a response");
    let list = |caller: &Caller| send(&caller.get("DescribeInstance", &[])).json();
    assert_eq!(names(&list(&beijing)), ["everywhere"]);
    assert_eq!(names(&list(&simplified)), ["everywhere"]);
    assert_eq!(names(&list(&shanghai)), ["shanghai", "everywhere"]);
    assert_eq!(names(&list(&other)), ["other", "everywhere"]);

    let params = [("InstanceName", "mine"), ("InstanceType", "basic")];
    let created = send(&beijing.post("CreateInstance", &params)).json();
    let id = created["InstanceId"].as_str().expect("an id");
    assert_eq!(names(&list(&beijing)), ["mine", "everywhere"]);
    let usage = [("InstanceId", id)];
    let namespace = [
        ("InstanceId", id),
        ("Namespace", "team"),
        ("Public", "True"),
    ];
    for stranger in [&shanghai, &other] {
        assert!(!names(&list(stranger)).contains(&"mine"));
        for refused in [
            stranger.get("DescribeInstanceUsage", &usage),
            stranger.post("CreateNamespace", &namespace),
            stranger.post("DeleteInstance", &usage),
        ] {
            let response = send(&refused);
            assert_eq!(
                (response.status, response.error().0.as_str()),
                (404, "InstanceNotFound")
            );
        }
    }
    assert_eq!(
        send(&beijing.post("CreateNamespace", &namespace)).status,
        200
    );
    assert_eq!(send(&beijing.post("DeleteInstance", &usage)).status, 200);
}

#[test]
fn it_is_kept_whose_an_instance_is() {
    let file = folder("scopes").join("data");
    let file = file.to_str().expect("a path");
    for (round, count) in [(0, 0), (1, 1)] {
        let program = Program::start(&["--data", file]);
        let beijing = Caller::new(program.address());
        let shanghai = Caller {
            region: "cn-shanghai-3",
            ..beijing.clone()
        };
        let send = |raw: &[u8]| exchange(program.address(), raw).expect("a response").json();
        assert_eq!(
            send(&beijing.get("DescribeInstance", &[]))["TotalCount"],
            count
        );
        if round == 0 {
            let params = [("InstanceName", "mine"), ("InstanceType", "basic")];
            send(&beijing.post("CreateInstance", &params));
        }
        assert_eq!(
            send(&shanghai.get("DescribeInstance", &[]))["TotalCount"],
            0
        );
    }
}
