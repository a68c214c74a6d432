//! The document's example request of each action, typed by hand: it gives the document's pairs in
//! the document's order, and reading those pairs gives the same request. Signed at a fixed time,
//! each has the bytes that are kept.

use std::fmt::Write as _;
use std::time::{Duration, SystemTime};

use kcrs_generated::actions::*;
use kcrs_generated::schema::ACTIONS;
use kcrs_generated::types::*;
use kcrs_generated::{
    Credentials, Endpoint, FromParams, Operation, Params, Request, SERVICE, Signature,
};
use kcrs_runtime::Signer;

use crate::expected::assert_expected;

const INSTANCE: &str = "eb1d0d73-4845-4283-a736-xxxxxx";

struct Typed {
    action: &'static str,
    params: Params,
    operation: Operation,
}

/// Also closes the circle: what was written is read back to an equal value.
fn typed<R: Request + FromParams + PartialEq + std::fmt::Debug>(request: R) -> Typed {
    let params = request.to_params();
    assert_eq!(
        R::from_params(&params).as_ref(),
        Ok(&request),
        "{}",
        R::ACTION
    );
    Typed {
        action: R::ACTION,
        params,
        operation: Operation::of(&request, &SERVICE),
    }
}

#[test]
fn typed_requests_are_the_documents_examples() {
    let requests = typed_requests();
    assert_eq!(
        requests
            .iter()
            .map(|typed| typed.action)
            .collect::<Vec<_>>(),
        ACTIONS
            .iter()
            .filter(|action| !action.observed)
            .map(|action| action.name)
            .collect::<Vec<_>>(),
    );
    for (typed, action) in requests
        .iter()
        .zip(ACTIONS.iter().filter(|action| !action.observed))
    {
        let documented = documented_pairs(action.example.expect("an example").request);
        let expected = [("Action", action.name), ("Version", "2021-11-09")]
            .into_iter()
            .chain(typed.params.iter());
        assert!(
            documented.iter().eq(expected),
            "{}: {documented:?} is not {:?}",
            action.name,
            typed.params
        );
    }
}

#[test]
fn signed_requests_are_the_bytes_that_are_kept() {
    let endpoint = Endpoint::parse("https://kcrs.cn-beijing-6.api.ksyun.com").expect("an endpoint");
    let signing_time = SystemTime::UNIX_EPOCH + Duration::from_secs(1_655_712_000);
    let credentials = [
        Credentials::new("AK", "SK"),
        Credentials::with_token("AK", "SK", "token/+="),
    ];
    let mut requests = String::new();
    for credentials in credentials {
        for scheme in [Signature::V4, Signature::V4Query, Signature::Simplified] {
            let signer = Signer::new(scheme, credentials.clone(), "cn-beijing-6", &SERVICE)
                .expect("a signer");
            for typed in typed_requests() {
                let request = signer
                    .sign(&typed.operation, &endpoint, signing_time)
                    .expect("a signed request");
                writeln!(requests, "# {} {scheme:?}", typed.action).expect("a String");
                writeln!(requests, "{} {}", request.method(), request.uri()).expect("a String");
                for (name, value) in request.headers() {
                    let value = value.to_str().expect("ASCII");
                    writeln!(requests, "{name}: {value}").expect("a String");
                }
                let body = std::str::from_utf8(request.body()).expect("UTF-8");
                writeln!(requests, "\n{body}\n").expect("a String");
            }
        }
    }
    assert_expected("signed-requests.txt", &requests);
}

fn documented_pairs(example: &str) -> Params {
    let (_, query) = example
        .split_once('?')
        .expect("an example is a URL with a query");
    let query: String = query.lines().map(str::trim).collect();
    Params::from_form(query.as_bytes()).expect("an example is well formed")
}

