//! No input makes the generator panic, however broken.

use crate::support::mutate::{Files, Mutator, execute, show};
use crate::support::second_api;
use kcrs_codegen::{Sources, check, emit};
use std::panic::catch_unwind;

#[test]
fn broken_specs_do_not_make_it_panic() {
    let spec: Files = second_api()
        .into_iter()
        .map(|(path, text)| (path, text.into_bytes()))
        .collect();
    let mut mutator = Mutator::new(2, vec![spec]);
    let mut right = 0;
    for execution in 1..=60 {
        let files = mutator.broken();
        let outcome = catch_unwind(|| execute(&files, execution % 10 == 0))
            .unwrap_or_else(|_| panic!("execution {execution} panicked on\n{}", show(&files)));
        right += usize::from(outcome.is_right);
        assert!(outcome.is_right || outcome.diagnostics > 0);
        assert!(outcome.is_right || !outcome.is_emitted);
    }
    assert!((1..30).contains(&right), "{right}");
}

#[test]
fn texts_with_wide_white_space_can_be_broken_too() {
    let text = "a:\u{a0}b,\u{3000}c\u{2003}{d}\n".repeat(9).into_bytes();
    let mut mutator = Mutator::new(1, vec![vec![("spec/service.yaml".to_owned(), text)]]);
    for _ in 0..300 {
        execute(&mutator.broken(), false);
    }
}

#[test]
fn a_type_that_nothing_uses_is_made_rust_of_where_the_spec_allows_it() {
    let mut files = second_api();
    for (path, text) in &mut files {
        let (old, new) = match path.as_str() {
            "spec/service.yaml" => (
                "{naming: allow, nothing_essential: allow}",
                "{naming: allow, nothing_essential: allow, unused_definition: allow}",
            ),
            _ => (
                "types:\n  LoanState:",
                "types:\n  Fine:\n    en: A fine.\n    zh: 罚金。\n    members:\n      \
                 Amount: {type: Integer, en: How much., zh: 金额。}\n  LoanState:",
            ),
        };
        *text = text.replace(old, new);
    }
    let api = check(&Sources::from_texts(files)).unwrap_or_else(|report| panic!("{report}"));
    let generated = emit(&api, "book_shelf").unwrap_or_else(|report| panic!("{report}"));
    let types = generated
        .iter()
        .find(|file| file.name == "types.rs")
        .unwrap();
    assert!(types.text.contains("pub struct Fine {"), "{}", types.text);
    assert!(types.text.contains("pub amount: "), "{}", types.text);
}

/// What a line is replaced by.
const JUNK: [&str; 8] = [
    "",
    "  - x",
    "a: [",
    "\t",
    "x: {a: 1, a: 2}",
    "  ? [1]",
    "\u{feff}名: 值",
    "  en: !T ~",
];

#[test]
fn a_changed_line_gives_a_report_or_code() {
    let files = second_api();
    // A generator of numbers, so that every run tries the same.
    let mut seed = 7_u64;
    let mut random = |below: usize| {
        seed = seed
            .wrapping_mul(6364136223846793005)
            .wrapping_add(1442695040888963407);
        (seed >> 33) as usize % below
    };
    let mut refused = 0;
    for round in 0..100 {
        let mut files = files.clone();
        let file = random(files.len());
        let mut lines: Vec<String> = files[file].1.lines().map(str::to_owned).collect();
        let line = random(lines.len());
        match round % 4 {
            0 => drop(lines.remove(line)),
            1 => lines[line] = JUNK[random(JUNK.len())].to_owned(),
            2 => lines.truncate(line),
            _ => {
                let other = random(lines.len());
                lines.swap(line, other);
            }
        }
        files[file].1 = lines.join("\n");
        match check(&Sources::from_texts(files)) {
            Ok(api) => drop(
                emit(&api, "book_shelf").unwrap_or_else(|report| panic!("round {round}: {report}")),
            ),
            Err(report) => {
                refused += 1;
                assert!(report.to_string().contains("error["));
            }
        }
    }
    assert!(refused > 40, "{refused}");
}

#[test]
fn whatever_yaml_stands_anywhere_is_refused_or_taken() {
    let values = [
        "~",
        "1",
        "1.5",
        "true",
        "text",
        "[]",
        "[[]]",
        "{}",
        "{a: {b: c}}",
        "!t x",
        "\"\"",
        "99999999999999999999",
    ];
    let keys = [
        ("service.yaml", "lists: {indices: 1..50}", "lists: "),
        ("service.yaml", "{indices: 1..50}", "{indices: @}"),
        (
            "service.yaml",
            "paging: {marker: Offset, page_size: Limit, total: Count}",
            "paging: ",
        ),
        (
            "service.yaml",
            "title: {en: Bookshelf, zh: 书架}",
            "title: ",
        ),
        (
            "books.yaml",
            "{marker: Offset, page_size: Limit, total: Count}",
            "@",
        ),
        ("books.yaml", "paging: {items: Books, key: Id}", "paging: "),
        (
            "books.yaml",
            "required_when: {Lend: true}",
            "required_when: ",
        ),
        ("books.yaml", "items: 1..10", "items: @"),
        ("books.yaml", "null_when: {Lent: false}", "null_when: @"),
        (
            "books.yaml",
            "completed_by: {action: ListAuthors, items: Authors}",
            "completed_by: @",
        ),
        ("loans.yaml", "with: [BookId]", "with: "),
        ("loans.yaml", "path: state", "path: "),
        ("loans.yaml", "interval: 10s", "interval: "),
        ("errors.yaml", "errors:", "errors: @\nx:"),
    ];
    for (name, old, new) in keys {
        for value in values {
            let mut files = second_api();
            for (path, text) in &mut files {
                if path.ends_with(name) {
                    let new = if new.contains('@') {
                        new.replace('@', value)
                    } else {
                        format!("{new}{value}")
                    };
                    *text = text.replacen(old, &new, 1);
                }
            }
            if let Ok(api) = check(&Sources::from_texts(files)) {
                emit(&api, "book_shelf")
                    .unwrap_or_else(|report| panic!("{old} as {value}: {report}"));
            }
        }
    }
}
