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
//! `InvalidQueryParameter`. An action that takes longer fails with 500 `ServiceTimeout`.
//!
//! # What clients do and the document forbids
//!
//! Real clients number lists from 0, send JSON, write `true` in lower case. The emulator tolerates
//! this, as the service does, but [records](RequestRecord::warnings) it with the request, so that a
//! test can insist on none; a [strict](EmulatorBuilder::strict) emulator (`--strict`) refuses it as
//! an invalid parameter. [`WarningKind`] lists all of it; unknown parameters are recorded and never
//! refused, since the service ignores them.
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
//! | `POST images` | `InstanceId`, `Namespace`, `RepoName`, `TagName`, optionally `ImageId` (a digest) and `Size` | pushes an image, making the repository if need be; returns `ImageId`, `Size`, `TagNames` |
//! | `DELETE images` | `InstanceId`, `Namespace`, `RepoName`, `ImageId` | deletes an image with its tags |
//! | `DELETE tags` | `InstanceId`, `Namespace`, `RepoName`, `TagName` | deletes a tag |
//! | `GET clock` | | `Now` of the emulated service and `SystemTime`, by which signatures are judged |
//! | `POST clock` | one of `AdvanceSeconds`, `AdvanceMilliseconds`, `Now` (`2026-11-24T04:30:00Z`) | moves the clock |
//! | `GET faults` | | `Faults` that wait for their calls |
//! | `POST faults` | `Kind`: `latency` (with `Milliseconds`), `500`, `409`, `error` (with `Row`, a name of the error table such as `ServiceTimeout`), `closed`, `truncated`; optionally `Action` and `Times` (1) | makes the next calls go wrong; see [`Fault`] |
//! | `DELETE faults` | | takes all faults back |
//! | `GET requests` | optionally `Action`, `After` (a number) | `Total` and `Requests`, as [`RequestRecord`] has them |
//! | `DELETE requests` | | forgets them |
//! | `GET deliveries` | | `Deliveries` of webhooks, as [`WebhookDelivery`] has them: a failed one says why |
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
//! one tries again. Every block of the file has a checksum: a file that is cut or altered is refused
//! with what can be done, and `--repair NEW-FILE` saves what can still be read.
//!
//! # Safe by default
//!
//! It listens on loopback; other addresses need credentials of your own. The number of connections,
//! the size of requests, the time for each and the memory for records are bounded, and so is what a
//! request can cost before its signature is right. Neither records nor logs have signatures,
//! session tokens or values that the API's description marks as sensitive.
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
mod webhooks;

pub use self::http::{Fault, FaultKind, RequestRecord, Warning, WarningKind};
pub use emulator::{Custom, Emulator, EmulatorBuilder};
pub use service::{
    ExampleResponses, ImagePush, PushedImage, Registry, RegistryOptions, Seed, SeedError,
    WebhookDelivery,
};
pub use state::{Finding, Quotas, RepositoryPlace, Severity};
pub use webhooks::WebhookTargets;
