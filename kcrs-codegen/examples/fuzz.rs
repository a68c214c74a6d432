//! Feeds the generator with broken specs, to see that nothing makes it panic: arbitrary bytes, and
//! specs with changed bytes, lines, words and trees. Each is loaded, checked, linted and reported
//! in every form; where it is right, every `EMIT`th is also made Rust of.
//!
//! Usage:
//! `cargo run --release -p kcrs-codegen --example fuzz -- EXECUTIONS [SEED [EMIT]] -- SPEC_DIR…`

#[path = "../tests/support/mutate.rs"]
mod mutate;

use std::panic::catch_unwind;
use std::path::Path;
use std::time::Instant;

use mutate::{Files, Mutator, execute, show};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (numbers, folders) = match arguments.iter().position(|argument| argument == "--") {
        Some(at) => (&arguments[..at], &arguments[at + 1..]),
        None => (&arguments[..], &[][..]),
    };
    let number = |index: usize, usual: u64| {
        numbers
            .get(index)
            .map_or(usual, |text| text.parse().unwrap_or(usual))
    };
    let (executions, seed, emit) = (number(0, 10_000), number(1, 1), number(2, 1_000));
    let specs: Vec<Files> = folders
        .iter()
        .map(|folder| read(Path::new(folder)))
        .collect();
    assert!(!specs.is_empty(), "no folder of a spec is named");
    let mut mutator = Mutator::new(seed, specs);
    let start = Instant::now();
    let (mut right, mut emitted, mut diagnostics) = (0_u64, 0_u64, 0_u64);
    for execution in 1..=executions {
        let case = mutator.broken();
        let outcome = catch_unwind(|| execute(&case, execution % emit == 0)).unwrap_or_else(|_| {
            eprintln!("execution {execution} panicked on\n{}", show(&case));
            std::process::exit(1)
        });
        right += u64::from(outcome.is_right);
        emitted += u64::from(outcome.is_emitted);
        diagnostics += outcome.diagnostics as u64;
        if execution % 100_000 == 0 {
            eprintln!(
                "{execution} executions, {:.0} s",
                start.elapsed().as_secs_f64()
            );
        }
    }
    println!(
        "{executions} executions with seed {seed}: {right} specs right, {emitted} made Rust of, {diagnostics} diagnostics reported, \
         {:.0} s",
        start.elapsed().as_secs_f64()
    );
}

fn read(folder: &Path) -> Files {
    let entries =
        std::fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut files: Files = entries
        .filter_map(|entry| {
            let name = entry.ok()?.file_name().into_string().ok()?;
            let text = std::fs::read(folder.join(&name)).ok()?;
            name.ends_with(".yaml")
                .then(|| (format!("spec/{name}"), text))
        })
        .collect();
    files.sort();
    files
}
