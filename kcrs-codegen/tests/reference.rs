//! The reference: what a reader's program sees of it, and what is done to its folder.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs;
use std::path::Path;

use kcrs_codegen::Language;
use kcrs_codegen::reference::{Difference, Options, Page, compare, pages, write};
use kcrs_codegen::{Sources, check};
use kcrs_test_support::{HOW_TO_ACCEPT, accepts};
use pulldown_cmark::{Event, Options as Extensions, Parser, Tag, TagEnd};

use crate::command::run;
use crate::support::{book_shelf, kcrs, scratch, second_api, second_api_folder};

/// Compares the pages with the ones that are committed, or commits to them.
fn is_committed(folder: &Path, pages: &[Page]) {
    if accepts() {
        write(folder, pages).unwrap();
    }
    let differences = compare(folder, pages).unwrap();
    let differences: Vec<String> = differences.iter().map(ToString::to_string).collect();
    assert!(
        differences.is_empty(),
        "{}:\n{}\n{HOW_TO_ACCEPT}",
        folder.display(),
        differences.join("\n")
    );
}

#[test]
fn the_committed_reference_is_what_the_spec_says() {
    let api = kcrs();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/reference");
    is_committed(&folder, &pages(&api, &Options::new(&api)));
}

#[test]
fn another_api_has_a_reference_of_its_own() {
    let api = book_shelf();
    let options = Options::new(&api).crate_name("book-shelf").program("shelf");
    is_committed(
        &second_api_folder().join("golden/reference"),
        &pages(&api, &options),
    );
}

/// What Markdown makes of a page: texts of the headings, targets of the links.
#[derive(Default)]
struct Read {
    anchors: BTreeSet<String>,
    links: Vec<String>,
    /// The cells of tables, and paragraphs, as texts.
    texts: Vec<String>,
    html: Vec<String>,
}

fn read(page: &Page) -> Read {
    let mut read = Read::default();
    let mut used: HashMap<String, usize> = HashMap::new();
    let mut text = String::new();
    for event in Parser::new_ext(
        &page.text,
        Extensions::ENABLE_TABLES | Extensions::ENABLE_STRIKETHROUGH,
    ) {
        match event {
            Event::Start(Tag::Link { dest_url, .. }) => read.links.push(dest_url.to_string()),
            Event::Start(Tag::Image { .. } | Tag::Emphasis | Tag::Strikethrough) => {
                panic!("{}: markup that nobody wrote", page.path)
            }
            Event::Start(Tag::TableCell | Tag::Paragraph | Tag::Heading { .. }) => text.clear(),
            Event::Text(part) | Event::Code(part) => text.push_str(&part),
            Event::End(TagEnd::Heading(_)) => {
                let slug = anchor(&text);
                let count = used.entry(slug.clone()).or_default();
                read.anchors.insert(match *count {
                    0 => slug,
                    count => format!("{slug}-{count}"),
                });
                *count += 1;
            }
            Event::End(TagEnd::TableCell | TagEnd::Paragraph) => read.texts.push(text.clone()),
            Event::Html(html) | Event::InlineHtml(html) => read.html.push(html.to_string()),
            _ => {}
        }
    }
    read
}

/// The anchor of a heading, by the rules of GitHub, where no other heading has it.
fn anchor(heading: &str) -> String {
    let lower = heading.to_lowercase().replace(' ', "-");
    let kept = lower
        .chars()
        .filter(|c| c.is_alphanumeric() || "-_".contains(*c));
    kept.collect()
}

#[test]
fn every_link_leads_somewhere() {
    let (kcrs, shelf) = (kcrs(), book_shelf());
    let one_language = Options::new(&kcrs).languages(&[Language::Chinese]);
    for (pages, least) in [
        (pages(&kcrs, &Options::new(&kcrs)), 500),
        (pages(&kcrs, &one_language), 250),
        (pages(&shelf, &Options::new(&shelf)), 50),
    ] {
        let read: BTreeMap<&str, Read> = pages
            .iter()
            .map(|page| (page.path.as_str(), read(page)))
            .collect();
        let mut links = 0;
        for (path, page) in &read {
            for link in &page.links {
                let (file, anchor) = link.split_once('#').unwrap_or((link, ""));
                let target = resolve(path, file);
                let target = read
                    .get(target.as_str())
                    .unwrap_or_else(|| panic!("{path}: no page {link}"));
                let leads = anchor.is_empty() || target.anchors.contains(anchor);
                assert!(leads, "{path}: no heading {link}: {:?}", target.anchors);
                links += 1;
            }
        }
        assert!(links > least, "{links} links");
    }
}

