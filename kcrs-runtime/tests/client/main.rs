//! The client against servers made of plain sockets.

#[cfg(feature = "http2")]
mod http2;
mod options;
mod proxies;
mod retries;
mod runtimes;
#[path = "../support/mod.rs"]
mod support;

use std::io::Write;
use std::time::{Duration, Instant};

use bytes::Bytes;
use kcrs_runtime::server::Verifier;
use kcrs_runtime::{
    BuildError, Call, CallOptions, Client, ClientBuilder, Credentials, Error, Limits, Method,
    Operation, Params, Response, Signature, Transport, TransportErrorKind, TransportFuture,
};
use support::{Output, SECRET, SERVICE, Say, client, http, serve, serve_text};

/// The signature is checked over what came through the socket, read by hand.
#[tokio::test]
async fn what_is_sent_is_what_is_signed() {
    let (port, requests) = serve_text(http("200 OK", r#"{"RequestId": "r-1"}"#));
    let verifier = Verifier::new("kcrs", |_: &str| {
        Some(Credentials::with_token("AK", SECRET, "the-token"))
    });
    for scheme in [Signature::V4, Signature::V4Query, Signature::Simplified] {
        let client = client("http", port).signature(scheme).build().unwrap();
        let text = "周 a+b*~%";
        for post in [false, true] {
            let output = if post {
                client.send(Say::<true>(text)).await.unwrap()
            } else {
                client.send(Say::<false>(text)).await.unwrap()
            };
            assert_eq!(output["RequestId"], "r-1");
            let received = parse(&requests.recv().unwrap());
            let hosts: Vec<_> = received.headers().get_all("host").iter().collect();
            assert_eq!(hosts, [&format!("localhost:{port}")]);
            assert_eq!(received.headers()["user-agent"], "kcrs-test/1");
            assert_eq!(received.headers()["accept"], "application/json");
            let verified = verifier.verify(&(&received).into()).unwrap();
            assert_eq!(verified.scheme, scheme);
            let mut params: Vec<_> = verified.params.iter().collect();
            params.sort_unstable();
            let expected = [
                ("Action", "Say"),
                ("Password", "the-password"),
                ("Text", text),
                ("Version", "2021-11-09"),
            ];
            assert_eq!(params, expected);
            // All parameters are in one place.
            let is_body = post && scheme != Signature::V4Query;
            assert_eq!(received.body().is_empty(), !is_body);
            assert_eq!(received.uri().query().is_none(), is_body);
        }
    }
}

#[tokio::test]
async fn a_path_of_the_endpoint_is_signed_and_sent() {
    let (port, requests) = serve_text(http("200 OK", "{}"));
    let verifier = Verifier::new("kcrs", |_: &str| {
        Some(Credentials::with_token("AK", SECRET, "the-token"))
    });
    for scheme in [Signature::V4, Signature::V4Query, Signature::Simplified] {
        let of_client = client("http", port).endpoint(format!("http://localhost:{port}/gate/v1.0"));
        let of_client = of_client.signature(scheme).build().unwrap();
        let other = format!("http://localhost:{port}/{{region}}/");
        for (endpoint, path) in [(None, "/gate/v1.0"), (Some(other), "/cn-beijing-6/")] {
            let of_call = match endpoint {
                Some(endpoint) => of_client.with_options(CallOptions::new().endpoint(endpoint)),
                None => of_client.clone(),
            };
            of_call.send(Say::<false>("x")).await.unwrap();
            of_call.send(Say::<true>("x")).await.unwrap();
            for _ in 0..2 {
                let received = parse(&requests.recv().unwrap());
                assert_eq!(received.uri().path(), path);
                let verified = verifier.verify(&(&received).into()).unwrap();
                assert_eq!(verified.scheme, scheme);
                assert_eq!(verified.params.get("Text"), Some("x"));
            }
        }
    }
}

#[tokio::test]
async fn the_whole_response_is_available() {
    let body = r#"{"RequestId": "r-1", "Text": "x"}"#;
    let (port, _requests) = serve_text(http("200 OK", body));
    let client = client("http", port).build().unwrap();
    let response: Response<Output> = client.send_response(Say::<false>("x")).await.unwrap();
    assert_eq!(response.status(), 200);
    assert_eq!(response.headers()["content-type"], "application/json");
    assert_eq!(response.body(), body);
    assert_eq!(response.request_id(), Some("r-1"));
    assert_eq!(response.into_output()["Text"], "x");

    let operation = Operation::new(
        "Anything",
        "1",
        Method::Get,
        Params::from_iter([("A", "b")]),
    );
    let raw = client.call(operation).await.unwrap();
    assert_eq!(raw.body(), body);
}

#[tokio::test]
async fn an_error_of_the_service_is_told() {
    let body = r#"{"RequestId": "r-1", "Error": {"Type": "Sender", "Code": "InstanceNotFound", "Message": "no"}}"#;
    let (port, _requests) = serve_text(http("400 Bad Request", body));
    let error = client("http", port)
        .build()
        .unwrap()
        .send(Say::<false>("x"))
        .await
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "InstanceNotFound: no (request id r-1, HTTP 400)"
    );
    assert!(error.is_not_found());
}

#[tokio::test]
async fn no_redirect_is_followed_whatever_is_set() {
    let (other, other_requests) = serve_text(http("200 OK", "{}"));
    let (port, requests) = serve_text(format!(
        "HTTP/1.1 302 Found\r\nLocation: http://localhost:{other}/\r\nContent-Length: 0\r\n\r\n"
    ));
    let builder = client("http", port)
        .http_client(|builder| builder.redirect(reqwest::redirect::Policy::limited(10)));
    let error = builder
        .build()
        .unwrap()
        .send(Say::<false>("x"))
        .await
        .unwrap_err();
    assert_eq!(error.status(), Some(302));
    assert_eq!(requests.iter().take(1).count(), 1);
    assert!(other_requests.try_recv().is_err());
}

#[tokio::test]
async fn nothing_is_sent_twice() {
    let (port, requests) = serve(|_, _| Err(std::io::ErrorKind::ConnectionReset.into()));
    let error = client("http", port)
        .build()
        .unwrap()
        .send(Say::<true>("x"))
        .await
        .unwrap_err();
    assert_eq!(kind(&error), TransportErrorKind::Broken);
    assert!(error.is_retryable());
    requests.recv().unwrap();
    assert!(requests.recv_timeout(Duration::from_millis(200)).is_err());
}

#[tokio::test]
async fn an_endless_response_is_cut() {
    let (port, _requests) = serve(|_, stream| {
        stream.write_all(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")?;
        loop {
            stream.write_all(b"400\r\n")?;
            stream.write_all(&[b' '; 0x400])?;
            stream.write_all(b"\r\n")?;
        }
    });
    let client = client("http", port)
        .max_response_bytes(100_000)
        .build()
        .unwrap();
    let error = client.send(Say::<false>("x")).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "the response is too long: it has more than 100000 bytes"
    );
    assert!(!error.is_retryable());
}

#[tokio::test]
async fn the_limit_is_the_longest_body() {
    let body = format!("{{\"A\":\"{}\"}}", "x".repeat(100_000));
    let (port, _requests) = serve_text(http("200 OK", &body));
    for (limit, fits) in [
        (body.len(), true),
        (body.len() - 1, false),
        (10, false),
        (usize::MAX, true),
    ] {
        let client = client("http", port)
            .max_response_bytes(limit)
            .build()
            .unwrap();
        let outcome = client.send(Say::<false>("x")).await;
        assert_eq!(outcome.is_ok(), fits, "{limit}");
        if let Err(error) = outcome {
            assert_eq!(kind(&error), TransportErrorKind::TooLong);
        }
    }
}

#[tokio::test]
async fn a_body_that_breaks_off_is_no_response() {
    let (port, _requests) = serve(|_, stream| {
        stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"RequestId\": \"r\"")?;
        Err(std::io::ErrorKind::ConnectionReset.into())
    });
    let error = client("http", port)
        .build()
        .unwrap()
        .send(Say::<false>("x"))
        .await
        .unwrap_err();
    assert_eq!(kind(&error), TransportErrorKind::Broken);
}

