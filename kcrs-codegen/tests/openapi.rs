//! The OpenAPI documents: as expected, and right by the judgement of others.

mod validated;

use kcrs_codegen::Language;
use kcrs_codegen::openapi::{Options, to_json, to_yaml};
use serde_json::Value;

use crate::command::run;
use crate::support::{book_shelf, expect_file, second_api_folder};

#[test]
fn documents_are_the_expected_ones() {
    let api = book_shelf();
    let folder = second_api_folder().join("golden/openapi");
    let english = Options::new();
    expect_file(&folder.join("en.json"), &to_json(&api, &english));
    let both = Options::new()
        .languages(&Language::ALL)
        .server("http://127.0.0.1:8080")
        .list_items(2);
    expect_file(&folder.join("both.yaml"), &to_yaml(&api, &both));
}

#[test]
fn yaml_says_what_json_says() {
    let api = book_shelf();
    let options = Options::new().languages(&Language::ALL);
    let json: Value = serde_json::from_str(&to_json(&api, &options)).unwrap();
    let yaml: Value = serde_yaml::from_str(&to_yaml(&api, &options)).unwrap();
    assert_eq!(json, yaml);
}

fn document(options: &Options) -> Value {
    serde_json::from_str(&to_json(&book_shelf(), options)).unwrap()
}

fn names(parameters: &Value) -> Vec<&str> {
    let parameters = parameters.as_array().unwrap().iter();
    parameters
        .map(|parameter| parameter["name"].as_str().unwrap())
        .collect()
}

#[test]
fn a_list_has_as_many_items_as_asked_for_and_as_it_can_have() {
    let document = document(&Options::new().list_items(7));
    let list = &document["paths"]["/ListBooks"]["get"]["parameters"];
    let authors: Vec<_> = names(list)
        .into_iter()
        .filter(|name| name.starts_with("Author."))
        .collect();
    assert_eq!(
        authors,
        [
            "Author.1", "Author.2", "Author.3", "Author.4", "Author.5", "Author.6", "Author.7"
        ]
    );
    let filters = names(list)
        .into_iter()
        .filter(|name| name.starts_with("Filter."));
    assert_eq!(filters.count(), 7 + 7 * 7);

    let form = &document["components"]["schemas"]["AddBookRequest"];
    let properties = form["properties"].as_object().unwrap();
    assert!(properties.contains_key("Author.Aliases.5"));
    assert!(
        !properties.contains_key("Author.Aliases.6"),
        "a list of at most 5"
    );
    // The first item of a list that must be given is required, and none of the others.
    let required = form["required"].as_array().unwrap();
    assert!(required.contains(&"Labels.1.Shelf.Room".into()));
    assert!(!required.contains(&"Labels.2.Shelf.Room".into()));
}

#[test]
fn fields_are_nullable_unless_they_are_essential() {
    let document = document(&Options::new());
    let of = |field: &str| {
        let mut schema = document["components"]["schemas"]["Book"]["properties"][field].clone();
        schema.as_object_mut().unwrap().remove("description");
        schema
    };
    for (field, expected) in [
        ("Lent", r#"{"type": "boolean"}"#),
        (
            "Due",
            r#"{"type": ["string", "null"], "x-timestamp-format": "YYYY-MM-DDThh:mm:ssZ"}"#,
        ),
        (
            "Author",
            r##"{"anyOf": [{"$ref": "#/components/schemas/Person"}, {"type": "null"}]}"##,
        ),
        (
            "Type",
            r##"{"anyOf": [{"$ref": "#/components/schemas/Binding"}, {"type": "null"}]}"##,
        ),
        (
            "Headers",
            r##"{"anyOf": [{"type": "array", "items": {"$ref": "#/components/schemas/Header"}},
                           {"type": "string"}, {"type": "null"}]}"##,
        ),
        (
            "Editions",
            r##"{"type": ["array", "null"], "items": {"$ref": "#/components/schemas/Edition"}}"##,
        ),
    ] {
        let expected: Value = serde_json::from_str(expected).unwrap();
        assert_eq!(of(field), expected, "{field}");
    }
}

#[test]
fn patterns_describe_the_names_of_all_items() {
    let document = document(&Options::new());
    let patterns = &document["components"]["schemas"]["AddBookRequest"]["patternProperties"];
    assert!(patterns[r"^Labels\.[1-9][0-9]*\.Notes\.[1-9][0-9]*$"].is_object());
}

#[test]
fn a_type_of_the_spec_keeps_its_name_where_ours_has_it_too() {
    let mut files = crate::support::second_api();
    for (_, text) in &mut files {
        *text = text
            .replace("LoanState", "ErrorResponse")
            .replace("Binding", "AddBookRequest");
    }
    let api = kcrs_codegen::check(&kcrs_codegen::Sources::from_texts(files)).unwrap();
    let document: Value = serde_json::from_str(&to_json(&api, &Options::new())).unwrap();
    let schemas = &document["components"]["schemas"];
    assert_eq!(schemas["ErrorResponse"]["type"], "string");
    assert_eq!(schemas["ErrorResponse_"]["type"], "object");
    assert_eq!(schemas["AddBookRequest"]["type"], "string");
    assert_eq!(
        document["paths"]["/AddBook"]["post"]["requestBody"]["content"]["application/x-www-form-urlencoded"]
            ["schema"]["$ref"],
        "#/components/schemas/AddBookRequest_"
    );
}

#[test]
fn the_command_prints_a_document() {
    let api = book_shelf();
    let options = Options::new()
        .languages(&[Language::Chinese])
        .server("http://127.0.0.1:8080")
        .list_items(2);
    let arguments = [
        "openapi",
        "spec",
        "--lang",
        "zh",
        "--server",
        "http://127.0.0.1:8080",
        "--list-items",
        "2",
    ];
    assert_eq!(run(&arguments), (0, to_json(&api, &options), String::new()));
    let yaml = run(&["openapi", "spec", "--format=yaml"]);
    assert_eq!(yaml.1, to_yaml(&api, &Options::new()));

    for (arguments, expected) in [
        (
            &["openapi", "spec", "--format=xml"][..],
            "possible values: json, yaml",
        ),
        (
            &["openapi", "spec", "--lang=fr"],
            "possible values: en, zh, both",
        ),
        (
            &["openapi", "spec", "--list-items=0"],
            "0 is not in 1..=100",
        ),
    ] {
        let (code, out, error) = run(arguments);
        assert_eq!((code, out.as_str()), (2, ""));
        assert!(error.contains(expected), "{error}");
    }
    let (code, out, error) = run(&["openapi", "golden"]);
    assert_eq!((code, out.as_str()), (1, ""));
    assert!(error.contains("the spec has no chapter"), "{error}");
}
