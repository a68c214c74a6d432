//! What can be set for a single call, what hooks see and change, and what is signed but not sent.

use std::sync::{Arc, Mutex};
use std::time::{Duration, UNIX_EPOCH};

use crate::support::{SECRET, SERVICE, Say};
use bytes::Bytes;
use kcrs_runtime::server::Verifier;
use kcrs_runtime::{
    Attempt, CallOptions, Client, ClientBuilder, Credentials, Error, Finished, Hook, Limits,
    Method, Operation, Params, Retry, Signature, Transport, TransportError, TransportErrorKind,
    TransportFuture,
};

/// Responds with success, and keeps the requests.
#[derive(Clone, Default)]
struct Kept(Arc<Mutex<Vec<http::Request<Bytes>>>>);

impl Kept {
    fn take(&self) -> http::Request<Bytes> {
        self.0.lock().unwrap().pop().unwrap()
    }

    fn is_empty(&self) -> bool {
        self.0.lock().unwrap().is_empty()
    }
}

impl Transport for Kept {
    fn send(&self, request: http::Request<Bytes>, _: Limits) -> TransportFuture<'_> {
        self.0.lock().unwrap().push(request);
        let body = Bytes::from_static(br#"{"RequestId": "r-1"}"#);
        Box::pin(async { Ok(http::Response::new(body)) })
    }
}

fn builder(kept: &Kept) -> ClientBuilder {
    ClientBuilder::new(&SERVICE)
        .credentials(Credentials::with_token("AK", SECRET, "the-token"))
        .region("cn-beijing-6")
        .clock(|| UNIX_EPOCH + Duration::from_secs(1_440_938_160))
        .transport(kept.clone())
}

fn client(kept: &Kept) -> Client {
    builder(kept).build().unwrap()
}

fn verifier() -> Verifier {
    let credentials = |key: &str| match key {
        "AK" => Some(Credentials::with_token("AK", SECRET, "the-token")),
        "other" => Some(Credentials::new("other", "other-secret")),
        _ => None,
    };
    Verifier::new("kcrs", credentials).clock(|| UNIX_EPOCH + Duration::from_secs(1_440_938_160))
}

#[tokio::test]
async fn a_call_differs_from_its_client_in_all_that_can_be_set() {
    let kept = Kept::default();
    let client = client(&kept);
    let call = client
        .send(Say::<true>("x"))
        .region("cn-shanghai-3")
        .signature(Signature::Simplified)
        .method(Method::Get)
        .credentials(Credentials::new("other", "other-secret"))
        .param("Text", "y")
        .param("Extra", "true")
        .header("x-mine", "1")
        .header("user-agent", "me");
    call.await.unwrap();
    let request = kept.take();
    assert_eq!(
        request.uri().host(),
        Some("kcrs.cn-shanghai-3.api.ksyun.com")
    );
    assert_eq!(request.method(), "GET");
    assert_eq!(request.headers()["x-mine"], "1");
    assert_eq!(request.headers()["user-agent"], "me");
    let verified = verifier().verify(&(&request).into()).unwrap();
    assert_eq!(verified.scheme, Signature::Simplified);
    let params = &verified.params;
    assert_eq!(params.get("Text"), Some("y"));
    assert_eq!(params.get("Extra"), Some("true"));

    // The client itself is as it was.
    client.send(Say::<true>("x")).await.unwrap();
    let request = kept.take();
    assert_eq!(
        request.uri().host(),
        Some("kcrs.cn-beijing-6.api.ksyun.com")
    );
    assert_eq!(request.method(), "POST");
    assert!(!request.headers().contains_key("x-mine"));
}

