//! Items that cannot be derived for, used as if they could: one error each.

use kcrs_generated::{FromParams, Request, Structure};

#[derive(Clone, PartialEq, Structure, FromParams)]
enum Enum {
    A,
}

#[derive(Clone, PartialEq, Request)]
#[request(output = Output)]
struct Tuple(String);

#[derive(Clone, Copy, Structure)]
union Union {
    a: u8,
}

#[derive(Clone, PartialEq, Structure)]
struct Generic<T> {
    value: T,
}

#[derive(Clone, PartialEq, Structure)]
struct Borrowed<'a> {
    value: &'a str,
}

#[derive(Clone, PartialEq, Structure)]
#[structure(output)]
struct Output {}

#[derive(Clone, PartialEq, Structure)]
struct Holder {
    one: Enum,
    many: Vec<Enum>,
}

fn main() {
    let _ = Holder::builder().one(Enum::A).many([]).build();
}
