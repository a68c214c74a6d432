//! What tests put in the place of the network and of the time.

mod time;

pub use time::TestTime;
