//! What a build script may ask for: parts, modules, attributes; and what it may not.

use std::collections::BTreeMap;

use crate::support::{expect_file, second_api_folder, tests_folder};
use kcrs_codegen::{Builder, Generated, Part};

fn builder() -> Builder {
    Builder::new()
        .crate_name("book-shelf")
        .spec_dir(second_api_folder().join("spec"))
}

fn generate(builder: &Builder) -> Generated {
    builder
        .generate()
        .unwrap_or_else(|report| panic!("{report}"))
}

fn files(generated: &Generated) -> BTreeMap<&str, &str> {
    let files = generated.files.iter();
    files.map(|file| (file.name, file.text.as_str())).collect()
}

/// What a build ends with that asks for something wrong.
fn refusal(builder: &Builder) -> String {
    builder.generate().unwrap_err().to_string()
}

#[test]
fn the_file_that_makes_modules_is_the_golden_one() {
    let builder = builder()
        .server(Part::feature("server"))
        .include_file("book_shelf.rs");
    let modules = generate(&builder).modules.unwrap();
    expect_file(&tests_folder().join("options/modules.rs"), &modules);
}

#[test]
fn parts_are_left_out_with_all_that_names_them() {
    for (builder, expected) in [
        (
            builder(),
            "actions client errors schema service types waiters",
        ),
        (
            builder().waiters(false),
            "actions client errors schema service types",
        ),
        (
            builder().client(false),
            "actions errors schema service types",
        ),
        (
            builder().client(false).schema(false).server(true),
            "actions errors examples server service types",
        ),
        (
            builder()
                .schema(false)
                .waiters(false)
                .server(true)
                .examples(false),
            "actions client errors server service types",
        ),
    ] {
        let generated = generate(&builder.include_file("modules.rs"));
        let files = files(&generated);
        let names: Vec<&str> = files
            .keys()
            .map(|name| name.trim_end_matches(".rs"))
            .collect();
        assert_eq!(names.join(" "), expected);
        let modules = generated.modules.as_deref().unwrap();
        for part in ["client", "examples", "schema", "server", "waiters"] {
            let is_there = names.contains(&part);
            assert_eq!(
                modules.contains(&format!("\"{part}.rs\"")),
                is_there,
                "{part} in {expected}"
            );
            let named = files
                .values()
                .any(|text| text.contains(&format!("use crate::{part};")));
            assert!(is_there || !named, "{part} is named in {expected}");
        }
        let has_conditions = files
            .values()
            .any(|text| text.contains("feature = \"server\""));
        assert!(!has_conditions, "{expected}");
        let is_read = files["actions.rs"].contains("FromParams");
        assert_eq!(is_read, names.contains(&"server"), "{expected}");
    }
}

#[test]
fn one_file_has_all_of_them() {
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("one_file");
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    let generated = generate(&builder().single_file("one.rs").out_dir(&folder));
    let names: Vec<_> = std::fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    assert_eq!(names, ["one.rs"]);
    let text = std::fs::read_to_string(folder.join("one.rs")).unwrap();
    assert!(generated.files.iter().all(|file| text.contains(&file.text)));
    assert_eq!(generated.modules, Some(text));
}

#[test]
fn paths_lead_to_the_module() {
    let builder = builder()
        .module("apis::shelf")
        .server(true)
        .include_file("shelf.rs");
    let generated = generate(&builder.runtime("crate::kcrs"));
    for file in &generated.files {
        let paths = file.text.matches("crate::").count();
        let moved = file.text.matches("crate::apis::shelf").count();
        // The texts of the table are no links.
        let is_table = file.name == "schema.rs";
        assert!(is_table || paths == moved, "{}:\n{}", file.name, file.text);
    }
    let files = files(&generated);
    assert!(files["actions.rs"].contains("crate = crate::apis::shelf)"));
    assert!(files["client.rs"].contains("client: book_shelf::apis::shelf::Client"));
    let modules = generated.modules.as_deref().unwrap();
    assert!(
        modules.contains("pub use crate::kcrs::__private::v1;"),
        "{modules}"
    );
}

