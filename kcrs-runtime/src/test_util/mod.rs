//! What tests put in the place of the network and of the time.

mod time;
mod transport;

pub use time::TestTime;
pub use transport::{TestRequest, TestResponse, TestTransport};
