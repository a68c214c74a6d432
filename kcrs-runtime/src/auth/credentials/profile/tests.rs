//! Profile files in a home directory of the test's.

use super::*;
use crate::auth::credentials::EndpointSources;
use std::fs;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, SystemTime};

/// A home directory with files.
struct Home(PathBuf);

impl Home {
    fn new(files: &[(&str, &str)]) -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("kcrs-profile-{}-{number}", std::process::id());
        let home = std::env::temp_dir().join(name);
        fs::create_dir_all(home.join(".ks")).unwrap();
        for (path, text) in files {
            fs::write(home.join(path), text).unwrap();
        }
        Self(home)
    }

    fn path(&self, path: &str) -> String {
        self.0.join(path).display().to_string()
    }

    fn profiles(&self, variables: &[(&str, &str)]) -> ProfileCredentials {
        let home = self.path("");
        // The machine that this runs on may have this file.
        let none = ("KSC_CONFIG", "");
        let mut all = vec![("HOME", home.as_str()), none];
        all.extend(variables);
        ProfileCredentials::of(Environment::of(&all))
    }
}

/// Region and endpoint of a profile.
fn places(profiles: &ProfileCredentials) -> (Option<String>, Option<String>) {
    let nothing = Environment::of(&[]);
    let places = EndpointSources::of(&nothing, profiles, "kcrs", |_| false).unwrap();
    let value = |setting: Sourced<String>| setting.value;
    (places.region.map(value), places.endpoint.map(value))
}

impl Drop for Home {
    fn drop(&mut self) {
        fs::remove_dir_all(&self.0).unwrap();
    }
}

const SHARED: &str = "[default]\nks_access_key_id = ak\nks_secret_access_key = s=k:/+\n\
    [temporary]\nks_access_key_id=ak2\nks_secret_access_key=sk2\nks_session_token=tok\n\
    expiration = 2021-08-12T02:47:36Z\n";

#[test]
fn values_with_control_characters_are_refused_by_name() {
    for name in [
        "ks_access_key_id",
        "secret_key",
        "expiration",
        "region",
        "endpoint_url",
    ] {
        let text = format!("[default]\nother = \u{1}\n{name} = PLANTED\rx\n");
        let home = Home::new(&[(".ks/credentials", &text)]);
        let path = home.path(".ks/credentials");
        assert_eq!(
            home.profiles(&[]).load().unwrap_err().to_string(),
            format!("{path}: the value of `{name}` has a control character in it")
        );
    }
    let home = Home::new(&[(".ks/credentials", &format!("other = \u{1}\n{SHARED}"))]);
    assert!(home.profiles(&[]).load().is_ok());
}

#[test]
fn the_usual_files_are_read() {
    let home = Home::new(&[
        (".ks/credentials", SHARED),
        (
            ".ks/config",
            "[default]\nregion = r1\n[profile temporary]\nregion = r2\nendpoint = e2\n",
        ),
    ]);
    let profiles = home.profiles(&[]);
    assert_eq!(profiles.load(), Ok(Credentials::new("ak", "s=k:/+")));
    assert_eq!(places(&profiles).0.as_deref(), Some("r1"));

    let expires = SystemTime::UNIX_EPOCH + Duration::from_secs(1_628_736_456);
    let temporary = Credentials::with_token("ak2", "sk2", "tok").expiring_at(expires);
    for profiles in [
        profiles.profile("temporary"),
        home.profiles(&[("KSYUN_PROFILE", "temporary")]),
        home.profiles(&[("KS_PROFILE", "temporary")]),
    ] {
        assert_eq!(profiles.load().as_ref(), Ok(&temporary));
        let (region, endpoint) = places(&profiles);
        assert_eq!(region.as_deref(), Some("r2"));
        assert_eq!(endpoint.as_deref(), Some("e2"));
    }
}

#[test]
fn the_files_of_the_python_sdk_are_read() {
    let home = Home::new(&[
        (
            "kscore.cfg",
            "[Credentials]\nks_access_key_id=c\nks_secret_access_key=d\n",
        ),
        ("keys", "KSAccessKeyId=a\nKSSecretKey=b\n"),
        ("shared", SHARED),
    ]);
    for (variable, file, access_key, secret_key) in [
        ("KSC_CONFIG", "kscore.cfg", "c", "d"),
        ("KS_CREDENTIAL_FILE", "keys", "a", "b"),
        ("KS_SHARED_CREDENTIALS_FILE", "shared", "ak", "s=k:/+"),
        ("KS_CONFIG_FILE", "shared", "ak", "s=k:/+"),
    ] {
        let profiles = home.profiles(&[(variable, &format!("~/{file}"))]);
        assert_eq!(
            profiles.load(),
            Ok(Credentials::new(access_key, secret_key)),
            "{variable}"
        );
    }
}

#[test]
fn what_is_not_there_is_told() {
    let home = Home::new(&[(".ks/credentials", SHARED)]);
    let error = home.profiles(&[("HOME", "/none")]).load().unwrap_err();
    assert!(error.is_absent());
    assert!(
        error.to_string().starts_with(
            "there are no keys of the profile `default` in /none/.ks/credentials, /none/.ks/config"
        ),
        "{error}"
    );
    let error = home.profiles(&[]).profile("other").load().unwrap_err();
    assert!(!error.is_absent() && error.to_string().contains("the profile `other`"));
    let error = home.profiles(&[]).file("/none/file").load().unwrap_err();
    assert!(error.to_string().starts_with("/none/file cannot be read: "));
    let error = home.profiles(&[("KS_CONFIG_FILE", "/none/config"), ("HOME", "/none")]);
    let error = error.load().unwrap_err();
    assert!(!error.is_absent() && error.to_string().starts_with("/none/config cannot be read"));
}

#[test]
fn mistakes_are_told_without_secrets() {
    for (text, reason) in [
        (
            "[default]\nPLANTED",
            ", line 2: expected `[section]` or `name = value`",
        ),
        (
            "[default]\nsecret_key=PLANTED",
            " has a secret key and no `ks_access_key_id`",
        ),
        (
            "[default]\naccess_key=PLANTED",
            " has an access key and no `ks_secret_access_key`",
        ),
        (
            "[default]\naccess_key=a\nsecret_key=PLANTED\nexpiration=PLANTED",
            ": the expiration is no time",
        ),
    ] {
        let home = Home::new(&[("file", text)]);
        let error = ProfileCredentials::new().file(home.path("file")).load();
        let error = error.unwrap_err();
        assert!(error.to_string().contains(reason), "{error}");
        assert!(
            !format!("{error} {error:?}").contains("PLANTED"),
            "{error:?}"
        );
    }
}
