//! The sources of settings that a program does not set.

use std::path::PathBuf;

use super::*;
use crate::{ErrorRow, Limits};

static SERVICE: Service = Service::new("kcrs", "2021-11-09", "https://kcrs.{region}.example.com")
    .default_region("r0")
    .signatures(&[Signature::V4])
    .errors(NO_ERRORS)
    .user_agent("test");
const NO_ERRORS: &[&ErrorRow] = &[];

/// A file that is there while this is.
struct File(PathBuf);

impl File {
    fn new(name: &str, text: &str) -> Self {
        let path = std::env::temp_dir().join(format!("kcrs-builder-{}-{name}", std::process::id()));
        std::fs::write(&path, text).unwrap();
        Self(path)
    }

    fn path(&self) -> &str {
        self.0.to_str().unwrap()
    }
}

impl Drop for File {
    fn drop(&mut self) {
        std::fs::remove_file(&self.0).unwrap();
    }
}

fn builder(variables: &[(&str, &str)]) -> ClientBuilder {
    let mut all = vec![("HOME", "/none"), ("KSC_CONFIG", "")];
    all.extend(variables);
    let mut builder: ClientBuilder = ClientBuilder::new(&SERVICE).transport(NoTransport);
    let environment = Environment::of(&all);
    builder.profile = ProfileCredentials::of(environment.clone());
    builder.environment = environment;
    builder
}

struct NoTransport;

impl Transport for NoTransport {
    fn send(&self, _: http::Request<bytes::Bytes>, _: Limits) -> crate::TransportFuture<'_> {
        Box::pin(std::future::pending())
    }
}

/// Access key, region and host.
fn found(builder: ClientBuilder) -> Result<(String, String, String), String> {
    let client = builder.build().map_err(|error| error.to_string())?;
    let shared = &client.shared;
    let credentials = shared.credentials.fresh(shared.clock.now());
    Ok((
        credentials.map_or_else(String::new, |found| found.access_key().to_owned()),
        client.region().to_owned(),
        client.endpoint().host().to_owned(),
    ))
}

fn of(access_key: &str, region: &str, host: &str) -> Result<(String, String, String), String> {
    Ok((access_key.to_owned(), region.to_owned(), host.to_owned()))
}

const PROFILE: &str = "[default]\naccess_key=file\nsecret_key=s\nregion=r2\nendpoint=https://file.example.com\n\
    [other]\naccess_key=other\nsecret_key=s\n";

#[test]
fn a_variable_that_is_not_valid_is_named() {
    let builder = builder(&[("KSYUN_REGION", "PLANTED\n")]);
    assert_eq!(
        found(builder.credentials(Credentials::new("set", "s"))),
        Err(
            "environment variable KSYUN_REGION has a control character in it, such as a line \
             break at its end"
                .to_owned()
        )
    );
}

#[test]
fn what_is_set_goes_first_then_the_environment_then_the_profile() {
    let file = File::new("order", PROFILE);
    let file = ("KS_CONFIG_FILE", file.path());
    let keys = [("KSYUN_ACCESS_KEY", "env"), ("KSYUN_SECRET_KEY", "s")];
    let region = ("KSYUN_REGION", "r1");
    let endpoint = ("KSYUN_ENDPOINT", "https://{region}.example.com");

    let set = builder(&[file, region, endpoint, keys[0], keys[1]])
        .credentials(Credentials::new("set", "s"))
        .region("r9")
        .endpoint("set.example.com");
    assert_eq!(found(set), of("set", "r9", "set.example.com"));
    let environment = builder(&[file, region, endpoint, keys[0], keys[1]]);
    assert_eq!(found(environment), of("env", "r1", "r1.example.com"));
    let profile = builder(&[file]);
    assert_eq!(found(profile), of("file", "r2", "file.example.com"));
    let mixed = builder(&[file, region]).credentials(Credentials::new("set", "s"));
    assert_eq!(found(mixed), of("set", "r1", "file.example.com"));
    let nothing = builder(&[keys[0], keys[1]]);
    assert_eq!(found(nothing), of("env", "r0", "kcrs.r0.example.com"));
}

#[test]
fn a_profile_that_was_named_goes_before_the_environment() {
    let file = File::new("named", PROFILE);
    let environment = [
        ("KS_CONFIG_FILE", file.path()),
        ("KSYUN_ACCESS_KEY", "env"),
        ("KSYUN_SECRET_KEY", "s"),
        ("KSYUN_REGION", "r1"),
    ];
    let other = builder(&environment).profile("other");
    assert_eq!(found(other), of("other", "r1", "kcrs.r1.example.com"));
    let in_file = builder(&environment[1..]).profile_file(file.path());
    assert_eq!(found(in_file), of("file", "r2", "file.example.com"));
    let none = found(builder(&environment).profile("none")).unwrap_err();
    assert!(
        none.contains("there are no keys of the profile `none` in "),
        "{none}"
    );
}

