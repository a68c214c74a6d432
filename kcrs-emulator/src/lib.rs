//! A local KCRS for tests: an HTTP server that verifies signatures, validates requests by the rules
//! of the API, keeps the state of a registry service and responds as the service documents.
//!
//! # For the author of a test
//!
//! Start, seed, move the clock, inject a fault, look at what was sent:
//!
//! ```
//! # use kcrs_emulator::{Emulator, Fault, ImagePush, RepositoryPlace, Seed};
//! # use kcrs_generated::Retry;
//! # use std::time::Duration;
//! # async fn run() -> Result<(), Box<dyn std::error::Error>> {
//! let seed = Seed::parse("instances: [{instance_name: demo, namespaces: [{namespace: team}]}]")?;
//! let emulator = Emulator::builder().seed(seed).settle(Duration::from_secs(60)).start()?;
//! let client = kcrs_generated::Client::builder()
//!     .endpoint(emulator.endpoint())
//!     .credentials(emulator.credentials())
//!     .build()?;
//! let id = client.describe_instance().send().await?.instance_set[0].instance_id.clone();
//! emulator.push_image(ImagePush::new(RepositoryPlace::new(&id, "team", "app")).tag("v1"))?;
//! client.delete_instance().instance_id(&id).send().await?;
//! emulator.advance(Duration::from_secs(60));
//! emulator.inject(Fault::limit_exceeded().on("DescribeInstance"));
//! assert!(client.describe_instance().send().retry(Retry::never()).await.unwrap_err().is_throttled());
//! assert_eq!(client.describe_instance().send().await?.total_count, 0);
//! assert_eq!(emulator.requests_of("DeleteInstance")[0].params.get("InstanceId"), Some(id.as_str()));
//! # Ok(())
//! # }
//! # tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(run()).unwrap();
//! ```
//!
//! Each test can have an emulator of its own: one starts in a millisecond on a free port, and stops
//! when it is dropped. The same is there for other languages as a program, `kcrs-emulator`
//! (`--help` describes its options), with an [admin API](#the-admin-api).
//! Tests in Rust do not need what only the program uses: `default-features = false` leaves it out.
//!
//! # What it is true to
//!
//! Requests go through the same derives as the client's: there is no second parser and no second
//! set of rules. All three signature forms are verified, with temporary credentials too. Errors are
//! those of the API's [table of common errors](kcrs_generated::error_rows) wherever it has one; for
//! what it has none, such as an id that does not exist, the code says what it is
//! (`InstanceNotFound`). The response to a dry run is 412 where the call would have succeeded,
//! and the error of the call where not.
//!
//! What HTTP itself refuses has an empty body: 400 for what is no request, 414 and 431 for lines
//! and heads of more than 64 KiB. Bodies of more than 1 MiB, more than 20,000 parameters (those of
//! JSON with names of more than 4 MiB, as [a form](kcrs_generated::server::Verified::params) that
//! says the same) and bodies that take longer than 30 seconds are refused with 400
//! `InvalidQueryParameter`; where somebody waits for its connection, a body has one second. An
//! action that takes longer fails with 500 `ServiceTimeout`.
//!
//! # What clients do and the document forbids
//!
//! Real clients number lists from 0, send JSON, write `true` in lower case. The emulator tolerates
//! this, as the service does, but [records](RequestRecord::warnings) it with the request, so that a
//! test can insist on none; a [strict](EmulatorBuilder::strict) emulator (`--strict`) refuses it as
//! an invalid parameter. [`WarningKind`] lists all of it; unknown parameters are recorded and never
//! refused, since the service ignores them.
//!
//! # Regions and accounts
//!
//! An instance is seen from the region that it was made in, and by the account that made it: each
//! of the [credentials](EmulatorBuilder::credentials) is one. Names of instances are parts of
//! domain names, so that there is one of each in all regions together. What a seed has is seen by
//! all, unless it says otherwise; so is everything by the admin API.
//!
//! # The clock
//!
//! The emulated service lives by a clock that can be [moved](Emulator::advance). Nothing runs in
//! the background: that an instance is Running when it has [settled](EmulatorBuilder::settle), that
//! a token has expired, is found when somebody looks. Signatures are judged by the time that it
//! really is, or else no client would be let in after a move; a [clock of your
//! own](EmulatorBuilder::clock) that is off makes clients meet `Signature expired`.
//!
//! A waiter waits in real time between its questions: give it short ones,
//! `.wait_with(WaitOptions::new().interval(…).settle(Duration::ZERO))`, and move the clock. The
//! client's `TestTime` is for transports without a network only. A kept state
//! ([`EmulatorBuilder::data`]) does not keep how far the clock was moved.
//!
//! # The admin API
//!
//! Unsigned JSON below `/_kcrs/`. Fields go into a JSON object, or into the query where there is no
//! body; an unknown field is refused. Errors are `{"Error": {"Code": …, "Message": …}}` with a 4xx
//! and say what is allowed.
//!
//! | request | fields | what it does |
//! |---|---|---|
//! | `GET health` | | `Status`, `Version`, `Strict`, `Now`, `Requests` (how many there were); 503 `NotKept` while the data file cannot be written |
//! | `GET ready` | | `Status`, or 503 likewise; for probes: it needs no token from other machines |
//! | `POST images` | `InstanceId`, `Namespace`, `RepoName`, `TagName`, optionally `ImageId` (a digest), `Size`, `ScanStatus` (`Failed`) and `Vulnerabilities` (a list with members as DescribeImageScan has them) | pushes an image, making the repository if need be; returns `ImageId`, `Size`, `TagNames` |
//! | `POST instances` | `InstanceId`, `Status`: `Error` or `Running` | puts an instance out of order, or in order again |
//! | `DELETE images` | `InstanceId`, `Namespace`, `RepoName`, `ImageId` | deletes an image with its tags |
//! | `DELETE tags` | `InstanceId`, `Namespace`, `RepoName`, `TagName` | deletes a tag |
//! | `GET clock` | | `Now` of the emulated service and `SystemTime`, by which signatures are judged |
//! | `POST clock` | one of `AdvanceSeconds`, `AdvanceMilliseconds`, `Now` (`2026-11-24T04:30:00Z`) | moves the clock |
//! | `GET faults` | | `Faults` that wait for their calls |
//! | `POST faults` | `Kind`: `latency` and `drip` (with `Milliseconds`), `500`, `409`, `error` (with `Row`, a name of the error table such as `ServiceTimeout`), `page` (HTML, with `Status`, 502), `closed`, `reset`, `truncated`; optionally `RetryAfter` (seconds), `Action` and `Times` (1) | makes the next calls go wrong; see [`Fault`] |
//! | `DELETE faults` | | takes all faults back |
//! | `GET requests` | optionally `Action`, `After` (a number) | `Total` and `Requests`, as [`RequestRecord`] has them |
//! | `DELETE requests` | | forgets them |
//! | `GET deliveries` | | `Deliveries` of webhooks, as [`WebhookDelivery`] has them: a failed one says why |
//! | `GET state` | | a dump of everything, passwords too: see [`Snapshot`] |
//! | `PUT state` | what `GET state` returned, of 1 MiB at most | goes back to it |
//! | `POST reset` | | everything as it was at the start |
//!
//! ```text
//! curl -d '{"InstanceId": "…", "Namespace": "team", "RepoName": "app", "TagName": "v1"}' http://127.0.0.1:8080/_kcrs/images
//! ```
//!
//! `InstanceId` is what DescribeInstance returns; a seed can set it (`instance_id`, see [`Seed`]).
//!
//! It is for programs: what a browser sends for a page (`Origin`, a `Sec-Fetch-Site` other than
//! `none`, or a `Host` that is a name other than `localhost`) is refused, and from other machines
//! it wants `Authorization: Bearer` with [a token](EmulatorBuilder::admin_token) (the program's:
//! its secret key).
//!
//! # https
//!
//! Clients that speak nothing else can be pointed at an emulator with `--tls CA-FILE`, which makes
//! a certificate and writes that of its authority to the file, or with a certificate of your own
//! (`--tls-cert`, `--tls-key`); in Rust with [`EmulatorBuilder::tls`] (feature `tls`).
//!
//! # Webhooks
//!
//! Triggers post to `http` and (feature `tls`) `https` receivers on this machine; for others, and
//! where the emulator listens beyond loopback, [`WebhookTargets`] says which. A receiver has five
//! seconds, and one that does not respond holds up nobody else's deliveries. Why one has failed is
//! in [`Registry::deliveries`]. Each delivery has the header `X-Kcrs-Emulator-Delivery`, with which
//! no emulator takes a request: a trigger cannot be used on the admin API.
//!
//! # The data file
//!
//! What was acknowledged survives `kill -9` and the loss of power. A write that fails, on a full
//! disk for example, is refused with 500 `ServiceUnavailable` and undone in memory too; the next
//! one tries again. Every block of the file has a checksum: a file that is cut or altered is
//! refused with what can be done, and `--repair NEW-FILE` saves what can still be read.
//!
//! # Safe by default
//!
//! It listens on loopback; other addresses need credentials of your own. The number of connections,
//! the size of requests, the time for each and the memory for records are bounded, and so is what a
//! request can cost before its signature is right. Neither records nor logs have signatures,
//! session tokens or values that the API's description marks as sensitive.
//!
//! | who | could | on loopback | beyond it | tested by |
//! |---|---|---|---|---|
//! | a page in a browser | use the admin API | refused by what browsers send | the same | `pages_in_a_browser_are_kept_out` |
//! | another user or machine | use the admin API | every user of this machine may | needs the secret key as a token | `from_other_machines_the_admin_api_wants_the_secret_key` |
//! | | call actions | needs a signature | the same | `every_documented_refusal` |
//! | | sign with keys that the documentation has | may: they are for this | such keys are refused at the start | `other_machines_need_keys_that_nobody_knows` |
//! | | read a key among the arguments of the program | may, where it is given so | such a key is refused at the start | `other_machines_need_keys_that_nobody_saw` |
//! | | hold all connections without a request | the idle ones give way | the same | `idle_connections_give_way_at_the_limit` |
//! | | send bodies that never end | they give way after a second | the same | `bodies_that_stall_give_way_at_the_limit`, `large_bodies_that_stall_give_way_to_other_large_ones` |
//! | | never read responses | given up after the time of a request | the same | `slow_clients_are_given_up` |
//! | | make it work without a signature | what the head says is refused first; a body is read once its signature is right | the same | `a_head_that_is_refused_is_refused_before_its_body_has_come`, `a_body_is_read_only_where_its_signature_is_right` |
//! | | send what is no request, or a head without end | refused, nothing ends | the same | `a_head_that_is_too_long_is_refused`, `whatever_is_sent_is_refused_as_documented` |
//! | | keep it from ending | half-sent requests are given up | the same | `half_sent_bodies_do_not_keep_it_from_ending` |
//! | who may make triggers | have the emulator use its own admin API | deliveries are marked and refused | the same | `a_webhook_of_an_emulator_can_do_nothing_with_an_emulator` |
//! | | reach other hosts through it | needs [`WebhookTargets`] | the same | `what_cannot_be_delivered_is_logged_as_failed` |
//! | | reach what listens on its loopback | may: so may every user | needs [`WebhookTargets`] | `beyond_loopback_webhooks_do_not_reach_loopback` |
//! | | hold up the deliveries of others | not by a receiver that is dead | the same | `a_receiver_that_does_not_respond_holds_up_nobody_else` |
//! | who reads logs and records | learn secrets | they have none | the same | `the_log_has_a_line_for_each_request_and_no_secret`, `secrets_are_not_kept` |
//! | who sees it refuse a seed | learn what is in that file | nothing is quoted | the same | `what_is_no_seed_is_not_quoted` |
//! | who reads the data file | learn passwords | only its owner can | the same | `the_file_is_for_its_owner_only` |
//! | a disk | give back other data than it was given | found by checksums | the same | `a_damaged_file_is_an_error_or_has_the_right_data` |
//!
//! Actions that the spec lacks are unknown to the emulator; to test your own, put them into
//! the spec, or give the client a `Transport` of your own.

mod emulator;
mod futures;
mod http;
#[cfg(feature = "cli")]
pub mod program;
mod service;
mod state;
mod store;
mod stream;
#[cfg(feature = "tls")]
mod tls;
mod webhooks;

pub use self::http::{Fault, FaultKind, RequestRecord, Warning, WarningKind};
pub use emulator::{Custom, Emulator, EmulatorBuilder};
pub use service::{
    ExampleResponses, ImagePush, PushedImage, Registry, RegistryOptions, Seed, SeedError, Snapshot,
    WebhookDelivery,
};
pub use state::{Finding, Quotas, RepositoryPlace, Severity};
#[cfg(feature = "tls")]
pub use tls::Tls;
pub use webhooks::WebhookTargets;
