//! What is special about the blocking client: its thread.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::sync::Arc;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, SystemTime};

use kcrs_emulator::Emulator;
use kcrs_generated::blocking::Client;
use kcrs_generated::test_util::{TestResponse, TestTransport};
use kcrs_generated::{Attempt, Credentials, Hook};

const EMPTY: &str = r#"{"RequestId": "r", "TotalCount": 0, "InstanceSet": [], "Marker": 0}"#;

fn canned() -> kcrs_generated::ClientBuilder<kcrs_generated::Client> {
    kcrs_generated::Client::builder()
        .credentials(Credentials::new("ak", "sk"))
        .endpoint("http://test.example")
        .transport(TestTransport::always(TestResponse::json(EMPTY)))
}

#[test]
fn it_calls_a_real_server_from_many_threads() {
    let emulator = Emulator::start().expect("an emulator");
    let client = kcrs_generated::Client::builder()
        .endpoint(emulator.endpoint())
        .credentials(emulator.credentials())
        .build_blocking()
        .expect("a client");
    thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                for _ in 0..20 {
                    client.describe_instance().send().expect("an output");
                }
            });
        }
    });
}

#[tokio::test]
async fn it_works_in_asynchronous_code_and_is_dropped_there() {
    let client = canned().build_blocking().expect("a client");
    client.describe_instance().send().expect("an output");
    assert_eq!(client.describe_instance().items().count(), 0);
    drop(client);
}

#[tokio::test(flavor = "multi_thread")]
async fn it_works_in_threads_for_blocking() {
    let client = canned().build_blocking().expect("a client");
    let call = move || client.describe_instance().send().map(drop);
    tokio::task::spawn_blocking(call)
        .await
        .expect("no panic")
        .expect("an output");
}

/// Calls the client that it is a hook of.
struct Within(Arc<OnceLock<Client>>);

impl Hook for Within {
    fn on_request(&self, _: &Attempt<'_>, _: &mut http::Request<bytes::Bytes>) {
        if let Some(client) = self.0.get() {
            let _ = client.describe_instance().send();
        }
    }
}

#[test]
fn a_call_within_a_call_says_so_in_its_panic() {
    let own = Arc::new(OnceLock::new());
    let client = canned()
        .hook(Within(Arc::clone(&own)))
        .build_blocking()
        .expect("a client");
    own.set(client.clone()).expect("the first");
    let call = thread::spawn(move || client.describe_instance().send().map(drop));
    let panic = call.join().expect_err("a panic");
    let message = panic.downcast_ref::<&str>().expect("a message");
    assert!(
        message.starts_with("a blocking client was called from within one of its own calls"),
        "{message}"
    );
}

#[test]
fn it_goes_on_after_a_panic_of_a_hook() {
    struct Once(AtomicUsize);
    impl Hook for Once {
        fn on_request(&self, _: &Attempt<'_>, _: &mut http::Request<bytes::Bytes>) {
            assert!(self.0.fetch_add(1, Ordering::SeqCst) > 0, "the first time");
        }
    }
    let client = canned()
        .hook(Once(AtomicUsize::new(0)))
        .build_blocking()
        .expect("a client");
    let first = client.clone();
    thread::spawn(move || first.describe_instance().send().map(drop))
        .join()
        .expect_err("a panic");
    client.describe_instance().send().expect("an output");
}

#[test]
fn a_connection_that_was_closed_between_calls_is_not_used() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let endpoint = format!("http://{}", listener.local_addr().expect("an address"));
    let server = thread::spawn(move || {
        // One response per connection, which claims to stay open.
        for _ in 0..2 {
            let (mut stream, _) = listener.accept().expect("a connection");
            let mut request = [0; 4096];
            let _ = stream.read(&mut request).expect("a request");
            let response = r#"{"RequestId": "r", "InstanceId": "i-1"}"#;
            write!(
                stream,
                "HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{response}",
                response.len()
            )
            .expect("a response");
        }
    });
    let client = kcrs_generated::Client::builder()
        .credentials(Credentials::new("ak", "sk"))
        .endpoint(endpoint)
        .build_blocking()
        .expect("a client");
    let create = || {
        let create = client.create_instance().instance_name("demo");
        create.instance_type("basic".into()).send()
    };
    create().expect("the first");
    // Time for the end of the connection to arrive; a create on it would be lost.
    thread::sleep(Duration::from_millis(100));
    create().expect("the second");
    server.join().expect("the server");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_thousand_calls_refresh_the_credentials_once() {
    let asked = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&asked);
    let provider = move || {
        let number = count.fetch_add(1, Ordering::SeqCst);
        async move {
            tokio::time::sleep(Duration::from_millis(20)).await;
            let expires = SystemTime::now() + Duration::from_secs(3600);
            let access_key = format!("ak{number}");
            Ok(Credentials::with_token(access_key, "sk", "token").expiring_at(expires))
        }
    };
    let transport = TestTransport::always(TestResponse::json(EMPTY));
    let client = canned()
        .transport(transport.clone())
        .credentials_provider(provider)
        .build()
        .expect("a client");
    let calls: Vec<_> = (0..1_000)
        .map(|_| tokio::spawn(client.describe_instance().send()))
        .collect();
    for call in calls {
        call.await.expect("no panic").expect("an output");
    }
    assert_eq!(asked.load(Ordering::SeqCst), 1);
    let requests = transport.requests();
    assert_eq!(requests.len(), 1_000);
    for request in requests {
        assert_eq!(request.http().headers()["x-amz-security-token"], "token");
    }
}
