//! Wire names are unique within a structure, and so are the builder's methods.

use kcrs_generated::{Request, Structure};

#[derive(Clone, PartialEq, Structure)]
#[structure(output)]
struct Names {
    thing_id: String,
    #[wire(name = "ThingId")]
    other_id: String,
    #[wire(alias = "OtherName")]
    name: String,
    other_name: String,
    #[wire(alias = "same")]
    first: String,
    #[wire(alias = "same")]
    second: String,
    #[wire(name = "")]
    empty: String,
    #[wire(name = "A.B")]
    dotted: String,
    #[wire(name = 3)]
    number: String,
}

#[derive(Clone, PartialEq, Request)]
#[request(output = Names)]
struct Ask {
    send: Option<i64>,
    build: Option<i64>,
    name: Option<String>,
    set_name: String,
}

fn main() {}
