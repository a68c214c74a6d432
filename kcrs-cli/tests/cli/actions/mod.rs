//! Every action is called by its command, with all its parameters, and what goes over the wire is
//! what the library sends.

mod capture;
mod typed;
mod values;

pub(crate) use values::command;

use std::collections::BTreeMap;

use kcrs_generated::schema::{ACTIONS, Action};
use kcrs_generated::{Client, Credentials, Params};

use self::capture::Capture;
use crate::support::{ACCESS_KEY, Kcrs, SECRET_KEY, emulator};

/// How parameters are typed in.
#[derive(Clone, Copy, Debug)]
enum Way {
    Shorthand,
    Json,
    Document,
}

/// The actions that the API document has.
fn documented() -> impl Iterator<Item = &'static Action> {
    ACTIONS.iter().filter(|action| !action.observed)
}

#[test]
fn every_command_sends_byte_for_byte_what_the_library_sends() {
    let capture = Capture::start();
    let kcrs = Kcrs::new()
        .variable("KSYUN_ACCESS_KEY", ACCESS_KEY)
        .variable("KSYUN_SECRET_KEY", SECRET_KEY)
        .variable("KSYUN_ENDPOINT", capture.endpoint());
    let client = client(&capture.endpoint());
    for (action, typed) in documented().zip(typed::ALL) {
        let params = values::all(action);
        let expected = capture::Sent::of(&typed(&client, &params));
        for way in [Way::Shorthand, Way::Json, Way::Document] {
            let ran = kcrs.run(arguments(action, &params, way));
            assert_eq!(ran.code, Some(0), "{}, {way:?}: {ran:#?}", action.name);
            assert_eq!(ran.stderr, "", "{}, {way:?}", action.name);
            assert_eq!(
                capture.take(),
                std::slice::from_ref(&expected),
                "{}, {way:?}",
                action.name
            );
        }
    }
}

#[test]
fn the_emulator_sees_no_difference_between_command_and_library() {
    let emulator = emulator().start().expect("an emulator");
    let kcrs = Kcrs::with(&emulator);
    let client = client(&emulator.endpoint());
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    for (action, typed) in documented().zip(typed::SENT) {
        let params = values::all(action);
        let ran = kcrs.run(arguments(action, &params, Way::Shorthand));
        // Most of them name things that are not there.
        assert!(
            matches!(ran.code, Some(0 | 4 | 5)),
            "{}: {ran:#?}",
            action.name
        );
        runtime.block_on(typed(&client, &params));

        let requests = emulator.requests_of(action.name);
        let [by_command, by_library] = &requests[..] else {
            panic!("{}: {requests:#?}", action.name);
        };
        assert_eq!(by_command.params, by_library.params, "{}", action.name);
        assert_eq!(by_command.method, by_library.method, "{}", action.name);
        assert_eq!(
            by_command.signature, by_library.signature,
            "{}",
            action.name
        );
        assert!(
            by_command.warnings.is_empty(),
            "{}: {by_command:#?}",
            action.name
        );
        assert!(
            by_command.access_key.is_some(),
            "{}: {by_command:#?}",
            action.name
        );
        assert_eq!(by_command.params.len(), params.len(), "{}", action.name);
    }
}

#[test]
fn a_skeleton_has_every_parameter_and_can_be_fed_back() {
    let kcrs = Kcrs::new();
    for action in ACTIONS {
        let command = values::command(action);
        let skeleton = kcrs.run([&command, "--generate-cli-skeleton"]).success();
        let members: BTreeMap<String, serde_json::Value> =
            serde_json::from_str(&skeleton).expect("an object");
        let expected = action.request.members.iter();
        let expected: Vec<&str> = expected.map(|member| member.wire_name).collect();
        let mut found: Vec<&str> = members.keys().map(String::as_str).collect();
        found.sort_by_key(|name| expected.iter().position(|other| other == name));
        assert_eq!(found, expected, "{}", action.name);

        let file = kcrs.file("skeleton.json", &skeleton);
        let document = format!("file://{}", file.display());
        let arguments = [
            &command,
            "--cli-input-json",
            &document,
            "--dry-run",
            "--no-validate",
        ];
        let kcrs = Kcrs::new()
            .variable("KSYUN_ACCESS_KEY", ACCESS_KEY)
            .variable("KSYUN_SECRET_KEY", SECRET_KEY);
        let shown = kcrs.run(arguments).success();
        for member in action.request.members {
            let name = member.wire_name;
            assert!(
                shown.contains(name),
                "{}: {name} is not in\n{shown}",
                action.name
            );
        }
    }
}

fn client(endpoint: &str) -> Client {
    Client::builder()
        .endpoint(endpoint)
        .credentials(Credentials::new(ACCESS_KEY, SECRET_KEY))
        .build()
        .expect("a client")
}

fn arguments(action: &Action, params: &Params, way: Way) -> Vec<String> {
    let mut arguments = vec![values::command(action)];
    if ["DeleteInstance", "DeleteNamespace", "DeleteRepository"].contains(&action.name) {
        // Nothing else is called to see what is in it.
        arguments.push("--yes".to_owned());
    }
    match way {
        Way::Shorthand => arguments.extend(values::flags(action, params, values::shorthand)),
        Way::Json => arguments.extend(values::flags(action, params, |value| value.to_string())),
        Way::Document => {
            let document = values::document(action, params).to_string();
            arguments.extend(["--cli-input-json".to_owned(), document]);
        }
    }
    arguments
}
