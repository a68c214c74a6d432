//! The forms of the output.

use crate::support::{Kcrs, emulator};

#[test]
fn a_query_and_a_form_say_what_is_shown() {
    let emulator = emulator().start().expect("an emulator");
    let kcrs = Kcrs::with(&emulator);
    for (arguments, expected) in [
        (&["--query", "InstanceSet"][..], "[]\n"),
        (
            &["--query", "{N: TotalCount, M: Marker}"],
            "{\n  \"N\": 0,\n  \"M\": 0\n}\n",
        ),
        (&["--query", "TotalCount", "--output", "text"], "0\n"),
        (&["--query", "[TotalCount]", "--output", "yaml"], "- 0\n"),
    ] {
        let arguments = ["call", "DescribeInstance"].iter().chain(arguments);
        assert_eq!(kcrs.run(arguments).answer(), expected);
    }
}
