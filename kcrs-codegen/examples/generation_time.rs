//! Times the stages of generation, for a spec and for specs of many renamed copies of it.
//!
//! Usage: `cargo run -p kcrs-codegen --example generation_time -- SPEC_DIR [COPIES…]`

use std::collections::BTreeSet;
use std::path::Path;
use std::time::{Duration, Instant};

use kcrs_codegen::model::Api;
use kcrs_codegen::{Sources, check, emit};

type Files = Vec<(String, String)>;

fn main() {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments.next().unwrap_or_else(|| "spec".to_owned());
    let mut copies: Vec<usize> = arguments
        .filter_map(|argument| argument.parse().ok())
        .collect();
    if copies.is_empty() {
        copies = vec![1, 10, 100];
    }
    let files = read(Path::new(&folder));
    let api = resolve(&files);
    println!(
        "{:>7} {:>9} {:>9} {:>9} {:>9} {:>9}",
        "actions", "lines", "load ms", "check ms", "emit ms", "all ms"
    );
    for copies in copies {
        let files = multiply(&files, &api, copies);
        let rounds = (200 / copies).clamp(1, 50);
        let times: Vec<[Duration; 3]> = (0..rounds).map(|_| time(&files)).collect();
        let best = |stage: usize| {
            times
                .iter()
                .map(|times| times[stage])
                .min()
                .unwrap_or_default()
        };
        let ms = |time: Duration| format!("{:.1}", time.as_secs_f64() * 1e3);
        let api = resolve(&files);
        let generated = emit(&api, "kcrs_generated").unwrap_or_else(|report| panic!("{report}"));
        let lines: usize = generated.iter().map(|file| file.text.lines().count()).sum();
        println!(
            "{:>7} {lines:>9} {:>9} {:>9} {:>9} {:>9}",
            api.actions.len(),
            ms(best(0)),
            ms(best(1)),
            ms(best(2)),
            ms(best(0) + best(1) + best(2)),
        );
    }
}

fn time(files: &Files) -> [Duration; 3] {
    let files = files.clone();
    let start = Instant::now();
    let sources = Sources::from_texts(files);
    let loaded = Instant::now();
    let api = check(&sources).unwrap_or_else(|report| panic!("{report}"));
    let checked = Instant::now();
    let generated = emit(&api, "kcrs_generated").unwrap_or_else(|report| panic!("{report}"));
    let emitted = Instant::now();
    drop(generated);
    [loaded - start, checked - loaded, emitted - checked]
}

fn read(folder: &Path) -> Files {
    let entries =
        std::fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let paths = entries.filter_map(|entry| Some(entry.ok()?.path()));
    let yaml = paths.filter(|path| {
        path.extension()
            .is_some_and(|extension| extension == "yaml")
    });
    yaml.filter_map(|path| {
        Some((
            path.to_string_lossy().into_owned(),
            std::fs::read_to_string(&path).ok()?,
        ))
    })
    .collect()
}

fn resolve(files: &Files) -> Api {
    check(&Sources::from_texts(files.iter().cloned())).unwrap_or_else(|report| panic!("{report}"))
}

/// A spec with every chapter several times, each time with other names of actions, types and shared definitions.
fn multiply(files: &Files, api: &Api, copies: usize) -> Files {
    let service = files
        .iter()
        .find(|(path, _)| path.ends_with("service.yaml"))
        .map_or("", |(_, text)| text);
    let kept: BTreeSet<&str> = section(service, "paging")
        .split(|c: char| !c.is_alphanumeric())
        .collect();
    let mut names: BTreeSet<&str> = api
        .actions
        .iter()
        .map(|action| action.wire.as_str())
        .collect();
    names.extend(api.types.iter().map(|ty| ty.name.as_str()));
    for shared in ["parameters", "fields"] {
        let lines = section(service, shared).lines();
        let keys =
            lines.filter_map(|line| line.strip_prefix("  ")?.split_once(':').map(|(key, _)| key));
        names.extend(keys.filter(|key| !key.starts_with([' ', '#']) && !kept.contains(key)));
    }
    let mut all = files.clone();
    for copy in 1..copies {
        let suffix = format!("Copy{copy}");
        for (path, text) in files {
            let name = path
                .rsplit_once('/')
                .map_or(path.as_str(), |(_, name)| name);
            if name == "errors.yaml" || name == "service.yaml" {
                continue;
            }
            let order = text
                .find("order: ")
                .map_or(0, |start| start + "order: ".len());
            let text = format!("{}{copy}0{}", &text[..order], &text[order..]);
            all.push((
                path.replace(name, &format!("copy{copy}-{name}")),
                rename(&text, &names, &suffix),
            ));
        }
        for shared in ["parameters", "fields", "types"] {
            let copied = rename(section(service, shared), &names, &suffix);
            let copied: String = entries(&copied)
                .into_iter()
                .filter(|entry| entry.contains(&suffix))
                .collect();
            let Some((_, text)) = all
                .iter_mut()
                .find(|(path, _)| path.ends_with("service.yaml"))
            else {
                continue;
            };
            if let Some(start) = text.find(&format!("\n{shared}:\n")) {
                text.insert_str(start + shared.len() + 3, &copied);
            }
        }
    }
    all
}

/// The lines below a top-level key.
fn section<'t>(text: &'t str, key: &str) -> &'t str {
    let Some(start) = text.find(&format!("\n{key}:")) else {
        return "";
    };
    let body = start + 1 + key.len() + 1;
    let length = text[body..]
        .match_indices('\n')
        .find(|(at, _)| text[body + at + 1..].starts_with(|c: char| c.is_ascii_lowercase()));
    &text[body..length.map_or(text.len(), |(at, _)| body + at + 1)]
}

/// The entries of a section whose name is a renamed one.
fn entries(section: &str) -> Vec<String> {
    let mut entries: Vec<String> = Vec::new();
    for line in section.lines() {
        let is_key = line.starts_with("  ") && !line.starts_with("   ") && !line.starts_with("  #");
        match entries.last_mut() {
            Some(entry) if !is_key => entry.push_str(&format!("{line}\n")),
            _ if is_key => entries.push(format!("{line}\n")),
            _ => {}
        }
    }
    entries.retain(|entry| {
        entry
            .split(':')
            .next()
            .is_some_and(|key| key.contains("Copy"))
    });
    entries
}

/// Whole words only.
fn rename(text: &str, names: &BTreeSet<&str>, suffix: &str) -> String {
    let mut out = String::with_capacity(text.len() * 2);
    let mut rest = text;
    while let Some(start) = rest.find(|c: char| c.is_ascii_alphanumeric()) {
        out.push_str(&rest[..start]);
        let length = rest[start..]
            .find(|c: char| !c.is_ascii_alphanumeric())
            .unwrap_or(rest.len() - start);
        let word = &rest[start..start + length];
        out.push_str(word);
        if names.contains(word) {
            out.push_str(suffix);
        }
        rest = &rest[start + length..];
    }
    out.push_str(rest);
    out
}
