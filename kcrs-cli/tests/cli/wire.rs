//! What goes over the wire, shown: without secrets, whatever the signature.

use std::process::Command;

use crate::support::{ACCESS_KEY, Kcrs, SECRET_KEY, emulator, expect};

const TRIGGER: &[&str] = &[
    "create-webhook-trigger",
    "--instance-id",
    "i-1",
    "--namespace",
    "team",
    "--trigger",
    "TriggerName=it's,EventType=PushImage,TriggerUrl=https://x?token=PLANTED,Header={Key=X-Key,Value=PLANTED}",
];

/// Dates, ports and numbers that differ from run to run, made the same.
fn settled(text: &str) -> String {
    let mut settled = String::new();
    for line in text.lines() {
        let lower = line.to_ascii_lowercase();
        let line = if lower.contains("x-amz-date: ") || lower.starts_with("< date: ") {
            line.split_once(": ")
                .map_or(line, |(name, _)| name)
                .to_owned()
        } else if lower.contains("host: ") || line.starts_with("* ") {
            replaced_digits(line)
        } else {
            line.to_owned()
        };
        settled.push_str(&line);
        settled.push('\n');
    }
    let day = |text: &str| {
        text.len() == 8 && text.starts_with("20") && text.bytes().all(|byte| byte.is_ascii_digit())
    };
    let parts: Vec<&str> = settled
        .split('/')
        .map(|part| if day(part) { "DAY" } else { part })
        .collect();
    let settled = parts.join("/");
    let (mut text, mut rest) = (String::new(), settled.as_str());
    for name in ["X-Amz-Date=", "Timestamp="] {
        if let Some(at) = rest.find(name) {
            let (before, after) = rest.split_at(at + name.len());
            text.push_str(before);
            text.push_str("DATE");
            rest = after.find('&').map_or("", |end| &after[end..]);
        }
    }
    text.push_str(rest);
    match text.find("%2F20") {
        Some(at) => format!("{}%2FDAY{}", &text[..at], &text[at + "%2F20261124".len()..]),
        None => text,
    }
}

fn replaced_digits(line: &str) -> String {
    let mut replaced = String::new();
    for c in line.chars() {
        if !c.is_ascii_digit() {
            replaced.push(c);
        } else if !replaced.ends_with('#') {
            replaced.push('#');
        }
    }
    replaced
}

fn assert_no_secret(text: &str) {
    for secret in ["PLANTED", ACCESS_KEY, "SESSION-"] {
        assert!(!text.contains(secret), "{secret} is in\n{text}");
    }
}

#[test]
fn a_dry_run_shows_the_request_and_sends_nothing() {
    let emulator = emulator().start().expect("an emulator");
    let kcrs = Kcrs::with(&emulator).variable("KSYUN_SESSION_TOKEN", "SESSION-PLANTED");
    let list = &[
        "describe-instance",
        "--max-results",
        "5",
        "--instance-id",
        "a",
        "b",
    ][..];
    let mut shown = String::new();
    for command in [TRIGGER, list] {
        for signature in ["v4", "v4-query", "simplified"] {
            let more = ["--dry-run", "--signature", signature];
            let text = kcrs.run(command.iter().chain(&more)).success();
            assert_no_secret(&text);
            shown.push_str(&format!(
                "# {} {signature}\n{}\n",
                command[0],
                settled(&text)
            ));
        }
        let text = kcrs
            .run(command.iter().chain(&["--dry-run=curl"]))
            .success();
        assert_no_secret(&text);
        let text = text.replace(&emulator.endpoint(), "http://127.0.0.1:#");
        shown.push_str(&format!("# {} curl\n{text}\n", command[0]));
    }
    expect("dry-run.txt", &shown);
    assert_eq!(emulator.request_count(), 0);
}

