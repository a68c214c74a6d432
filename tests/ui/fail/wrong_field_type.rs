//! Attributes on fields whose type they say nothing about.

use kcrs_generated::Structure;

#[derive(Clone, PartialEq, Structure)]
struct Wrong {
    #[wire(length(1..=9, characters), pattern("[0-9]+"))]
    number: i64,
    #[wire(length(..=9, bytes))]
    nested: Nested,
    #[wire(range(1..=9))]
    text: Option<String>,
    #[wire(items(1..=9), unique)]
    single: String,
    #[wire(optional)]
    optional: Option<String>,
    float: f64,
    narrow: u32,
    pair: (i64, i64),
    borrowed: &'static str,
    list: Option<Vec<String>>,
}

#[derive(Clone, PartialEq, Structure)]
struct Nested {
    #[wire(length(..=9, bytes), pattern("[a-z]+"), items(..=9), unique, optional)]
    texts: Vec<String>,
    #[wire(range(..=9))]
    numbers: Vec<i64>,
}

fn main() {}
