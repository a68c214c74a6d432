//! Proxies of the environment, which are seen by a child: the test runs again in it.

use std::process::Command;

use crate::support::{SECRET, SERVICE, Say, http, serve_text, unused_port};
use kcrs_runtime::{Client, ClientBuilder, Credentials, Retry};

const CHILD: &str = "KCRS_TEST_DEAD_PROXY";

fn builder(endpoint: &str) -> ClientBuilder {
    ClientBuilder::new(&SERVICE)
        .credentials(Credentials::new("AK", SECRET))
        .region("cn-beijing-6")
        .retry(Retry::never())
        .endpoint(endpoint)
}

async fn error_of(client: &Client) -> String {
    let result = client.send(Say::<false>("x")).await;
    result.unwrap_err().to_string()
}

#[tokio::test]
async fn this_machine_is_called_without_the_environments_proxy() {
    let Ok(proxy) = std::env::var(CHILD) else {
        let proxy = format!("127.0.0.1:{}", unused_port());
        let url = format!("http://user:PLANTED@{proxy}");
        let output = Command::new(std::env::current_exe().unwrap())
            .args([
                "proxies::this_machine_is_called_without_the_environments_proxy",
                "--exact",
            ])
            .envs(["HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"].map(|name| (name, &url)))
            .env_remove("NO_PROXY")
            .env_remove("no_proxy")
            .env(CHILD, &proxy)
            .output()
            .unwrap();
        let text = String::from_utf8_lossy(&output.stdout);
        assert!(
            output.status.success() && text.contains("1 passed"),
            "{text}"
        );
        return;
    };
    let (port, _requests) = serve_text(http("200 OK", r#"{"A": "b"}"#));
    let loopback = format!("http://localhost:{port}");
    let here = builder(&loopback).build().unwrap();
    assert_eq!(here.send(Say::<false>("x")).await.unwrap()["A"], "b");

    // So too where only the call goes there, whatever its client does.
    let elsewhere = builder("http://service.example.com").build().unwrap();
    let call = elsewhere
        .send(Say::<false>("x"))
        .endpoint(loopback.as_str());
    assert_eq!(call.await.unwrap()["A"], "b");
    let error = error_of(&elsewhere).await;
    let start = format!(
        "cannot connect to http://service.example.com:80 through the proxy http://{proxy}: "
    );
    assert!(error.starts_with(&start), "{error}");
    assert!(!error.contains("PLANTED"), "{error}");

    // A proxy that is set is used.
    let set = builder(&loopback).http_client(move |builder| {
        builder.proxy(reqwest::Proxy::all(format!("http://{proxy}")).unwrap())
    });
    let error = error_of(&set.build().unwrap()).await;
    let start = format!("cannot connect to {loopback}: ");
    assert!(error.starts_with(&start), "{error}");
}