#[tokio::test]
async fn time_limits_hold_for_head_and_body() {
    for head in ["", "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"] {
        let (port, _requests) = serve(move |_, stream| {
            stream.write_all(head.as_bytes())?;
            std::thread::sleep(Duration::from_secs(60));
            Ok(())
        });
        let began = Instant::now();
        let of_client = client("http", port)
            .timeout(Duration::from_millis(100))
            .build()
            .unwrap();
        let error = of_client.send(Say::<false>("x")).await.unwrap_err();
        assert_eq!(kind(&error), TransportErrorKind::Timeout);
        assert!(error.is_retryable());

        let of_call = client("http", port).build().unwrap();
        let call = of_call
            .send(Say::<false>("x"))
            .timeout(Duration::from_millis(100));
        assert_eq!(kind(&call.await.unwrap_err()), TransportErrorKind::Timeout);
        assert!(began.elapsed() < Duration::from_secs(15));
    }
}

#[tokio::test]
async fn where_nobody_listens_nothing_connects() {
    let port = support::unused_port();
    let error = client("http", port)
        .build()
        .unwrap()
        .send(Say::<false>("x"))
        .await
        .unwrap_err();
    assert_eq!(kind(&error), TransportErrorKind::Connect);
    let text = error.to_string();
    let start = format!("cannot connect to http://localhost:{port}: ");
    assert!(text.starts_with(&start) && !text.contains("Say"), "{text}");
}

