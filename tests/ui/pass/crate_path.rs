//! `crate = …` names the crate, or a module, that has the private module of the expansions.

mod facade {
    pub(crate) mod client {
        pub(crate) use kcrs_generated::__private;
    }
}

use kcrs_generated::{FromParams, Request, Structure};

#[derive(Clone, PartialEq, Request, FromParams)]
#[request(output = Answer, crate = crate::facade::client)]
struct Ask {
    name: String,
}

#[derive(Clone, PartialEq, Structure)]
#[structure(output, crate = facade::client)]
struct Answer {
    name: String,
}

fn main() {
    let ask = Ask::builder().name("a").build();
    assert_eq!(ask.to_params().get("Name"), Some("a"));
    let _ = Answer::builder().name("a").build();
}
