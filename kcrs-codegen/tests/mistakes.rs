//! `spec/MISTAKES.md`: what a person sees who makes a typical mistake in one line of the spec.

use std::fs;
use std::path::PathBuf;

use kcrs_codegen::{Code, Levels, Sources, check_with};

use crate::support::{Files, expect_file, tests_folder};

struct Mistake {
    title: &'static str,
    file: &'static str,
    right: &'static str,
    wrong: &'static str,
}

const MISTAKES: [Mistake; 10] = [
    Mistake {
        title: "A type is misspelt",
        file: "instances.yaml",
        right: "InstanceType: {type: InstanceType, required: true, en",
        wrong: "InstanceType: {type: InstanceTipe, required: true, en",
    },
    Mistake {
        title: "A key is misspelt",
        file: "instances.yaml",
        right: "InstanceType: {type: InstanceType, required: true, en",
        wrong: "InstanceType: {type: InstanceType, requird: true, en",
    },
    Mistake {
        title: "A text with a comma has no quotes",
        file: "namespaces.yaml",
        right: "CreateTime: {type: Timestamp, en: When the namespace was created., zh",
        wrong: "CreateTime: {type: Timestamp, en: When the namespace was created, by whomever., zh",
    },
    Mistake {
        title: "A text with a colon has no quotes",
        file: "namespaces.yaml",
        right: "CreateTime: {type: Timestamp, en: When the namespace was created., zh",
        wrong: "CreateTime: {type: Timestamp, en: When it was created: its first day., zh",
    },
    Mistake {
        title: "The Chinese description is missing",
        file: "namespaces.yaml",
        right: ", en: When the namespace was created., zh: 命名空间何时创建。}",
        wrong: ", en: When the namespace was created.}",
    },
    Mistake {
        title: "A parameter is there twice",
        file: "namespaces.yaml",
        right: "      MaxResults: optional\n      Marker: optional\n",
        wrong: "      MaxResults: optional\n      Marker: optional\n      MaxResults: optional\n",
    },
    Mistake {
        title: "A default is outside its own range",
        file: "service.yaml",
        right: "    default: 20\n",
        wrong: "    default: 200\n",
    },
    Mistake {
        title: "A condition names a value that there is not",
        file: "instances.yaml",
        right: "required_when: {ChargeType: Monthly}",
        wrong: "required_when: {ChargeType: Montly}",
    },
    Mistake {
        title: "The example calls a parameter otherwise",
        file: "instances.yaml",
        right: "        &InstanceName=xxxxx\n",
        wrong: "        &InstancName=xxxxx\n",
    },
    Mistake {
        title: "A limit stands in the description only",
        file: "instances.yaml",
        right: "        en: How many months to buy. To pay by the year give a multiple of 12.\n",
        wrong: "        en: How many months to buy, at most 36. To pay by the year give a multiple of 12.\n",
    },
];

#[test]
fn what_typical_mistakes_look_like_is_as_the_docs_say() {
    let files = spec();
    let mut page = "# Ten typical mistakes\n\n\
        What `cargo build` and `kcrs-codegen check spec` say when one line of the spec is wrong. A test makes each of these \
        mistakes\nand compares; `kcrs-codegen explain CODE` explains a code.\n"
        .to_owned();
    for mistake in MISTAKES {
        let mut files = files.clone();
        let (_, text) = files
            .iter_mut()
            .find(|(path, _)| path.ends_with(mistake.file))
            .unwrap();
        assert_eq!(text.matches(mistake.right).count(), 1, "{}", mistake.title);
        *text = text.replace(mistake.right, mistake.wrong);
        let report = match check_with(&Sources::from_texts(files), &Levels::new()) {
            Ok(checked) => checked.warnings,
            Err(report) => report,
        };
        assert!(!report.is_empty(), "{}", mistake.title);
        page.push_str(&format!(
            "\n## {}\n\n```text\n{report}\n```\n",
            mistake.title
        ));
    }
    expect_file(&folder().join("MISTAKES.md"), &page);
}

