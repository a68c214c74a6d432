//! One error a missing parameter, which names its setter: at `build()` and at `send()`.

use kcrs_generated::{Client, Request, Structure};

#[derive(Clone, PartialEq, Request)]
#[request(output = Created, method = POST)]
struct CreateThing {
    name: String,
    size: i64,
    #[wire(items(1..=100))]
    parts: Vec<Part>,
    color: Option<String>,
}

#[derive(Clone, PartialEq, Structure)]
struct Part {
    r#type: String,
}

#[derive(Clone, PartialEq, Structure)]
#[structure(output)]
struct Created {
    #[wire(essential)]
    thing_id: String,
}

async fn send(client: &Client) {
    let _ = client.send(CreateThing::builder().color("red").size(1).build()).await;
    let _ = Part::builder().build();
    let _ = Created::builder().build();
}

fn main() {}
