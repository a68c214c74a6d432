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
#[request(output = Answer, method = PUT)]
struct WrongMethod {}

#[derive(Clone, PartialEq, Request)]
#[request(output = Answer, method = "GET", idempotent = "yes", action = "", version = 2021)]
struct WrongLiterals {}

#[derive(Clone, PartialEq, Request)]
#[request]
struct WithoutList {}

#[derive(Clone, PartialEq, Request)]
#[request(output, crate = "kcrs")]
struct WithoutValues {}

#[derive(Clone, PartialEq, Structure)]
#[request(output = Answer)]
struct WrongAttribute {}

#[derive(Clone, PartialEq, Structure)]
#[structure(output = true)]
struct Answer {}

fn main() {
    let _ = NoOutput::builder().name("x").build().to_params();
    let _ = (NoAttribute::builder().build(), WrongMethod::builder().build());
}
