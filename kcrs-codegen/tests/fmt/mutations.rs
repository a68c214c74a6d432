//! Specs with lines broken by chance.

use kcrs_codegen::fmt::{FileKind, format};

use super::specs;

#[test]
fn a_mutated_spec_is_formatted_or_refused() {
    let number = |name| std::env::var(name).ok()?.parse().ok();
    let (rounds, seed) = (number("FMT_ROUNDS"), number("FMT_SEED"));
    let mut seed = seed.unwrap_or(11_u64);
    let mut random = |below: usize| {
        seed = seed
            .wrapping_mul(6364136223846793005)
            .wrapping_add(1442695040888963407);
        (seed >> 33) as usize % below
    };
    let files = specs();
    let (mut formatted, mut refused) = (0, 0);
    for round in 0..rounds.unwrap_or(400_u64) {
        let (path, text) = &files[random(files.len())];
        let kind = FileKind::of_path(path);
        let mut lines = piece_of(text, &mut random);
        for _ in 0..=random(3) {
            let at = random(lines.len());
            let piece = PIECES[random(PIECES.len())];
            match random(5) {
                0 => drop(lines.remove(at)),
                1 => lines.insert(at, piece.to_owned()),
                2 => {
                    let other = random(lines.len());
                    lines.swap(at, other);
                }
                3 => {
                    let indent = " ".repeat(random(8));
                    lines[at] = format!("{indent}{}", lines[at].trim_start());
                }
                _ => {
                    let line = &mut lines[at];
                    let places: Vec<usize> = line.char_indices().map(|(at, _)| at).collect();
                    let place = places
                        .get(random(places.len() + 1))
                        .copied()
                        .unwrap_or(line.len());
                    line.insert_str(place, piece);
                }
            }
            if lines.is_empty() {
                lines.push(String::new());
            }
        }
        let text = lines.join("\n");
        match format(kind, &text) {
            Ok(first) => {
                formatted += 1;
                let second = format(kind, &first).unwrap_or_else(|refusal| {
                    panic!("round {round}: {refusal}\n{text}\n=>\n{first}")
                });
                assert_eq!(first, second, "round {round}\n{text}");
            }
            Err(refusal) => {
                refused += 1;
                assert!(
                    !refusal.message.contains("mistake of the formatter"),
                    "round {round}: {refusal}\n{text}"
                );
            }
        }
    }
    eprintln!("{formatted} formatted, {refused} refused");
    assert!(
        formatted > 50 && refused > 50,
        "{formatted} formatted, {refused} refused"
    );
}

/// Some neighbouring lines, moved to the left, so that many rounds take little time. Now and then
/// the whole.
fn piece_of(text: &str, random: &mut impl FnMut(usize) -> usize) -> Vec<String> {
    let lines: Vec<&str> = text.lines().collect();
    if random(20) == 0 {
        return lines.iter().map(|line| (*line).to_owned()).collect();
    }
    let indent_of = |line: &str| line.len() - line.trim_start().len();
    let start = random(lines.len());
    let indent = indent_of(lines[start]);
    let length = 5 + random(60);
    let inside = lines[start..]
        .iter()
        .take_while(|line| line.is_empty() || indent_of(line) >= indent);
    inside
        .take(length)
        .map(|line| line.get(indent..).unwrap_or_default().to_owned())
        .collect()
}

/// What is put into a spec.
const PIECES: &[&str] = &[
    "# comment",
    "  # comment",
    "      # comment",
    " # x",
    "#",
    "\t",
    " ",
    "  ",
    "",
    "- ",
    "  - a",
    "-",
    "a: b",
    "  a: b",
    "      a: b",
    ": ",
    ":",
    ",",
    ", ",
    "{",
    "}",
    "[",
    "]",
    "{}",
    "[]",
    "\"",
    "'",
    "''",
    "\\",
    "|",
    "  x: |",
    "  x: >-",
    "      x: |2+",
    ">",
    "&a",
    "*a",
    "!t ",
    "? ",
    "<<: ",
    "---",
    "...",
    "%",
    "@",
    "`",
    "~",
    "null",
    "yes",
    "1",
    "0x1",
    "1.5",
    "\u{feff}",
    "\u{85}",
    "\u{a0}",
    "中",
    "\r",
    "x: {a: b,",
    "c: d}",
    "x: [a,",
    "b]",
    "x: \"a",
    "b\"",
    "key",
    "\"k\": v",
    "'k': v",
    "required: true",
    "{required: true}",
    "{essential: true}  # c",
    "...\n",
    "\u{7}",
];
