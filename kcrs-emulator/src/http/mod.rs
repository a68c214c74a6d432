//! The service over HTTP: connections, verification, what real clients send beside the document,
//! faults, records, and the admin API.

mod admin;
mod body;
mod browser;
mod clock;
mod control;
mod faults;
mod guard;
mod io;
mod leniency;
mod limit;
mod log;
mod missing;
mod record;
mod refusal;
mod respond;
mod server;
mod slots;
mod time;
mod warning;

pub(crate) use clock::MovableClock;
pub(crate) use control::Control;
pub(crate) use faults::Faults;
pub use faults::{Fault, FaultKind};
pub(crate) use limit::RateLimit;
pub(crate) use log::Log;
pub(crate) use record::Records;
pub use record::RequestRecord;
pub(crate) use respond::Responder;
pub(crate) use server::{Bounds, Server, serve};
pub use warning::{Warning, WarningKind};
