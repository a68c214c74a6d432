//! Deleting the images of repositories that nobody needs any more.
//!
//! Everything is listed and decided on before anything is deleted: a list changes under whoever
//! deletes from it page by page.

mod carry_out;
mod criteria;
mod list;
mod plan;
mod plan_file;
mod policy;
mod report;

pub(crate) use carry_out::{Outcome, Stop, carry_out};
pub(crate) use criteria::{Age, Criteria, ServiceTime};
pub(crate) use list::{list, read};
pub(crate) use plan::Plan;
pub(crate) use plan_file::{read_plan, write_plan};
pub(crate) use policy::{Rule, read_policy};
pub(crate) use report::Report;

#[cfg(test)]
mod tests;
