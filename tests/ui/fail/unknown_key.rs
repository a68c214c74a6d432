//! Keys that no attribute takes, beside one that is misspelt: each is an error of its own.

use kcrs_generated::{Request, Structure};

#[derive(Clone, PartialEq, Request)]
#[request(acton = "CreateThing", output = CreateThingOutput, retries = 3)]
struct CreateThing {
    #[wire(lenght(2..=30, characters), range(1..=9))]
    size: i64,
    #[wire(secret)]
    token: String,
}

#[derive(Clone, PartialEq, Structure)]
#[structure(outputs, output)]
struct CreateThingOutput {
    #[wire(rename = "id")]
    thing_id: String,
}

fn main() {
    let request = CreateThing::builder().size(3).token("x").build();
    let _ = (request.to_params(), request.validate());
    let _ = CreateThingOutput::builder().thing_id("x").build();
}
