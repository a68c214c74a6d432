//! Protects the agreement with the API document: its parameters, limits, errors and examples, as
//! they were transcribed a second time, and the bytes of every action's signed request.

mod conformance;
mod decoding;
mod requests;
mod responses;
mod validation;