/// A mistake in one place, in which file, and how many more errors would follow from it.
const CAUSES: [(&str, &str, &str, usize); 15] = [
    ("service.yaml", "\nparameters:", "\nparametrs:", 94),
    (
        "service.yaml",
        "\nparameters:",
        "\nparameters:\nparameters:",
        94,
    ),
    ("service.yaml", "\nfields:", "\nfieldz:", 57),
    ("service.yaml", "\npaging:", "\npagging:", 7),
    ("service.yaml", "\nregions:", "\nregion:", 1),
    (
        "service.yaml",
        "\nversion: \"2021-11-09\"",
        "\nversion: \"2021-11-10\"",
        32,
    ),
    (
        "service.yaml",
        "  MaxResults:\n    type",
        "  MaxResult:\n    type",
        6,
    ),
    (
        "service.yaml",
        "    en: Id of the registry instance.",
        "    em: Id of the registry instance.",
        1,
    ),
    ("errors.yaml", "\nerrors:", "\nerorrs:", 1),
    ("instances.yaml", "\nactions:", "\nacitons:", 2),
    ("instances.yaml", "types:\n", "typs:\n", 3),
    (
        "instances.yaml",
        "  InstanceType:\n    en",
        "  InstanceTypes:\n    en",
        1,
    ),
    (
        "instances.yaml",
        "      InstanceSet: {type",
        "      Instances: {type",
        6,
    ),
    ("instances.yaml", "\n  Instance:\n", "\n  Instanze:\n", 0),
    (
        "triggers.yaml",
        "    members:\n      TriggerId",
        "    membrs:\n      TriggerId",
        1,
    ),
];

#[test]
fn a_mistake_in_one_place_has_one_report() {
    // How many errors follow is counted where the spec is the document's.
    let mut files = spec();
    let is_observed = |text: &str| text.lines().any(|line| line == "    source: observed");
    files.retain(|(_, text)| !is_observed(text));
    for (file, right, wrong, followers) in CAUSES {
        let mut files = files.clone();
        let (_, text) = files
            .iter_mut()
            .find(|(path, _)| path.ends_with(file))
            .unwrap();
        assert!(text.contains(right), "{file} has no {right}");
        *text = text.replacen(right, wrong, 1);
        let report = check_with(&Sources::from_texts(files), &Levels::new()).unwrap_err();
        let [cause] = report.diagnostics() else {
            panic!("{wrong}: {report}");
        };
        assert_eq!(cause.followers, followers, "{wrong}: {report}");
    }
}

#[test]
fn the_spec_is_right_and_free_of_warnings() {
    let sources = Sources::read(folder());
    let checked = check_with(&sources, &Levels::new()).unwrap_or_else(|report| panic!("{report}"));
    assert!(checked.warnings.is_empty(), "{}", checked.warnings);
}

#[test]
fn the_docs_list_every_lint_with_its_level() {
    let readme = fs::read_to_string(folder().join("README.md")).unwrap();
    let listed: Vec<&str> = readme
        .lines()
        .filter(|line| line.contains("` | W0"))
        .filter_map(|line| {
            line.split_inclusive(" | ")
                .nth(2)
                .map(|level| (line, level))
        })
        .map(|(line, level)| &line[..line.find(level).unwrap() + level.len()])
        .collect();
    let lints: Vec<String> = Code::all()
        .filter_map(|code| Some((code, code.default_level()?)))
        .map(|(code, level)| {
            let level = format!("{level:?}").to_lowercase();
            format!("| `{}` | {code} | {level} | ", code.name())
        })
        .collect();
    assert_eq!(listed, lints);
}

fn spec() -> Files {
    let mut files: Files = fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| {
            path.extension()
                .is_some_and(|extension| extension == "yaml")
        })
        .map(|path| {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            (format!("spec/{name}"), fs::read_to_string(path).unwrap())
        })
        .collect();
    files.sort();
    files
}

fn folder() -> PathBuf {
    tests_folder().join("../../spec")
}
