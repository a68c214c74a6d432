//! The spec says what the document says: its model is compared, cell by cell, with a second
//! transcription of the document (`conformance/document.tsv`, `actions.tsv`, `errors.tsv`) that was
//! typed without sight of the spec.

use std::collections::{BTreeSet, HashSet};
use std::path::Path;

use kcrs_codegen::Sources;
use kcrs_codegen::model::{
    Action, Api, Bounds, Condition, Kind, LengthUnit, Literal, Member, Shape, Structure,
};

const COLUMNS: usize = 10;
const TYPE: usize = 5;
const VALUES: usize = 9;

/// chapter, action, part, structure, name, type, required, default, limits, values
type Row = [String; COLUMNS];

/// Cells of the document that do not follow from the model: action, structure, wire name, column,
/// the document's text.
const ODD_CELLS: &[(&str, &str, &str, usize, &str)] = &[
    // Worded or spaced as nowhere else in the document.
    (
        "DescribeImages",
        "Image",
        "TagNames",
        TYPE,
        "List of String",
    ),
    (
        "CreateWebhookTrigger",
        "",
        "Trigger",
        TYPE,
        "WebhookTrigger 数据类型",
    ),
    (
        "ModifyWebhookTrigger",
        "Trigger",
        "Header",
        TYPE,
        "Array ofHeader",
    ),
    // The document lists the values at the request's parameter of the same name, not here.
    ("DescribeInstance", "Instance", "InstanceType", VALUES, ""),
    (
        "DescribeWebhookTriggerLog",
        "WebhookTriggerLog",
        "EventType",
        VALUES,
        "",
    ),
    // The document lists no values; its example shows one.
    ("DescribeImageScan", "", "Status", VALUES, ""),
];

#[test]
fn every_cell_of_the_document_is_in_the_model() {
    let documented = table::<COLUMNS>(include_str!("conformance/document.tsv"));
    let differences = differences(&documented, &modelled(&api()));
    assert!(
        differences.is_empty(),
        "{} differences:\n{}",
        differences.len(),
        differences.join("\n")
    );
}

#[test]
fn actions_have_the_titles_and_methods_of_the_document_in_its_order() {
    let documented = table::<3>(include_str!("conformance/actions.tsv"));
    let modelled: Vec<[String; 3]> = api()
        .actions
        .iter()
        .filter(|action| !action.observed)
        .map(|action| {
            let mut methods: Vec<String> = std::iter::once(&action.method)
                .chain(&action.other_methods)
                .map(|method| format!("{method:?}").to_uppercase())
                .collect();
            // The spec begins with the one that clients use.
            methods.sort();
            let title = action.documented_as.clone().unwrap_or_default();
            [action.wire.clone(), title, methods.join("/")]
        })
        .collect();
    assert_eq!(modelled, documented);
}

#[test]
fn changing_any_single_cell_is_noticed() {
    let mut documented = table::<COLUMNS>(include_str!("conformance/document.tsv"));
    let modelled = modelled(&api());
    for row in 0..documented.len() {
        for column in 0..COLUMNS {
            let changed = format!("{}x", documented[row][column]);
            let original = std::mem::replace(&mut documented[row][column], changed);
            assert_ne!(
                differences(&documented, &modelled).len(),
                0,
                "row {row}, column {column}"
            );
            documented[row][column] = original;
        }
    }
}

#[test]
fn the_error_table_is_the_documents() {
    let documented = table::<3>(include_str!("conformance/errors.tsv"));
    let modelled: Vec<[String; 3]> = api()
        .errors
        .iter()
        .map(|row| {
            [
                row.code.clone(),
                row.message.clone(),
                row.status.to_string(),
            ]
        })
        .collect();
    assert_eq!(documented.len(), 33);
    assert_eq!(documented, modelled);
}

fn api() -> Api {
    let spec = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec");
    kcrs_codegen::check(&Sources::read(spec)).unwrap_or_else(|report| panic!("{report}"))
}

fn table<const N: usize>(text: &str) -> Vec<[String; N]> {
    let rows = text.lines().skip(1).map(|line| {
        let cells: Vec<String> = line.split('\t').map(str::to_owned).collect();
        cells
            .try_into()
            .unwrap_or_else(|cells| panic!("{N} cells expected: {cells:?}"))
    });
    rows.collect()
}

fn differences(documented: &[Row], modelled: &[Row]) -> Vec<String> {
    fn key(row: &Row) -> &[String] {
        &row[1..5]
    }
    let in_document: HashSet<_> = documented.iter().map(key).collect();
    let in_spec: HashSet<_> = modelled.iter().map(key).collect();
    let mut differences: Vec<String> = Vec::new();
    for row in modelled
        .iter()
        .filter(|row| !in_document.contains(key(row)))
    {
        differences.push(format!(
            "only in the spec: {row:?}\n  (what the document does not have is marked `source: observed` in the spec)"
        ));
    }
    for row in documented.iter().filter(|row| !in_spec.contains(key(row))) {
        differences.push(format!("only in the document: {row:?}"));
    }
    if differences.is_empty() {
        let pairs = documented.iter().zip(modelled);
        differences.extend(
            pairs
                .filter(|(documented, modelled)| documented != modelled)
                .map(|(documented, modelled)| {
                    format!("document {documented:?}\n    spec {modelled:?}")
                }),
        );
    }
    differences
}

fn modelled(api: &Api) -> Vec<Row> {
    let in_requests = structures_of(api, documented(api).flat_map(|action| &action.request));
    let mut rows = Vec::new();
    for action in documented(api) {
        let writer = Writer {
            api,
            action,
            in_requests: &in_requests,
        };
        writer.part(&mut rows, "request", &action.request);
        writer.part(&mut rows, "response", &action.response);
    }
    rows
}