#[tokio::test]
async fn a_client_with_options_has_them_in_all_its_calls() {
    let kept = Kept::default();
    let base = builder(&kept).header("x-mine", "1").build().unwrap();
    let other = base.with_options(CallOptions::new().endpoint("https://{region}.example.com"));
    let other = other.with_options(CallOptions::new().region("r2").param("P", "1"));
    other.send(Say::<false>("x")).await.unwrap();
    let request = kept.take();
    assert_eq!(request.uri().host(), Some("r2.example.com"));
    assert!(request.uri().query().unwrap().contains("P=1"));
    other
        .send(Say::<false>("x"))
        .region("r3")
        .param("P", "2")
        .await
        .unwrap();
    let request = kept.take();
    assert_eq!(request.uri().host(), Some("r3.example.com"));
    let authorization = request.headers()["authorization"].to_str().unwrap();
    assert!(authorization.contains("/r3/kcrs/aws4_request"));
    assert_eq!(request.headers()["x-mine"], "1");
    base.send(Say::<false>("x"))
        .header("x-mine", "2")
        .await
        .unwrap();
    let request = kept.take();
    assert_eq!(
        request.uri().host(),
        Some("kcrs.cn-beijing-6.api.ksyun.com")
    );
    assert_eq!(request.headers()["x-mine"], "2");
    let error = builder(&kept).header("host", "evil").build().unwrap_err();
    assert_eq!(error.to_string(), "the header `host` cannot be set");
}

#[tokio::test]
async fn what_cannot_be_set_is_told_and_nothing_is_sent() {
    let kept = Kept::default();
    let client = client(&kept);
    let call = || client.send(Say::<false>("x"));
    for (call, reason) in [
        (call().endpoint("ftp://x"), "neither https:// nor http://"),
        (call().region("a.b"), "it may have letters"),
        (
            call().header("host", "evil"),
            "the header `host` cannot be set",
        ),
        (
            call().param("Action", "Other"),
            "the parameter `Action` cannot be set",
        ),
        (
            call().credentials(Credentials::new("", "x")),
            "access key is empty",
        ),
    ] {
        let error = call.await.unwrap_err().to_string();
        assert!(error.contains(reason), "{error}");
    }
    assert!(kept.is_empty());

    let plain = ClientBuilder::<Client>::new(&SERVICE)
        .credentials(Credentials::new("AK", SECRET))
        .endpoint("http://localhost:1")
        .build()
        .unwrap();
    let call = plain.send(Say::<false>("x")).endpoint("https://localhost");
    let error = call.await.unwrap_err();
    assert!(matches!(error, Error::Options(_)));
    assert!(
        error
            .to_string()
            .contains("built for an `http://` endpoint"),
        "{error}"
    );
}

/// A name that is reserved for options may be one of the action's own.
#[tokio::test]
async fn an_action_may_have_a_parameter_region() {
    let kept = Kept::default();
    let params = Params::from_iter([("Region", "own")]);
    let operation = Operation::new("Do", "1", Method::Get, params);
    client(&kept).call(operation).await.unwrap();
    let query = kept.take().uri().query().unwrap().to_owned();
    assert_eq!(query, "Action=Do&Region=own&Version=1");
}

#[tokio::test]
async fn the_program_is_named_in_the_user_agent() {
    let kept = Kept::default();
    let client = builder(&kept).app_name("my-tool/1.2").build().unwrap();
    client.send(Say::<false>("x")).await.unwrap();
    assert_eq!(
        kept.take().headers()["user-agent"],
        "kcrs-test/1 my-tool/1.2"
    );
    let error = builder(&kept).app_name("a\nb").build().unwrap_err();
    assert!(error.to_string().contains("name of the program"), "{error}");
}

#[tokio::test]
async fn a_request_can_be_signed_and_not_sent() {
    let kept = Kept::default();
    let client = client(&kept);
    for scheme in [Signature::V4, Signature::V4Query, Signature::Simplified] {
        let call = client.send(Say::<true>("a b")).signature(scheme);
        let request = call.signed().await.unwrap();
        let verified = verifier().verify(&(&request).into()).unwrap();
        assert_eq!(verified.scheme, scheme);
        assert_eq!(verified.params.get("Text"), Some("a b"));
    }
    let invalid = client.send(Say::<true>("longer than ten")).signed().await;
    assert!(matches!(invalid, Err(Error::Invalid(_))));
    assert!(kept.is_empty());
}

