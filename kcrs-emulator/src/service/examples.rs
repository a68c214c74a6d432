//! A service that responds with the documented examples.

use kcrs_generated::server::Kcrs;

/// Implements no action, so that every valid request gets the documented example.
#[derive(Clone, Copy, Debug, Default)]
pub struct ExampleResponses;

impl Kcrs for ExampleResponses {}
