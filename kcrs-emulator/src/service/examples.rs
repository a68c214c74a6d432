//! The service that knows nothing but the documented examples.

use kcrs_generated::server::Kcrs;

/// Implements no action, so that every valid request is answered with the documented example.
#[derive(Clone, Copy, Debug, Default)]
pub struct ExampleAnswers;

impl Kcrs for ExampleAnswers {}
