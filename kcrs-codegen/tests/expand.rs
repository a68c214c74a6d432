//! What belongs to one action.

use std::collections::BTreeSet;

use kcrs_codegen::model::Api;
use kcrs_codegen::{emit, expand, find_action};

use crate::command::run;
use crate::support::{book_shelf, expect_file, kcrs, second_api_folder};

fn apis() -> [(Api, &'static str); 2] {
    [(kcrs(), "kcrs_generated"), (book_shelf(), "book_shelf")]
}

/// Lines that say something by themselves.
fn telling(text: &str) -> impl Iterator<Item = &str> {
    let lines = text.lines().map(str::trim);
    lines.filter(|line| line.len() > 3)
}

#[test]
fn an_action_has_the_lines_that_the_files_have_of_it() {
    for (api, krate) in apis() {
        let whole = emit(&api, krate).unwrap();
        for action in &api.actions {
            for part in expand(&api, krate, action).unwrap() {
                let file = whole.iter().find(|file| file.name == part.name).unwrap();
                let lines: BTreeSet<&str> = telling(&file.text).collect();
                for line in telling(&part.text) {
                    assert!(
                        lines.contains(line),
                        "{} of {}: {line}",
                        part.name,
                        action.wire
                    );
                }
            }
        }
    }
}

#[test]
fn no_line_of_the_files_is_of_no_action() {
    // What all actions share, and types that none reaches but which stand for themselves.
    let shared = ["client.rs", "schema.rs", "server.rs"];
    for (api, krate) in apis() {
        let parts: Vec<_> = api
            .actions
            .iter()
            .flat_map(|action| expand(&api, krate, action).unwrap())
            .collect();
        for file in emit(&api, krate).unwrap() {
            if shared.contains(&file.name) || ["errors.rs", "service.rs"].contains(&file.name) {
                continue;
            }
            let of_actions: BTreeSet<&str> = parts
                .iter()
                .filter(|part| part.name == file.name)
                .flat_map(|part| telling(&part.text))
                .collect();
            // Behind the header and the imports.
            let (_, body) = file.text.split_once("\n\n").unwrap();
            let (_, body) = body.split_once("\n\n").unwrap();
            let rest: Vec<&str> = telling(body)
                .filter(|line| !of_actions.contains(line))
                .collect();
            assert!(rest.is_empty(), "{}: {rest:#?}", file.name);
        }
    }
}

#[test]
fn an_action_in_full() {
    let api = book_shelf();
    let action = find_action(&api, "DescribeLoan").unwrap();
    let parts = expand(&api, "book_shelf", action).unwrap();
    let text: String = parts
        .iter()
        .map(|part| format!("// ==== {} ====\n\n{}\n", part.name, part.text))
        .collect();
    expect_file(&second_api_folder().join("golden/expand.txt"), &text);
}

#[test]
fn an_action_goes_by_each_of_its_names() {
    let api = book_shelf();
    for name in ["return_book", "ReturnBook", "return-book"] {
        assert_eq!(
            find_action(&api, name).unwrap().wire,
            "return_book",
            "{name}"
        );
    }
    assert_eq!(
        find_action(&api, "AddBok").unwrap_err().to_string(),
        "the spec has no action `AddBok`: did you mean `AddBook`? allowed: AddBook, ListBooks, ListAuthors, return_book, \
         DescribeLoan"
    );
}

#[test]
fn the_command_prints_rust() {
    let api = book_shelf();
    let (code, out, error) = run(&["expand", "spec", "--crate-name", "book-shelf"]);
    assert_eq!((code, error.as_str()), (0, ""));
    for file in emit(&api, "book_shelf").unwrap() {
        let expected = format!("// ==== {} ====\n\n{}\n", file.name, file.text.trim_end());
        assert!(out.contains(&expected), "{}", file.name);
    }
    let (_, out, _) = run(&["expand", "spec", "--file", "client", "--action", "AddBook"]);
    assert!(out.starts_with("// ==== client.rs ====\n"), "{out}");
    assert!(out.contains("use book_shelf_generated::types::"), "{out}");
    assert_eq!(out.matches("// ====").count(), 1);
    assert!(!out.contains("list_books"), "{out}");

    for (arguments, expected) in [
        (
            &["expand", "spec", "--action", "AddBok"][..],
            "--action: the spec has no action `AddBok`: did you mean `AddBook`?",
        ),
        (
            &["expand", "spec", "--file", "clients"],
            "a similar value exists: 'client'",
        ),
    ] {
        let (code, out, error) = run(arguments);
        assert_eq!((code, out.as_str()), (2, ""));
        assert!(error.contains(expected), "{error}");
    }
}
