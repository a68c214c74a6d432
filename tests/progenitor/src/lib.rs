//! The client that progenitor makes of the OpenAPI document.

// progenitor puts the arm of `4XX` before those of the statuses within it. All of them do the same.
#![allow(unreachable_patterns)]

include!(concat!(env!("OUT_DIR"), "/client.rs"));
