//! An action that the spec lacks, written by the user and sent with the same client.

use kcrs_generated::{Client, FromParams, Params, Request, Structure};

/// Renames a thing.
#[derive(Clone, PartialEq, Request, FromParams)]
#[request(action = "ModifyThing", output = ModifyThingOutput, method = POST, idempotent = true)]
struct ModifyThing {
    /// Which one.
    #[wire(length(1..=8, characters), pattern("[a-z0-9-]+"))]
    thing_id: String,
    /// How it is charged.
    #[wire(default = "Hourly")]
    charge_type: Option<String>,
    #[wire(range(1..=36), required_when(charge_type = "Monthly"))]
    purchase_time: Option<i64>,
    #[wire(sensitive, length(8.., bytes))]
    password: Option<String>,
    #[wire(optional, items(..=2))]
    label: Vec<Label>,
}

#[derive(Clone, PartialEq, Structure, FromParams)]
#[structure(input, output)]
struct Label {
    key: String,
    #[wire(items(1..=100), sensitive)]
    value: Vec<String>,
}

#[derive(Clone, PartialEq, Structure)]
#[structure(output)]
struct ModifyThingOutput {
    #[wire(alias = "requestId")]
    request_id: String,
    #[wire(essential)]
    thing_id: String,
    size: Option<i64>,
    label: Vec<Label>,
}

async fn send(client: Client, request: ModifyThing) -> Result<String, kcrs_generated::Error> {
    let sent = client.send(request);
    Ok(sent.await?.thing_id)
}

fn main() {
    let request = ModifyThing::builder()
        .thing_id("a-1")
        .charge_type("Monthly")
        .purchase_time(3)
        .password("correct horse")
        .label([Label::builder().key("k").value(["v", "w"]).build()])
        .build();
    assert!(request.validate().is_ok());
    assert!(!format!("{request:?}").contains("horse"));

    let params: Params = request.to_params();
    let pairs: Vec<_> = params.iter().collect();
    assert_eq!(
        pairs,
        [
            ("ThingId", "a-1"),
            ("ChargeType", "Monthly"),
            ("PurchaseTime", "3"),
            ("Password", "correct horse"),
            ("Label.1.Key", "k"),
            ("Label.1.Value.1", "v"),
            ("Label.1.Value.2", "w"),
        ]
    );

    let wrong = ModifyThing::builder()
        .thing_id("A-1 is too long")
        .charge_type("Monthly")
        .password("short")
        .build();
    let violations = wrong.validate().unwrap_err();
    assert_eq!(violations.len(), 4, "{violations}");
    assert!(!violations.to_string().contains("short"), "{violations}");

    let _ = send;
}
