//! `kcrs configure`: what it asks, what it writes, and who can read it.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};

use crate::pty::Terminal;
use crate::support::{ACCESS_KEY, Kcrs, Ran, SECRET_KEY, emulator};

const FILE: &str = ".ks/credentials";
const KEY: &str = "AKLT-0123456789";
const SECRET: &str = "planted/secret+key=";
const TOKEN: &str = "planted-token";

fn mode(path: &Path) -> u32 {
    fs::metadata(path).expect("a file").permissions().mode() & 0o777
}

fn read(kcrs: &Kcrs) -> String {
    fs::read_to_string(kcrs.home().join(FILE)).expect("a file")
}

/// Puts a text into the profile file, which is readable to all where it is `open`.
fn write(kcrs: &Kcrs, text: &str, permissions: u32) {
    let folder = kcrs.home().join(".ks");
    fs::create_dir_all(&folder).expect("a folder");
    let path = kcrs.home().join(FILE);
    fs::write(&path, text).expect("a file");
    fs::set_permissions(&path, fs::Permissions::from_mode(permissions)).expect("permissions");
}

/// What it wrote on stderr, having ended well and written nothing on stdout.
#[track_caller]
fn done(ran: Ran) -> String {
    assert!(!ran.stderr.contains("planted"), "{ran:#?}");
    ran.refusal(0)
}

/// Where each setting comes from, and what it is.
fn list(kcrs: &Kcrs, options: &[&str]) -> Vec<(String, Value, Value)> {
    let mut arguments = vec!["configure", "list", "--output", "json"];
    arguments.extend(options);
    let ran = kcrs.run(arguments);
    assert_eq!(ran.code, Some(0), "{ran:#?}");
    assert!(!format!("{ran:?}").contains("planted"), "{ran:#?}");
    let rows: Vec<Value> = serde_json::from_str(&ran.stdout).expect("JSON");
    let row = |row: &Value| {
        let name = row["Setting"].as_str().expect("a name").to_owned();
        (name, row["Value"].clone(), row["Origin"].clone())
    };
    rows.iter().map(row).collect()
}

#[test]
fn the_file_is_its_owners_from_the_beginning() {
    let kcrs = Kcrs::new();
    let arguments = ["configure", "--access-key", KEY, "--secret-stdin"];
    let printed = done(kcrs.run_with_input(arguments, &format!("{SECRET}\n")));
    let path = kcrs.home().join(FILE);
    assert_eq!(
        printed,
        format!("kcrs: wrote the profile `default` to {}\n", path.display())
    );
    assert_eq!(
        (mode(&path), mode(&kcrs.home().join(".ks"))),
        (0o600, 0o700)
    );
    assert_eq!(
        read(&kcrs),
        format!("[default]\nks_access_key_id = {KEY}\nks_secret_access_key = {SECRET}\n")
    );
    let files = fs::read_dir(kcrs.home().join(".ks")).expect("a folder");
    assert_eq!(files.count(), 1, "nothing is left behind");
}

#[test]
fn a_file_that_others_could_read_is_closed() {
    let kcrs = Kcrs::new();
    write(
        &kcrs,
        "[default]\naccess_key = a\nsecret_key = planted\n",
        0o644,
    );
    let printed = done(kcrs.run(["configure", "set", "region", "cn-shanghai-3"]));
    assert!(printed.contains("now they cannot"), "{printed}");
    assert_eq!(mode(&kcrs.home().join(FILE)), 0o600);
    let printed = done(kcrs.run(["configure", "unset", "region"]));
    assert!(!printed.contains("now they cannot"), "{printed}");
}

