//! A key counts once, even over several attributes; only `alias` may come again.

use kcrs_generated::{Request, Structure};

#[derive(Clone, PartialEq, Request)]
#[request(action = "CreateThing", output = CreateThingOutput)]
#[request(action = "CreateOther")]
struct CreateThing {
    #[wire(name = "Id", name = "ID")]
    thing_id: String,
    #[wire(sensitive)]
    #[wire(sensitive)]
    token: String,
}

#[derive(Clone, PartialEq, Structure)]
#[structure(output)]
struct CreateThingOutput {
    #[wire(alias = "thingId", alias = "id", essential)]
    thing_id: String,
}

fn main() {
    let _ = CreateThing::builder().thing_id("1").token("2").build();
    let _ = CreateThingOutput::builder().thing_id("1").build();
}
