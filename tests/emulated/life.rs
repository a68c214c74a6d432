//! The generated client drives the whole life of an instance against the stateful emulator: all 33
//! actions, in all three signature forms, every field of every output.

use std::net::TcpListener;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use kcrs_emulator::{Emulator, ImagePush, RepositoryPlace};
use kcrs_generated::actions::*;
use kcrs_generated::schema::ACTIONS;
use kcrs_generated::types::*;
use kcrs_generated::{Client, Error, Signature};

const SETTLE: Duration = Duration::from_secs(10);
/// 2026-01-01T00:00:00Z, as the service writes it.
const START: Duration = Duration::from_secs(1_767_225_600);
const AT_START: &str = "2026-01-01 08:00:00";
const SETTLED: &str = "2026-01-01 08:00:10";

/// Sends a call and compares its output, but for the id of the request, which only has to be there.
macro_rules! assert_output {
    ($call:expr, $expected:expr) => {{
        let output = $call.send().await.unwrap_or_else(|error| panic!("{error}"));
        assert!(!output.request_id.is_empty());
        assert_eq!(output, $expected.request_id(&output.request_id).build());
    }};
}

#[tokio::test]
async fn an_instance_lives_in_every_signature_form() {
    for signature in [Signature::V4, Signature::V4Query, Signature::Simplified] {
        let emulator = Emulator::builder()
            .settle(SETTLE)
            .clock(standing_still)
            .start()
            .expect("an emulator");
        let client = Client::builder()
            .endpoint(emulator.endpoint())
            .credentials(emulator.credentials())
            .signature(signature)
            .clock(standing_still)
            .build()
            .expect("a client");
        let life = Life {
            id: create_instance(&emulator, &client).await,
            emulator,
            client,
        };
        life.tokens().await;
        life.endpoints().await;
        life.namespaces().await;
        let image = life.images().await;
        life.scans(&image).await;
        life.triggers(&image).await;
        life.deletions(&image).await;

        let called: std::collections::BTreeSet<_> = life
            .emulator
            .requests()
            .into_iter()
            .filter_map(|request| request.action)
            .collect();
        let documented = ACTIONS.iter().filter(|action| !action.observed);
        assert_eq!(called.len(), documented.count(), "{called:?}");
        assert!(
            life.emulator
                .requests()
                .iter()
                .all(|request| request.warnings.is_empty())
        );
    }
}

/// The clock of both sides: time passes only where a test sets the emulator's clock.
fn standing_still() -> SystemTime {
    UNIX_EPOCH + START
}

async fn create_instance(emulator: &Emulator, client: &Client) -> String {
    let created = client
        .create_instance()
        .instance_name("demo")
        .instance_type(InstanceType::Premium)
        .send()
        .await;
    let created = created.expect("an instance");
    assert!(!created.request_id.is_empty());
    let id = created.instance_id;
    for status in [InstanceStatus::Creating, InstanceStatus::Running] {
        let page = client
            .describe_instance()
            .instance_id([&id])
            .send()
            .await
            .expect("a page");
        let [instance] = &page.instance_set[..] else {
            panic!("{page:?}")
        };
        let expected = Instance::builder()
            .instance_id(&id)
            .instance_name("demo")
            .instance_type(InstanceType::Premium)
            .instance_status(status)
            .internal_endpoint("demo-vpc.ksyunkcr.com")
            .create_time(AT_START)
            .set_expired_time(None)
            .charge_type(ChargeType::HourlyInstantSettlement)
            .project_id("0")
            .set_public_domain(instance.public_domain.clone())
            .build();
        assert_eq!(instance, &expected);
        assert_eq!(
            (page.total_count, page.marker, page.max_results),
            (1, 0, 20)
        );
        assert!(!page.request_id.is_empty());
        emulator.advance(SETTLE);
    }
    emulator.set_time(standing_still() + SETTLE);
    id
}

struct Life {
    emulator: Emulator,
    client: Client,
    id: String,
}

impl Life {
    fn place(&self) -> RepositoryPlace {
        RepositoryPlace::new(&self.id, "team", "app")
    }

