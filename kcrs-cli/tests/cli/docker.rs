//! Logging docker in, and the credential helper that it asks.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use kcrs_emulator::{Emulator, Fault, Seed};
use serde_json::{Value, json};

use crate::support::{ACCESS_KEY, Kcrs, Ran, SECRET_KEY, emulator};

const HELPER: &str = env!("CARGO_BIN_EXE_docker-credential-kcrs");
const ID: &str = "7e4f1c3a-0f0e-4a53-9d5c-0d2c9d1f7a10";
const HOST: &str = "demo.ksyunkcr.com";
const NOT_FOUND: &str = "credentials not found in native keychain\n";

/// An emulator with the instance `ID`.
fn start() -> Emulator {
    let seed = format!("instances: [{{instance_name: demo, instance_id: {ID}}}]");
    let seed = Seed::parse(&seed).expect("a seed");
    emulator().seed(seed).start().expect("an emulator")
}

/// Runs the helper as docker does.
fn helper(kcrs: &Kcrs, verb: &str, input: &str) -> Ran {
    finish(kcrs.program(HELPER).arg(verb), input)
}

fn finish(command: &mut Command, input: &str) -> Ran {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("a program");
    let mut stdin = child.stdin.take().expect("a pipe");
    stdin.write_all(input.as_bytes()).expect("a reader");
    drop(stdin);
    Ran::from(child.wait_with_output().expect("an end"))
}

fn login(kcrs: &Kcrs, more: &[&str]) -> Ran {
    kcrs.run([&["docker-login", "--instance-id", ID], more].concat())
}

/// The ids of the instance's tokens.
fn tokens(kcrs: &Kcrs) -> Vec<String> {
    let ran = kcrs.run([
        "call",
        "DescribeInstanceToken",
        "--param",
        &format!("InstanceId={ID}"),
    ]);
    let response: Value = serde_json::from_str(&ran.success()).expect("JSON");
    let tokens = response["TokenSet"].as_array().expect("a list").iter();
    tokens
        .map(|token| token["TokenId"].as_str().expect("an id").to_owned())
        .collect()
}

fn store_file(kcrs: &Kcrs) -> PathBuf {
    kcrs.home().join(".kcrs/docker.json")
}

/// Lets the token that is kept expire in so many seconds from 1970.
fn set_expiry(kcrs: &Kcrs, expires: u64) {
    let path = store_file(kcrs);
    let mut store: Value = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
    store["Registries"][HOST]["Made"]["Token"]["Expires"] = json!(expires);
    fs::write(&path, store.to_string()).unwrap();
}

fn secret(kcrs: &Kcrs) -> String {
    let response: Value = serde_json::from_str(&helper(kcrs, "get", HOST).success()).expect("JSON");
    response["Secret"].as_str().expect("a secret").to_owned()
}

#[test]
fn a_login_lasts_until_the_logout_and_leaves_nothing_behind() {
    let emulator = start();
    let kcrs = Kcrs::with(&emulator);
    let printed = login(&kcrs, &[]).success();
    let config = kcrs.home().join(".docker/config.json");
    let written = format!(
        "docker is logged in to {HOST} as kcrs-emulator ({})\n",
        config.display()
    );
    assert_eq!(printed, written);
    assert_eq!(
        fs::read_to_string(&config).unwrap(),
        format!("{{\n\t\"credHelpers\": {{\n\t\t\"{HOST}\": \"kcrs\"\n\t}}\n}}\n")
    );

    let secret = secret(&kcrs);
    assert_eq!(secret.len(), 32);
    let response = format!(
        "{{\"ServerURL\":\"{HOST}\",\"Username\":\"kcrs-emulator\",\"Secret\":\"{secret}\"}}\n"
    );
    assert_eq!(
        helper(&kcrs, "get", &format!("{HOST}\n")).success(),
        response
    );
    assert_eq!(
        helper(&kcrs, "list", "").success(),
        format!("{{\"{HOST}\":\"kcrs-emulator\"}}\n")
    );
    let as_url = helper(&kcrs, "get", &format!("https://{HOST}/v2/")).success();
    assert!(
        as_url.starts_with(&format!("{{\"ServerURL\":\"https://{HOST}/v2/\",")),
        "{as_url}"
    );

    // Docker stores what it was given once more after each login.
    assert_eq!(helper(&kcrs, "store", &response).success(), "");
    login(&kcrs, &[]).success();
    assert_eq!(tokens(&kcrs).len(), 1);
    assert_eq!(emulator.requests_of("CreateInstanceToken").len(), 1);

    let printed = kcrs
        .run(["docker-logout", "--registry-host", HOST])
        .success();
    assert_eq!(printed, format!("docker is logged out of {HOST}\n"));
    assert_eq!(fs::read_to_string(&config).unwrap(), "{}\n");
    assert!(tokens(&kcrs).is_empty());
    let ran = helper(&kcrs, "get", HOST);
    assert_eq!(
        (ran.code, ran.stdout.as_str(), ran.stderr.as_str()),
        (Some(1), NOT_FOUND, "")
    );
    let again = kcrs.run(["docker-logout", "--registry-host", HOST]);
    assert!(
        again
            .refusal(5)
            .contains(&format!("not logged in to {HOST}"))
    );
}

