//! Signing one request beside its floor: the bare hash blocks of the same bytes.
//!
//! `cargo bench -p kcrs-tests --bench sign`. The figures are the best of several rounds; what
//! counts is the ratio.

use std::alloc::System;
use std::hint::black_box;
use std::time::{Duration, Instant, UNIX_EPOCH};

use hmac::{Hmac, KeyInit, Mac};
use kcrs_generated::{Credentials, Endpoint, Method, Operation, Params, SERVICE, Signature};
use kcrs_runtime::Signer;
use sha2::{Digest, Sha256};
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

const REGION: &str = "cn-beijing-6";
/// Signs the same request again and again.
type Sign = Box<dyn Fn() -> http::Request<bytes::Bytes>>;

const ROUNDS: u32 = 40;
const CALLS: u32 = 5_000;

fn main() {
    let params: Params = [
        ("InstanceId", "0fd8c4c5-5a0c-4d2a-9a0b-7f2c7d1f6a11"),
        ("Namespace", "team-a"),
        ("RepoName", "backend-service"),
        ("Marker", "0"),
        ("MaxResults", "20"),
        ("ImageId", "sha256:9f86d081884c7d659a2feaa0c55ad015"),
    ]
    .into_iter()
    .collect();
    let now = UNIX_EPOCH + Duration::from_secs(1_440_938_160);
    let endpoint = Endpoint::for_region(SERVICE.endpoint, REGION).expect("an endpoint");
    let sign = |signature, method| {
        let operation = Operation::new("DescribeImages", SERVICE.version, method, params.clone());
        let signer = Signer::new(
            signature,
            Credentials::new("AKID", "secret"),
            REGION,
            &SERVICE,
        )
        .expect("a signer");
        let endpoint = endpoint.clone();
        move || {
            signer
                .sign(&operation, &endpoint, now)
                .expect("a signed request")
        }
    };

    let get = sign(Signature::V4, Method::Get);
    let query = get().uri().query().expect("a query").to_owned();
    println!("a query of {} bytes", query.len());
    let floor = measure("floor: hash blocks, key state kept", hash_blocks(&query));
    let cases: [(&str, Sign); 4] = [
        ("V4, GET", Box::new(get)),
        ("V4, POST", Box::new(sign(Signature::V4, Method::Post))),
        (
            "V4 in the query, GET",
            Box::new(sign(Signature::V4Query, Method::Get)),
        ),
        (
            "simplified, GET",
            Box::new(sign(Signature::Simplified, Method::Get)),
        ),
    ];
    for (title, case) in cases {
        let time = measure(title, || drop(black_box(case())));
        println!(
            "{:34} {:.2} × the floor, the whole http::Request included",
            "",
            time / floor
        );
    }
}

/// Canonical request and string to sign, hashed as they are.
fn hash_blocks(query: &str) -> impl Fn() {
    let canonical = format!(
        "GET\n/\n{query}\nhost:kcrs.cn-beijing-6.api.ksyun.com\nx-amz-date:20150830T123600Z\n\nhost;x-amz-date\n{}",
        "0".repeat(64)
    );
    let to_sign = format!(
        "AWS4-HMAC-SHA256\n20150830T123600Z\n20150830/cn-beijing-6/kcrs/aws4_request\n{}",
        "0".repeat(64)
    );
    let key = Hmac::<Sha256>::new_from_slice(&[7; 32]).expect("any length is a key");
    move || {
        black_box(Sha256::digest(black_box(&canonical)));
        let mut mac = key.clone();
        mac.update(black_box(to_sign.as_bytes()));
        black_box(mac.finalize().into_bytes());
    }
}

/// Nanoseconds of the best round.
fn measure(title: &str, call: impl Fn()) -> f64 {
    let round = || {
        let start = Instant::now();
        (0..CALLS).for_each(|_| call());
        start.elapsed().as_nanos() as f64 / f64::from(CALLS)
    };
    let best = (0..ROUNDS).map(|_| round()).fold(f64::MAX, f64::min);
    let region = Region::new(ALLOCATOR);
    call();
    println!(
        "{title:34} {best:6.0} ns, {} allocations",
        region.change().allocations
    );
    best
}
