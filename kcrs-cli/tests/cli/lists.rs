//! Lists, which are read to their end.

use std::sync::atomic::{AtomicUsize, Ordering};

use kcrs_emulator::{Emulator, Fault, ImagePush, RepositoryPlace, Seed};
use kcrs_generated::actions::{DescribeImages, DescribeImagesOutput};
use kcrs_generated::server::{Context, Kcrs as Service, ServerError};
use kcrs_generated::types::Image;
use serde_json::Value;

use crate::support::{Kcrs, emulator};

const INSTANCE: &str = "0b8a6f6e-0000-4000-8000-000000000001";
const IMAGES: usize = 45;

/// The command that lists the images, with more arguments.
fn list<'a>(more: &[&'a str]) -> Vec<&'a str> {
    let mut arguments = vec![
        "describe-images",
        "--instance-id",
        INSTANCE,
        "--namespace",
        "team",
        "--repo-name",
        "app",
    ];
    arguments.extend(more);
    arguments
}

/// An emulator with a repository of images, whose digests are numbers.
fn registry() -> Emulator {
    let seed = format!(
        "instances: [{{instance_name: demo, instance_id: {INSTANCE}, namespaces: [{{namespace: team}}]}}]"
    );
    let seed = Seed::parse(&seed).expect("a seed");
    let emulator = emulator().seed(seed).start().expect("an emulator");
    for number in 1..=IMAGES {
        let place = RepositoryPlace::new(INSTANCE, "team", "app");
        let push = ImagePush::new(place)
            .tag(format!("v{number}"))
            .image_id(format!("sha256:{number:064}"))
            .size(1000);
        emulator.push_image(push).expect("a push");
    }
    emulator
}

/// The markers that the calls had, and the page sizes.
fn pages(emulator: &Emulator) -> Vec<(Option<String>, Option<String>)> {
    let requests = emulator.requests_of("DescribeImages");
    emulator.forget_requests();
    let param = |params: &kcrs_generated::Params, name| params.get(name).map(str::to_owned);
    requests
        .iter()
        .map(|request| {
            (
                param(&request.params, "Marker"),
                param(&request.params, "MaxResults"),
            )
        })
        .collect()
}

fn some(text: &str) -> Option<String> {
    Some(text.to_owned())
}

#[test]
fn a_list_is_read_to_its_end_and_printed_as_one_output() {
    let emulator = registry();
    let kcrs = Kcrs::with(&emulator);
    for more in [&[][..], &["--output", "yaml"]] {
        let response = kcrs.run(list(more)).success();
        // JSON is YAML.
        let response: Value = serde_yaml::from_str(&response).expect("a response");
        let images = response["ImageSet"].as_array().expect("a list");
        let mut ids: Vec<&str> = images
            .iter()
            .filter_map(|image| image["ImageId"].as_str())
            .collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!((images.len(), ids.len()), (IMAGES, IMAGES));
        assert_eq!(
            (&response["Marker"], &response["TotalCount"]),
            (&0.into(), &IMAGES.into())
        );
        assert_eq!(pages(&emulator), [(None, some("99"))]);
    }
    let arguments = list(&[
        "--page-size",
        "40",
        "--starting-marker",
        "3",
        "--query",
        "length(ImageSet)",
    ]);
    assert_eq!(kcrs.run(arguments).success(), "42\n");
    assert_eq!(
        pages(&emulator),
        [(some("3"), some("40")), (some("43"), some("40"))]
    );
}