#[cfg(unix)]
#[test]
fn the_password_is_nowhere_but_in_a_file_that_only_its_owner_can_read() {
    use std::os::unix::fs::PermissionsExt;
    let emulator = start();
    let kcrs = Kcrs::with(&emulator);
    let ran = login(&kcrs, &["--output", "json"]);
    let secret = secret(&kcrs);
    let printed: Value = serde_json::from_str(&ran.stdout).expect("JSON");
    assert_eq!(
        (&printed["RegistryHost"], &printed["InstanceId"]),
        (&json!(HOST), &json!(ID))
    );
    assert_eq!(printed["TokenId"], tokens(&kcrs)[0]);
    assert!(!ran.stdout.contains(&secret) && !ran.stderr.contains(&secret));
    let config = fs::read_to_string(kcrs.home().join(".docker/config.json")).unwrap();
    assert!(!config.contains(&secret));
    let mode = |path: &Path| path.metadata().unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&store_file(&kcrs)), 0o600);
    assert_eq!(mode(store_file(&kcrs).parent().unwrap()), 0o700);
    assert_eq!(mode(&kcrs.home().join(".docker/config.json")), 0o600);
}

#[test]
fn the_password_alone_is_printed_where_it_is_asked_for() {
    let emulator = start();
    let kcrs = Kcrs::with(&emulator);
    let ran = login(&kcrs, &["--password", "--registry-host", "localhost:5000"]);
    assert_eq!(ran.code, Some(0));
    assert_eq!(ran.stdout.trim_end().len(), 32);
    assert_eq!(ran.stderr, "kcrs: the user name is kcrs-emulator\n");
    assert!(!kcrs.home().join(".docker").exists());
}

#[test]
fn an_expired_token_is_replaced_with_the_profile_that_logged_in() {
    let emulator = start();
    let mut kcrs = Kcrs::new();
    fs::create_dir(kcrs.home().join(".ks")).unwrap();
    kcrs.file(
        ".ks/credentials",
        &format!(
            "[team]\nks_access_key_id = {ACCESS_KEY}\nks_secret_access_key = {SECRET_KEY}\nendpoint = {}\n",
            emulator.endpoint()
        ),
    );
    // The variable of the login is not there when docker asks.
    kcrs = kcrs.variable("KSYUN_PROFILE", "team");
    login(&kcrs, &["--token-hours", "2"]).success();
    kcrs = kcrs.variable("KSYUN_PROFILE", "");
    let first = secret(&kcrs);
    set_expiry(&kcrs, 1_000_000);
    let second = secret(&kcrs);
    assert_ne!(first, second);
    assert_eq!(secret(&kcrs), second);
    let created = emulator.requests_of("CreateInstanceToken");
    assert_eq!(created.len(), 2);
    assert_eq!(created[1].params.get("TokenTime"), Some("2"));
    assert_eq!(
        created[1].params.get("Desc"),
        Some(&*format!("kcrs docker-login {HOST}"))
    );
    assert_eq!(emulator.requests_of("DeleteInstanceToken").len(), 1);
}

#[test]
fn many_pulls_at_once_make_one_token() {
    let emulator = start();
    let kcrs = Kcrs::with(&emulator);
    login(&kcrs, &[]).success();
    set_expiry(&kcrs, 1_000_000);
    emulator
        .inject(Fault::latency(std::time::Duration::from_millis(300)).on("CreateInstanceToken"));
    let secrets: Vec<String> = std::thread::scope(|scope| {
        let asked: Vec<_> = (0..8).map(|_| scope.spawn(|| secret(&kcrs))).collect();
        asked.into_iter().map(|one| one.join().unwrap()).collect()
    });
    assert!(secrets.iter().all(|secret| *secret == secrets[0]));
    assert_eq!(emulator.requests_of("CreateInstanceToken").len(), 2);
    assert_eq!(tokens(&kcrs).len(), 1);
}

