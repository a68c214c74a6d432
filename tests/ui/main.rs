//! What must not compile, with the messages that it gives.

#[test]
fn what_must_not_compile_says_why() {
    if kcrs_test_support::accepts() && std::env::var_os("TRYBUILD").is_none() {
        accept();
    }
    trybuild::TestCases::new().compile_fail("fail/*.rs");
}

/// Runs this test with the variable that lets trybuild accept messages.
fn accept() {
    let mut command = std::process::Command::new(std::env::current_exe().expect("this program"));
    let status = command.env("TRYBUILD", "overwrite").status();
    assert!(status.expect("this program").success());
}
