//! Requests and responses as text, without secrets.

mod curl;
mod debug;
mod secrets;
mod show;

pub(super) use curl::command_line;
pub(super) use debug::DebugHook;
pub(crate) use secrets::is_secret_param;
pub(super) use show::request;
