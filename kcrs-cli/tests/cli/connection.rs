//! A service that cannot be reached, and what the error says of it.

use crate::support::{ACCESS_KEY, Kcrs, SECRET_KEY, emulator};

fn with_keys() -> Kcrs {
    let kcrs = Kcrs::new().variable("KSYUN_ACCESS_KEY", ACCESS_KEY);
    kcrs.variable("KSYUN_SECRET_KEY", SECRET_KEY)
}

#[test]
fn an_error_names_the_host_the_proxy_and_what_may_be_wrong() {
    let emulator = emulator().start().expect("an emulator");
    let secure = emulator.endpoint().replace("http:", "https:");
    for (arguments, proxy, says) in [
        (
            &["--endpoint", "http://127.0.0.1:1"][..],
            None,
            &["http://127.0.0.1:1", "refused"][..],
        ),
        (
            &["--endpoint", "http://kcrs.invalid"],
            Some("http://127.0.0.1:1"),
            &["http://kcrs.invalid:80", "the proxy http://127.0.0.1:1"],
        ),
        (
            &[
                "--region",
                "cn-beijng-6",
                "--endpoint",
                "http://{region}.invalid",
            ],
            None,
            &["the region `cn-beijng-6` is not known; did you mean `cn-beijing-6`?"],
        ),
        (
            &["--region", "mars", "--endpoint", "http://{region}.invalid"],
            None,
            &["`mars` is not known; known are cn-beijing-6, cn-shanghai-3"],
        ),
        (
            &["--endpoint", &secure],
            None,
            &[&secure, "the endpoint begins with http://"],
        ),
    ] {
        let mut kcrs = with_keys();
        if let Some(proxy) = proxy {
            kcrs = kcrs.variable("HTTP_PROXY", proxy);
        }
        let refusal = kcrs.run([&["describe-instance"], arguments].concat());
        let refusal = refusal.refusal(6);
        for part in says {
            assert!(refusal.contains(part), "{part}: {refusal}");
        }
    }
}

#[test]
fn a_proxy_is_not_asked_for_this_machine() {
    let emulator = emulator().start().expect("an emulator");
    let kcrs = Kcrs::with(&emulator)
        .variable("HTTP_PROXY", "http://127.0.0.1:1")
        .variable("HTTPS_PROXY", "http://127.0.0.1:1");
    kcrs.run(["describe-instance"]).success();
    let alone = Kcrs::new().variable("HTTP_PROXY", "http://127.0.0.1:1");
    let shown = alone.run(["--emulator", "tree"]).success();
    assert!(shown.contains("demo"), "{shown}");
}

#[test]
fn a_region_that_is_not_known_is_written_only_by_force() {
    let kcrs = Kcrs::new();
    let set = ["configure", "set", "region", "cn-beijng-6"];
    let refusal = kcrs.run(set).refusal(2);
    assert!(
        refusal.contains("did you mean `cn-beijing-6`?"),
        "{refusal}"
    );
    assert!(refusal.contains("--force"), "{refusal}");
    assert!(!kcrs.home().join(".ks").exists());
    let ran = kcrs.run(set.iter().chain(&["--force"]));
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let region = kcrs.run(["configure", "get", "region"]).success();
    assert_eq!(region, "cn-beijng-6\n");
}
