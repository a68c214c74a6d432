//! One client in several runtimes, one after the other and beside each other.

use std::thread;
use std::time::Duration;

use crate::support::{Say, client, http, serve_text};
use kcrs_runtime::{Client, Retry};
use tokio::runtime::{Builder, Runtime};

fn runtime() -> Runtime {
    Builder::new_current_thread().enable_all().build().unwrap()
}

fn of(port: u16) -> Client {
    let builder = client("http", port).retry(Retry::never());
    builder.timeout(Duration::from_secs(5)).build().unwrap()
}

#[test]
fn no_call_is_lost_with_the_runtime_of_another() {
    let (port, requests) = serve_text(http("200 OK", r#"{"A": "b"}"#));
    let client = of(port);
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for _ in 0..25 {
                    let runtime = runtime();
                    for _ in 0..2 {
                        let output = runtime.block_on(client.send(Say::<true>("x")));
                        assert_eq!(output.unwrap()["A"], "b");
                    }
                }
            });
        }
    });
    assert_eq!(requests.try_iter().count(), 200);
}

#[test]
fn a_runtime_that_stands_still_keeps_no_other_waiting() {
    let (port, _requests) = serve_text(http("200 OK", r#"{"A": "b"}"#));
    let client = of(port);
    let (first, second) = (runtime(), runtime());
    for runtime in [&first, &second, &first] {
        let output = runtime.block_on(client.send(Say::<true>("x")));
        assert_eq!(output.unwrap()["A"], "b");
    }
}

/// Its task is one of the runtime's, which must end with the client.
#[tokio::test]
async fn a_client_that_is_dropped_leaves_nothing_in_its_runtime() {
    let (port, _requests) = serve_text(http("200 OK", r#"{"A": "b"}"#));
    let metrics = tokio::runtime::Handle::current().metrics();
    for _ in 0..3 {
        of(port).send(Say::<true>("x")).await.unwrap();
    }
    let ended = async {
        while metrics.num_alive_tasks() > 0 {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(5), ended)
        .await
        .unwrap();
}
