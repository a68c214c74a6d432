use std::thread;

use super::*;

const THREADS: usize = 16;
const ROUNDS: usize = 10;

/// Threads that write to the same instance and to their own, and read: nothing is lost, in memory
/// or on disk.
#[test]
fn nothing_is_lost_under_many_hands() {
    let mut world = World::with(|options| {
        options.quotas.repositories = usize::MAX;
        options.quotas.namespaces = usize::MAX;
    });
    let shared = world.create_instance("shared");
    world.pass(SETTLE);
    let namespace = [
        ("InstanceId", shared.as_str()),
        ("Namespace", "team"),
        ("Public", "True"),
    ];
    world.ok("CreateNamespace", &namespace);
    thread::scope(|scope| {
        for hand in 0..THREADS {
            let (world, shared) = (&world, &shared);
            scope.spawn(move || {
                world.create_instance(&format!("own{hand}"));
                for round in 0..ROUNDS {
                    let tag = format!("h{hand}r{round}");
                    world.push(shared, "app", &tag);
                    world.push(shared, &format!("repository{hand}"), &tag);
                    let parameters = [
                        ("InstanceId", shared.as_str()),
                        ("TokenType", "Day"),
                        ("TokenTime", "1"),
                    ];
                    let token = text(&world.ok("CreateInstanceToken", &parameters)["tokenId"]);
                    if round % 2 == 0 {
                        let parameters = [("InstanceId", shared.as_str()), ("TokenId", &token)];
                        world.ok("DeleteInstanceToken", &parameters);
                    }
                    let listed = world.ok("DescribeInstance", &[]);
                    assert!(listed["TotalCount"].as_u64().unwrap() > 1);
                }
            });
        }
    });
    let world = world.reopen();
    let total = |action: &str, parameters: &[(&str, &str)]| {
        world.ok(action, parameters)["TotalCount"].clone()
    };
    let at = [
        ("InstanceId", shared.as_str()),
        ("Namespace", "team"),
        ("RepoName", "app"),
    ];
    assert_eq!(total("DescribeInstance", &[]), THREADS + 1);
    assert_eq!(total("DescribeImages", &at), THREADS * ROUNDS);
    assert_eq!(total("DescribeRepository", &at[..2]), THREADS + 1);
    assert_eq!(
        total("DescribeInstanceToken", &at[..1]),
        THREADS * ROUNDS / 2
    );
}

/// Of many that want one name, one gets it.
#[test]
fn names_are_unique_under_many_hands() {
    let world = World::new();
    let made: usize = thread::scope(|scope| {
        let hands: Vec<_> = (0..THREADS)
            .map(|_| {
                scope.spawn(|| {
                    let parameters = [("InstanceName", "demo"), ("InstanceType", "basic")];
                    usize::from(world.call("CreateInstance", &parameters).is_ok())
                })
            })
            .collect();
        hands.into_iter().map(|hand| hand.join().unwrap()).sum()
    });
    assert_eq!(made, 1);
}
