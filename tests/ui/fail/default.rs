//! A default is a literal of the member's own kind.

use kcrs_generated::Structure;

#[derive(Clone, PartialEq, Structure)]
struct Defaults {
    #[wire(default = 20)]
    text: Option<String>,
    #[wire(default = "20")]
    number: Option<i64>,
    #[wire(default = "True")]
    switch: Option<bool>,
    #[wire(default = Kind::A)]
    path: Option<String>,
    #[wire(default)]
    nothing: Option<String>,
    #[wire(optional, default = "x")]
    list: Vec<String>,
}

fn main() {}