#[test]
fn attributes_go_where_their_patterns_say() {
    let builder = builder()
        .derive("*Output", ["PartialOrd"])
        .type_attribute("Binding", "#[derive(PartialOrd, Ord)] #[repr(u8)]")
        .type_attribute("LoanClosed", "#[must_use]")
        .field_attribute("*.book_id", "#[doc(alias = \"isbn\")]")
        .field_attribute("LoanState.Lost", "#[doc(hidden)]")
        .doc_tests(false);
    let generated = generate(&builder);
    let files = files(&generated);
    assert_eq!(
        files["actions.rs"].matches("#[derive(PartialOrd)]").count(),
        5
    );
    // Of two requests, and of the waiter that is given one's parameter.
    let alias = "#[doc(alias = \"isbn\")]\n    pub book_id: String,";
    assert_eq!(files["actions.rs"].matches(alias).count(), 2);
    assert_eq!(files["waiters.rs"].matches(alias).count(), 1);
    assert!(files["waiters.rs"].contains("#[must_use]\n#[waiter(crate = crate)]"));
    let types = files["types.rs"];
    let of_enum = "    #[attribute(derive(PartialOrd, Ord))]\n    #[attribute(repr(u8))]\n    pub enum Binding {";
    assert!(types.contains(of_enum), "{types}");
    assert!(
        types.contains("#[attribute(doc(hidden))]\n        Lost = \"lost\","),
        "{types}"
    );
    assert!(!files["client.rs"].contains("```no_run"));
}

#[test]
fn a_pattern_that_fits_nothing_is_refused_with_what_there_is() {
    let report = refusal(&builder().type_attribute("Bok", "#[derive(PartialOrd)]"));
    assert!(report.contains("`Bok` fits no type"), "{report}");
    assert!(
        report.contains("did you mean `Book`? allowed: AddBook, AddBookOutput,"),
        "{report}"
    );
    let report = refusal(&builder().field_attribute("Person.nam", "#[doc(hidden)]"));
    assert!(report.contains("`Person.nam` fits no field"), "{report}");
    let allowed = "did you mean `Person.name`? allowed: Person.aliases, Person.born, Person.name";
    assert!(report.contains(allowed), "{report}");
    // A waiter that is not generated has no type.
    let without = builder()
        .waiters(false)
        .derive("LoanClosed", ["PartialOrd"]);
    assert!(refusal(&without).contains("`LoanClosed` fits no type"));
}

#[test]
fn options_that_are_no_rust_are_refused() {
    for (builder, expected) in [
        (
            builder().type_attribute("Book", "derive(PartialOrd)"),
            "`derive(PartialOrd)` is no attribute",
        ),
        (builder().type_attribute("Book", ""), "`` is no attribute"),
        (
            builder().derive("Book", ["PartialOrd)]"]),
            "`#[derive(PartialOrd)])]` is no attribute",
        ),
        (
            builder().module("my shelf"),
            "`my shelf` is no path for `module`",
        ),
        (builder().module("mod"), "`mod` is no path for `module`"),
        (builder().module(""), "`` is no path for `module`"),
        (
            builder().include_file("a.rs").runtime("kcrs-runtime"),
            "`kcrs-runtime` is no path for `runtime`",
        ),
    ] {
        let report = refusal(&builder);
        assert!(report.contains(expected), "{report}");
        assert!(report.contains("build.rs"), "{report}");
    }
}

#[test]
fn everything_that_is_wrong_with_attributes_is_told_at_once() {
    let builder = builder()
        .derive("Bok", ["PartialOrd)"])
        .field_attribute("x", "#[doc(hidden)]");
    let report = builder.generate().unwrap_err();
    assert_eq!(report.diagnostics().len(), 3, "{report}");
}
