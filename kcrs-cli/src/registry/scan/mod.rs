//! Reading the report of a security scan.

mod report;
mod severity;

pub(crate) use report::Report;
pub(crate) use severity::Severity;
