//! Types that lack the derives: the errors stand where the type or the rule is written.

use kcrs_generated::Structure;
use std::collections::HashMap;

#[derive(Clone, PartialEq, Debug)]
struct Plain {}

#[derive(Clone, PartialEq, Structure)]
struct Sent {
    map: HashMap<String, String>,
    #[wire(unique)]
    parts: Vec<Part>,
}

#[derive(Clone, PartialEq, Structure)]
struct Part {
    name: String,
}

#[derive(Clone, PartialEq, Structure)]
#[structure(output)]
struct Answered {
    plain: Option<Plain>,
}

fn main() {}
