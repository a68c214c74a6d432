use super::*;

fn read(arguments: &str, variables: &[(&str, &str)]) -> Result<Options, String> {
    let arguments = ["kcrs-emulator"]
        .into_iter()
        .chain(arguments.split_whitespace())
        .map(OsString::from);
    let environment = |name: &str| {
        let mut variables = variables.iter();
        variables
            .find(|(known, _)| *known == name)
            .map(|(_, value)| (*value).into())
    };
    Options::parse(arguments, environment).map_err(|error| error.to_string())
}

/// Returns whether the options start the emulator that is described. Keys are not shown, so the
/// tests look at them by themselves.
#[track_caller]
fn assert_builds(options: &Options, expected: &EmulatorBuilder<RegistryOptions>) {
    assert_eq!(format!("{:?}", options.builder), format!("{expected:?}"));
}

#[test]
fn all_options_are_read_in_both_spellings() {
    let options = read(
        "--listen=localhost:0 --access-key AK --secret-key=a=b --session-token T --settle 50ms --seed s.yaml \
         --data=d --strict --region cn-beijing-6 --rate-limit 5 --request-timeout 2s --max-connections 9 \
         --webhooks-to-any-host",
        &[],
    )
    .expect("options");
    let expected = Emulator::builder()
        .listen(([127, 0, 0, 1], 0))
        .credentials(Credentials::with_token("AK", "a=b", "T"))
        .settle(Duration::from_millis(50))
        .data("d")
        .strict(true)
        .region("cn-beijing-6")
        .rate_limit(5)
        .request_timeout(Duration::from_secs(2))
        .max_connections(9)
        .webhook_targets(WebhookTargets::Any);
    assert_builds(&options, &expected);
    assert_eq!(options.seed, Some("s.yaml".into()));
    assert!(options.has_session_token());
    assert_eq!(
        (options.access_key(), options.default_secret_key()),
        ("AK", None)
    );
    let demo = read("--demo", &[]).expect("options");
    let expected = Emulator::builder().port(8080).seed(Seed::demo());
    assert_builds(&demo, &expected.webhook_targets(WebhookTargets::Loopback));
}

#[test]
fn nothing_means_loopback_and_default_keys() {
    let keys = |options: &Options| {
        let is_default = options.default_secret_key().is_some();
        (options.access_key().to_owned(), is_default)
    };
    let options = read("", &[]).expect("options");
    let expected = Emulator::builder().port(8080);
    assert_builds(
        &options,
        &expected.webhook_targets(WebhookTargets::Loopback),
    );
    assert_eq!(options.address(), ([127, 0, 0, 1], 8080).into());
    assert_eq!(keys(&options), (ACCESS_KEY.to_owned(), true));
    let own = [(SECRET_KEY_VARIABLE, "SK")];
    let options = read("--access-key AK", &own).expect("options");
    assert_eq!(keys(&options), ("AK".to_owned(), false));
    // An argument takes precedence over a variable.
    let options = read(&format!("--secret-key {SECRET_KEY}"), &own).expect("options");
    assert_eq!(keys(&options), (ACCESS_KEY.to_owned(), true));
}

#[test]
fn webhooks_reach_loopback_from_beyond_it_only_by_a_flag() {
    let own = [(ACCESS_KEY_VARIABLE, "AK"), (SECRET_KEY_VARIABLE, "SK")];
    for (arguments, targets) in [
        ("", WebhookTargets::None),
        ("--webhooks-to-any-host", WebhookTargets::Remote),
        ("--webhooks-to-loopback", WebhookTargets::Loopback),
        (
            "--webhooks-to-any-host --webhooks-to-loopback",
            WebhookTargets::Any,
        ),
    ] {
        let options = read(&format!("--listen 0.0.0.0:0 {arguments}"), &own).expect("options");
        let expected = Emulator::builder().listen(([0, 0, 0, 0], 0));
        let expected = expected.credentials(Credentials::new("AK", "SK"));
        assert_builds(&options, &expected.webhook_targets(targets));
    }
}