/// The index shows a request with the headers that the client signs and sends.
#[test]
fn the_signed_request_of_the_index_is_one_that_the_client_sends() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let requests = folder.join("../tests/expected/signed-requests.txt");
    let requests = fs::read_to_string(requests).unwrap();
    let index = fs::read_to_string(folder.join("../docs/reference/en/README.md")).unwrap();
    let (_, shown) = index.split_once("```http\nGET ").expect("a request");
    let (shown, _) = shown.split_once("…\n```").expect("a signature");
    let (shown, authorization) = shown.split_once("\nAuthorization: ").unwrap();
    let (target, headers) = shown.split_once(" HTTP/1.1\nHost: ").unwrap();
    let (host, time) = headers.split_once("\nX-Amz-Date: ").unwrap();
    let sent = requests
        .split("\n# ")
        .find(|it| it.contains(&format!("GET https://{host}{target}\n")));
    let sent = sent.expect("a request that is sent");
    let sent_time = sent
        .lines()
        .find_map(|line| line.strip_prefix("x-amz-date: "))
        .unwrap();
    let authorization = authorization.replace(&time[..8], &sent_time[..8]);
    assert!(
        sent.contains(&format!("\nauthorization: {authorization}")),
        "{sent}"
    );
}

#[test]
fn an_action_lists_the_errors_that_its_rules_imply_and_the_common_ones() {
    let api = kcrs();
    let pages = pages(&api, &Options::new(&api));
    let text = |path: &str| &pages.iter().find(|page| page.path == path).unwrap().text;
    let namespace = text("en/actions/create-namespace.md");
    for row in [
        "| `InvalidParameterValue` | 400 | A value is not allowed: `Namespace`, `Public`. |\n",
        "| `MissingParameter` | 400 | A parameter is missing: `InstanceId`, `Namespace`, `Public`. |\n",
        ": `AccessDenied`, `DryRunOperation`, ",
    ] {
        assert!(namespace.contains(row), "{row}\n{namespace}");
    }
    let trigger = text("zh/actions/create-webhook-trigger.md");
    let within = "、`Trigger.TriggerUrl`、`Trigger.Header.N.Key`、";
    assert!(trigger.contains(within), "{trigger}");
    // No parameter is required, and none has limits.
    let (_, errors) = text("en/actions/describe-instance.md")
        .split_once("## Errors")
        .unwrap();
    assert!(!errors.contains("MissingParameter"), "{errors}");
}

/// A relative path, from the page that has it.
fn resolve(page: &str, file: &str) -> String {
    if file.is_empty() {
        return page.to_owned();
    }
    let mut steps: Vec<&str> = page.split('/').collect();
    steps.pop();
    for step in file.split('/') {
        match step {
            ".." => _ = steps.pop(),
            step => steps.push(step),
        }
    }
    steps.join("/")
}

#[test]
fn every_page_is_reached_from_the_index() {
    let api = kcrs();
    let pages = pages(&api, &Options::new(&api));
    let links: BTreeMap<&str, Vec<String>> = pages
        .iter()
        .map(|page| (page.path.as_str(), read(page).links))
        .collect();
    let mut reached = BTreeSet::new();
    let mut next = vec!["en/README.md".to_owned()];
    while let Some(path) = next.pop() {
        if reached.insert(path.clone()) {
            let links = links[path.as_str()].iter();
            next.extend(links.map(|link| resolve(&path, link.split('#').next().unwrap())));
        }
    }
    assert_eq!(reached.len(), pages.len());
}

