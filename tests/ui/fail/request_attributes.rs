//! What a request's own attribute may say.

use kcrs_generated::{Request, Structure};

#[derive(Clone, PartialEq, Request)]
#[request(action = "NoOutput")]
struct NoOutput {
    name: String,
}

#[derive(Clone, PartialEq, Request)]
struct NoAttribute {}

#[derive(Clone, PartialEq, Request)]
#[request(output = Output, method = PUT)]
struct WrongMethod {}

#[derive(Clone, PartialEq, Request)]
#[request(output = Output, method = "GET", idempotent = "yes", action = "", version = 2021)]
struct WrongLiterals {}

#[derive(Clone, PartialEq, Request)]
#[request]
struct WithoutList {}

#[derive(Clone, PartialEq, Request)]
#[request(output, crate = "kcrs")]
struct WithoutValues {}

#[derive(Clone, PartialEq, Structure)]
#[request(output = Output)]
struct WrongAttribute {}

#[derive(Clone, PartialEq, Structure)]
#[structure(output = true)]
struct Output {}

fn main() {
    let _ = NoOutput::builder().name("x").build().to_params();
    let _ = (NoAttribute::builder().build(), WrongMethod::builder().build());
}