#[test]
fn other_machines_need_keys_that_nobody_knows() {
    for own in [
        [
            (ACCESS_KEY_VARIABLE, ACCESS_KEY),
            (SECRET_KEY_VARIABLE, "SK"),
        ],
        [
            (ACCESS_KEY_VARIABLE, "AK"),
            (SECRET_KEY_VARIABLE, SECRET_KEY),
        ],
    ] {
        let refused = read("--listen 0.0.0.0:0", &own).expect_err("a refusal");
        assert!(refused.contains("it needs keys of your own"), "{refused}");
    }
}

#[test]
fn other_machines_need_keys_that_nobody_saw() {
    let own = [(ACCESS_KEY_VARIABLE, "AK"), (SECRET_KEY_VARIABLE, "SK")];
    for listen in [
        "--listen 0.0.0.0:0",
        "--listen [::]:0",
        "--listen 192.0.2.1:80",
    ] {
        assert!(read(listen, &own).is_ok());
        assert!(read(&format!("{listen} --access-key AK"), &own[1..]).is_ok());
        for (more, variables) in [
            ("", &own[..0]),
            ("", &own[1..]),
            ("", &own[..1]),
            ("--access-key AK --secret-key SK", &own[..0]),
            ("--access-key AK --secret-key SK", &own[..]),
            ("--session-token T", &own[..]),
        ] {
            let error = read(&format!("{listen} {more}"), variables).expect_err("a refusal");
            assert!(error.contains(SECRET_KEY_VARIABLE), "{error}");
        }
    }
    assert!(read("--listen [::1]:0", &[]).is_ok());
    assert!(read("--listen 127.1.2.3:0", &[]).is_ok());
}

#[test]
fn wrong_arguments_are_reported_with_what_is_allowed() {
    for (arguments, part) in [
        ("--listen 8080", "such as 127.0.0.1:8080"),
        ("--listen example.com:80", "must be an IP address"),
        ("--settle 5", "such as 50ms"),
        ("--settle 99999999999999999999s", "such as 50ms"),
        ("--settle", "a value is required for '--settle <DURATION>'"),
        ("--rate-limit 0", "0 is not in 1..=4294967295"),
        (
            "--rate-limit many",
            "invalid value 'many' for '--rate-limit <CALLS>'",
        ),
        ("--max-connections 0", "0 is not in 1..=4294967295"),
        ("--request-timeout 0", "more than 0"),
        ("--access-key=", "--access-key is empty"),
        ("--region=", "--region is empty"),
        ("--strict=yes", "unexpected value 'yes' for '--strict'"),
        (
            "--strict --strict",
            "'--strict' cannot be used multiple times",
        ),
        (
            "--region a --region b",
            "'--region <REGION>' cannot be used multiple times",
        ),
        (
            "--demo --seed s.yaml",
            "'--demo' cannot be used with '--seed <FILE>'",
        ),
        ("--demo=yes", "unexpected value 'yes' for '--demo'"),
        ("--secret SK", "a similar argument exists: '--secret-key'"),
        ("--secret=SK", "a similar argument exists: '--secret-key'"),
        ("SK", "there are only options here"),
        ("--strict -- SK", "there are only options here"),
        ("--help", "Usage: kcrs-emulator"),
        ("--version", env!("CARGO_PKG_VERSION")),
    ] {
        let error = read(arguments, &[]).expect_err("no options");
        assert!(error.contains(part), "{arguments}: {error}");
        assert!(!error.contains("SK") || arguments == "--help", "{error}");
    }
    let empty = read("", &[(SECRET_KEY_VARIABLE, "")]).expect_err("no key");
    assert!(
        empty.contains("KCRS_EMULATOR_SECRET_KEY is empty"),
        "{empty}"
    );
}

#[test]
fn the_help_describes_every_option() {
    let mut command = command();
    command.build();
    let help = command.render_help().to_string();
    for arg in command.get_arguments() {
        let name = format!("--{}", arg.get_long().expect("a long name"));
        assert!(help.contains(&name) && arg.get_help().is_some(), "{name}");
    }
    assert!(help.contains(SECRET_KEY_VARIABLE), "{help}");
    assert!(help.lines().all(|line| line.len() <= 100), "{help}");
}
