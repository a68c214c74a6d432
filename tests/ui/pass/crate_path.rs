//! `crate = …` names the crate, or a module, that has the private module of the expansions.

mod facade {
    pub(crate) mod client {
        pub(crate) use kcrs_generated::__private;
    }
}

use kcrs_generated::{FromParams, Request, Structure};

#[derive(Clone, PartialEq, Request, FromParams)]
#[request(output = Output, crate = crate::facade::client)]
struct Ask {
    name: String,
}

#[derive(Clone, PartialEq, Structure)]
#[structure(output, crate = facade::client)]
struct Output {
    name: String,
}

fn main() {
    let ask = Ask::builder().name("a").build();
    assert_eq!(ask.to_params().get("Name"), Some("a"));
    let _ = Output::builder().name("a").build();
}
