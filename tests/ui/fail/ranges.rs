//! Ranges that allow nothing, or everything, or are no ranges.

use kcrs_generated::Structure;

#[derive(Clone, PartialEq, Structure)]
struct Ranges {
    #[wire(length(30..=2, characters))]
    reversed: String,
    #[wire(length(-1..=2, characters))]
    negative: String,
    #[wire(length(.., characters))]
    unbounded: String,
    #[wire(length(2..=30))]
    no_unit: String,
    #[wire(length(2..=30, words))]
    wrong_unit: String,
    #[wire(length)]
    no_length: String,
    #[wire(range(5))]
    one_number: i64,
    #[wire(range(1..10))]
    exclusive: i64,
    #[wire(range(1..=))]
    no_end: i64,
    #[wire(range("1"..))]
    text: i64,
    #[wire(range(1..=99999999999999999999))]
    too_large: i64,
    #[wire(range(1..=9, 2))]
    too_much: i64,
    #[wire(items(..=0))]
    nothing: Vec<i64>,
    #[wire(items(3))]
    one_count: Vec<i64>,
}

fn main() {}
