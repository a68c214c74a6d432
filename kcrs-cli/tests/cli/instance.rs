//! An instance by its name, and defaults from the environment.

use kcrs_emulator::{Emulator, Seed};

use crate::support::{Kcrs, emulator};

const ID: &str = "7e4f1c3a-0f0e-4a53-9d5c-0d2c9d1f7a10";

fn start() -> Emulator {
    let seed = format!(
        "instances: [{{instance_name: demo, instance_id: {ID}, namespaces: [{{namespace: team}}]}}, {{instance_name: other}}]"
    );
    let seed = Seed::parse(&seed).expect("a seed");
    emulator().seed(seed).start().expect("an emulator")
}

#[test]
fn a_name_goes_wherever_an_id_does() {
    let emulator = start();
    let kcrs = Kcrs::with(&emulator);
    let query = ["--query", "NamespaceSet[].Namespace", "--output", "text"];
    for arguments in [
        &["describe-namespace", "--instance", "demo"][..],
        &["--instance=demo", "describe-namespace"],
        &["describe-namespace", "--instance", ID],
    ] {
        let shown = kcrs.run([arguments, &query].concat()).success();
        assert_eq!(shown, "team\n", "{arguments:?}");
    }
    let of_demo = |command: &[&str]| {
        let ran = kcrs.run([command, &["--instance", "demo"]].concat());
        assert_eq!(ran.code, Some(0), "{command:?}: {ran:?}");
        ran.stdout
    };
    of_demo(&[
        "images",
        "prune",
        "--namespace",
        "team",
        "--keep",
        "1",
        "--dry-run",
    ]);
    of_demo(&["wait", "instance-running", "--settle", "0"]);
    let tree = of_demo(&["tree"]);
    assert!(tree.contains("team") && !tree.contains("other"), "{tree}");
    for (arguments, code, says) in [
        (
            &["describe-namespace", "--instance", "dmeo"][..],
            5,
            "name or id `dmeo`",
        ),
        (
            &[
                "describe-namespace",
                "--instance",
                "demo",
                "--instance-id",
                ID,
            ],
            2,
            "--instance cannot be given together with --instance-id",
        ),
        (
            &["configure", "list", "--instance", "demo"],
            2,
            "`list` takes no instance",
        ),
        // A command that is mistyped is what is wrong.
        (
            &["describe-namespac", "--instance", "demo"],
            2,
            "did you mean `describe-namespace`?",
        ),
        (
            &["wait", "instance-runing", "--instance", "demo"],
            2,
            "did you mean `instance-running`?",
        ),
    ] {
        let refusal = kcrs.run(arguments).refusal(code);
        assert!(refusal.contains(says), "{arguments:?}: {refusal}");
    }
}

#[test]
fn the_environment_has_defaults() {
    let emulator = start();
    let kcrs = Kcrs::with(&emulator)
        .variable("KCRS_INSTANCE", "demo")
        .variable("KCRS_OUTPUT", "jsonl");
    let shown = kcrs.run(["describe-namespace"]).success();
    assert!(shown.starts_with("{\"Namespace\":\"team\""), "{shown}");
    let other = kcrs.run(["describe-namespace", "--instance", "other"]);
    assert_eq!(
        (other.code, other.stdout.as_str()),
        (Some(0), ""),
        "{other:?}"
    );
    // It is a default for what needs an instance, and no filter.
    let instances = kcrs.run(["describe-instance"]).success();
    assert_eq!(instances.lines().count(), 2, "{instances}");
    let tree = kcrs.run(["tree", "--output", "text", "--query", "length(InstanceSet)"]);
    assert_eq!(tree.success(), "2\n");
    let refusal = kcrs.variable("KCRS_OUTPUT", "xml").run(["tree"]).refusal(3);
    assert!(
        refusal.contains("KCRS_OUTPUT: \"xml\" is none of json, yaml"),
        "{refusal}"
    );
}