/// The actions that the document has.
fn documented(api: &Api) -> impl Iterator<Item = &Action> {
    api.actions.iter().filter(|action| !action.observed)
}

/// The structures that are reached from these members, in the order of the document's tables.
fn structures_of<'a>(api: &'a Api, members: impl Iterator<Item = &'a Member>) -> Vec<usize> {
    let mut found = Vec::new();
    let mut seen = BTreeSet::new();
    for member in members {
        collect(api, member, &mut found, &mut seen);
    }
    found
}

fn collect(api: &Api, member: &Member, found: &mut Vec<usize>, seen: &mut BTreeSet<usize>) {
    let Kind::Named(index) = member.ty.kind else {
        return;
    };
    let Some(structure) = structure(api, index) else {
        return;
    };
    if seen.insert(index) {
        found.push(index);
        for member in &structure.members {
            collect(api, member, found, seen);
        }
    }
}

fn structure(api: &Api, index: usize) -> Option<&Structure> {
    match &api.types[index].shape {
        Shape::Structure(structure) => Some(structure),
        _ => None,
    }
}

struct Writer<'a> {
    api: &'a Api,
    action: &'a Action,
    in_requests: &'a [usize],
}

impl Writer<'_> {
    fn part(&self, rows: &mut Vec<Row>, part: &str, members: &[Member]) {
        for member in members.iter().filter(|member| !member.observed) {
            rows.push(self.row(part, "", member, part == "request"));
        }
        for index in structures_of(self.api, members.iter()) {
            let name = self.documented_name(index);
            let Some(structure) = structure(self.api, index) else {
                continue;
            };
            // The document prints one table for a structure that requests have, whoever else has
            // it.
            let like_a_request = self.in_requests.contains(&index);
            for member in structure.members.iter().filter(|member| !member.observed) {
                rows.push(self.row(part, name, member, like_a_request));
            }
        }
    }

    fn row(&self, part: &str, structure: &str, member: &Member, like_a_request: bool) -> Row {
        let chapter = &self.api.chapters[self.action.chapter];
        let numbered = if like_a_request && member.ty.list {
            ".N"
        } else {
            ""
        };
        let required = match (like_a_request, member.required) {
            (false, _) => "",
            (true, true) => "是",
            (true, false) => "否",
        };
        let mut row = [
            format!("{}相关接口", chapter.docs.zh),
            self.action.wire.clone(),
            part.to_owned(),
            structure.to_owned(),
            format!("{}{numbered}", member.wire),
            self.type_words(member),
            required.to_owned(),
            member.default.as_ref().map(literal).unwrap_or_default(),
            limits(member),
            self.values(member),
        ];
        for (action, odd_structure, name, column, cell) in ODD_CELLS {
            if (*action, *odd_structure, *name)
                == (self.action.wire.as_str(), structure, member.wire.as_str())
            {
                row[*column] = (*cell).to_owned();
            }
        }
        row
    }

    fn type_words(&self, member: &Member) -> String {
        let word = match member.ty.kind {
            Kind::Integer => "Integer",
            Kind::Boolean => "Boolean",
            Kind::Named(index) if structure(self.api, index).is_some() => {
                let name = self.documented_name(index);
                if !member.ty.list {
                    return format!("{name}数据类型");
                }
                name
            }
            _ => "String",
        };
        if member.ty.list {
            format!("Array of {word}")
        } else {
            word.to_owned()
        }
    }

    fn values(&self, member: &Member) -> String {
        match member.ty.kind {
            Kind::Boolean => "True|False".to_owned(),
            Kind::Named(index) => match &self.api.types[index].shape {
                Shape::Enum(shape) => shape
                    .values
                    .iter()
                    .map(|value| value.wire.as_str())
                    .collect::<Vec<_>>()
                    .join("|"),
                _ => String::new(),
            },
            _ => String::new(),
        }
    }

    fn documented_name(&self, index: usize) -> &str {
        let found = &self.api.types[index];
        found.documented_as.as_deref().unwrap_or(&found.name)
    }
}

fn limits(member: &Member) -> String {
    let mut limits = Vec::new();
    if let Some(length) = &member.limits.length {
        let unit = match length.unit {
            LengthUnit::Bytes => "bytes",
            _ => "characters",
        };
        limits.push(format!("length {} {unit}", bounds_text(&length.bounds)));
    }
    if let Some(pattern) = &member.limits.pattern {
        limits.push(format!("pattern {}", pattern.regex));
    }
    if let Some(range) = &member.limits.range {
        limits.extend(range.min.map(|min| format!("min {min}")));
        limits.extend(range.max.map(|max| format!("max {max}")));
    }
    for (word, condition) in [
        ("required", &member.required_when),
        ("ignored", &member.ignored_when),
        ("null", &member.null_when),
    ] {
        if let Some(Condition { wire, value, .. }) = condition {
            limits.push(format!("{word} when {wire}={}", literal(value)));
        }
    }
    limits.join("; ")
}

fn bounds_text(bounds: &Bounds) -> String {
    let bound = |bound: Option<i64>| bound.map(|bound| bound.to_string()).unwrap_or_default();
    format!("{}..{}", bound(bounds.min), bound(bounds.max))
}

fn literal(literal: &Literal) -> String {
    match literal {
        Literal::Text(text) => text.clone(),
        Literal::Integer(number) => number.to_string(),
        Literal::Boolean(true) => "True".to_owned(),
        Literal::Boolean(false) => "False".to_owned(),
        Literal::Variant { wire, .. } => wire.clone(),
        other => panic!("{other:?}"),
    }
}