#[test]
fn a_list_that_is_cut_says_where_it_goes_on() {
    let emulator = registry();
    let kcrs = Kcrs::with(&emulator);
    let whole = kcrs
        .run(list(&["--query", "ImageSet[].ImageId", "--output", "text"]))
        .success();
    let whole: Vec<&str> = whole.trim_end().split('\t').collect();
    let mut read = Vec::new();
    let mut marker = "0".to_owned();
    // Pages end within, at and beyond the cuts.
    for (most, expected) in [("7", "7"), ("13", "20"), ("25", "45")] {
        let ran = kcrs.run(list(&[
            "--max-items",
            most,
            "--starting-marker",
            &marker,
            "--query",
            "[Marker, ImageSet[].ImageId]",
        ]));
        assert_eq!(ran.code, Some(0), "{ran:#?}");
        let response: Value = serde_json::from_str(&ran.stdout).expect("a response");
        let ids = response[1].as_array().expect("a list");
        read.extend(ids.iter().map(|id| id.as_str().expect("text").to_owned()));
        if expected == "45" {
            assert_eq!((&response[0], ran.stderr.as_str()), (&0.into(), ""));
        } else {
            assert_eq!(response[0].to_string(), expected);
            let hint =
                format!("kcrs: the list goes on; see the rest with --starting-marker {expected}\n");
            assert_eq!(ran.stderr, hint);
        }
        marker = expected.to_owned();
    }
    assert_eq!(read, whole);
}

#[test]
fn a_page_that_is_asked_for_is_all_that_comes() {
    let emulator = registry();
    let kcrs = Kcrs::with(&emulator);
    for (more, page, next) in [
        (&["--no-paginate"][..], (None, None), "20"),
        (&["--marker", "40"], (some("40"), None), "0"),
        (&["--max-results", "5"], (None, some("5")), "5"),
        (
            &["--no-paginate", "--page-size", "5"],
            (None, some("5")),
            "5",
        ),
        (
            &["--cli-input-json", r#"{"Marker": 30}"#],
            (some("30"), None),
            "0",
        ),
    ] {
        let arguments = list(&[more, &["--query", "Marker"]].concat());
        assert_eq!(
            kcrs.run(arguments).success(),
            format!("{next}\n"),
            "{more:?}"
        );
        assert_eq!(pages(&emulator), [page], "{more:?}");
    }
}

#[test]
fn options_that_contradict_are_refused() {
    let kcrs = Kcrs::new();
    for (more, part) in [
        (
            &["--max-items", "5", "--marker", "1"][..],
            "--max-items cannot be given together with --marker",
        ),
        (
            &["--max-items", "0"],
            "--max-items: expected a number from 1",
        ),
        (
            &["--page-size", "5", "--max-results", "5"],
            "--page-size cannot be given together with --max-results",
        ),
        (
            &["--no-paginate", "--max-items", "5"],
            "cannot be given together with",
        ),
    ] {
        let refusal = kcrs.run(list(more)).refusal(2);
        assert!(refusal.contains(part), "{more:?}: {refusal}");
    }
    // A rule is broken under the name that was used.
    let refusal = kcrs.run(list(&["--page-size", "100"])).refusal(2);
    assert!(refusal.contains("--page-size: must be"), "{refusal}");
}

#[test]
fn a_table_of_a_list_is_its_items() {
    let emulator = registry();
    let kcrs = Kcrs::with(&emulator);
    let table = kcrs
        .run(list(&["--output", "table", "--max-items", "2"]))
        .stdout;
    let lines: Vec<&str> = table.lines().collect();
    assert_eq!(lines.len(), 3, "{table}");
    assert!(lines[0].starts_with("ImageId "), "{table}");
    let whole = kcrs
        .run(list(&[
            "--output",
            "table",
            "--query",
            "{Total: TotalCount}",
        ]))
        .success();
    assert_eq!(whole, format!("Total  {IMAGES}\n"));
}

/// Responds with pages of one image each: the second says that the third is where it is itself.
struct Stuck(AtomicUsize);

impl Service for Stuck {
    async fn describe_images(
        &self,
        context: &Context,
        request: DescribeImages,
    ) -> Result<DescribeImagesOutput, ServerError> {
        let number = self.0.fetch_add(1, Ordering::Relaxed);
        let image = Image::builder()
            .image_id(format!("sha256:{number}"))
            .build();
        Ok(DescribeImagesOutput::builder()
            .request_id(context.request_id())
            .marker(1)
            .max_results(request.max_results.unwrap_or(20))
            .total_count(3)
            .image_set([image])
            .build())
    }
}

#[test]
fn a_list_that_does_not_go_on_is_an_error() {
    let error = "kcrs: the list of DescribeImages does not go on: the page at marker 1 names 1 as the next one's marker \
         (after 2 items, before --starting-marker 1)\n";
    let run = |more: &[&str]| {
        let emulator = emulator().service(Stuck(AtomicUsize::new(0))).start();
        let emulator = emulator.expect("an emulator");
        Kcrs::with(&emulator).run(list(more))
    };
    assert_eq!(run(&[]).refusal(6), error);
    // What came before it is not lost where items are printed as they come.
    let ran = run(&["--output", "jsonl"]);
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(6), error));
    assert_eq!(ran.stdout.lines().count(), 2, "{ran:?}");
}