fn typed_requests() -> Vec<Typed> {
    vec![
        typed(
            CreateInstance::builder()
                .instance_name("xxxxx")
                .instance_type(InstanceType::Basic)
                .build(),
        ),
        typed(DescribeInstance::builder().build()),
        typed(
            DescribeInstanceUsage::builder()
                .instance_id("eb1d0d73-4845-4283-xxxxxx")
                .build(),
        ),
        typed(
            DeleteInstance::builder()
                .instance_id("c0c8391f-d9ad-47fd-96bb-xxxxxx")
                .delete_bucket(true)
                .build(),
        ),
        typed(
            CreateInstanceToken::builder()
                .instance_id(INSTANCE)
                .token_type(TokenType::Hour)
                .token_time(24)
                .desc("访问凭证测试")
                .build(),
        ),
        typed(
            ModifyInstanceTokenStatus::builder()
                .instance_id(INSTANCE)
                .token_id("35265031-dfc1-4d06-a68b-xxxxxx")
                .enable(false)
                .build(),
        ),
        typed(
            ModifyInstanceTokenInformation::builder()
                .instance_id(INSTANCE)
                .token_id("35265031-dfc1-4d06-xxxxxx")
                .token_type(TokenType::Hour)
                .token_time(1)
                .desc("test")
                .build(),
        ),
        typed(
            DescribeInstanceToken::builder()
                .instance_id(INSTANCE)
                .build(),
        ),
        typed(
            DeleteInstanceToken::builder()
                .instance_id(INSTANCE)
                .token_id("35265031-dfc1-4d06-a68b-xxxxxx")
                .build(),
        ),
        typed(
            CreateInternalEndpoint::builder()
                .instance_id("fc2e0f75-227e-437e-a8db-xxxxxx")
                .vpc_id("31e21dca-c92e-4b06-a8ce-xxxxxx")
                .reserve_subnet_id("372bdbac-ea1d-4f99-9c30-xxxxxx")
                .build(),
        ),
        typed(
            DescribeInternalEndpoint::builder()
                .instance_id("fc2e0f75-227e-437e-a8db-xxxxxx")
                .build(),
        ),
        typed(
            DeleteInternalEndpoint::builder()
                .instance_id(INSTANCE)
                .vpc_id("31e21dca-c92e-4b06-a8ce-xxxxxx")
                .eni_lb_ip("x.x.x.x")
                .build(),
        ),
        typed(
            CreateInternalEndpointDns::builder()
                .instance_id("fc2e0f75-227e-437e-a8db-xxxxxx")
                .vpc_id("31e21dca-c92e-4b06-a8ce-xxxxxx")
                .eni_lb_ip("10.0.1.211")
                .internal_endpoint_dns(InternalEndpointDomain::PrivateDomain)
                .build(),
        ),
        typed(
            DescribeInternalEndpointDns::builder()
                .instance_id(INSTANCE)
                .vpc_id("31e21dca-c92e-4b06-a8ce-xxxxxx")
                .eni_lb_ip("x.x.x.x")
                .internal_endpoint_dns(InternalEndpointDomain::PrivateDomain)
                .build(),
        ),
        typed(
            DeleteInternalEndpointDns::builder()
                .instance_id(INSTANCE)
                .vpc_id("31e21dca-c92e-4b06-a8ce-xxxxxx")
                .eni_lb_ip("x.x.x.x")
                .internal_endpoint_dns(InternalEndpointDomain::PrivateDomain)
                .build(),
        ),
        typed(
            CreateNamespace::builder()
                .instance_id(INSTANCE)
                .namespace("test")
                .public(true)
                .build(),
        ),
        typed(DescribeNamespace::builder().instance_id(INSTANCE).build()),
        typed(
            ModifyNamespaceType::builder()
                .instance_id(INSTANCE)
                .namespace("xxxxxx")
                .public(false)
                .build(),
        ),
        typed(
            DescribeNamespaceExist::builder()
                .instance_id(INSTANCE)
                .namespace("test")
                .build(),
        ),
        typed(
            DeleteNamespace::builder()
                .instance_id(INSTANCE)
                .namespace("test")
                .build(),
        ),
        typed(
            DescribeRepository::builder()
                .instance_id(INSTANCE)
                .namespace("test")
                .build(),
        ),
        typed(
            DeleteRepository::builder()
                .instance_id(INSTANCE)
                .namespace("test")
                .repo_name("repotest")
                .build(),
        ),
        typed(
            ModifyRepoDesc::builder()
                .instance_id(INSTANCE)
                .namespace("ns1")
                .repo_name("repo1")
                .desc("test")
                .build(),
        ),
        typed(
            DescribeImages::builder()
                .instance_id(INSTANCE)
                .namespace("ns1")
                .repo_name("repo2")
                .build(),
        ),
        typed(
            DeleteImages::builder()
                .instance_id(INSTANCE)
                .namespace("ns1")
                .repo_name("repo2")
                .image_id("sha256:xxxxxx")
                .build(),
        ),
        typed(
            DeleteRepoTag::builder()
                .instance_id(INSTANCE)
                .namespace("ns1")
                .repo_name("repo1")
                .tag_name("v1")
                .build(),
        ),
        typed(
            StartImageScan::builder()
                .instance_id(INSTANCE)
                .namespace("ns1")
                .repo_name("repo1")
                .image_id("sha256:xxxxxx")
                .build(),
        ),
        typed(
            DescribeImageScan::builder()
                .instance_id(INSTANCE)
                .namespace("ns1")
                .repo_name("repo1")
                .image_id("sha256:xxxxxx")
                .build(),
        ),
        typed(
            CreateWebhookTrigger::builder()
                .instance_id(INSTANCE)
                .namespace("ns1")
                .trigger(
                    WebhookTrigger::builder()
                        .trigger_name("test")
                        .event_type([EventType::PushImage])
                        .trigger_url("xxxxxx")
                        .header([Header::builder().key("k1").value(["v1"]).build()])
                        .enabled(true)
                        .build(),
                )
                .build(),
        ),
        typed(
            DescribeWebhookTrigger::builder()
                .instance_id("eb1d0d73-4845-4283-a736-a7217f86f464")
                .namespace("ns1")
                .build(),
        ),
        typed(
            ModifyWebhookTrigger::builder()
                .instance_id(INSTANCE)
                .namespace("ns1")
                .trigger(
                    TriggerUpdate::builder()
                        .trigger_id(2)
                        .trigger_name("test2")
                        .event_type([EventType::DeleteImage])
                        .trigger_url("xxxxxx")
                        .header([Header::builder().key("k1").value(["v1"]).build()])
                        .enabled(false)
                        .build(),
                )
                .build(),
        ),
        typed(
            DescribeWebhookTriggerLog::builder()
                .instance_id(INSTANCE)
                .namespace("ns1")
                .trigger_id(1)
                .build(),
        ),
        typed(
            DeleteWebhookTrigger::builder()
                .instance_id(INSTANCE)
                .namespace("ns1")
                .trigger_id(1)
                .build(),
        ),
    ]
}