#[test]
fn a_token_that_the_service_has_not_any_more_is_not_used_again() {
    let emulator = start();
    let kcrs = Kcrs::with(&emulator);
    login(&kcrs, &[]).success();
    let first = secret(&kcrs);
    let token = format!("TokenId={}", tokens(&kcrs)[0]);
    let instance = format!("InstanceId={ID}");
    kcrs.run([
        "call",
        "ModifyInstanceTokenStatus",
        "--param",
        &instance,
        "--param",
        &token,
        "--param",
        "Enable=False",
    ])
    .success();
    login(&kcrs, &[]).success();
    assert_ne!(secret(&kcrs), first);
    assert_eq!(tokens(&kcrs).len(), 1, "the disabled one is cleared away");
    let second = secret(&kcrs);
    login(&kcrs, &["--renew"]).success();
    assert_ne!(secret(&kcrs), second);
    assert_eq!(tokens(&kcrs).len(), 1);
}

#[test]
fn where_no_token_can_be_made_docker_is_told_why_and_the_old_one_serves_its_last_minutes() {
    let emulator = start();
    let kcrs = Kcrs::with(&emulator);
    login(&kcrs, &[]).success();
    let first = secret(&kcrs);
    let denied = || {
        let row = &kcrs_generated::error_rows::ACCESS_DENIED;
        emulator.inject(Fault::error(row).on("CreateInstanceToken"));
    };
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    set_expiry(&kcrs, now.unwrap().as_secs() + 300);
    denied();
    assert_eq!(secret(&kcrs), first);
    set_expiry(&kcrs, 1_000_000);
    denied();
    let ran = helper(&kcrs, "get", HOST);
    assert_eq!(ran.code, Some(1));
    assert!(ran.stdout.starts_with("AccessDenied: "), "{ran:?}");
    assert!(!ran.stdout.contains("credentials not found"), "{ran:?}");
}

#[test]
fn dockers_own_logout_deletes_the_token() {
    let emulator = start();
    let kcrs = Kcrs::with(&emulator);
    login(&kcrs, &[]).success();
    assert_eq!(helper(&kcrs, "erase", HOST).success(), "");
    assert!(tokens(&kcrs).is_empty());
    assert_eq!(helper(&kcrs, "list", "").success(), "{}\n");
    assert_eq!(helper(&kcrs, "erase", HOST).success(), "");
}

#[test]
fn a_logout_whose_token_stays_says_which() {
    let emulator = start();
    let kcrs = Kcrs::with(&emulator);
    login(&kcrs, &[]).success();
    let row = &kcrs_generated::error_rows::ACCESS_DENIED;
    emulator.inject(Fault::error(row).on("DeleteInstanceToken"));
    let ran = kcrs.run(["docker-logout", "--all"]);
    assert_eq!(ran.code, Some(8));
    assert!(ran.stderr.contains(&tokens(&kcrs)[0]), "{ran:?}");
    assert_eq!(helper(&kcrs, "get", HOST).stdout, NOT_FOUND);
}

#[test]
fn other_entries_of_dockers_configuration_are_left_alone() {
    let emulator = start();
    let kcrs = Kcrs::with(&emulator);
    let config = "{\n    \"auths\": {\"x\": {}},\n    \"credHelpers\": {\n        \"x\": \"pass\"\n    },\n    \"psFormat\": \"table\"\n}";
    kcrs.file("config.json", config);
    let kcrs = Kcrs::variable(kcrs, "DOCKER_CONFIG", ".");
    login(&kcrs, &["--internal"]).success();
    let written = fs::read_to_string(kcrs.home().join("config.json")).unwrap();
    let added = ",\n        \"demo-vpc.ksyunkcr.com\": \"kcrs\"";
    assert_eq!(written.replace(added, ""), config);
    kcrs.run(["docker-logout", "--instance-id", ID]).success();
    assert_eq!(
        fs::read_to_string(kcrs.home().join("config.json")).unwrap(),
        config
    );

    kcrs.file("config.json", "{ not JSON");
    let refused = login(&kcrs, &[]);
    assert_eq!(refused.code, Some(3), "{refused:?}");
    assert_eq!(
        fs::read_to_string(kcrs.home().join("config.json")).unwrap(),
        "{ not JSON"
    );
}

