//! Names of the user's own that the expansions must not meet, raw identifiers, and structs within
//! functions.

#![deny(warnings, missing_docs, missing_debug_implementations, unreachable_pub)]

use kcrs_generated::{FromParams, Request, Structure};

/// The user's own, with one parameter less than the standard one.
pub type Result<T> = std::result::Result<T, String>;

/// A value of nothing.
#[derive(Debug)]
pub struct None;

/// The user's own.
pub trait Into {}

/// Named like what the expansion would like to call a type parameter.
pub type C = String;

/// The same.
pub type NameState = i64;

mod alias {
    pub(crate) type Text = String;
}

#[derive(Clone, PartialEq, Request, FromParams)]
#[request(output = r#Output, method = POST, idempotent = true, version = "2021-11-09")]
struct Ask {
    r#type: C,
    name: NameState,
    #[wire(name = "Self")]
    self_: std::option::Option<bool>,
    executor: std::string::String,
    text: alias::Text,
    #[wire(optional)]
    value: std::vec::Vec<std::string::String>,
    validator: i64,
    writer: i64,
    reader: i64,
    f: i64,
}

#[derive(Clone, PartialEq, Structure)]
#[structure(output)]
struct r#Output {
    #[wire(alias = "type", essential)]
    r#type: String,
    deserializer: Option<i64>,
    path: i64,
    parts: Vec<String>,
    fields: String,
    name: bool,
}

fn main() {
    #[derive(Structure, FromParams)]
    struct Local {
        inner: Option<Inner>,
    }

    #[derive(Structure, FromParams)]
    struct Inner {
        size: i64,
    }

    #[derive(Request)]
    #[request(output = Empty)]
    struct Unit;

    #[derive(Structure)]
    #[structure(output)]
    struct Empty {}

    let local = Local::builder()
        .inner(Inner::builder().size(1).build())
        .build();
    assert_eq!(local.inner.map(|inner| inner.size), Some(1));
    assert_eq!(format!("{:?}", Unit::builder().build()), "Unit");
    let _ = Empty::builder().build();

    let ask = Ask::builder()
        .r#type(String::from("a"))
        .name(2)
        .self_(true)
        .executor("b")
        .text(String::from("c"))
        .value(["d", "e"])
        .validator(1)
        .writer(2)
        .reader(3)
        .f(4)
        .build();
    assert_eq!(ask.to_params().get("Type"), Some("a"));
    assert_eq!(ask.to_params().get("Self"), Some("True"));
    assert_eq!(ask.to_params().get("Value.2"), Some("e"));
    assert!(ask.validate().is_ok());
    let output = r#Output::builder().r#type("a").build();
    assert_eq!(output.r#type, "a");
}