#[test]
fn words_of_the_spec_are_text_and_never_markup() {
    const HOSTILE: &str =
        "A | b, *c*, _d_, ~~e~~, [f](g), <b>h</b>, ![i](j), k_l, &amp; m \\ n # o.";
    let mut files = second_api();
    let mut replaced = 0;
    for (_, text) in &mut files {
        for words in [
            "Who wrote it.",
            "How it is bound.",
            "Lists books.",
            "A book.",
            "In boards.",
            "The north",
        ] {
            replaced += text.matches(words).count();
            *text = text.replace(words, &format!("'{HOSTILE}'"));
        }
    }
    assert!(replaced > 6, "{replaced}");
    let api = check(&Sources::from_texts(files)).unwrap_or_else(|report| panic!("{report}"));
    let pages = pages(&api, &Options::new(&api));
    let mut found = 0;
    for page in &pages {
        let read = read(page);
        assert_eq!(read.html.len(), 1, "{}: {:?}", page.path, read.html);
        assert!(!read.links.iter().any(|link| link == "g" || link == "j"));
        found += read
            .texts
            .iter()
            .filter(|text| text.contains(HOSTILE))
            .count();
    }
    assert!(found >= replaced, "{found} of {replaced}");
}

#[test]
fn every_action_says_what_a_reader_looks_for() {
    let api = kcrs();
    let pages = pages(&api, &Options::new(&api));
    for action in &api.actions {
        let heading = format!("\n# {}\n", action.wire);
        let texts = pages.iter().filter(|page| page.text.contains(&heading));
        let texts: Vec<&Page> = texts.collect();
        assert_eq!(texts.len(), 2, "{}", action.wire);
        for page in texts {
            let read = read(page);
            for member in &action.request {
                let number = if member.ty.list { ".N" } else { "" };
                let name = format!("{}{number}", member.wire);
                assert!(read.texts.contains(&name), "{}: {name}", page.path);
            }
            for field in &action.response {
                assert!(
                    read.texts.contains(&field.wire),
                    "{}: {}",
                    page.path,
                    field.wire
                );
            }
            for needed in [
                action.example.response.trim_end(),
                &format!(".{}()", action.method_name),
                &format!("kcrs {}", action.method_name.replace('_', "-")),
            ] {
                assert!(page.text.contains(needed), "{}: {needed}", page.path);
            }
            assert_eq!(action.paging.is_some(), page.text.contains(".items()"));
            for waiter in &action.waiters {
                let method = format!(".wait_until_{}()", waiter.name);
                assert!(page.text.contains(&method), "{}: {method}", page.path);
            }
        }
    }
}

#[test]
fn a_folder_gets_what_is_wrong_and_loses_what_is_stale() {
    let folder = scratch("reference");
    let api = book_shelf();
    let all = pages(&api, &Options::new(&api));
    let done = write(&folder, &all).unwrap();
    assert_eq!(
        (done.written, done.unchanged, done.removed),
        (all.len(), 0, 0)
    );
    assert_eq!(compare(&folder, &all).unwrap(), []);

    // An action that the API has no longer; a page that somebody edited; files of somebody else.
    let stale = folder.join("en/actions/burn-book.md");
    fs::copy(folder.join("en/actions/add-book.md"), &stale).unwrap();
    let edited = folder.join("zh/types.md");
    fs::write(&edited, format!("{}and more\n", all[0].text)).unwrap();
    fs::remove_file(folder.join("zh/errors.md")).unwrap();
    for own in ["en/actions/NOTES.md", "en/picture.png", "guide.md"] {
        fs::write(folder.join(own), "mine").unwrap();
    }
    assert_eq!(
        compare(&folder, &all).unwrap(),
        [
            Difference::Stale("en/actions/burn-book.md".to_owned()),
            Difference::Missing("zh/errors.md".to_owned()),
            Difference::Changed("zh/types.md".to_owned()),
        ]
    );
    let done = write(&folder, &all).unwrap();
    assert_eq!(
        (done.written, done.unchanged, done.removed),
        (2, all.len() - 2, 1)
    );
    assert!(!stale.exists());
    for own in ["en/actions/NOTES.md", "en/picture.png", "guide.md"] {
        assert_eq!(fs::read_to_string(folder.join(own)).unwrap(), "mine");
    }

    // What is written in one language leaves the other alone.
    let english = pages(&api, &Options::new(&api).languages(&[Language::English]));
    assert_eq!(write(&folder, &english).unwrap().removed, 0);
    assert!(folder.join("zh/types.md").exists());
}

