//! The JSON Schema of the format, and the validators of others.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::bad_specs::{REPORT, apply};
use crate::support::python::python;
use crate::support::{Files, expect_file, second_api, tests_folder};
use kcrs_codegen::fmt::FileKind;
use kcrs_codegen::jsonschema::to_json;
use kcrs_codegen::{Sources, check};

const KINDS: [(&str, FileKind); 3] = [
    ("chapter", FileKind::Chapter),
    ("errors", FileKind::Errors),
    ("service", FileKind::Service),
];

fn repository() -> PathBuf {
    tests_folder().join("../..")
}

fn schema_folder() -> PathBuf {
    repository().join("spec/schema")
}

#[test]
fn the_schemas_beside_the_spec_are_what_the_command_writes() {
    for (name, kind) in KINDS {
        expect_file(
            &schema_folder().join(format!("{name}.schema.json")),
            &to_json(kind),
        );
    }
}

#[test]
fn every_file_names_its_schema_in_its_first_line() {
    let schemas = fs::canonicalize(schema_folder()).unwrap();
    // The second is a link to the first: an editor may know a file by either path.
    for folder in ["spec", "kcrs-generated/spec", "tests/second_api/spec"] {
        let folder = repository().join(folder);
        let mut count = 0;
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_none_or(|extension| extension != "yaml") {
                continue;
            }
            let text = fs::read_to_string(&path).unwrap();
            let first = text.lines().next().unwrap();
            let named = first.strip_prefix("# yaml-language-server: $schema=");
            let named = named.unwrap_or_else(|| panic!("{}: {first}", path.display()));
            let kind = FileKind::of_path(&path);
            let (name, _) = KINDS.iter().find(|(_, other)| *other == kind).unwrap();
            assert_eq!(
                fs::canonicalize(folder.join(named)).unwrap(),
                schemas.join(format!("{name}.schema.json"))
            );
            count += 1;
        }
        assert!(count >= 4, "{}", folder.display());
    }
}

/// A mapping of the format: where to put a key that it does not have, and what the schema calls it.
const MAPPINGS: [(&str, &str, &str, &str); 22] = [
    (
        "service.yaml",
        "service: book-shelf",
        "service: book-shelf\nwrong: 1",
        "/service",
    ),
    ("service.yaml", "title: {", "title: {wrong: 1, ", "docs"),
    (
        "service.yaml",
        "  default: north",
        "  default: north\n  wrong: 1",
        "regions",
    ),
    ("service.yaml", "north: {", "north: {wrong: 1, ", "region"),
    ("service.yaml", "lists: {", "lists: {wrong: 1, ", "lists"),
    (
        "service.yaml",
        "timestamps: {",
        "timestamps: {wrong: 1, ",
        "timestamps",
    ),
    (
        "service.yaml",
        "paging: {",
        "paging: {wrong: 1, ",
        "shared_paging",
    ),
    (
        "service.yaml",
        "  Limit: {",
        "  Limit: {wrong: 1, ",
        "shared_parameter",
    ),
    (
        "service.yaml",
        "  TraceId: {",
        "  TraceId: {wrong: 1, ",
        "shared_field",
    ),
    (
        "service.yaml",
        "pattern_says: {",
        "pattern_says: {wrong: 1, ",
        "docs",
    ),
    (
        "service.yaml",
        "completed_by: {",
        "completed_by: {wrong: 1, ",
        "completion",
    ),
    (
        "service.yaml",
        "    en: How a book is bound.",
        "    wrong: 1\n    en: How a book is bound.",
        "type",
    ),
    ("service.yaml", "hard: {", "hard: {wrong: 1, ", "value"),
    (
        "errors.yaml",
        "  - name: Throttled",
        "  - wrong: 1\n    name: Throttled",
        "error",
    ),
    ("errors.yaml", "errors:", "wrong: 1\nerrors:", "/errors"),
    (
        "books.yaml",
        "chapter: {",
        "chapter: {wrong: 1, ",
        "chapter_head",
    ),
    ("books.yaml", "actions:", "wrong: 1\nactions:", "/chapter"),
    (
        "books.yaml",
        "      Room: {",
        "      Room: {wrong: 1, ",
        "member",
    ),
    (
        "books.yaml",
        "    en: Lists books.",
        "    wrong: 1\n    en: Lists books.",
        "action",
    ),
    ("books.yaml", "paging: {", "paging: {wrong: 1, ", "paging"),
    (
        "books.yaml",
        "all_returned: {",
        "all_returned: {wrong: 1, ",
        "waiter",
    ),
    (
        "loans.yaml",
        "      response: \"{}\"",
        "      response: \"{}\"\n      wrong: 1",
        "example",
    ),
];

