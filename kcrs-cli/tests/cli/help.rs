//! The help, in both languages.

use crate::support::{Kcrs, expect};

#[test]
fn help_is_what_is_expected_in_both_languages() {
    let kcrs = Kcrs::new();
    for (name, arguments) in [
        ("root", &["--help"][..]),
        // One of each kind: plain parameters, a list that is paged, structures.
        ("create-instance", &["create-instance", "--help"]),
        ("describe-instance", &["describe-instance", "-h"]),
        (
            "create-webhook-trigger",
            &["create-webhook-trigger", "--help"],
        ),
        ("call", &["call", "-h"]),
        ("presign", &["presign", "-h"]),
    ] {
        for language in ["en", "zh"] {
            let arguments = arguments.iter().copied().chain(["--lang", language]);
            let help = kcrs.run(arguments).success();
            expect(&format!("help/{name}.{language}.txt"), &help);
        }
    }
}

#[test]
fn help_can_be_asked_for_in_several_ways() {
    let kcrs = Kcrs::new();
    let help = kcrs.run(["describe-images", "--help"]).success();
    for arguments in [
        &["help", "describe-images"][..],
        &["--output", "json", "help", "describe-images"],
        &["DescribeImages", "--help"],
    ] {
        assert_eq!(kcrs.run(arguments).success(), help, "{arguments:?}");
    }
    let overview = kcrs.run(["--help"]).success();
    assert_eq!(kcrs.run(["help"]).success(), overview);
    assert_eq!(kcrs.run([""; 0]).refusal(2), overview);
}

#[test]
fn the_language_is_that_of_the_locale_unless_it_is_named() {
    let chinese = Kcrs::new().variable("LANG", "zh_CN.UTF-8");
    let english = Kcrs::new();
    let overview = chinese.run(["--help"]).success();
    assert!(overview.contains("用法："), "{overview}");
    assert_eq!(english.run(["--help", "--lang", "zh"]).success(), overview);
    assert_eq!(
        chinese.run(["--lang=en", "--help"]).success(),
        english.run(["--help"]).success()
    );
}

#[test]
fn every_action_has_a_command_with_help_in_both_languages() {
    let kcrs = Kcrs::new();
    for language in ["en", "zh"] {
        let overview = kcrs.run(["--help", "--lang", language]).success();
        for action in kcrs_generated::schema::ACTIONS {
            let command = super::actions::command(action);
            assert!(overview.contains(&format!("  {command} ")), "{command}");
            let help = kcrs.run([&command, "-h", "--lang", language]).success();
            for member in action.request.members {
                let flag = member.rust_name.replace('_', "-");
                // A parameter that is called like an option of the command has a prefix.
                let has_flag =
                    ["--", "--param-"].map(|dashes| help.contains(&format!("{dashes}{flag}")));
                assert!(has_flag.contains(&true), "{command} {flag}: {help}");
            }
            // The example may hold Chinese.
            let texts = help.split("\n  kcrs ").next().unwrap_or_default();
            let is_chinese = |c: char| ('\u{4E00}'..='\u{9FFF}').contains(&c);
            assert_eq!(texts.contains(is_chinese), language == "zh", "{help}");
        }
    }
}
