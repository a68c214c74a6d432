//! Authentication: credentials, and the signatures made with them.

mod clock;
pub(crate) mod credentials;
pub(crate) mod sign;

pub use clock::{Clock, SystemClock};
