//! Calls: one call, lists and waits, in a session with the service.

mod call;
mod connection;
pub(crate) mod credentials;
mod empty;
mod list;
mod session;
mod wait;
mod wire;

pub(crate) use call::{Call, member_of};
pub(crate) use connection::{explain, unknown_region};
pub(crate) use list::{List, ask_for_large_pages};
pub(crate) use session::{Session, no_instance};
pub(crate) use wait::wait;
pub(crate) use wire::is_secret_param;