#[test]
fn debug_shows_requests_responses_and_attempts_without_secrets() {
    let emulator = emulator().start().expect("an emulator");
    let kcrs = Kcrs::with(&emulator);
    let create = [
        "create-instance",
        "--instance-name",
        "demo",
        "--instance-type",
        "basic",
    ];
    let created = kcrs.run(
        create
            .iter()
            .chain(&["--query", "InstanceId", "--output", "text"]),
    );
    let id = created.success().trim_end().to_owned();
    let mut shown = String::new();

    emulator.inject(kcrs_emulator::Fault::unavailable().on("DescribeInstance"));
    let ran = kcrs.run(["describe-instance", "--query", "TotalCount", "--debug"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (Some(0), "1\n"));
    assert_no_secret(&ran.stderr);
    shown.push_str(&ran.stderr);

    let token = [
        "create-instance-token",
        "--instance-id",
        &id,
        "--token-type",
        "Hour",
        "--token-time",
        "1",
    ];
    let ran = kcrs.run(
        token
            .iter()
            .chain(&["--query", "Token", "--output", "text", "--debug"]),
    );
    let secret = ran.stdout.trim_end();
    assert!(
        !secret.is_empty() && !ran.stderr.contains(secret),
        "{ran:#?}"
    );
    shown.push_str(&ran.stderr);

    let ran = kcrs.run(TRIGGER.iter().chain(&["--debug"]));
    assert_eq!(ran.code, Some(5), "{ran:#?}");
    assert_no_secret(&ran.stderr);
    shown.push_str(&ran.stderr);

    let lines = shown
        .lines()
        .filter(|line| !line.starts_with("< {") && !line.starts_with("< content-length"));
    let lines: Vec<&str> = lines.collect();
    expect("debug.txt", &settled(&lines.join("\n")).replace(&id, "ID"));
}

#[test]
fn curl_makes_the_call_that_it_is_shown() {
    let emulator = emulator().start().expect("an emulator");
    let kcrs = Kcrs::with(&emulator);
    let create = [
        "create-instance",
        "--instance-name",
        "demo",
        "--instance-type",
        "basic",
    ];
    for arguments in [
        &create[..],
        &[
            "describe-instance",
            "--max-results",
            "5",
            "--instance-name",
            "demo",
        ],
    ] {
        let line = kcrs
            .run(arguments.iter().chain(&["--dry-run=curl"]))
            .success();
        let output = Command::new("sh")
            .args(["-c", &line])
            .env("KSYUN_ACCESS_KEY", ACCESS_KEY)
            .env("KSYUN_SECRET_KEY", SECRET_KEY)
            .output()
            .expect("a shell");
        let response = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success(), "{line}{output:#?}");
        assert!(!response.contains("\"Error\""), "{line}{response}");
    }
    let requests = emulator.requests();
    let statuses: Vec<_> = requests.iter().map(|request| request.status).collect();
    assert_eq!(statuses, [Some(200), Some(200)], "{requests:#?}");
    assert_eq!(requests[1].params.get("InstanceName"), Some("demo"));
}

#[test]
fn a_presigned_url_makes_the_call() {
    let emulator = emulator().start().expect("an emulator");
    let kcrs = Kcrs::with(&emulator);
    for arguments in [
        &["presign", "describe-instance", "--max-results", "5"][..],
        &["presign", "DescribeInstance", "--max-results", "5"],
        &[
            "presign",
            "call",
            "DescribeInstance",
            "--param",
            "MaxResults=5",
        ],
    ] {
        let url = kcrs.run(arguments).success();
        assert!(
            !url.contains(SECRET_KEY) && url.starts_with(&emulator.endpoint()),
            "{url}"
        );
        let output = Command::new("curl")
            .args(["--silent", url.trim_end()])
            .output();
        let response = String::from_utf8(output.expect("curl").stdout).expect("UTF-8");
        let response: serde_json::Value = serde_json::from_str(&response).expect("a response");
        assert_eq!(response["MaxResults"], 5, "{response}");
    }
}

#[test]
fn any_action_can_be_called_by_its_name() {
    let emulator = emulator().start().expect("an emulator");
    let kcrs = Kcrs::with(&emulator);
    let create = [
        "call",
        "CreateInstance",
        "--param",
        "InstanceName=demo",
        "InstanceType=basic",
    ];
    let id = kcrs
        .run(
            create
                .iter()
                .chain(&["--query", "InstanceId", "--output", "text"]),
        )
        .success();
    assert_eq!(emulator.requests()[0].method, "POST");

    let file = kcrs.file("name", "demo\n");
    let by_name = format!("InstanceName=file://{}", file.display());
    let describe = [
        "call",
        "DescribeInstance",
        "--method",
        "post",
        "--param",
        &by_name,
    ];
    let found = kcrs.run(describe.iter().chain(&[
        "--query",
        "InstanceSet[0].InstanceId",
        "--output",
        "text",
    ]));
    assert_eq!(found.success(), id);
    assert_eq!(emulator.requests()[1].method, "POST");

    // Nothing is checked unless that is wanted, and nothing has to be known.
    kcrs.run(["call", "DescribeInstance", "--param", "MaxResults=1000"])
        .refusal(4);
    assert_eq!(emulator.request_count(), 3);
    let unknown = kcrs.run([
        "call",
        "DescribeSomethingNew",
        "--api-version",
        "2030-01-01",
        "--param",
        "A.1=b",
    ]);
    let refusal = unknown.refusal(4);
    assert!(refusal.contains("NoSuchEntity"), "{refusal}");

    let hidden = [
        "call",
        "New",
        "--secret-param",
        "X=PLANTED",
        "--param",
        "ApiToken=PLANTED",
        "Y=shown",
        "--dry-run",
    ];
    let shown = kcrs.run(hidden).success();
    assert!(
        shown.contains("&ApiToken=***&Version=2021-11-09&X=***&Y=shown"),
        "{shown}"
    );
}
