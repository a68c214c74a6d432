//! The forms of the output.

use std::io::Read;
use std::process::Stdio;

use kcrs_emulator::Seed;

use crate::support::{Kcrs, emulator, expect, without_times};

const REGISTRY: &str = "
instances:
  - {instance_name: demo, instance_id: i-1, namespaces: [{namespace: apps}, {namespace: base, public: true}]}
  - {instance_name: web, instance_id: i-2}
";

#[test]
fn outputs_have_the_form_that_is_asked_for() {
    let emulator = emulator()
        .seed(Seed::parse(REGISTRY).expect("a seed"))
        .start()
        .expect("an emulator");
    let kcrs = Kcrs::with(&emulator);
    let instances = &["describe-instance"][..];
    let namespaces = &["describe-namespace", "--instance-id", "i-1"];
    let mut printed = String::new();
    for command in [instances, namespaces] {
        for form in ["json", "yaml", "table", "text"] {
            let shown = kcrs
                .run(command.iter().chain(&["--output", form]))
                .success();
            let shown: String = shown
                .split_inclusive('\n')
                .filter(|line| !line.contains("RequestId") && !line.contains("00000000-0000"))
                .collect();
            printed.push_str(&format!(
                "$ kcrs {} --output {form}\n{shown}\n",
                command.join(" ")
            ));
        }
    }
    expect("forms.txt", &without_times(&printed));
}

#[test]
fn a_query_and_a_form_say_what_is_shown() {
    let emulator = emulator().start().expect("an emulator");
    let kcrs = Kcrs::with(&emulator);
    for (arguments, expected) in [
        (&["--query", "InstanceSet"][..], "[]\n"),
        (
            &["--query", "{N: TotalCount, M: Marker}"],
            "{\n  \"N\": 0,\n  \"M\": 0\n}\n",
        ),
        (&["--query", "TotalCount", "--output", "text"], "0\n"),
        (&["--query", "[TotalCount]", "--output", "yaml"], "- 0\n"),
        (
            &["--query", "TotalCount", "--color", "always"],
            "\u{1b}[36m0\u{1b}[0m\n",
        ),
    ] {
        let arguments = ["call", "DescribeInstance"].iter().chain(arguments);
        assert_eq!(kcrs.run(arguments).success(), expected);
    }
}

#[test]
fn a_reader_that_has_heard_enough_is_no_error() {
    let emulator = emulator().start().expect("an emulator");
    let kcrs = Kcrs::with(&emulator);
    let mut child = kcrs
        .command(["describe-instance", "--generate-cli-skeleton"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program");
    // Closed before anything is written.
    drop(child.stdout.take());
    let mut stderr = String::new();
    let mut pipe = child.stderr.take().expect("a pipe");
    pipe.read_to_string(&mut stderr).expect("text");
    let status = child.wait().expect("an end");
    assert_eq!((status.code(), stderr.as_str()), (Some(0), ""));
}
