//! The document's example response of each action decodes, and every field has its
//! value.

use kcrs_generated::actions::*;
use kcrs_generated::schema::ACTIONS;
use kcrs_generated::types::*;
use kcrs_generated::{Request, Timestamp};

struct Expected {
    action: &'static str,
    check: Box<dyn Fn(&str)>,
}

fn expected<R: Request>(output: R::Output) -> Expected
where
    R::Output: PartialEq + std::fmt::Debug,
{
    let check = move |response: &str| {
        let decoded: R::Output =
            serde_json::from_str(response).unwrap_or_else(|error| panic!("{}: {error}", R::ACTION));
        assert_eq!(decoded, output, "{}", R::ACTION);
    };
    Expected {
        action: R::ACTION,
        check: Box::new(check),
    }
}

#[test]
fn example_responses_decode_with_every_field() {
    let responses = responses();
    assert_eq!(
        responses
            .iter()
            .map(|expected| expected.action)
            .collect::<Vec<_>>(),
        ACTIONS
            .iter()
            .filter(|action| !action.observed)
            .map(|action| action.name)
            .collect::<Vec<_>>(),
    );
    for (expected, action) in responses
        .iter()
        .zip(ACTIONS.iter().filter(|action| !action.observed))
    {
        (expected.check)(action.example.expect("an example").response);
    }
}

fn time(text: &str) -> Timestamp {
    Timestamp::from(text)
}

fn instance(id: &str, internal_endpoint: &str, created: &str) -> Instance {
    Instance::builder()
        .instance_id(id)
        .instance_name("xxxxxx")
        .instance_type(InstanceType::Basic)
        .instance_status(InstanceStatus::Running)
        .internal_endpoint(internal_endpoint)
        .create_time(created)
        .set_expired_time(None)
        .charge_type(ChargeType::HourlyInstantSettlement)
        .project_id("0")
        .build()
}

fn namespace(public: bool, repo_count: i64, created: &str) -> Namespace {
    Namespace::builder()
        .namespace("xxxxxx")
        .public(public)
        .repo_count(repo_count)
        .create_time(created)
        .build()
}

fn trigger(id: i64, name: &str, time: &str) -> Trigger {
    Trigger::builder()
        .trigger_id(id)
        .trigger_name(name)
        .event_type([EventType::PushImage])
        .trigger_url("xxxxxx")
        .header([])
        .enabled(true)
        .create_time(time)
        .update_time(time)
        .build()
}

