//! Lists, page by page.

use std::collections::HashSet;
use std::sync::{Arc, Mutex};

use kcrs_generated::Error;
use kcrs_generated::test_util::{TestRequest, TestResponse, TestTransport};

use super::{Setting, both};

/// A list that may change after each page.
struct List {
    items: Vec<u64>,
    change: Change,
    pages: usize,
}

/// Changes the items after a page; the number is that of the page.
type Change = Box<dyn FnMut(usize, &mut Vec<u64>) + Send>;

fn list(
    length: u64,
    change: impl FnMut(usize, &mut Vec<u64>) + Send + 'static,
) -> (Setting, Arc<Mutex<List>>) {
    let list = Arc::new(Mutex::new(List {
        items: (0..length).collect(),
        change: Box::new(change),
        pages: 0,
    }));
    let responder = Arc::clone(&list);
    let transport =
        TestTransport::from_fn(move |request| responder.lock().expect("a list").page(request));
    (Setting::new(transport), list)
}

impl List {
    fn page(&mut self, request: &TestRequest) -> TestResponse {
        let number = |name, usual| {
            request
                .param(name)
                .map_or(usual, |text| text.parse().expect("a number"))
        };
        let (marker, size) = (number("Marker", 0), number("MaxResults", 20));
        let begin = marker.min(self.items.len());
        let end = (marker + size).min(self.items.len());
        let images: Vec<String> = self.items[begin..end]
            .iter()
            .map(|item| format!(r#"{{"ImageId": "sha256:{item}"}}"#))
            .collect();
        let next = if end < self.items.len() { end } else { 0 };
        self.pages += 1;
        (self.change)(self.pages, &mut self.items);
        TestResponse::json(format!(
            r#"{{"RequestId": "r", "TotalCount": {}, "MaxResults": {size}, "Marker": {next}, "ImageSet": [{}]}}"#,
            self.items.len(),
            images.join(",")
        ))
    }
}

macro_rules! images {
    ($client:expr) => {
        $client
            .describe_images()
            .instance_id("i-1")
            .namespace("n")
            .repo_name("r")
    };
}

mod by_schema;

fn number(id: &str) -> u64 {
    id.strip_prefix("sha256:")
        .expect("an id")
        .parse()
        .expect("a number")
}

both! {
    fn an_unchanged_list_comes_exactly_once() {
        for (size, pages) in [(1, 10_000), (7, 1_429), (99, 102)] {
            let (setting, list) = list(10_000, |_, _| ());
            let mut items = images!(client(&setting)).max_results(size).items();
            let mut expected = 0;
            each!(item in items {
                assert_eq!(number(&item.expect("an item").image_id), expected);
                expected += 1;
            });
            assert_eq!(expected, 10_000);
            assert!(wait!(items.next()).is_none());
            assert_eq!(list.lock().expect("a list").pages, pages);
        }
    }

    fn what_is_put_in_front_moves_items_on_and_no_item_comes_twice() {
        for size in [1, 7, 99] {
            // More than a page is put in at once, and that several times.
            let (setting, _) = list(2_000, move |page, items| {
                if page % 5 == 0 && page <= 50 {
                    let new = items.len() as u64 + 1_000_000;
                    items.splice(0..0, new..new + 3 * size as u64);
                }
            });
            let mut items = images!(client(&setting)).max_results(size).items();
            let mut seen = HashSet::new();
            each!(item in items {
                let item = number(&item.expect("an item").image_id);
                assert!(seen.insert(item), "{item} came twice");
            });
            assert!((0..2_000).all(|item| seen.contains(&item)));
        }
    }

    fn what_is_deleted_leaves_no_error_and_no_item_comes_twice() {
        for size in [1, 7, 99] {
            let (setting, list) = list(10_000, move |page, items| {
                let length = items.len();
                match page % 3 {
                    0 => items.truncate(length - length / 50),
                    1 => drop(items.drain(..(size as usize).min(length))),
                    _ => items.rotate_left(length / 3),
                }
            });
            let mut items = images!(client(&setting)).max_results(size).items();
            let mut seen = HashSet::new();
            each!(item in items {
                let item = number(&item.expect("an item").image_id);
                assert!(seen.insert(item), "{item} came twice");
            });
            assert!(list.lock().expect("a list").pages > 10);
        }
    }

    fn a_list_that_shrinks_below_the_marker_ends() {
        let (setting, list) = list(100, |page, items| if page == 2 { items.truncate(10) });
        let mut items = images!(client(&setting)).max_results(10).items();
        let mut count = 0;
        each!(item in items {
            item.expect("an item");
            count += 1;
        });
        assert_eq!((count, list.lock().expect("a list").pages), (20, 3));
    }

    fn an_empty_page_ends_the_list_whatever_its_marker() {
        let page = |marker, items: &str| {
            TestResponse::json(format!(r#"{{"Marker": {marker}, "ImageSet": [{items}]}}"#))
        };
        let setting = Setting::replay([page(1, r#"{"ImageId": "sha256:1"}"#), page(1, "")]);
        let mut items = images!(client(&setting)).items();
        assert!(wait!(items.next()).expect("an item").is_ok());
        assert!(wait!(items.next()).is_none());
    }

    fn pages_come_as_they_are_asked_for() {
        let (setting, list) = list(25, |_, _| ());
        let mut pages = images!(client(&setting)).max_results(10).marker(10).pages();
        let page = wait!(pages.next()).expect("a page").expect("an output");
        assert_eq!((page.image_set.len(), page.total_count, page.marker), (10, 25, 20));
        assert_eq!(number(&page.image_set[0].image_id), 10);
        assert_eq!(pages.marker(), 20);
        assert_eq!(list.lock().expect("a list").pages, 1);
        let page = wait!(pages.next()).expect("a page").expect("an output");
        assert_eq!(page.image_set.len(), 5);
        assert!(wait!(pages.next()).is_none());
        assert_eq!(list.lock().expect("a list").pages, 2);
    }

    fn a_marker_that_does_not_advance_is_an_error_after_the_page() {
        for next in [-1, 5, 10] {
            let response = format!(r#"{{"Marker": {next}, "ImageSet": [{{"ImageId": "sha256:1"}}]}}"#);
            let setting = Setting::new(TestTransport::always(TestResponse::json(response)));
            let mut items = images!(client(&setting)).marker(10).items();
            assert!(wait!(items.next()).expect("an item").is_ok());
            let error = wait!(items.next()).expect("an end").expect_err("an error");
            let Error::Paging(paging) = &error else {
                panic!("{error}");
            };
            assert_eq!((paging.action(), paging.marker(), paging.next_marker()), ("DescribeImages", 10, next));
            assert_eq!(
                error.to_string(),
                format!("the list of DescribeImages does not go on: the page at marker 10 names {next} as the next one's marker")
            );
            assert!(wait!(items.next()).is_none());
            assert_eq!(setting.transport.requests().len(), 1);
        }
    }

    fn an_error_ends_the_list_and_the_marker_tells_where_to_begin_again() {
        let page = r#"{"Marker": 3, "ImageSet": [{"ImageId": "sha256:1"}]}"#;
        let setting = Setting::replay([
            TestResponse::json(page),
            TestResponse::error(403, "AccessDenied", "No."),
        ]);
        let mut pages = images!(client(&setting)).pages();
        assert!(wait!(pages.next()).expect("a page").is_ok());
        let error = wait!(pages.next()).expect("an end").expect_err("an error");
        assert_eq!(error.code(), Some("AccessDenied"));
        assert_eq!(pages.marker(), 3);
        assert!(wait!(pages.next()).is_none());
    }

    fn a_response_without_a_marker_is_not_the_last_page() {
        let setting = Setting::replay([TestResponse::json(r#"{"RequestId": "r", "ImageSet": []}"#)]);
        let mut items = images!(client(&setting)).items();
        let error = wait!(items.next()).expect("an end").expect_err("an error");
        assert!(error.to_string().contains("Marker"), "{error}");
    }
}

#[tokio::test]
async fn streams_are_those_of_the_ecosystem_and_can_be_dropped_and_collected() {
    use std::future::poll_fn;
    use std::pin::Pin;

    use futures_core::Stream;

    let (setting, list) = list(45, |_, _| ());
    let client = asynchronous_client(&setting);
    let mut stream: Pin<Box<dyn Stream<Item = _> + Send>> = Box::pin(images!(client).items());
    let first = poll_fn(|context| stream.as_mut().poll_next(context)).await;
    assert!(first.expect("an item").is_ok());
    assert_eq!(stream.size_hint(), (19, None));
    drop(stream);
    assert_eq!(list.lock().expect("a list").pages, 1);

    let all: Vec<_> = images!(client).items().try_collect().await.expect("items");
    assert_eq!(all.len(), 45);
    let pages: Vec<_> = images!(client).pages().try_collect().await.expect("pages");
    assert_eq!(pages.len(), 3);
}

fn asynchronous_client(setting: &Setting) -> kcrs_generated::Client {
    super::asynchronous::client(setting)
}
