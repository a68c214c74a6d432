//! The client that progenitor makes of the OpenAPI document.

include!(concat!(env!("OUT_DIR"), "/client.rs"));