fn responses() -> Vec<Expected> {
    vec![
        expected::<CreateInstance>(
            CreateInstanceOutput::builder()
                .request_id("7a62c49f-347e-4fc4-9331-xxxxxx")
                .instance_id("fc2e0f75-227e-437e-a8db-xxxxxx")
                .build(),
        ),
        expected::<DescribeInstance>(
            DescribeInstanceOutput::builder()
                .total_count(2)
                .instance_set([
                    instance(
                        "c0c8391f-d9ad-47fd-96bb-xxxxxx",
                        "xxxxxx.ksyunkcr.com",
                        "2022-06-20 16:02:09",
                    ),
                    instance(
                        "fc2e0f75-227e-437e-a8db-xxxxxx",
                        "xxxxxx-vpc.ksyunkcr.com",
                        "2022-06-20 15:56:13",
                    ),
                ])
                .request_id("a05b165b-68c4-41f8-9dd5-xxxxxx")
                .max_results(20)
                .marker(0)
                .build(),
        ),
        expected::<DescribeInstanceUsage>(
            DescribeInstanceUsageOutput::builder()
                .request_id("0e8bbada-a43c-45d3-9d97-xxxxxx")
                .namespace_quota(50)
                .namespace_usage(3)
                .repo_quota(1000)
                .repo_usage(3)
                .build(),
        ),
        expected::<DeleteInstance>(
            DeleteInstanceOutput::builder()
                .request_id("1ce37f08-af29-44b2-b938-xxxxxx")
                .build(),
        ),
        expected::<CreateInstanceToken>(
            CreateInstanceTokenOutput::builder()
                .username("xxxxxx")
                .token("xxxxxx")
                .token_id("7da2318d-2f12-4957-8c77-xxxxxx")
                .expire_time("2022-07-26 11:21:49")
                .request_id("dd3f9d99-6bb3-4642-91d2-xxxxxx")
                .build(),
        ),
        expected::<ModifyInstanceTokenStatus>(
            ModifyInstanceTokenStatusOutput::builder()
                .request_id("1ce37f08-af29-44b2-b938-xxxxxx")
                .build(),
        ),
        expected::<ModifyInstanceTokenInformation>(
            ModifyInstanceTokenInformationOutput::builder()
                .request_id("1ce37f08-af29-44b2-b938-xxxxxx")
                .build(),
        ),
        expected::<DescribeInstanceToken>(
            DescribeInstanceTokenOutput::builder()
                .request_id("2bd0f457-b7a4-4501-8ae1-xxxxxx")
                .total_count(2)
                .token_set([
                    InstanceToken::builder()
                        .token_id("35265031-dfc1-4d06-a68b-xxxxxx")
                        .enable(false)
                        .desc("test")
                        .create_time("2022-06-20 17:14:49")
                        .set_expire_time(Some(time("2022-06-20 18:14:49")))
                        .build(),
                    InstanceToken::builder()
                        .token_id("e40c28ef-d9f2-4acd-820a-xxxxxx")
                        .enable(true)
                        .set_desc(None)
                        .create_time("2022-06-16 16:55:49")
                        .set_expire_time(None)
                        .build(),
                ])
                .marker(0)
                .max_results(20)
                .build(),
        ),
        expected::<DeleteInstanceToken>(
            DeleteInstanceTokenOutput::builder()
                .request_id("982a48ef-f9ff-40d6-87a3-xxxxxx")
                .build(),
        ),
        expected::<CreateInternalEndpoint>(
            CreateInternalEndpointOutput::builder()
                .request_id("982a48ef-f9ff-40d6-87a3-xxxxxx")
                .build(),
        ),
        expected::<DescribeInternalEndpoint>(
            DescribeInternalEndpointOutput::builder()
                .request_id("e4e84e15-fcea-4db1-b696-xxxxxx")
                .total_count(1)
                .access_vpc_set([AccessVpc::builder()
                    .vpc_id("31e21dca-c92e-4b06-a8ce-xxxxxx")
                    .subnet_id("372bdbac-ea1d-4f99-9c30-xxxxxx")
                    .status(EndpointStatus::Running)
                    .eni_lb_ip("x.x.x.x")
                    .build()])
                .build(),
        ),
        expected::<DeleteInternalEndpoint>(
            DeleteInternalEndpointOutput::builder()
                .request_id("cd0a59f5-3853-4d62-9a93-xxxxxx")
                .build(),
        ),
        expected::<CreateInternalEndpointDns>(
            CreateInternalEndpointDnsOutput::builder()
                .request_id("cd0a59f5-3853-4d62-9a93-xxxxxx")
                .build(),
        ),
        expected::<DescribeInternalEndpointDns>(
            DescribeInternalEndpointDnsOutput::builder()
                .request_id("01cd7c02-c509-414d-87e3-xxxxxx")
                .internal_endpoint_dns_set([InternalEndpointDns::builder()
                    .internal_endpoint_dns(InternalEndpointDomain::PrivateDomain)
                    .status(DnsStatus::Closed)
                    .build()])
                .build(),
        ),
        expected::<DeleteInternalEndpointDns>(
            DeleteInternalEndpointDnsOutput::builder()
                .request_id("341c6eb1-f957-48a7-8cb1-xxxxxx")
                .build(),
        ),
        expected::<CreateNamespace>(
            CreateNamespaceOutput::builder()
                .request_id("982a48ef-f9ff-40d6-87a3-xxxxxx")
                .build(),
        ),
        expected::<DescribeNamespace>(
            DescribeNamespaceOutput::builder()
                .request_id("d8ce0ec4-c23a-4356-a0bd-xxxxxx")
                .max_results(20)
                .marker(0)
                .total_count(3)
                .namespace_set([
                    namespace(true, 1, "2022-05-31 20:10:29"),
                    namespace(false, 0, "2022-05-31 20:11:58"),
                    namespace(true, 0, "2022-06-24 15:01:17"),
                ])
                .build(),
        ),
        expected::<ModifyNamespaceType>(
            ModifyNamespaceTypeOutput::builder()
                .request_id("3df6b6ea-b61d-4492-959c-xxxxxx")
                .build(),
        ),
        expected::<DescribeNamespaceExist>(
            DescribeNamespaceExistOutput::builder()
                .request_id("d4cd5b14-0133-4f86-8a44-f1808770c8ed")
                .exist(true)
                .build(),
        ),
        expected::<DeleteNamespace>(
            DeleteNamespaceOutput::builder()
                .request_id("a859f63c-dba0-42f7-b150-xxxxxx")
                .build(),
        ),
        expected::<DescribeRepository>(
            DescribeRepositoryOutput::builder()
                .request_id("a9a920a2-f41b-4ec2-b114-xxxxxx")
                .max_results(20)
                .marker(0)
                .total_count(1)
                .repo_set([Repo::builder()
                    .repo_name("repotest")
                    .public(true)
                    .create_time("2022-06-16 16:58:31")
                    .update_time("2022-06-16 16:58:31")
                    .set_desc(None)
                    .build()])
                .build(),
        ),
        expected::<DeleteRepository>(
            DeleteRepositoryOutput::builder()
                .request_id("ba3cd7e9-2aff-4e47-b831-xxxxxx")
                .build(),
        ),
        expected::<ModifyRepoDesc>(
            ModifyRepoDescOutput::builder()
                .request_id("ba3cd7e9-2aff-4e47-b831-xxxxxx")
                .build(),
        ),
        expected::<DescribeImages>(
            DescribeImagesOutput::builder()
                .request_id("0d04b25d-6956-44fc-8066-xxxxxx")
                .max_results(20)
                .marker(0)
                .total_count(1)
                .image_set([Image::builder()
                    .image_id("sha256:xxxxxx")
                    .size(31_457_280)
                    .create_time("2022-06-27 12:03:37")
                    .tag_names(["v1"])
                    .build()])
                .build(),
        ),
        expected::<DeleteImages>(
            DeleteImagesOutput::builder()
                .request_id("ce52c8f7-84cd-4c57-ab48-xxxxxx")
                .build(),
        ),
        expected::<DeleteRepoTag>(
            DeleteRepoTagOutput::builder()
                .request_id("ce52c8f7-84cd-4c57-ab48-xxxxxx")
                .build(),
        ),
        expected::<StartImageScan>(
            StartImageScanOutput::builder()
                .request_id("ce52c8f7-84cd-4c57-ab48-xxxxxx")
                .build(),
        ),
        expected::<DescribeImageScan>(
            DescribeImageScanOutput::builder()
                .request_id("1de3c506-7f69-4cbb-a474-xxxxxx")
                .status(ScanStatus::Success)
                .total_count(0)
                .finish_time("2022-06-27 14:24:32")
                .summary(
                    ScanSummary::builder()
                        .high(0)
                        .medium(0)
                        .low(0)
                        .negligible(0)
                        .unknown(0)
                        .build(),
                )
                .vulnerability_set([])
                .build(),
        ),
        expected::<CreateWebhookTrigger>(
            CreateWebhookTriggerOutput::builder()
                .trigger_id(7)
                .request_id("2f7ffdf4-48a7-4fb1-aceb-xxxxxx")
                .build(),
        ),
        expected::<DescribeWebhookTrigger>(
            DescribeWebhookTriggerOutput::builder()
                .request_id("8533f4d2-d38d-4a0c-86d8-xxxxxx")
                .total_count(4)
                .marker(0)
                .max_results(10)
                .trigger_set([
                    trigger(5, "test1", "2022-06-27 20:42:37"),
                    trigger(4, "test2", "2022-06-27 20:39:12"),
                    trigger(3, "test3", "2022-06-27 20:38:28"),
                    trigger(2, "test4", "2022-06-27 20:36:35"),
                ])
                .build(),
        ),
        expected::<ModifyWebhookTrigger>(
            ModifyWebhookTriggerOutput::builder()
                .request_id("8da8abd2-df40-4bb8-9d14-xxxxxx")
                .build(),
        ),
        expected::<DescribeWebhookTriggerLog>(
            DescribeWebhookTriggerLogOutput::builder()
                .request_id("dd6fb605-de59-4ca0-9bc4-xxxxxx")
                .max_results(10)
                .marker(0)
                .total_count(0)
                .logs([])
                .build(),
        ),
        expected::<DeleteWebhookTrigger>(
            DeleteWebhookTriggerOutput::builder()
                .request_id("e02f2d91-a9e7-445c-a6a2-37d468f89b94")
                .build(),
        ),
    ]
}