#[test]
fn items_are_printed_as_they_come() {
    let emulator = registry();
    let kcrs = Kcrs::with(&emulator);
    let of_page = ["--page-size", "20", "--output"];
    let json = kcrs
        .run(list(&[&of_page[..], &["jsonl"]].concat()))
        .success();
    let text = kcrs
        .run(list(&[&of_page[..], &["text"]].concat()))
        .success();
    let ids: Vec<String> = json
        .lines()
        .map(|line| {
            let item: Value = serde_json::from_str(line).expect("an item");
            item["ImageId"].as_str().expect("an id").to_owned()
        })
        .collect();
    assert_eq!(ids.len(), IMAGES);
    let images: Vec<&str> = text
        .lines()
        .filter(|line| !line.starts_with("TAG"))
        .collect();
    assert_eq!(images.len(), IMAGES, "{text}");
    assert!(
        images.iter().zip(&ids).all(|(line, id)| line.contains(id)),
        "{text}"
    );
}

#[test]
fn an_empty_list_says_which_name_is_wrong() {
    let emulator = registry();
    let kcrs = Kcrs::with(&emulator);
    for (id, namespace, repository, says) in [
        (
            "demo",
            "team",
            "app",
            "`demo` is the name of an instance, whose id is",
        ),
        (
            "typo",
            "team",
            "app",
            "there is no instance typo in this region",
        ),
        (
            INSTANCE,
            "tema",
            "app",
            "there is no namespace `tema` in the instance",
        ),
        (
            INSTANCE,
            "team",
            "apx",
            "there is no repository `apx` in the namespace `team`",
        ),
    ] {
        let list = [
            "describe-images",
            "--instance-id",
            id,
            "--namespace",
            namespace,
            "--repo-name",
            repository,
        ];
        let ran = kcrs.run(list);
        match ran.code {
            Some(0) => assert!(ran.stderr.contains(says), "{says}: {ran:?}"),
            // Where the service says it itself.
            code => assert_eq!(code, Some(5), "{ran:?}"),
        }
        let list = [
            "describe-repository",
            "--instance-id",
            id,
            "--namespace",
            namespace,
            "--repo-name",
            repository,
        ];
        let ran = kcrs.run(list);
        assert!(
            ran.code == Some(5) || ran.stderr.contains(says),
            "{says}: {ran:?}"
        );
    }
    let ran = kcrs.run(["describe-instance", "--instance-id", "demo"]);
    assert_eq!(ran.code, Some(0));
    assert!(
        ran.stderr.contains("`demo` is the name of an instance"),
        "{ran:?}"
    );
}

#[test]
fn a_list_that_is_asked_for_too_fast_goes_on_where_it_was() {
    let emulator = registry();
    let kcrs = Kcrs::with(&emulator);
    // More often than one call is made.
    emulator.inject(Fault::limit_exceeded().on("DescribeImages").times(4));
    let query = ["--page-size", "20", "--query", "length(ImageSet)"];
    assert_eq!(kcrs.run(list(&query)).success(), format!("{IMAGES}\n"));
}