#[test]
fn a_file_of_somebody_else_is_not_overwritten() {
    let folder = scratch("reference-of-others");
    fs::create_dir_all(folder.join("zh")).unwrap();
    fs::write(folder.join("zh/README.md"), "mine").unwrap();
    let api = book_shelf();
    let refused = write(&folder, &pages(&api, &Options::new(&api))).unwrap_err();
    assert!(
        refused.to_string().contains("README.md is not a page that"),
        "{refused}"
    );
    assert_eq!(
        fs::read_to_string(folder.join("zh/README.md")).unwrap(),
        "mine"
    );
    assert!(
        !folder.join("en").exists(),
        "nothing else is written either"
    );
}

#[test]
fn the_command_writes_and_compares() {
    let folder = scratch("reference-command");
    let out = folder.to_str().unwrap();
    let docs = |more: &[&str]| run(&[&["docs", "spec", "--out", out], more].concat());
    let api = book_shelf();
    let all = pages(&api, &Options::new(&api)).len();

    let (code, printed, report) = docs(&["--check"]);
    assert_eq!((code, printed.as_str()), (1, ""));
    assert!(report.contains("en/README.md is missing\n"), "{report}");
    assert!(report.contains("without --check"), "{report}");
    assert!(!folder.join("en").exists());

    let (code, printed, report) = docs(&[]);
    assert_eq!((code, report.as_str()), (0, ""));
    assert_eq!(
        printed,
        format!("{out}: {all} written, 0 unchanged, 0 removed\n")
    );
    let (code, printed, _) = docs(&["--check"]);
    assert_eq!(
        (code, printed),
        (0, format!("{out}: all {all} pages are right\n"))
    );

    let (_, printed, _) = docs(&[
        "--lang",
        "zh",
        "--crate-name",
        "book-shelf",
        "--program",
        "shelf",
    ]);
    assert!(printed.contains(" written, "), "{printed}");
    let page = fs::read_to_string(folder.join("zh/actions/add-book.md")).unwrap();
    assert!(page.contains("use book_shelf::types::"), "{page}");
    assert!(page.contains("\nshelf add-book "), "{page}");
    assert!(!page.contains("../../en/"), "{page}");

    fs::write(folder.join("en/types.md"), "mine").unwrap();
    let (code, _, error) = docs(&[]);
    assert_eq!(code, 1);
    assert!(error.starts_with("kcrs-codegen: "), "{error}");
    assert!(error.contains("move it away"), "{error}");
}

#[test]
fn values_that_are_made_up_obey_the_limits() {
    for (limits, expected) in [
        ("", "demo"),
        ("length: 5.. characters,", "title"),
        ("length: 8.. characters,", "aaaaaaaa"),
        (
            "pattern: '[A-Z]+', pattern_says: {en: a, zh: b}, length: 3..9 bytes,",
            "AAA",
        ),
        (
            "pattern: '[0-9]+', pattern_says: {en: a, zh: b}, length: 2..2 characters,",
            "11",
        ),
        // Nothing that comes to mind.
        ("pattern: '<.*>', pattern_says: {en: a, zh: b},", "title"),
    ] {
        let mut files = second_api();
        for (_, text) in &mut files {
            *text = text.replace("&Title=Titles", "&Title=xxx").replace(
                "Title: {type: String,",
                &format!("Title: {{type: String, {limits}"),
            );
        }
        let api = check(&Sources::from_texts(files)).unwrap_or_else(|report| panic!("{report}"));
        let pages = pages(&api, &Options::new(&api));
        let page = pages
            .iter()
            .find(|page| page.path == "en/actions/add-book.md")
            .unwrap();
        for call in [
            format!("--title {expected} "),
            format!(".title({expected:?})"),
        ] {
            assert!(page.text.contains(&call), "{limits}: {call}: {}", page.text);
        }
    }
}