#[test]
fn the_schema_and_the_checks_know_the_same_keys() {
    let schemas: BTreeMap<&str, serde_json::Value> = KINDS
        .iter()
        .map(|(name, kind)| (*name, serde_json::from_str(&to_json(*kind)).unwrap()))
        .collect();
    let keys_of = |schema: &serde_json::Value| -> BTreeSet<String> {
        schema["properties"]
            .as_object()
            .unwrap()
            .keys()
            .cloned()
            .collect()
    };
    let mut seen = BTreeSet::from(["parameter", "field", "type_name"]);
    for (file, old, new, name) in MAPPINGS {
        let mut files = second_api();
        let (_, text) = files
            .iter_mut()
            .find(|(path, _)| path.ends_with(file))
            .unwrap();
        assert!(text.contains(old), "{file}: {old}");
        *text = text.replacen(old, new, 1);
        let report = check(&Sources::from_texts(files)).unwrap_err();
        let diagnostic = report
            .diagnostics()
            .iter()
            .find(|diagnostic| diagnostic.message.starts_with("unknown key `wrong`"));
        let help = diagnostic.and_then(|diagnostic| diagnostic.help.as_deref());
        let allowed = help.and_then(|help| help.split("allowed: ").nth(1));
        let allowed = allowed.unwrap_or_else(|| panic!("{name}: {report}"));
        let allowed: BTreeSet<String> = allowed
            .split(", ")
            .map(|key| key.trim_matches('`').to_owned())
            .collect();
        let schema = match name.strip_prefix('/') {
            Some(root) => &schemas[root],
            None => schemas
                .values()
                .map(|schema| &schema["definitions"][name])
                .find(|schema| schema.is_object())
                .unwrap(),
        };
        assert_eq!(keys_of(schema), allowed, "{name}");
        seen.insert(name);
    }
    // Parameters and fields share the keys of members among them.
    let definitions = &schemas["chapter"]["definitions"];
    let mut both = keys_of(&definitions["parameter"]);
    both.extend(keys_of(&definitions["field"]));
    assert_eq!(both, keys_of(&definitions["member"]));
    // No mapping is left out.
    for schema in schemas.values() {
        for name in schema["definitions"].as_object().unwrap().keys() {
            assert!(seen.contains(name.as_str()), "{name}");
        }
    }
}

#[test]
fn a_parameter_and_a_field_have_the_keys_that_the_checks_let_them_have() {
    let schema: serde_json::Value = serde_json::from_str(&to_json(FileKind::Chapter)).unwrap();
    let keys_of = |name: &str| {
        schema["definitions"][name]["properties"]
            .as_object()
            .unwrap()
            .clone()
    };
    let (parameter, field, member) = (keys_of("parameter"), keys_of("field"), keys_of("member"));
    for key in member.keys() {
        for (old, own) in [("      Title: {", &parameter), ("      Receipt: {", &field)] {
            let mut files = second_api();
            let new = format!("{old}{key}: ~, ");
            let (_, text) = files
                .iter_mut()
                .find(|(path, _)| path.ends_with("books.yaml"))
                .unwrap();
            *text = text.replacen(old, &new, 1);
            let report = check(&Sources::from_texts(files)).unwrap_err().to_string();
            let is_foreign = report.contains(&format!("`{key}` is for "));
            assert_eq!(!is_foreign, own.contains_key(key), "{key} in {old}");
        }
    }
}

#[test]
fn the_names_that_a_parameter_cannot_have_are_those_that_the_client_sends() {
    let schema: serde_json::Value = serde_json::from_str(&to_json(FileKind::Chapter)).unwrap();
    let request = &schema["definitions"]["action"]["properties"]["request"];
    let reserved = request["propertyNames"]["not"]["enum"].as_array().unwrap();
    assert_eq!(reserved.len(), 10);
    for name in reserved {
        let name = name.as_str().unwrap();
        let mut files = second_api();
        let (_, text) = files
            .iter_mut()
            .find(|(path, _)| path.ends_with("loans.yaml"))
            .unwrap();
        *text = text.replacen("      Reason: {", &format!("      {name}: {{"), 1);
        let report = check(&Sources::from_texts(files)).unwrap_err().to_string();
        assert!(
            report.contains(&format!("`{name}` is a common parameter")),
            "{report}"
        );
    }
}

#[test]
fn an_independent_validator_accepts_the_specs_and_refuses_broken_ones() {
    let Some(python) = python() else {
        return;
    };
    let scratch = Path::new(env!("CARGO_TARGET_TMPDIR")).join("jsonschema");
    let _ = fs::remove_dir_all(&scratch);
    let write = |name: &str, files: Files| {
        let folder = scratch.join(name);
        fs::create_dir_all(&folder).unwrap();
        for (path, text) in files {
            let path = folder.join(path.strip_prefix("spec/").unwrap());
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        folder
    };
    let schemas = scratch.join("schemas");
    fs::create_dir_all(&schemas).unwrap();
    for (name, kind) in KINDS {
        fs::write(schemas.join(format!("{name}.schema.json")), to_json(kind)).unwrap();
    }
    let mut specs = vec![repository().join("spec"), write("right", second_api())];
    for entry in fs::read_dir(tests_folder().join("bad_specs")).unwrap() {
        let path = entry.unwrap().path();
        let text = fs::read_to_string(&path).unwrap();
        let change = text.split(REPORT).next().unwrap().trim_end();
        let name = path.file_stem().unwrap().to_str().unwrap();
        specs.push(write(name, apply(change, second_api(), name)));
    }
    let output = Command::new(python)
        .arg(tests_folder().join("python/schema.py"))
        .arg(schemas)
        .args(&specs)
        .output()
        .unwrap();
    let (out, errors) = (
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr),
    );
    assert!(output.status.success(), "{out}{errors}");
    let verdicts: Vec<&str> = out
        .lines()
        .map(|line| line.split_once('\t').unwrap().1)
        .collect();
    assert_eq!(verdicts.len(), specs.len());
    assert_eq!(verdicts[..2], ["accepted", "accepted"]);
    let refused = verdicts
        .iter()
        .filter(|verdict| !["accepted", "not YAML"].contains(verdict));
    assert!(
        refused.clone().count() >= 30,
        "{} refused:\n{out}",
        refused.count()
    );
}