    async fn tokens(&self) {
        let (client, id) = (&self.client, &self.id);
        let created = client
            .create_instance_token()
            .instance_id(id)
            .token_type(TokenType::Hour)
            .token_time(24)
            .desc("访问凭证")
            .send()
            .await
            .expect("a token");
        let token_id = created.token_id.clone();
        assert_eq!(
            created.expire_time.as_ref().map(|time| time.as_str()),
            Some("2026-01-02 08:00:10")
        );
        assert!(
            !created.username.is_empty()
                && !created.token.expose().is_empty()
                && !created.request_id.is_empty()
        );

        let token = || {
            InstanceToken::builder()
                .token_id(&token_id)
                .create_time(SETTLED)
        };
        let page = |token: InstanceToken| {
            DescribeInstanceTokenOutput::builder()
                .total_count(1)
                .marker(0)
                .max_results(20)
                .token_set([token])
        };
        let listed = token()
            .enable(true)
            .desc("访问凭证")
            .expire_time("2026-01-02 08:00:10")
            .build();
        assert_output!(
            client.describe_instance_token().instance_id(id),
            page(listed)
        );
        assert_output!(
            client
                .modify_instance_token_status()
                .instance_id(id)
                .token_id(&token_id)
                .enable(false),
            ModifyInstanceTokenStatusOutput::builder()
        );
        assert_output!(
            client
                .modify_instance_token_information()
                .instance_id(id)
                .token_id(&token_id)
                .token_type(TokenType::NeverExpire)
                .token_time(1),
            ModifyInstanceTokenInformationOutput::builder()
        );
        let listed = token()
            .enable(false)
            .desc("访问凭证")
            .set_expire_time(None)
            .build();
        assert_output!(
            client.describe_instance_token().instance_id(id),
            page(listed)
        );
        assert_output!(
            client
                .delete_instance_token()
                .instance_id(id)
                .token_id(&token_id),
            DeleteInstanceTokenOutput::builder()
        );
        let none = DescribeInstanceTokenOutput::builder()
            .total_count(0)
            .marker(0)
            .max_results(20)
            .token_set([]);
        assert_output!(client.describe_instance_token().instance_id(id), none);
    }

    async fn endpoints(&self) {
        let (client, id) = (&self.client, &self.id);
        assert_output!(
            client
                .create_internal_endpoint()
                .instance_id(id)
                .vpc_id("vpc")
                .reserve_subnet_id("subnet"),
            CreateInternalEndpointOutput::builder()
        );
        let found = client
            .describe_internal_endpoint()
            .instance_id(id)
            .send()
            .await
            .expect("endpoints");
        let ip = found.access_vpc_set[0]
            .eni_lb_ip
            .clone()
            .expect("an address at once");
        let page = |status| {
            let link = AccessVpc::builder()
                .vpc_id("vpc")
                .subnet_id("subnet")
                .status(status)
                .eni_lb_ip(&ip)
                .build();
            DescribeInternalEndpointOutput::builder()
                .total_count(1)
                .access_vpc_set([link])
        };
        assert_output!(
            client.describe_internal_endpoint().instance_id(id),
            page(EndpointStatus::Creating)
        );
        self.emulator.advance(SETTLE);
        assert_output!(
            client.describe_internal_endpoint().instance_id(id),
            page(EndpointStatus::Running)
        );

        let domain = || InternalEndpointDomain::PrivateDomain;
        let dns = |status| {
            let entry = InternalEndpointDns::builder()
                .internal_endpoint_dns(domain())
                .status(status)
                .build();
            DescribeInternalEndpointDnsOutput::builder().internal_endpoint_dns_set([entry])
        };
        let describe = || {
            client
                .describe_internal_endpoint_dns()
                .instance_id(id)
                .vpc_id("vpc")
                .eni_lb_ip(&ip)
        };
        assert_output!(describe(), dns(DnsStatus::Closed));
        assert_output!(
            client
                .create_internal_endpoint_dns()
                .instance_id(id)
                .vpc_id("vpc")
                .eni_lb_ip(&ip)
                .internal_endpoint_dns(domain()),
            CreateInternalEndpointDnsOutput::builder()
        );
        assert_output!(describe(), dns(DnsStatus::Opening));
        self.emulator.advance(SETTLE);
        assert_output!(
            describe().internal_endpoint_dns(domain()),
            dns(DnsStatus::Running)
        );
        assert_output!(
            client
                .delete_internal_endpoint_dns()
                .instance_id(id)
                .vpc_id("vpc")
                .eni_lb_ip(&ip)
                .internal_endpoint_dns(domain()),
            DeleteInternalEndpointDnsOutput::builder()
        );
        assert_output!(describe(), dns(DnsStatus::Closed));
        assert_output!(
            client
                .delete_internal_endpoint()
                .instance_id(id)
                .vpc_id("vpc")
                .eni_lb_ip(&ip),
            DeleteInternalEndpointOutput::builder()
        );
        assert_output!(
            client.describe_internal_endpoint().instance_id(id),
            DescribeInternalEndpointOutput::builder().total_count(0)
        );
        self.emulator.set_time(standing_still() + SETTLE);
    }

