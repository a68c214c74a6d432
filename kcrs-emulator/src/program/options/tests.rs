use super::*;

fn read(arguments: &str, variables: &[(&str, &str)]) -> Result<Options, String> {
    let arguments = arguments.split_whitespace().map(OsString::from);
    let environment = |name: &str| {
        let mut variables = variables.iter();
        variables
            .find(|(known, _)| *known == name)
            .map(|(_, value)| (*value).into())
    };
    match Asked::read(arguments, environment)? {
        Asked::Run(options) => Ok(*options),
        Asked::Print(text) => Err(text),
    }
}

#[test]
fn all_options_are_read_in_both_spellings() {
    let options = read(
        "--listen=localhost:0 --access-key AK --secret-key=a=b --session-token T --settle 50ms --seed s.yaml \
         --data=d --strict --region cn-beijing-6 --rate-limit 5 --request-timeout 2s --max-connections 9 \
         --webhooks-to-any-host --openapi-alias",
        &[],
    )
    .expect("options");
    assert_eq!(options.listen, ([127, 0, 0, 1], 0).into());
    assert_eq!(options.keys, Some(("AK".into(), "a=b".into())));
    assert_eq!(options.session_token.as_deref(), Some("T"));
    assert_eq!(options.settle, Duration::from_millis(50));
    assert_eq!(options.seed, Some("s.yaml".into()));
    assert_eq!(options.data, Some("d".into()));
    assert!(options.strict && options.webhooks_to_any_host && options.openapi_alias);
    assert_eq!(
        (options.rate_limit, options.max_connections),
        (Some(5), Some(9))
    );
    assert_eq!(options.request_timeout, Some(Duration::from_secs(2)));
}

#[test]
fn nothing_means_loopback_and_known_keys() {
    let options = read("", &[]).expect("options");
    assert_eq!(options.listen, ([127, 0, 0, 1], 8080).into());
    assert_eq!((options.keys, options.settle), (None, Duration::ZERO));
    let options = read("--access-key AK", &[(SECRET_KEY_VARIABLE, "SK")]).expect("options");
    assert_eq!(options.keys, Some(("AK".into(), "SK".into())));
    let options = read("--secret-key argument", &[(SECRET_KEY_VARIABLE, "SK")]).expect("options");
    assert_eq!(
        options.keys,
        Some((DEFAULT_ACCESS_KEY.into(), "argument".into()))
    );
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
fn wrong_arguments_are_told_with_what_is_allowed() {
    for (arguments, part) in [
        ("--listen 8080", "such as 127.0.0.1:8080"),
        ("--listen example.com:80", "must be an IP address"),
        ("--settle 5", "such as 50ms"),
        ("--settle 99999999999999999999s", "such as 50ms"),
        ("--settle", "--settle needs a value"),
        ("--rate-limit 0", "from 1 to"),
        ("--request-timeout 0", "more than 0"),
        ("--access-key=", "--access-key is empty"),
        ("--strict=yes", "--strict takes no value"),
        ("--strict --strict", "--strict is given twice"),
        ("--region a --region b", "--region is given twice"),
        ("--demo --seed s.yaml", "give one"),
        ("--demo=yes", "--demo takes no value"),
        ("--secret SK", "there are --listen"),
        ("SK", "there are only options here"),
        ("--help", "Usage: kcrs-emulator"),
        ("--version", env!("CARGO_PKG_VERSION")),
    ] {
        let error = read(arguments, &[]).expect_err("no options");
        assert!(error.contains(part), "{arguments}: {error}");
        assert!(!error.contains("SK") || arguments == "--help", "{error}");
    }
}

#[test]
fn the_help_tells_every_option_in_its_column() {
    let help = help();
    for option in OPTIONS {
        let line = help.lines().find(|line| {
            line.trim_start().split(' ').next() == Some(&format!("--{}", option.name))
        });
        let line = line.unwrap_or_else(|| panic!("{} is not in the help", option.name));
        assert!(line.len() <= 120, "{line}");
        assert!(
            help.contains(&format!("{:26}{}\n", "", option.help)) || line.ends_with(option.help)
        );
    }
}

#[test]
fn calls_without_a_signature_are_for_loopback() {
    let own = [(ACCESS_KEY_VARIABLE, "AK"), (SECRET_KEY_VARIABLE, "SK")];
    let refused = read("--listen 0.0.0.0:0 --openapi-alias", &own).unwrap_err();
    assert!(refused.contains("it needs a loopback address"), "{refused}");
    assert!(read("--listen [::1]:0 --openapi-alias", &own).is_ok());
    assert!(!read("", &own).expect("options").openapi_alias);
}
