//! Conditions on other fields.

use kcrs_generated::Structure;

#[derive(Clone, PartialEq, Structure)]
struct Conditions {
    charge_type: String,
    #[wire(required_when(charge_tpye = "Monthly"))]
    unknown: Option<i64>,
    #[wire(required_when(itself = 1))]
    itself: Option<i64>,
    #[wire(required_when(charge_type = "Monthly"))]
    required: i64,
    #[wire(required_when(charge_type = "Monthly"))]
    required_list: Vec<i64>,
    #[wire(required_when(nothing = "Monthly"))]
    ignored: Option<i64>,
    #[wire(required_when(charge_type))]
    no_value: Option<i64>,
    #[wire(required_when)]
    no_condition: Option<i64>,
}

fn main() {}
