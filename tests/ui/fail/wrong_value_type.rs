//! Values of the wrong type are ordinary type errors.

use kcrs_generated::types::InstanceType;
use kcrs_generated::{Request, Structure};

#[derive(Clone, PartialEq, Request)]
#[request(output = Created)]
struct CreateThing {
    name: String,
    size: i64,
    instance_type: InstanceType,
    color: Option<String>,
    #[wire(optional)]
    tags: Vec<String>,
}

#[derive(Clone, PartialEq, Structure)]
#[structure(output)]
struct Created {}

fn main() {
    let _ = CreateThing::builder()
        .name("a")
        .size("1")
        .instance_type("basic")
        .set_color("red")
        .tags("one")
        .build();
    let _ = CreateThing::builder().instance_type(InstanceType::Basik);
}
