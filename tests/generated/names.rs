//! Whether what is generated of names that mean something to Rust compiles.

use std::fs;
use std::path::Path;
use std::sync::Mutex;

use kcrs_codegen::Builder;
use kcrs_test_support::{Rustc, in_parallel};

/// The keywords of all editions that can be names of something, reserved and weak ones included.
const KEYWORDS: &str = "abstract as async auto await become box break const continue default do \
    dyn else enum extern false final fn for gen if impl in let loop macro match mod move mut \
    override priv pub raw ref return safe static struct trait true try type typeof union unsafe \
    unsized use virtual where while yield";

/// Names of generics, of traits in scope, and of what the runtime has.
const TYPES: &str = "A C CState D E Error Id IdIsSet IdIsUnset IdState Iterator Member Page R \
    Response S Service Shape Signature T ToString Unset Value Verifier";

/// Services whose names in UpperCamelCase are something else.
const SERVICES: &str = "c context crate incoming-request s self send sync vec verifier yield";

fn each(names: &str, text: impl Fn(&str) -> String) -> String {
    names.split_whitespace().map(text).collect()
}

fn upper(word: &str) -> String {
    word[..1].to_uppercase() + &word[1..]
}

const HEAD: &str = r#"title: {en: Words, zh: 词}
version: "1"
endpoint: "https://{region}.words.example"
regions: {default: self, known: {self: {en: Here, zh: 此}, yield: {en: There, zh: 彼}}}
signatures: [v4]
lints: {naming: allow, shadowed_name: allow, lookalike_names: allow}
"#;

const DOCS: &str = "en: It., zh: 它。";

/// An action with these members. Its example is a call with `example`.
fn action(name: &str, request: &str, response: &str, waiters: &str, example: &str) -> String {
    format!(
        "  \"{name}\":\n    {{{DOCS}, methods: [GET], idempotent: true, request: {{{request}}}, \
         response: {{{response}}}, waiters: {{{waiters}}}, example: {{request: \
         \"https://here.words.example/?Action={name}&Version=1{example}\", response: \"{{}}\"}}}}\n"
    )
}

/// Keywords as actions, parameters, members of responses and of structures, values and errors.
fn words() -> [String; 2] {
    let members = each(KEYWORDS, |it| format!("\"{it}\": {{type: Word, {DOCS}}}, "));
    let members = each("self super crate", |it| {
        format!("\"{it}\": {{name: {it}_, type: Word, {DOCS}}}, ")
    }) + &members;
    let values = each(KEYWORDS, |it| format!("\"{it}\": {{{DOCS}}}, "));
    let one = format!("Id: {{type: String, required: true, {DOCS}}}");
    let word = format!("word: {{type: Word, {DOCS}}}");
    let chapter = format!(
        "chapter: {{order: 1, {DOCS}}}
types:
  Word: {{{DOCS}, values: {{self: {{name: Itself, {DOCS}}}, {values}}}}}
  Words: {{{DOCS}, members: {{{members}}}}}
actions:
{}{}",
        action(
            "Everything",
            &format!("{members}Words: {{type: Words, {DOCS}}}"),
            &format!("{members}Words: {{type: [Words], {DOCS}}}"),
            "",
            ""
        ),
        each(&upper_keywords().to_lowercase(), |it| action(
            it, &one, &word, "", "&Id=x"
        )),
    );
    [chapter, errors(KEYWORDS)]
}

fn errors(names: &str) -> String {
    let rows = each(names, |it| {
        let name = upper(it);
        format!(
            "  - {{name: \"{name}\", code: \"{it}\", message: No., status: 400, class: client, {DOCS}}}\n"
        )
    });
    format!("errors:\n{rows}")
}

/// Keywords as names of Rust types, but for those that are reserved, since Rust has such types.
fn upper_keywords() -> String {
    let is_free = |it: &&str| !matches!(*it, "box" | "default");
    KEYWORDS
        .split_whitespace()
        .filter(is_free)
        .map(|it| upper(it) + " ")
        .collect()
}

