//! A pattern is compiled when the struct is.

use kcrs_generated::Structure;

#[derive(Clone, PartialEq, Structure)]
struct Patterns {
    #[wire(pattern("[a-z", "letters"))]
    unclosed: String,
    #[wire(pattern(r"\p{Greek}+"))]
    unsupported: String,
    #[wire(pattern = "[a-z]")]
    assigned: String,
    #[wire(pattern("[a-z]", 3))]
    words: String,
}

fn main() {}