#[test]
fn all_places_are_named_where_there_are_no_credentials() {
    let error = found(builder(&[])).unwrap_err();
    assert!(
        error.starts_with(
            "no credentials: none were set with `credentials`, and environment variables KSYUN_ACCESS_KEY and \
             KSYUN_SECRET_KEY are not set, and there are no keys of the profile `default` in /none/.ks/credentials, \
             /none/.ks/config"
        ),
        "{error}"
    );
    let error = found(builder(&[("KSYUN_ACCESS_KEY", "a")])).unwrap_err();
    assert!(error.contains("KSYUN_SECRET_KEY is not set"), "{error}");
}

#[test]
fn a_broken_file_matters_only_to_who_needs_it() {
    let file = File::new("broken", "PLANTED");
    let variables = [("KS_CONFIG_FILE", file.path())];
    let keys = Credentials::new("set", "s");
    let region = found(builder(&variables).credentials(keys.clone()));
    assert_eq!(region, of("set", "r0", "kcrs.r0.example.com"));
    let error = found(builder(&variables)).unwrap_err();
    assert!(error.contains(", line 1: expected"), "{error}");
    assert!(!error.contains("PLANTED"));
    assert!(found(builder(&variables).profile("other").credentials(keys)).is_err());
}

#[test]
fn a_provider_is_not_asked_before_the_first_call() {
    let provider = || async { panic!("not yet") };
    let keys = Credentials::new("set", "s");
    let provided = builder(&[])
        .credentials(keys.clone())
        .credentials_provider(provider);
    assert_eq!(found(provided), of("", "r0", "kcrs.r0.example.com"));
    let set = builder(&[])
        .credentials_provider(provider)
        .credentials(keys);
    assert_eq!(found(set), of("set", "r0", "kcrs.r0.example.com"));
}

#[test]
fn it_is_told_where_each_setting_comes_from() {
    let file = File::new(
        "resolved",
        "[default]\naccess_key = AK1\nsecret_key = SK1\nregion = r1\n[two]\nks_access_key_id = AK2\n\
         ks_secret_access_key = SK2\nks_session_token = T2\nendpoint = https://two\n",
    );
    let shared = ("KS_SHARED_CREDENTIALS_FILE", file.path());
    let entry = |section: &str, name: &str| ConfigSource::File {
        path: file.0.clone(),
        section: section.to_owned(),
        name: name.to_owned(),
    };
    let variable = |name: &str| ConfigSource::Variable(name.to_owned());

    let nothing = builder(&[]).resolved_config().unwrap();
    assert_eq!(
        nothing.profile,
        Sourced::new("default", ConfigSource::Default)
    );
    assert_eq!((&nothing.access_key, &nothing.secret_key), (&None, &None));
    assert_eq!(nothing.region, Sourced::new("r0", ConfigSource::Default));
    assert_eq!(
        nothing.endpoint,
        Sourced::new("https://kcrs.{region}.example.com", ConfigSource::Default)
    );

    let usual = builder(&[shared, ("KSYUN_ENDPOINT", "https://e")])
        .resolved_config()
        .unwrap();
    assert_eq!(
        usual.access_key,
        Some(Sourced::new("AK1", entry("default", "access_key")))
    );
    assert_eq!(usual.secret_key, Some(entry("default", "secret_key")));
    assert_eq!(usual.session_token, None);
    assert_eq!(usual.region, Sourced::new("r1", entry("default", "region")));
    assert_eq!(
        usual.endpoint,
        Sourced::new("https://e", variable("KSYUN_ENDPOINT"))
    );

    let named = [
        shared,
        ("KSYUN_ACCESS_KEY", "AK"),
        ("KSYUN_SECRET_KEY", "SK"),
        ("KSYUN_REGION", "r"),
    ];
    let variables = builder(&named).region("set").resolved_config().unwrap();
    assert_eq!(
        variables.access_key,
        Some(Sourced::new("AK", variable("KSYUN_ACCESS_KEY")))
    );
    assert_eq!(variables.region, Sourced::new("set", ConfigSource::Set));
    let two = builder(&named).profile("two").resolved_config().unwrap();
    assert_eq!(two.profile, Sourced::new("two", ConfigSource::Set));
    assert_eq!(two.session_token, Some(entry("two", "ks_session_token")));
    assert_eq!(two.region, Sourced::new("r", variable("KSYUN_REGION")));
    assert_eq!(
        two.endpoint,
        Sourced::new("https://two", entry("two", "endpoint"))
    );
    assert!(!format!("{usual:?}{variables:?}{two:?}").contains("SK"));

    let half = builder(&[("KSYUN_SECRET_KEY", "SK")])
        .resolved_config()
        .unwrap();
    assert_eq!(half.access_key, None);
    assert_eq!(half.secret_key, Some(variable("KSYUN_SECRET_KEY")));
}