/// Keywords as types or as waiters.
fn types(are_waiters: bool) -> [String; 2] {
    let mut names = upper_keywords() + TYPES;
    let mut waiters = String::new();
    if are_waiters {
        names = "Word".to_owned();
        waiters = each(&upper_keywords().to_lowercase(), |it| {
            format!("\"{it}\": {{path: word, success: [x], interval: 1s, limit: 1m}}, ")
        });
    }
    let id = format!("Id: {{type: String, required: true, {DOCS}}}");
    let members = each(&names, |it| {
        format!("{it}_: {{type: \"{it}\", required: true, {DOCS}}}, ")
    });
    let chapter = format!(
        "chapter: {{order: 1, {DOCS}}}\ntypes:\n{}actions:\n{}",
        each(&names, |it| format!(
            "  \"{it}\": {{{DOCS}, members: {{{id}}}}}\n"
        )),
        action(
            "Everything",
            &members,
            &format!("word: {{type: String, {DOCS}}}"),
            &waiters,
            &each(&names, |it| format!("&{it}_.Id=x")),
        ),
    );
    [chapter, errors("Wrong")]
}

fn actions(names: &str) -> [String; 2] {
    let id = format!("Id: {{type: String, required: true, {DOCS}}}");
    let chapter = format!(
        "chapter: {{order: 1, {DOCS}}}\nactions:\n{}",
        each(names, |it| action(
            it,
            &id,
            &id.replace("required", "essential"),
            "",
            "&Id=x"
        ))
    );
    [chapter, errors("Wrong")]
}

#[test]
fn keywords_and_names_of_rust_can_name_everything() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("names");
    let probe = "pub use kcrs_runtime::server::Verifier;\n";
    let rustc = Rustc::new(folder).with("kcrs_runtime", probe);
    let mut specs = vec![
        ("all-words".to_owned(), words()),
        ("all-types".to_owned(), types(false)),
        ("all-waiters".to_owned(), types(true)),
        ("all-actions".to_owned(), actions(TYPES)),
    ];
    let services = SERVICES.split_whitespace();
    specs.extend(services.map(|service| (service.to_owned(), actions("Look"))));
    let mistakes = Mutex::new(Vec::new());
    in_parallel(specs, |(service, chapter)| {
        if let Err(mistake) = compile(&rustc, &service, chapter) {
            mistakes
                .lock()
                .unwrap()
                .push(format!("{service}: {mistake}"));
        }
    });
    let mistakes = mistakes.into_inner().unwrap();
    assert!(mistakes.is_empty(), "{}", mistakes.join("\n\n"));
}

/// Generates a crate of a service, and compiles it.
fn compile(rustc: &Rustc, service: &str, [chapter, errors]: [String; 2]) -> Result<(), String> {
    let spec = rustc.folder().join(format!("spec_{service}"));
    fs::create_dir_all(&spec).unwrap();
    let head = format!("service: {service}\n{HEAD}");
    for (name, text) in [("service", head), ("chapter", chapter), ("errors", errors)] {
        fs::write(spec.join(format!("{name}.yaml")), text).unwrap();
    }
    let name = format!("crate_{}.rs", service.replace('-', "_"));
    Builder::new()
        .spec_dir(&spec)
        .out_dir(rustc.folder())
        .crate_name("words")
        .server(true)
        .single_file(&name)
        .generate()
        .map_err(|report| report.to_string())?;
    let output = rustc
        .command(&rustc.folder().join(name))
        .args(["--crate-type=lib", "--emit=metadata", "-Dwarnings"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .env("CARGO_PKG_NAME", "words")
        .env("CARGO_PKG_VERSION", "1.0.0")
        .output()
        .unwrap();
    match output.status.success() {
        true => Ok(()),
        false => Err(String::from_utf8_lossy(&output.stderr).into_owned()),
    }
}
