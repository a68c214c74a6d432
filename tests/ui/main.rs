//! What must not compile, with the messages that it gives.

#[test]
fn what_must_not_compile_says_why() {
    trybuild::TestCases::new().compile_fail("fail/*.rs");
}
