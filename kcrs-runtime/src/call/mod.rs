//! One call, from its options to its output: attempts and retries, lists, waits, presigned URLs.

mod by_schema;
pub(crate) mod client;
pub(crate) mod future;
pub(crate) mod hook;
pub(crate) mod options;
pub(crate) mod paging;
pub(crate) mod presign;
pub(crate) mod retry;
pub(crate) mod send;
pub(crate) mod signers;
pub(crate) mod timer;
mod trace;
pub(crate) mod wait;