    async fn namespaces(&self) {
        let (client, id) = (&self.client, &self.id);
        let exist = |exist| DescribeNamespaceExistOutput::builder().exist(exist);
        let ask = || {
            client
                .describe_namespace_exist()
                .instance_id(id)
                .namespace("team")
        };
        assert_output!(ask(), exist(false));
        assert_output!(
            client
                .create_namespace()
                .instance_id(id)
                .namespace("team")
                .public(true),
            CreateNamespaceOutput::builder()
        );
        assert_output!(ask(), exist(true));
        assert_output!(
            client
                .modify_namespace_type()
                .instance_id(id)
                .namespace("team")
                .public(false),
            ModifyNamespaceTypeOutput::builder()
        );
        let team = Namespace::builder()
            .namespace("team")
            .public(false)
            .repo_count(0)
            .create_time(SETTLED)
            .build();
        assert_output!(
            client.describe_namespace().instance_id(id).max_results(5),
            DescribeNamespaceOutput::builder()
                .total_count(1)
                .marker(0)
                .max_results(5)
                .namespace_set([team])
        );
    }

    async fn images(&self) -> String {
        let (client, id) = (&self.client, &self.id);
        let push = ImagePush::new(self.place()).tag("v1").size(4_096);
        let pushed = self.emulator.push_image(push).expect("a pushed image");
        assert_output!(
            client
                .modify_repo_desc()
                .instance_id(id)
                .namespace("team")
                .repo_name("app")
                .desc("应用"),
            ModifyRepoDescOutput::builder()
        );
        let repo = Repo::builder()
            .repo_name("app")
            .public(false)
            .create_time(SETTLED)
            .update_time(SETTLED)
            .desc("应用")
            .build();
        assert_output!(
            client
                .describe_repository()
                .instance_id(id)
                .namespace("team")
                .repo_name(["app"]),
            DescribeRepositoryOutput::builder()
                .total_count(1)
                .marker(0)
                .max_results(20)
                .repo_set([repo])
        );
        let image = |tags: &[&str]| {
            let image = Image::builder()
                .image_id(&pushed.image_id)
                .size(4_096)
                .create_time(SETTLED)
                .tag_names(tags.iter().copied())
                .build();
            DescribeImagesOutput::builder()
                .total_count(1)
                .marker(0)
                .max_results(20)
                .image_set([image])
        };
        let list = || {
            client
                .describe_images()
                .instance_id(id)
                .namespace("team")
                .repo_name("app")
        };
        assert_output!(list(), image(&["v1"]));
        assert_output!(
            client
                .delete_repo_tag()
                .instance_id(id)
                .namespace("team")
                .repo_name("app")
                .tag_name("v1"),
            DeleteRepoTagOutput::builder()
        );
        assert_output!(list().image_id(&pushed.image_id), image(&[]));
        assert_output!(
            client.describe_instance_usage().instance_id(id),
            DescribeInstanceUsageOutput::builder()
                .namespace_quota(50)
                .namespace_usage(1)
                .repo_quota(1_000)
                .repo_usage(1)
        );
        pushed.image_id
    }

    async fn scans(&self, image: &str) {
        let (client, id) = (&self.client, &self.id);
        let place = || {
            client
                .describe_image_scan()
                .instance_id(id)
                .namespace("team")
                .repo_name("app")
                .image_id(image)
        };
        assert_output!(
            client
                .start_image_scan()
                .instance_id(id)
                .namespace("team")
                .repo_name("app")
                .image_id(image),
            StartImageScanOutput::builder()
        );
        assert_output!(
            place(),
            DescribeImageScanOutput::builder()
                .status(ScanStatus::from("Running"))
                .total_count(0)
                .set_summary(None)
        );
        self.emulator.advance(SETTLE);
        let summary = ScanSummary::builder()
            .high(0)
            .medium(0)
            .low(0)
            .negligible(0)
            .unknown(0)
            .build();
        assert_output!(
            place(),
            DescribeImageScanOutput::builder()
                .status(ScanStatus::Success)
                .total_count(0)
                .finish_time("2026-01-01 08:00:20")
                .summary(summary)
                .vulnerability_set([])
        );
        self.emulator.set_time(standing_still() + SETTLE);
    }