#[tokio::test]
async fn no_error_and_no_debug_shows_a_secret() {
    let (port, _requests) = serve_text(http("200 OK", "{\"Text\": \"the-password"));
    let reachable = client("http", port).build().unwrap();
    let unreachable = client("http", 1).build().unwrap();
    let mut shown = vec![
        format!("{reachable:?}"),
        format!("{:?}", reachable.send(Say::<false>("x"))),
    ];
    for scheme in [Signature::V4, Signature::V4Query, Signature::Simplified] {
        let unreachable = client("http", 1).signature(scheme).build().unwrap();
        let error = unreachable.send(Say::<false>("x")).await.unwrap_err();
        shown.push(format!("{error} {error:?}"));
    }
    let builder = client("http", 1).endpoint("https://user:the-password@host");
    shown.push(format!("{builder:?}"));
    let error = builder.build().unwrap_err();
    shown.push(format!("{error} {error:?}"));
    for client in [&reachable, &unreachable] {
        let error = client.send(Say::<false>("x")).await.unwrap_err();
        shown.push(format!("{error} {error:?}"));
    }
    for text in shown {
        for secret in [SECRET, "the-token", "the-password", "Signature="] {
            assert!(!text.contains(secret), "{text}");
        }
    }
}

#[tokio::test]
async fn what_is_not_valid_is_not_sent_unless_asked_for() {
    let (port, requests) = serve_text(http("200 OK", "{}"));
    let checking = client("http", port).build().unwrap();
    let error = checking
        .send(Say::<false>("far too long a text"))
        .await
        .unwrap_err();
    assert_eq!(error.violations().unwrap().len(), 1);
    assert!(requests.try_recv().is_err());

    let trusting = client("http", port).validate(false).build().unwrap();
    trusting
        .send(Say::<false>("far too long a text"))
        .await
        .unwrap();
    requests.recv().unwrap();
}

#[tokio::test]
async fn the_signature_is_made_when_the_call_is_first_polled() {
    let (port, requests) = serve_text(http("200 OK", "{}"));
    let clock = std::sync::Arc::new(std::sync::atomic::AtomicU64::new(1_440_938_160));
    let seconds = clock.clone();
    let read = move || {
        std::time::UNIX_EPOCH
            + Duration::from_secs(seconds.load(std::sync::atomic::Ordering::Relaxed))
    };
    let client = client("http", port).clock(read).build().unwrap();
    let call = client.send(Say::<false>("x"));
    clock.store(1_440_938_161, std::sync::atomic::Ordering::Relaxed);
    call.await.unwrap();
    assert_eq!(
        parse(&requests.recv().unwrap()).headers()["x-amz-date"],
        "20150830T123601Z"
    );
}

#[tokio::test]
async fn the_http_client_can_be_set_up() {
    let (port, requests) = serve_text(http("200 OK", "{}"));
    let client = client("http", port)
        .http_client(|builder| {
            let headers = [(
                http::header::ACCEPT_LANGUAGE,
                http::HeaderValue::from_static("zh"),
            )];
            builder.default_headers(headers.into_iter().collect())
        })
        .build()
        .unwrap();
    client.send(Say::<false>("x")).await.unwrap();
    assert_eq!(
        parse(&requests.recv().unwrap()).headers()["accept-language"],
        "zh"
    );
}

