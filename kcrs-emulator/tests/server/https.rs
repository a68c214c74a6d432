//! https: of the emulator itself, and of a receiver of webhooks.
#![cfg(feature = "tls")]

use std::fs;
use std::process::Command;
use std::time::Instant;

use kcrs_emulator::{Emulator, Tls};
use kcrs_generated::{Client, Credentials, Retry};
use serde_json::{Value, json};

use crate::support::{ACCESS_KEY, FOR_EVER, PROGRAM, Program, SECRET_KEY, folder};

fn client(endpoint: &str, ca: &str) -> Client {
    Client::builder()
        .endpoint(endpoint)
        .credentials(Credentials::new(ACCESS_KEY, SECRET_KEY))
        .root_certificates_pem(ca)
        .retry(Retry::never())
        .build()
        .expect("a client")
}

#[tokio::test]
async fn who_trusts_its_authority_reaches_it() {
    let tls = Tls::generate("registry.example").expect("a certificate");
    let ca = tls.ca_pem().expect("an authority").to_owned();
    let emulator = Emulator::builder()
        .credentials(Credentials::new(ACCESS_KEY, SECRET_KEY))
        .tls(tls)
        .start()
        .expect("an emulator");
    assert!(emulator.endpoint().starts_with("https://127.0.0.1:"));
    let port = emulator.address().port();
    for host in ["127.0.0.1", "localhost"] {
        let client = client(&format!("https://{host}:{port}"), &ca);
        assert_eq!(
            client
                .describe_instance()
                .send()
                .await
                .expect("a list")
                .total_count,
            0
        );
    }
    let other = Tls::generate("localhost").expect("a certificate");
    let stranger = client(&emulator.endpoint(), other.ca_pem().expect("an authority"));
    let error = stranger
        .describe_instance()
        .send()
        .await
        .expect_err("no trust");
    assert!(error.to_string().contains("certificate"), "{error}");
    let plain = client(&format!("http://127.0.0.1:{port}"), &ca);
    assert!(plain.describe_instance().send().await.is_err());
}

#[tokio::test]
async fn the_program_makes_a_certificate_or_takes_one() {
    let folder = folder("https");
    let file = |name: &str| folder.join(name).to_str().expect("a path").to_owned();
    let (ca, seed) = (file("ca.pem"), file("seed.yaml"));
    let receiver = Program::start_secure(&["--tls", &ca]);
    let authority = fs::read_to_string(&ca).expect("the authority");
    let receiver_client = client(&receiver.endpoint(), &authority);
    receiver_client
        .describe_instance()
        .send()
        .await
        .expect("a list");

    // A webhook to it gets an answer, although not a friendly one.
    let yaml = format!(
        "instances: [{{instance_name: ab, instance_id: i, namespaces: [{{namespace: team, triggers: \
         [{{trigger_name: t, event_type: [PushImage], trigger_url: '{}/'}}]}}]}}]",
        receiver.endpoint()
    );
    fs::write(&seed, yaml).expect("a file");
    for (trusted, reason) in [(true, "it responded 403"), (false, "TLS with it fails: ")] {
        let mut command = Command::new(PROGRAM);
        if trusted {
            command.env("SSL_CERT_FILE", &ca);
        }
        let sender = Program::start_by(command, &["--listen", "127.0.0.1:0", "--seed", &seed]);
        let push = json!({"InstanceId": "i", "Namespace": "team", "RepoName": "a", "TagName": "v"});
        assert_eq!(sender.admin("POST", "images", &push).0, 200);
        let until = Instant::now() + FOR_EVER;
        let delivery = loop {
            let (_, json) = sender.admin("GET", "deliveries", &Value::Null);
            let delivery = json["Deliveries"][0].clone();
            if delivery["Status"] != "Pending" {
                break delivery;
            }
            assert!(Instant::now() < until);
            std::thread::yield_now();
        };
        let found = delivery["Reason"].as_str().expect("a reason");
        assert!(found.starts_with(reason), "{found}");
    }

    let own = rcgen::generate_simple_self_signed(["localhost".to_owned(), "127.0.0.1".to_owned()]);
    let own = own.expect("a certificate");
    let (certificate, key) = (file("own.pem"), file("key.pem"));
    fs::write(&certificate, own.cert.pem()).expect("a file");
    fs::write(&key, own.signing_key.serialize_pem()).expect("a file");
    let program = Program::start_secure(&["--tls-cert", &certificate, "--tls-key", &key]);
    let own_client = client(&program.endpoint(), &own.cert.pem());
    own_client.describe_instance().send().await.expect("a list");

    for (arguments, said) in [
        (
            ["--tls-cert", &certificate, "--tls-key", &ca],
            "--tls-cert: ",
        ),
        (["--tls-cert", &ca, "--tls-key", &ca], "--tls-cert: "),
        (
            ["--tls-cert", &file("none"), "--tls-key", &ca],
            "--tls-cert: ",
        ),
    ] {
        let output = Command::new(PROGRAM)
            .args(arguments)
            .output()
            .expect("the program");
        let errors = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(
            !output.status.success() && errors.contains(said),
            "{errors}"
        );
    }
}