    async fn triggers(&self, image: &str) {
        let (client, id) = (&self.client, &self.id);
        // Nobody listens there any more, so the delivery fails at once.
        let closed = TcpListener::bind("127.0.0.1:0")
            .and_then(|listener| listener.local_addr())
            .expect("a port");
        let url = format!("http://{closed}/hook");
        let header = || Header::builder().key("X-Team").value(["a", "b"]).build();
        let created = client
            .create_webhook_trigger()
            .instance_id(id)
            .namespace("team")
            .trigger(
                WebhookTrigger::builder()
                    .trigger_name("ci")
                    .event_type([EventType::PushImage])
                    .trigger_url(&url)
                    .header([header()])
                    .build(),
            )
            .send()
            .await
            .expect("a trigger");
        let trigger_id = created.trigger_id;
        assert!(trigger_id > 0 && !created.request_id.is_empty());
        assert_output!(
            client
                .modify_webhook_trigger()
                .instance_id(id)
                .namespace("team")
                .trigger(
                    TriggerUpdate::builder()
                        .trigger_id(trigger_id)
                        .trigger_name("cd")
                        .event_type([EventType::PushImage, EventType::DeleteImage])
                        .build(),
                ),
            ModifyWebhookTriggerOutput::builder()
        );
        let trigger = Trigger::builder()
            .trigger_id(trigger_id)
            .trigger_name("cd")
            .event_type([EventType::PushImage, EventType::DeleteImage])
            .trigger_url(&url)
            .header([header()])
            .enabled(true)
            .create_time(SETTLED)
            .update_time(SETTLED)
            .build();
        assert_output!(
            client
                .describe_webhook_trigger()
                .instance_id(id)
                .namespace("team")
                .trigger_id(trigger_id),
            DescribeWebhookTriggerOutput::builder()
                .total_count(1)
                .marker(0)
                .max_results(10)
                .trigger_set([trigger])
        );

        self.emulator
            .push_image(ImagePush::new(self.place()).tag("v2").image_id(image))
            .expect("a pushed tag");
        let registry = self.emulator.registry().expect("a registry");
        assert!(registry.wait_for_webhooks(Duration::from_secs(20)));
        let logs = client
            .describe_webhook_trigger_log()
            .instance_id(id)
            .namespace("team")
            .trigger_id(trigger_id);
        let log_id = logs.send().await.expect("logs").logs[0].log_id;
        assert!(log_id > 0);
        let log = WebhookTriggerLog::builder()
            .log_id(log_id)
            .trigger_id(trigger_id)
            .event_type(EventType::PushImage)
            .namespace("team")
            .trigger_url(&url)
            .create_time(SETTLED)
            .status("Failed")
            .build();
        assert_output!(
            client
                .describe_webhook_trigger_log()
                .instance_id(id)
                .namespace("team")
                .trigger_id(trigger_id),
            DescribeWebhookTriggerLogOutput::builder()
                .total_count(1)
                .marker(0)
                .max_results(10)
                .logs([log])
        );
        assert_output!(
            client
                .delete_webhook_trigger()
                .instance_id(id)
                .namespace("team")
                .trigger_id(trigger_id),
            DeleteWebhookTriggerOutput::builder()
        );
    }

    async fn deletions(&self, image: &str) {
        let (client, id) = (&self.client, &self.id);
        assert_output!(
            client
                .delete_images()
                .instance_id(id)
                .namespace("team")
                .repo_name("app")
                .image_id(image),
            DeleteImagesOutput::builder()
        );
        let in_use = client
            .delete_namespace()
            .instance_id(id)
            .namespace("team")
            .send()
            .await;
        assert_eq!(
            in_use.as_ref().err().and_then(Error::code),
            Some("NamespaceInUse")
        );
        assert_output!(
            client
                .delete_repository()
                .instance_id(id)
                .namespace("team")
                .repo_name("app"),
            DeleteRepositoryOutput::builder()
        );
        assert_output!(
            client.delete_namespace().instance_id(id).namespace("team"),
            DeleteNamespaceOutput::builder()
        );
        assert_output!(
            client.delete_instance().instance_id(id).delete_bucket(true),
            DeleteInstanceOutput::builder()
        );
        self.emulator.advance(SETTLE);
        assert_output!(
            client.describe_instance(),
            DescribeInstanceOutput::builder()
                .total_count(0)
                .marker(0)
                .max_results(20)
                .instance_set([])
        );
    }
}
