//! A required parameter that is set twice; an optional one may be.

use kcrs_generated::{Request, Structure};

#[derive(Clone, PartialEq, Request)]
#[request(output = Created)]
struct CreateThing {
    name: String,
    color: Option<String>,
}

#[derive(Clone, PartialEq, Structure)]
#[structure(output)]
struct Created {
    #[wire(essential)]
    thing_id: String,
}

fn main() {
    let _ = CreateThing::builder().name("a").color("b").color("c").name("d").build();
    let _ = Created::builder().thing_id("a").thing_id("b").build();
}
