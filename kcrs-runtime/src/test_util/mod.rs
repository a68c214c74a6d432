//! A transport and a clock for tests: no network, no waiting.

mod time;
mod transport;

pub use time::TestTime;
pub use transport::{TestRequest, TestResponse, TestTransport};
