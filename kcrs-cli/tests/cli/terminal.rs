//! What a terminal sees, and a pipe does not: width, colour.

use kcrs_emulator::{Emulator, Seed};

use crate::pty::Terminal;
use crate::support::{Kcrs, emulator};

const LIST: [&str; 3] = ["describe-instance", "--output", "table"];

fn demo() -> Emulator {
    emulator().seed(Seed::demo()).start().expect("an emulator")
}

/// The lines that a command shows in a terminal of so many columns.
fn lines(kcrs: &Kcrs, arguments: &[&str], columns: u16) -> Vec<String> {
    let (code, raw) = Terminal::start(kcrs.command(arguments), columns).end();
    assert_eq!(code, Some(0), "{raw}");
    without_escapes(&raw).lines().map(str::to_owned).collect()
}

fn without_escapes(raw: &str) -> String {
    let mut text = String::new();
    let mut parts = raw.split("\u{1b}[");
    text.push_str(parts.next().unwrap_or_default());
    for part in parts {
        let end = part.find(|c: char| c.is_ascii_alphabetic());
        text.push_str(end.map_or("", |end| &part[end + 1..]));
    }
    text.replace("\r\n", "\n")
}

#[test]
fn tables_keep_to_the_width_of_the_terminal() {
    let emulator = demo();
    let kcrs = Kcrs::with(&emulator);
    let widest = |lines: &[String]| lines.iter().map(|line| line.chars().count()).max();
    let piped = kcrs.run(LIST).success();
    let piped: Vec<String> = piped.lines().map(str::to_owned).collect();
    let whole = widest(&piped).expect("lines");
    assert!(whole > 100, "{piped:?}");

    assert_eq!(lines(&kcrs, &LIST, 400), piped);
    let narrow = lines(&kcrs, &LIST, 60);
    assert!(narrow.len() > piped.len(), "{narrow:?}");
    assert!(widest(&narrow) <= Some(60), "{narrow:?}");

    let kcrs = kcrs.variable("COLUMNS", "60");
    assert_eq!(lines(&kcrs, &LIST, 400), narrow);
    let piped_narrow = kcrs.run(LIST).success();
    assert_eq!(piped_narrow.lines().collect::<Vec<_>>(), piped);
}

#[test]
fn colour_is_for_terminals_and_for_who_asks() {
    let emulator = demo();
    const COLOUR: &str = "\u{1b}[";
    for (variables, more, in_terminal, in_pipe) in [
        (&[][..], &[][..], true, false),
        (&[("NO_COLOR", "1")], &[], false, false),
        (&[("NO_COLOR", "1")], &["--color", "always"], true, true),
        (&[("TERM", "dumb")], &[], false, false),
        (&[("CLICOLOR_FORCE", "1")], &[], true, true),
        (
            &[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")],
            &[],
            false,
            false,
        ),
        (&[("CLICOLOR", "0")], &[], false, false),
        (&[], &["--color=never"], false, false),
        (&[], &["--color=always"], true, true),
    ] {
        let mut kcrs = Kcrs::with(&emulator);
        for (name, value) in variables {
            kcrs = kcrs.variable(name, value);
        }
        let call = ["describe-instance", "--query", "InstanceSet"];
        let arguments = || call.iter().chain(more);
        let (code, shown) = Terminal::start(kcrs.command(arguments()), 100).end();
        assert_eq!(code, Some(0), "{shown}");
        let case = format!("{variables:?} {more:?}");
        assert_eq!(shown.contains(COLOUR), in_terminal, "{case}: {shown}");
        let piped = kcrs.run(arguments()).success();
        assert_eq!(piped.contains(COLOUR), in_pipe, "{case}: {piped}");
        assert_eq!(without_escapes(&shown), without_escapes(&piped), "{case}");
    }
}

#[test]
fn help_keeps_to_the_width_of_the_terminal() {
    let kcrs = Kcrs::new();
    for arguments in [
        &["--help"][..],
        &["create-instance", "--help"],
        &["wait", "--help"],
    ] {
        for columns in [60, 120] {
            let shown = lines(&kcrs, arguments, columns);
            let widest = shown.iter().map(|line| line.chars().count()).max();
            // What cannot be broken stands over the edge: long names, and examples to be copied.
            let over = shown
                .iter()
                .filter(|line| {
                    line.chars().count() > usize::from(columns) && line.trim().contains(' ')
                })
                .count();
            assert!(
                widest > Some(40) && over <= shown.len() / 10,
                "{columns}: {shown:#?}"
            );
        }
    }
}
