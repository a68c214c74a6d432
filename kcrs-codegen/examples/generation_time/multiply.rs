//! Specs of many renamed copies.

use std::collections::BTreeSet;

use kcrs_codegen::model::Api;

use crate::Files;

/// A spec with every chapter several times, each time with other names of actions, types and shared
/// definitions.
pub(crate) fn multiply(files: &Files, api: &Api, copies: usize) -> Files {
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
    let waiters = api.actions.iter().flat_map(|action| &action.waiters);
    names.extend(waiters.map(|waiter| waiter.name.as_str()));
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
                .map(|entry| describe(&entry, copy))
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

/// The spec with all chapters in one file, and without the full stop behind the description of each
/// action. Descriptions are numbered, so that no two are the same.
pub(crate) fn with_warnings(files: &Files) -> Files {
    let is_shared = |path: &str| path.ends_with("service.yaml") || path.ends_with("errors.yaml");
    let (mut all, chapters): (Files, Files) =
        files.iter().cloned().partition(|(path, _)| is_shared(path));
    let mut text = "chapter: {order: 1, en: All, zh: 全部}\n".to_owned();
    let mut number = 0;
    for (key, end) in [("types", "."), ("actions", "")] {
        text.push_str(&format!("\n{key}:\n"));
        let sections = chapters.iter().map(|(_, text)| section(text, key));
        for line in sections.flat_map(str::lines) {
            let description = line.strip_prefix("    en: ");
            let sentence = description.and_then(|text| text.trim_matches('"').strip_suffix('.'));
            match sentence {
                Some(sentence) => {
                    number += 1;
                    text.push_str(&format!("    en: \"{sentence} {number}{end}\""));
                }
                None => text.push_str(line),
            }
            text.push('\n');
        }
    }
    all.push(("spec/all.yaml".to_owned(), text));
    all
}

/// An entry whose descriptions are not those of the original, which a lint would report: places are
/// for reports, and a spec with nothing to report is what is measured.
fn describe(entry: &str, copy: usize) -> String {
    let mut text = entry.to_owned();
    for (key, word) in [(" en: ", "Copy"), ("{en: ", "Copy"), (" zh: ", "副本")] {
        let mark = format!("{key}{word} {copy} ");
        let quoted = format!("{key}\"{word} {copy} ");
        text = text
            .replace(key, &mark)
            .replace(&format!("{mark}\""), &quoted);
    }
    text
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
    let is_in_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    while let Some(start) = rest.find(is_in_word) {
        out.push_str(&rest[..start]);
        let length = rest[start..]
            .find(|c: char| !is_in_word(c))
            .unwrap_or(rest.len() - start);
        let word = &rest[start..start + length];
        out.push_str(word);
        if names.contains(word) {
            // Names of waiters are in snake_case.
            let is_snake = word.starts_with(|c: char| c.is_ascii_lowercase());
            out.push_str(&if is_snake {
                format!("_{}", suffix.to_lowercase())
            } else {
                suffix.to_owned()
            });
        }
        rest = &rest[start + length..];
    }
    out.push_str(rest);
    out
}
