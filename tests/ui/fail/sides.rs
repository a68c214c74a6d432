//! What is sent and what is returned take different attributes.

use kcrs_generated::{FromParams, Request, Structure};

#[derive(Clone, PartialEq, Request)]
#[request(output = Output)]
struct Ask {
    #[wire(essential, alias = "id")]
    id: String,
}

#[derive(Clone, PartialEq, Structure)]
struct Sent {
    #[wire(essential)]
    id: String,
    #[wire(decode = header_text)]
    header: Vec<Both>,
}

#[derive(Clone, PartialEq, Structure, FromParams)]
#[structure(output)]
struct Output {
    #[wire(essential)]
    id: Option<String>,
    #[wire(length(1..=9, characters), pattern("[a-z]"), required_when(id = "x"))]
    name: String,
    #[wire(optional, items(1..=9))]
    list: Vec<String>,
}

#[derive(Clone, PartialEq, Structure)]
#[structure(input, output)]
struct Both {
    #[wire(essential)]
    id: Option<String>,
}

fn main() {}
