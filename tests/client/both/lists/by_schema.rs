//! Lists that are known as data only are read by the rules of those with a type.

use kcrs_generated::schema::{ACTIONS, Action};
use kcrs_generated::test_util::{TestResponse, TestTransport};
use kcrs_generated::{Error, Params, RawPage, RawPages};
use serde_json::Value;

use super::{Change, Setting, asynchronous_client, list, number};

fn action(name: &str) -> &'static Action {
    let mut actions = ACTIONS.iter();
    actions
        .find(|action| action.name == name)
        .expect("an action")
}

fn images<'a>(params: impl IntoIterator<Item = (&'a str, &'a str)>) -> Params {
    let place = [("InstanceId", "i-1"), ("Namespace", "n"), ("RepoName", "r")];
    let pairs = place.into_iter().chain(params);
    Params::from_iter(pairs.map(|(name, value)| (name.to_owned(), value)))
}

fn pages<'a>(setting: &Setting, params: impl IntoIterator<Item = (&'a str, &'a str)>) -> RawPages {
    let client = asynchronous_client(setting);
    let pages = client
        .executor()
        .pages_by_schema(action("DescribeImages"), images(params));
    pages.expect("a list")
}

fn ids(page: &RawPage) -> Vec<u64> {
    let ids = page.items().iter().map(|item| item["ImageId"].as_str());
    ids.map(|id| number(id.expect("an id"))).collect()
}

#[tokio::test]
async fn items_and_requests_are_those_of_the_typed_list() {
    let changes: [fn() -> Change; 3] = [
        || Box::new(|_, _| ()),
        || {
            Box::new(|page, items| {
                if page % 3 == 0 && page < 30 {
                    items.splice(0..0, 5000..5009).for_each(drop)
                }
            })
        },
        || {
            Box::new(|page, items| {
                if page % 4 == 0 {
                    drop(items.drain(..3))
                }
            })
        },
    ];
    for change in changes {
        for size in ["1", "7", "99"] {
            let (setting, _) = list(300, change());
            let mut typed = Vec::new();
            let request =
                images!(asynchronous_client(&setting)).max_results(size.parse().expect("a number"));
            let mut items = request.items();
            while let Some(item) = items.next().await {
                typed.push(number(&item.expect("an item").image_id));
            }
            let typed_requests = params(&setting);

            let (setting, _) = list(300, change());
            let mut pages = pages(&setting, [("MaxResults", size)]);
            let mut raw = Vec::new();
            while let Some(page) = pages.next().await {
                raw.extend(ids(&page.expect("a page")));
            }
            assert_eq!(raw, typed);
            assert_eq!(params(&setting), typed_requests);
        }
    }
}

/// What each request asked for, in alphabetical order.
fn params(setting: &Setting) -> Vec<Vec<String>> {
    let requests = setting.transport.requests();
    let names = [
        "InstanceId",
        "Namespace",
        "RepoName",
        "MaxResults",
        "Marker",
    ];
    requests
        .iter()
        .map(|request| {
            let given = names
                .iter()
                .map(|name| format!("{name}={:?}", request.param(name)));
            given.collect()
        })
        .collect()
}

#[tokio::test]
async fn a_place_in_a_page_has_a_marker_also_where_items_were_dropped() {
    // The second page begins with the last item of the first, and says the first page's marker for
    // its item.
    let (setting, _) = list(10, |page, items| {
        if page == 1 {
            items.insert(0, 100);
        }
    });
    let mut pages = pages(&setting, [("MaxResults", "4"), ("Marker", "2")]);
    let first = pages.next().await.expect("a page").expect("a response");
    assert_eq!(ids(&first), [2, 3, 4, 5]);
    let markers = |page: &RawPage| {
        (0..=5)
            .map(|items| page.marker_after(items))
            .collect::<Vec<_>>()
    };
    assert_eq!(markers(&first), [2, 3, 4, 5, 6, 6]);
    let second = pages.next().await.expect("a page").expect("a response");
    assert_eq!(ids(&second), [6, 7, 8]);
    assert_eq!(markers(&second), [7, 8, 9, 10, 10, 10]);
    let mut last = pages.next().await.expect("a page").expect("a response");
    assert_eq!(
        (ids(&last), markers(&last)),
        (vec![9], vec![10, 0, 0, 0, 0, 0])
    );
    assert_eq!(last.items_name(), "ImageSet");
    assert_eq!(last.take_items().len(), 1);
    assert_eq!(last.into_output()["TotalCount"], 11);
    assert!(pages.next().await.is_none());
}

#[tokio::test]
async fn what_ends_a_list_too_early_is_an_error() {
    for (response, part) in [
        (r#"{"ImageSet": []}"#, "Marker: missing"),
        (r#"{"ImageSet": [], "Marker": null}"#, "Marker: missing"),
        (
            r#"{"ImageSet": [], "Marker": "soon"}"#,
            "Marker: expected a whole number",
        ),
        (r#"{"Marker": 0}"#, "ImageSet: missing"),
        (
            r#"{"Marker": 0, "ImageSet": {}}"#,
            "ImageSet: expected a list",
        ),
        ("[]", "expected an object"),
        (
            r#"{"Marker": 3, "ImageSet": [{}]}"#,
            "the page at marker 3 names 3",
        ),
    ] {
        let setting = Setting::new(TestTransport::always(TestResponse::json(response)));
        let mut pages = pages(&setting, [("Marker", "3")]);
        let mut page = pages.next().await.expect("a page");
        if part.contains("page at") {
            assert!(page.is_ok(), "{page:?}");
            page = pages.next().await.expect("an end");
        }
        let error = page.expect_err("an error");
        assert!(
            matches!(error, Error::Response(_) | Error::Paging(_)),
            "{error:?}"
        );
        assert!(error.to_string().contains(part), "{response}: {error}");
        assert_eq!(pages.marker(), 3);
        assert!(pages.next().await.is_none());
    }
}

#[tokio::test]
async fn an_empty_page_ends_the_list_and_a_marker_may_be_text() {
    let page = |text: &str| TestResponse::json(text);
    let setting = Setting::replay([
        page(r#"{"Marker": "1", "ImageSet": [{"ImageId": "sha256:1"}]}"#),
        page(r#"{"Marker": 1, "ImageSet": []}"#),
    ]);
    let mut pages = pages(&setting, []);
    let first = pages.next().await.expect("a page").expect("a response");
    assert_eq!(
        (ids(&first), first.output()["Marker"].clone()),
        (vec![1], Value::from("1"))
    );
    let last = pages.next().await.expect("a page").expect("a response");
    assert_eq!(last.marker_after(0), 0);
    assert!(pages.next().await.is_none());
}

#[test]
fn what_is_no_list_has_no_pages() {
    let setting = Setting::replay([]);
    let client = asynchronous_client(&setting);
    let pages = client
        .executor()
        .pages_by_schema(action("CreateInstance"), Params::new());
    assert!(pages.is_none());
}