#[test]
fn all_else_in_the_file_stays() {
    let kcrs = Kcrs::new();
    write(
        &kcrs,
        "# mine\n[default]\naccess_key = old\n; comment\nsecret_key = old\nunknown = 1\n\n[builds]\nks_access_key_id = B\nks_secret_access_key = planted-b\nks_security_token = planted-t\nexpiration = 2024-01-31T12:00:00Z\n",
        0o600,
    );
    let input = format!("{SECRET}\n");
    let new = |more: &[&str]| {
        let mut arguments = vec!["configure", "--access-key", KEY, "--secret-stdin"];
        arguments.extend(more);
        arguments.into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    done(kcrs.run_with_input(new(&["--region", "cn-shanghai-3"]), &input));
    done(kcrs.run_with_input(
        new(&["--profile", "builds", "--endpoint", "https://e"]),
        &input,
    ));
    let both = format!("{SECRET}\n{TOKEN}\n");
    done(kcrs.run_with_input(new(&["--profile", "new", "--temporary"]), &both));
    assert_eq!(
        read(&kcrs),
        format!(
            "# mine\n[default]\naccess_key = {KEY}\n; comment\nsecret_key = {SECRET}\nunknown = 1\nregion = cn-shanghai-3\n\n\
             [builds]\nks_access_key_id = {KEY}\nks_secret_access_key = {SECRET}\nendpoint = https://e\n\n\
             [new]\nks_access_key_id = {KEY}\nks_secret_access_key = {SECRET}\nks_security_token = {TOKEN}\n"
        )
    );
}

#[test]
fn links_stay_links() {
    let kcrs = Kcrs::new();
    let (folder, target) = (kcrs.home().join(".ks"), kcrs.home().join("dotfiles/keys"));
    fs::create_dir_all(&folder).expect("a folder");
    symlink("../dotfiles/keys", folder.join("credentials")).expect("a link");
    for region in ["r-1", "r-2"] {
        done(kcrs.run(["configure", "set", "region", region, "--force"]));
        let link = fs::symlink_metadata(folder.join("credentials")).expect("a link");
        assert!(link.is_symlink());
        assert_eq!(read(&kcrs), format!("[default]\nregion = {region}\n"));
        assert_eq!(mode(&target), 0o600);
    }
}

#[test]
fn it_asks_and_shows_no_secret() {
    let kcrs = Kcrs::new();
    let mut terminal = Terminal::start(kcrs.command(["configure"]), 120);
    terminal.wait_for("Access key:");
    terminal.type_in(&format!("{KEY}\r"));
    terminal.wait_for("Secret key (not shown):");
    assert!(!arguments_and_environment(terminal.id()).contains("planted"));
    terminal.type_in(&format!("{SECRET}\r"));
    terminal.wait_for("Region [cn-beijing-6]:");
    terminal.type_in("cn-shanghai-3\r");
    let (code, raw) = terminal.end();
    assert_eq!(code, Some(0), "{raw}");
    assert!(raw.contains(KEY) && !raw.contains("planted"), "{raw}");
    let written = format!(
        "[default]\nks_access_key_id = {KEY}\nks_secret_access_key = {SECRET}\nregion = cn-shanghai-3\n"
    );
    assert_eq!(read(&kcrs), written);

    // What is there is shown by its end, and kept by Enter.
    let mut terminal = Terminal::start(kcrs.command(["configure"]), 120);
    terminal.wait_for("Access key [****6789]:");
    terminal.type_in("\r");
    terminal.wait_for("Secret key (not shown) [****]:");
    terminal.type_in("\r");
    terminal.wait_for("Region [cn-shanghai-3]:");
    terminal.type_in("\r");
    let (code, raw) = terminal.end();
    assert_eq!(code, Some(0), "{raw}");
    assert!(!raw.contains("planted"), "{raw}");
    assert_eq!(read(&kcrs), written);
}

#[test]
fn a_new_access_key_needs_its_secret_key() {
    let kcrs = Kcrs::new();
    write(
        &kcrs,
        "[default]\naccess_key = a\nsecret_key = planted\n",
        0o600,
    );
    let mut terminal = Terminal::start(kcrs.command(["configure", "--region", "r"]), 100);
    terminal.wait_for("Access key [****]:");
    terminal.type_in("another\r");
    terminal.wait_for("Secret key");
    terminal.type_in("\r");
    let (code, raw) = terminal.end();
    assert_eq!(code, Some(2), "{raw}");
    assert!(
        raw.contains("the access key needs its secret key; nothing was changed"),
        "{raw}"
    );
    assert!(!read(&kcrs).contains("another"));
}

#[test]
fn ctrl_c_changes_nothing_and_leaves_a_terminal_that_shows_what_is_typed() {
    let kcrs = Kcrs::new();
    for stop_at in ["Access key", "Secret key", "Region"] {
        // A shell that does not set the terminal right by itself, as interactive ones do.
        let program = kcrs.command::<&str>([]);
        let script = format!(
            "trap : INT; '{}' configure; echo code $?; stty -a",
            program.get_program().to_string_lossy()
        );
        let mut command = Command::new("sh");
        command.args(["-c", &script]).env_clear();
        for (name, value) in program.get_envs() {
            command.env(name, value.expect("a value"));
        }
        command.current_dir(kcrs.home());
        let mut terminal = Terminal::start(command, 120);
        for (question, answer) in [
            ("Access key", "planted-ak\r"),
            ("Secret key", "planted-sk\r"),
            ("Region", ""),
        ] {
            terminal.wait_for(question);
            if question == stop_at {
                terminal.type_in("\u{3}");
                break;
            }
            terminal.type_in(answer);
        }
        let (code, raw) = terminal.end();
        assert_eq!(code, Some(0), "{stop_at}: {raw}");
        assert!(
            raw.contains("interrupted; nothing was changed"),
            "{stop_at}: {raw}"
        );
        assert!(raw.contains("code 130"), "{stop_at}: {raw}");
        let settings: Vec<&str> = raw.split_whitespace().collect();
        assert!(
            settings.contains(&"echo")
                && settings.contains(&"icanon")
                && settings.contains(&"isig"),
            "{stop_at}: {raw}"
        );
        assert!(!raw.contains("planted-sk"), "{stop_at}: {raw}");
        assert!(!kcrs.home().join(FILE).exists(), "{stop_at}");
    }
}

#[test]
fn without_a_terminal_all_has_to_be_given() {
    let kcrs = Kcrs::new();
    const STDIN: &str = "--secret-stdin";
    const KEYS: [&str; 3] = ["--access-key", KEY, STDIN];
    for (arguments, input, part) in [
        (&[][..], "", "pass --access-key and --secret-stdin"),
        (
            &["--access-key", KEY],
            SECRET,
            "pass --access-key and --secret-stdin",
        ),
        (&[STDIN], SECRET, "an access key is needed"),
        (&KEYS, "", "expected the secret key on the only line"),
        (&KEYS, "\n", "expected the secret key on the only line"),
        (
            &KEYS,
            "planted\nplanted\n",
            "expected the secret key on the only line",
        ),
        (
            &["--access-key", KEY, STDIN, "--temporary"],
            SECRET,
            "the session token on the second",
        ),
        (
            &["--access-key", KEY, STDIN, "--profile", "a]"],
            SECRET,
            "cannot be the name of a profile",
        ),
        (
            &["--access-key", "a\nb", STDIN],
            SECRET,
            "expected a text on one line",
        ),
        (
            &["--secret-key", "planted"],
            "",
            "no option or argument `--secret-key`",
        ),
        (&["set", "secret-key", "planted"], "", "secret-key"),
        (&["set", "session-token", "planted"], "", "session-token"),
        (&["get", "secret-key"], "", "secret-key"),
    ] {
        let mut all = vec!["configure"];
        all.extend(arguments);
        let ran = kcrs.run_with_input(&all, input);
        assert_eq!((ran.code, ran.stdout.as_str()), (Some(2), ""), "{ran:#?}");
        assert!(
            ran.stderr.contains(part) && !ran.stderr.contains("planted"),
            "{arguments:?}: {ran:#?}"
        );
        assert!(!kcrs.home().join(FILE).exists(), "{arguments:?}");
    }
    // A terminal would show it.
    let mut terminal =
        Terminal::start(kcrs.command(["configure", "--access-key", KEY, STDIN]), 120);
    let (code, raw) = terminal.end();
    assert_eq!(code, Some(2), "{raw}");
    assert!(raw.contains("leave out --secret-stdin"), "{raw}");
}

#[test]
fn a_file_that_is_none_is_not_replaced() {
    let kcrs = Kcrs::new();
    write(&kcrs, "[default]\nplanted without a name\n", 0o600);
    let ran = kcrs.run(["configure", "set", "region", "r", "--force"]);
    assert_eq!(ran.code, Some(3), "{ran:#?}");
    assert!(
        ran.stderr.contains("credentials, line 2: expected"),
        "{ran:#?}"
    );
    assert!(!ran.stderr.contains("planted"), "{ran:#?}");
    assert!(read(&kcrs).contains("planted without a name"));

    let folder = kcrs.home().join("folder");
    fs::create_dir(&folder).expect("a folder");
    let kcrs = kcrs.variable("KS_SHARED_CREDENTIALS_FILE", &folder);
    let ran = kcrs.run(["configure", "set", "region", "r", "--force"]);
    assert_eq!(ran.code, Some(3), "{ran:#?}");
    assert!(folder.is_dir());
}

#[test]
fn options_go_before_the_environment_and_that_before_the_file() {
    let kcrs = Kcrs::new();
    let path = kcrs.home().join(FILE).display().to_string();
    write(
        &kcrs,
        &format!(
            "[default]\nks_access_key_id = {KEY}\nks_secret_access_key = {SECRET}\nregion = r-file\nendpoint = https://file\n"
        ),
        0o600,
    );
    let of_file = |name: &str| json!(format!("{path}: [default] {name}"));
    let row = |name: &str, value: Value, origin: Value| (name.to_owned(), value, origin);
    assert_eq!(
        list(&kcrs, &[]),
        [
            row("profile", json!("default"), json!("default")),
            row("access-key", json!("****6789"), of_file("ks_access_key_id")),
            row("secret-key", json!("****"), of_file("ks_secret_access_key")),
            row("session-token", Value::Null, Value::Null),
            row("region", json!("r-file"), of_file("region")),
            row("endpoint", json!("https://file"), of_file("endpoint")),
            row("signature", json!("v4"), json!("default")),
        ]
    );
    let kcrs = kcrs
        .variable("KSYUN_ACCESS_KEY", "AK-of-environment")
        .variable("KSYUN_SECRET_KEY", "planted")
        .variable("KSYUN_SESSION_TOKEN", "planted")
        .variable("KSYUN_REGION", "r-variable")
        .variable("KSYUN_ENDPOINT_KCRS", "https://variable");
    let options = ["--endpoint", "https://option", "--signature", "simplified"];
    assert_eq!(
        list(&kcrs, &options),
        [
            row("profile", json!("default"), json!("default")),
            row(
                "access-key",
                json!("****ment"),
                json!("variable KSYUN_ACCESS_KEY")
            ),
            row(
                "secret-key",
                json!("****"),
                json!("variable KSYUN_SECRET_KEY")
            ),
            row(
                "session-token",
                json!("****"),
                json!("variable KSYUN_SESSION_TOKEN")
            ),
            row(
                "region",
                json!("r-variable"),
                json!("variable KSYUN_REGION")
            ),
            row(
                "endpoint",
                json!("https://option"),
                json!("option --endpoint")
            ),
            row(
                "signature",
                json!("simplified"),
                json!("option --signature")
            ),
        ]
    );
    let get = |arguments: &[&str]| {
        kcrs.run(["configure", "get"].iter().chain(arguments))
            .success()
    };
    assert_eq!(get(&["region"]), "r-variable\n");
    assert_eq!(get(&["region", "--region", "r-option"]), "r-option\n");
    assert_eq!(get(&["endpoint"]), "https://variable\n");
    assert_eq!(
        get(&["access-key", "--profile", "default"]),
        format!("{KEY}\n")
    );
    // Whoever writes the file is warned of what goes before it.
    let arguments = ["configure", "--access-key", KEY, "--secret-stdin"];
    let printed = done(kcrs.run_with_input(arguments, SECRET));
    assert!(
        printed.contains("KSYUN_ACCESS_KEY is set and goes before it"),
        "{printed}"
    );
    assert!(
        printed.contains("KSYUN_REGION is set and goes before it"),
        "{printed}"
    );
}

#[test]
fn what_is_written_is_what_calls_are_made_with() {
    let emulator = emulator()
        .region("cn-shanghai-3")
        .start()
        .expect("an emulator");
    let kcrs = Kcrs::new();
    let endpoint = emulator.endpoint();
    let arguments = [
        "configure",
        "--access-key",
        ACCESS_KEY,
        "--secret-stdin",
        "--endpoint",
        &endpoint,
    ];
    done(kcrs.run_with_input(arguments, SECRET_KEY));
    let call = ["describe-instance", "--query", "TotalCount", "--debug"];
    let ran = kcrs.run(call);
    assert_eq!(ran.code, Some(4), "the region is another: {ran:#?}");
    done(kcrs.run(["configure", "set", "region", "cn-shanghai-3"]));
    let ran = kcrs.run(call);
    assert_eq!(
        (ran.code, ran.stdout.as_str()),
        (Some(0), "0\n"),
        "{ran:#?}"
    );
    assert!(
        !ran.stderr.contains(SECRET_KEY) && !ran.stderr.contains("warning"),
        "{ran:#?}"
    );

    let path = kcrs.home().join(FILE);
    for permissions in [0o640, 0o604, 0o666] {
        fs::set_permissions(&path, fs::Permissions::from_mode(permissions)).expect("permissions");
        let ran = kcrs.run(["describe-instance", "--query", "TotalCount"]);
        assert_eq!(
            (ran.code, ran.stdout.as_str()),
            (Some(0), "0\n"),
            "{ran:#?}"
        );
        let file = path.display();
        assert_eq!(
            ran.stderr,
            format!(
                "kcrs: warning: other users of this machine can read {file}, which has secrets in it: chmod 600 {file}\n"
            )
        );
    }
}

#[test]
fn who_has_no_credentials_is_told_what_to_do() {
    let kcrs = Kcrs::new();
    let printed = kcrs.run(["describe-instance"]).refusal(3);
    let home = kcrs.home().display().to_string();
    assert_eq!(
        printed.replace(&home, "~").replace(", /etc/kscore.cfg", ""),
        "kcrs: there are no credentials: environment variables KSYUN_ACCESS_KEY and KSYUN_SECRET_KEY are not set, and there \
         are no keys of the profile `default` in ~/.ks/credentials, ~/.ks/config\n  \
         with an account: run `kcrs configure`, or set KSYUN_ACCESS_KEY and KSYUN_SECRET_KEY\n  \
         without one: put `--emulator` behind `kcrs`, which starts a registry to try things with\n"
    );
    let printed = kcrs
        .run(["describe-instance", "--profile", "builds"])
        .refusal(3);
    assert!(
        printed.contains("no keys of the profile `builds`") && printed.contains("`kcrs configure`"),
        "{printed}"
    );
    let printed = kcrs.run(["describe-instance", "--lang", "zh"]).refusal(3);
    assert!(printed.contains("没有可用的密钥"), "{printed}");
    let kcrs = kcrs.variable("KSYUN_ACCESS_KEY", "AK");
    let printed = kcrs.run(["describe-instance"]).refusal(3);
    assert!(
        printed.contains("KSYUN_SECRET_KEY is not set") && !printed.contains("--emulator"),
        "{printed}"
    );
}

/// What others see of a process, and what its owner does.
fn arguments_and_environment(id: u32) -> String {
    ["cmdline", "environ"]
        .iter()
        .filter_map(|name| fs::read(format!("/proc/{id}/{name}")).ok())
        .map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
        .collect()
}

#[test]
fn a_file_that_is_named_and_not_there_is_written() {
    let kcrs = Kcrs::new().variable("KS_SHARED_CREDENTIALS_FILE", "new/credentials");
    let arguments = ["configure", "--access-key", KEY, "--secret-stdin"];
    done(kcrs.run_with_input(arguments, &format!("{SECRET}\n")));
    assert!(kcrs.home().join("new/credentials").exists());
}
