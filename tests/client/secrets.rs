//! Secrets are planted wherever one can be, and must turn up in no text that a program may print.

use std::panic::AssertUnwindSafe;

use kcrs_emulator::Emulator;
use kcrs_generated::actions::*;
use kcrs_generated::types::*;
use kcrs_generated::{Client, Credentials, Operation, Params, Signature};

use super::errors::Canned;

const SECRETS: [&str; 5] = [
    "PLANTED-secret-key",
    "PLANTED-session-token",
    "PLANTED-header-value",
    "PLANTED-url",
    "PLANTED-token",
];

fn assert_hidden(place: &str, text: &str) {
    assert!(!text.contains("PLANTED"), "{place}: {text}");
}

fn credentials() -> Credentials {
    Credentials::with_token("AK", SECRETS[0], SECRETS[1])
}

fn request(bad: bool) -> CreateWebhookTrigger {
    let values = vec![SECRETS[2]; if bad { 101 } else { 1 }];
    CreateWebhookTrigger::builder()
        .instance_id("i")
        .namespace("n")
        .trigger(
            WebhookTrigger::builder()
                .trigger_name("t")
                .event_type([EventType::PushImage])
                .trigger_url(format!("https://example.com/?access_token={}", SECRETS[3]))
                .header([Header::builder().key("Authorization").value(values).build()])
                .build(),
        )
        .build()
}

#[test]
fn debug_of_values_hides_them() {
    assert_hidden("credentials", &format!("{:?}", credentials()));
    assert_hidden("request", &format!("{:?}", request(false)));
    assert_hidden("params", &format!("{:?}", request(false).to_params()));
    assert_hidden(
        "operation",
        &format!(
            "{:?}",
            Operation::of(&request(false), &kcrs_generated::SERVICE)
        ),
    );
    assert_hidden(
        "violations",
        &format!("{0:?} {0}", request(true).validate().unwrap_err()),
    );
    assert_hidden(
        "emulator",
        &format!(
            "{:?}",
            Emulator::builder()
                .credentials(credentials())
                .start()
                .unwrap()
        ),
    );

    let header = Header::builder().key("k").value([SECRETS[2]]);
    assert_hidden("builder", &format!("{header:?}"));
    let builder = WebhookTrigger::builder().trigger_url(SECRETS[3]);
    assert_hidden("typestate builder", &format!("{builder:?}"));

    let output = CreateInstanceTokenOutput::builder()
        .token(SECRETS[4])
        .token_id("id")
        .build();
    assert_hidden("output", &format!("{output:?}"));
    assert_eq!(output.token.expose(), SECRETS[4]);

    for signature in [Signature::V4, Signature::V4Query, Signature::Simplified] {
        let client = Client::builder()
            .credentials(credentials())
            .signature(signature)
            .endpoint("http://localhost");
        assert_hidden("client builder", &format!("{client:?}"));
        let client = client.build().unwrap();
        assert_hidden("client", &format!("{client:?}"));
        assert_hidden(
            "fluent builder",
            &format!(
                "{:?}",
                client
                    .create_webhook_trigger()
                    .trigger(request(false).trigger)
            ),
        );
        assert_hidden("call", &format!("{:?}", client.send(request(false))));
    }
}

#[test]
fn violations_read_from_the_wire_hide_them() {
    use kcrs_generated::FromParams;
    let mut params = request(false).to_params();
    params.push_sensitive("Trigger.Header.1.Value.1", SECRETS[2]);
    params.push_sensitive("Trigger.Header.x.Value.1", SECRETS[2]);
    params.push_sensitive("Trigger.TriggerUrl.1", SECRETS[3]);
    assert_hidden(
        "violations",
        &format!(
            "{0:?} {0}",
            CreateWebhookTrigger::from_params(&params).unwrap_err()
        ),
    );
    assert_hidden("params", &format!("{params:?}"));
    let read = Params::from_form(b"Signature=x&%zz=PLANTED").unwrap_err();
    assert_hidden("form error", &format!("{read:?} {read}"));
}

#[tokio::test]
async fn errors_of_calls_hide_them() {
    let responses = [
        (
            200,
            format!(r#"{{"Token": "{}", "Username": "u"}}"#, SECRETS[4]),
        ),
        (
            200,
            format!(
                r#"{{"Token": {{"nested": "{}"}}, "TokenId": 1}}"#,
                SECRETS[4]
            ),
        ),
        (
            200,
            format!(r#"{{"TokenId": "t", "Token": "{}"#, SECRETS[4]),
        ),
        (
            200,
            format!(r#"{{"TokenId": ["{}"], "Token": "x"}}"#, SECRETS[4]),
        ),
    ];
    for (status, response) in responses {
        let client = Canned::new(status, response).client();
        let call = client
            .create_instance_token()
            .instance_id("i")
            .token_type(TokenType::Day)
            .token_time(1)
            .send();
        let error = call.await.expect_err("a broken response");
        assert_hidden("response error", &format!("{error:?} {error}"));
    }

    for signature in [Signature::V4, Signature::V4Query, Signature::Simplified] {
        // Nothing listens there.
        let client = Client::builder()
            .credentials(credentials())
            .signature(signature)
            .endpoint("http://127.0.0.1:1")
            .build()
            .unwrap();
        let error = client
            .send(request(false))
            .await
            .expect_err("no connection");
        let mut source = std::error::Error::source(&error);
        let mut text = format!("{error:?} {error}");
        while let Some(inner) = source {
            text += &format!(" {inner:?} {inner}");
            source = inner.source();
        }
        assert_hidden("transport error", &text);
        assert!(!text.contains("Signature="), "{text}");
    }
}

#[test]
fn a_panic_hides_them() {
    let client = Client::builder()
        .credentials(credentials())
        .endpoint("http://localhost")
        .build()
        .unwrap();
    let caught = std::panic::catch_unwind(AssertUnwindSafe(|| {
        panic!("{client:?} {:?}", request(false))
    }))
    .unwrap_err();
    assert_hidden("panic", caught.downcast_ref::<String>().expect("a text"));
}
