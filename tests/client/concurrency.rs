//! Many calls at a time on one client, and calls that are dropped under way.

use std::convert::Infallible;
use std::net::Ipv4Addr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use http_body_util::Full;
use hyper::body::Bytes;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use kcrs_generated::{Client, Credentials, Retry};
use tokio::net::TcpSocket;
use tokio::task::JoinSet;

const PAGE: &str =
    r#"{"RequestId": "r", "TotalCount": 0, "InstanceSet": [], "MaxResults": 20, "Marker": 0}"#;

/// What a server has seen.
#[derive(Default)]
struct Seen {
    connections: AtomicUsize,
    open: AtomicUsize,
    requests: AtomicUsize,
}

/// Responds to each request after `delay`; returns a client of it.
async fn serve(delay: Duration) -> (Client, Arc<Seen>) {
    let socket = TcpSocket::new_v4().expect("a socket");
    socket
        .bind((Ipv4Addr::LOCALHOST, 0).into())
        .expect("a port");
    // Room for all, or the system lets connections wait for a second or more.
    let listener = socket.listen(4_096).expect("a listener");
    let endpoint = format!("http://{}", listener.local_addr().expect("an address"));
    let seen = Arc::new(Seen::default());
    let all = Arc::clone(&seen);
    tokio::spawn(async move {
        loop {
            let (stream, _) = listener.accept().await.expect("a connection");
            let seen = Arc::clone(&all);
            seen.connections.fetch_add(1, Ordering::SeqCst);
            seen.open.fetch_add(1, Ordering::SeqCst);
            tokio::spawn(async move {
                let requests = &seen.requests;
                let service = service_fn(move |_| async move {
                    requests.fetch_add(1, Ordering::SeqCst);
                    tokio::time::sleep(delay).await;
                    Ok::<_, Infallible>(hyper::Response::new(Full::new(Bytes::from(PAGE))))
                });
                // The client may close whenever it likes.
                let _ = hyper::server::conn::http1::Builder::new()
                    .serve_connection(TokioIo::new(stream), service)
                    .await;
                seen.open.fetch_sub(1, Ordering::SeqCst);
            });
        }
    });
    let client = Client::builder()
        .endpoint(endpoint)
        .credentials(Credentials::new("AK", "SK"))
        .retry(Retry::never())
        .build()
        .expect("a client");
    (client, seen)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thousand_calls_at_a_time_share_their_connections() {
    let (client, seen) = serve(Duration::from_millis(20)).await;
    for _ in 0..3 {
        let mut calls = JoinSet::new();
        for _ in 0..1_000 {
            calls.spawn(client.describe_instance().send());
        }
        while let Some(call) = calls.join_next().await {
            call.expect("no panic").expect("a response");
        }
    }
    assert_eq!(seen.requests.load(Ordering::SeqCst), 3_000);
    // The later waves go over the connections of the first, but for those that were still being put
    // back.
    let connections = seen.connections.load(Ordering::SeqCst);
    assert!(connections < 2_000, "{connections}");

    // A connection that was begun for a call which then got another is opened all the same.
    tokio::time::sleep(Duration::from_millis(300)).await;
    let connections = seen.connections.load(Ordering::SeqCst);
    for _ in 0..50 {
        client.describe_instance().send().await.expect("a response");
    }
    assert_eq!(seen.connections.load(Ordering::SeqCst), connections);
}

#[tokio::test]
async fn a_dropped_call_leaves_nothing_behind() {
    let (client, seen) = serve(Duration::from_secs(60)).await;
    for _ in 0..10 {
        let call = client.describe_instance().send();
        let waited = tokio::time::timeout(Duration::from_millis(50), call).await;
        waited.expect_err("no response yet");
    }
    // The server sees that the connection is closed, and no other request.
    for _ in 0..100 {
        if seen.open.load(Ordering::SeqCst) == 0 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert_eq!(seen.open.load(Ordering::SeqCst), 0);
    assert_eq!(seen.requests.load(Ordering::SeqCst), 10);

    let unpolled = client.describe_instance().send();
    drop(unpolled);
    assert_eq!(seen.requests.load(Ordering::SeqCst), 10);
}