#[tokio::test]
async fn a_presigned_url_is_a_request() {
    let kept = Kept::default();
    let client = client(&kept);
    let url = client.send(Say::<true>("a b")).presigned().await.unwrap();
    let request = http::Request::builder()
        .uri(url.as_str())
        .header("host", "kcrs.cn-beijing-6.api.ksyun.com")
        .body(Bytes::new())
        .unwrap();
    let verified = verifier().verify(&(&request).into()).unwrap();
    assert_eq!(verified.scheme, Signature::V4Query);
    assert_eq!(verified.params.get("Text"), Some("a b"));
    assert_eq!(
        url.signed_at(),
        UNIX_EPOCH + Duration::from_secs(1_440_938_160)
    );
    let debug = format!("{url:?}");
    assert!(
        !debug.contains("Password") && !debug.contains("the-token"),
        "{debug}"
    );
    assert_eq!(url.clone().into_string(), url.as_str());
    assert!(kept.is_empty());
}

#[derive(Clone, Default)]
struct Recorder(Arc<Mutex<Vec<String>>>);

impl Recorder {
    fn note(&self, text: String) {
        self.0.lock().unwrap().push(text);
    }
}

impl Hook for Recorder {
    fn on_call(&self, operation: &mut Operation) {
        operation.params_mut().push("Added", "1");
        self.note(format!("call {}", operation.action()));
    }

    fn on_request(&self, attempt: &Attempt<'_>, request: &mut http::Request<Bytes>) {
        request
            .headers_mut()
            .insert("x-attempt", attempt.number().into());
        self.note(format!("request {}", attempt.number()));
    }

    fn on_response(
        &self,
        attempt: &Attempt<'_>,
        response: &mut Result<http::Response<Bytes>, TransportError>,
    ) {
        self.note(format!(
            "response {} {}",
            attempt.action(),
            response.is_ok()
        ));
        if attempt.number() == 1 {
            *response = Err(TransportError::new(TransportErrorKind::Connect, "planned"));
        }
    }

    fn on_end(&self, call: &Finished<'_>) {
        let (attempts, status, id) = (call.attempts(), call.status(), call.request_id());
        let error = call.error().map(ToString::to_string);
        self.note(format!("end {attempts} {status:?} {id:?} {error:?}"));
    }
}

#[tokio::test]
async fn hooks_see_and_change_all() {
    let (kept, recorder) = (Kept::default(), Recorder::default());
    let retry = Retry::standard().initial_backoff(Duration::ZERO);
    let client = builder(&kept).hook(recorder.clone()).retry(retry);
    let client = client.build().unwrap();
    client.send(Say::<false>("x")).await.unwrap();
    let request = kept.take();
    assert_eq!(request.headers()["x-attempt"], "2");
    let verified = verifier().verify(&(&request).into()).unwrap();
    assert_eq!(verified.params.get("Added"), Some("1"));
    client
        .send(Say::<false>("x"))
        .retry(Retry::never())
        .await
        .unwrap_err();
    assert_eq!(
        *recorder.0.lock().unwrap(),
        [
            "call Say",
            "request 1",
            "response Say true",
            "request 2",
            "response Say true",
            r#"end 2 Some(200) Some("r-1") None"#,
            "call Say",
            "request 1",
            "response Say true",
            r#"end 1 None None Some("cannot connect: planned")"#,
        ]
    );
}

#[tokio::test]
async fn an_action_without_a_type_is_called_by_name() {
    let kept = Kept::default();
    let params = Params::from_iter([("InstanceId", "i")]);
    let operation = Operation::new("DescribeNews", "2021-11-09", Method::Get, params);
    assert!(!operation.is_idempotent());
    let response = client(&kept)
        .call(operation.with_idempotent(true))
        .await
        .unwrap();
    let json: serde_json::Value = response.decode().unwrap();
    assert_eq!(json["RequestId"], "r-1");
}
