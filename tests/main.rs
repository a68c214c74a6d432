//! Tests of the whole workspace, in one program so that it links once.

mod blocking;
mod concurrency;
mod conformance;
mod decoding;
mod emulated_life;
mod end_to_end;
mod errors;
mod expected;
mod faults;
mod golden;
mod guide;
mod properties;
mod secrets;
mod suite;
mod validation;
mod verdicts;
mod wire_answers;
mod wire_requests;