#[tokio::test]
async fn ones_own_transport_gets_the_signed_request_and_the_limits() {
    struct Own;
    impl Transport for Own {
        fn send(&self, request: http::Request<Bytes>, limits: Limits) -> TransportFuture<'_> {
            assert_eq!(
                request.uri().host(),
                Some("kcrs.cn-beijing-6.api.ksyun.com")
            );
            assert_eq!(request.headers()["host"], "kcrs.cn-beijing-6.api.ksyun.com");
            assert_eq!((limits.max_response_bytes, limits.timeout), (7, None));
            Box::pin(async {
                Ok(http::Response::new(Bytes::from_static(
                    b"\xef\xbb\xbf{\"A\":\"b\"}",
                )))
            })
        }
    }
    let client: Client = ClientBuilder::new(&SERVICE)
        .credentials(Credentials::new("AK", SECRET))
        .region("cn-beijing-6")
        .timeout(None)
        .max_response_bytes(7)
        .transport(Own)
        .build()
        .unwrap();
    assert_eq!(client.send(Say::<false>("x")).await.unwrap()["A"], "b");
}

#[test]
fn what_cannot_be_built_says_why() {
    let message = |builder: ClientBuilder| builder.build().unwrap_err().to_string();
    assert!(message(client("ftp", 1)).contains("neither https:// nor http://"));
    assert!(
        message(
            client("http", 1)
                .endpoint("https://{region}.x")
                .region("a/b")
        )
        .contains("letters, digits")
    );
    assert_eq!(
        message(client("http", 1).credentials(Credentials::new("", "x"))),
        "the access key is empty"
    );

    static V4_ONLY: kcrs_runtime::Service = SERVICE.signatures(&[Signature::V4]);
    let error = ClientBuilder::<Client>::new(&V4_ONLY)
        .credentials(Credentials::new("AK", SECRET))
        .signature(Signature::Simplified)
        .build()
        .unwrap_err();
    assert!(matches!(
        error,
        BuildError::Signature(Signature::Simplified)
    ));
}

#[cfg(not(any(feature = "__rustls", feature = "native-tls")))]
#[test]
fn https_needs_a_feature() {
    let error = client("https", 1).build().unwrap_err();
    assert!(matches!(error, BuildError::NoTls));
    assert!(error.to_string().contains("`rustls-ring`"), "{error}");
    assert!(client("http", 1).build().is_ok());
}

#[tokio::test]
async fn calls_can_be_spawned_and_clients_shared() {
    fn shared<T: Send + Sync + 'static>() {}
    fn sent<T: Send + 'static>() {}
    shared::<Client>();
    shared::<Error>();
    shared::<Response<Output>>();
    sent::<Call<Output>>();
    sent::<ClientBuilder>();

    let (port, _requests) = serve_text(http("200 OK", r#"{"A": "b"}"#));
    let client = client("http", port).build().unwrap();
    let tasks: Vec<_> = (0..20)
        .map(|_| tokio::spawn(client.clone().send(Say::<true>("x"))))
        .collect();
    for task in tasks {
        assert_eq!(task.await.unwrap().unwrap()["A"], "b");
    }
}

fn kind(error: &Error) -> TransportErrorKind {
    match error {
        Error::Transport(error) => error.kind(),
        error => panic!("{error}"),
    }
}

/// Reads a request by hand: what the signature is checked over must be what came.
fn parse(raw: &[u8]) -> http::Request<Vec<u8>> {
    let end = raw
        .windows(4)
        .position(|window| window == b"\r\n\r\n")
        .unwrap();
    let head = str::from_utf8(&raw[..end]).unwrap();
    let mut lines = head.split("\r\n");
    let mut start = lines.next().unwrap().split(' ');
    let (method, target) = (start.next().unwrap(), start.next().unwrap());
    assert_eq!((start.next(), start.next()), (Some("HTTP/1.1"), None));
    let mut request = http::Request::builder().method(method).uri(target);
    for line in lines {
        let (name, value) = line.split_once(": ").unwrap();
        request = request.header(name, value);
    }
    request.body(raw[end + 4..].to_vec()).unwrap()
}