#[test]
fn a_login_that_cannot_be_is_refused_with_what_to_do() {
    let emulator = start();
    let kcrs = Kcrs::with(&emulator);
    for (arguments, code, says) in [
        (&["--instance-id", "nowhere"][..], 5, "--project-id"),
        (&["--instance-id", ID, "--registry-host", "a b"], 2, "a b"),
        (
            &["--instance-id", ID, "--token-hours", "0"],
            2,
            "--token-hours",
        ),
        (&[], 2, "--instance-id"),
    ] {
        let stderr = kcrs
            .run([&["docker-login"], arguments].concat())
            .refusal(code);
        assert!(stderr.contains(says), "{stderr}");
    }
    assert!(emulator.requests_of("CreateInstanceToken").is_empty());
    let stderr = Kcrs::new()
        .run(["docker-login", "--instance-id", ID, "--emulator"])
        .refusal(2);
    assert!(stderr.contains("kcrs emulator"), "{stderr}");
}

/// The client of docker's own Python library.
#[test]
fn dockers_python_client_speaks_with_the_helper() {
    let Some(python) = python() else {
        return;
    };
    let emulator = start();
    let kcrs = Kcrs::with(&emulator);
    login(&kcrs, &[]).success();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/python/store.py");
    let ran = finish(kcrs.program(python).arg(script).arg(HOST), "");
    assert_eq!(ran.success(), "all as docker's client expects\n");
    assert!(tokens(&kcrs).is_empty());
}

/// Docker itself, where it is installed: its logout needs no daemon.
#[test]
fn docker_logs_out_through_the_helper() {
    if Command::new("docker").arg("--version").output().is_err() {
        eprintln!("\n!!! NOT TESTED: there is no docker, so its logout was not run. !!!\n");
        return;
    }
    let emulator = start();
    let kcrs = Kcrs::with(&emulator);
    login(&kcrs, &[]).success();
    let ran = finish(kcrs.program("docker").args(["logout", HOST]), "");
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(tokens(&kcrs).is_empty(), "{ran:?}");
    assert_eq!(helper(&kcrs, "get", HOST).stdout, NOT_FOUND);
}

/// A Python with docker's library, made where it is not there yet; `None` where there is no Python.
fn python() -> Option<PathBuf> {
    if Command::new("python3").arg("--version").output().is_err() {
        eprintln!(
            "\n!!! NOT TESTED: there is no python3, so docker's Python client was not run. !!!\n"
        );
        return None;
    }
    let place = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
    let folder = place.join("python-docker");
    let python = folder.join("bin/python");
    if python.exists() {
        return Some(python);
    }
    let run = |command: &mut Command| {
        let output = command.output().expect("a command");
        let text = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{command:?}:\n{text}");
    };
    // Made aside and then moved, so that two runs at once do not disturb each other.
    let aside = place.join(format!("python-docker-{}", std::process::id()));
    run(Command::new("python3")
        .args(["-m", "venv", "--clear"])
        .arg(&aside));
    run(Command::new(aside.join("bin/python"))
        .args([
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
        ])
        .arg("docker==7.1.0"));
    if fs::rename(&aside, &folder).is_err() {
        assert!(
            python.exists(),
            "{} cannot be put in place",
            folder.display()
        );
        let _ = fs::remove_dir_all(&aside);
    }
    Some(python)
}

#[test]
fn a_login_that_no_tool_would_find_is_refused_with_what_to_do() {
    let emulator = start();
    let kcrs = Kcrs::with(&emulator);
    let login = ["docker-login", "--instance-id", ID];
    let mut command = kcrs.command(login);
    let ran = Ran::from(command.env("PATH", "/nowhere").output().expect("kcrs"));
    let refusal = ran.refusal(3);
    assert!(
        refusal.contains("docker would not find docker-credential-kcrs"),
        "{refusal}"
    );
    let folder = Path::new(HELPER).parent().expect("a folder").display();
    assert!(
        refusal.contains(&format!("export PATH=\"$PATH\":{folder}")),
        "{refusal}"
    );
    assert!(tokens(&kcrs).is_empty());

    let mut command = kcrs.command(login);
    let ran = Ran::from(
        command
            .env("REGISTRY_AUTH_FILE", "/auth")
            .output()
            .expect("kcrs"),
    );
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(
        ran.stderr.contains("podman and skopeo read /auth"),
        "{ran:?}"
    );

    let folder = kcrs.home().join("containers");
    fs::create_dir(&folder).expect("a folder");
    let entry = json!({"auths": {HOST: {}}}).to_string();
    fs::write(folder.join("auth.json"), entry).expect("a file");
    let mut command = kcrs.command(login);
    let ran = Ran::from(
        command
            .env("XDG_RUNTIME_DIR", kcrs.home())
            .output()
            .expect("kcrs"),
    );
    assert!(
        ran.stderr.contains(&format!("podman logout {HOST}")),
        "{ran:?}"
    );
}
