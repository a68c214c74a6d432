//! A local KCRS for tests: an HTTP server on loopback that verifies signatures, validates requests by the rules of the
//! API and answers as the service documents.
//!
//! ```
//! # async fn run() -> Result<(), Box<dyn std::error::Error>> {
//! let emulator = kcrs_emulator::Emulator::start()?;
//! let client = kcrs_generated::Client::builder()
//!     .endpoint(emulator.endpoint())
//!     .credentials(emulator.credentials())
//!     .build()?;
//! let instances = client.describe_instance().send().await?;
//! assert_eq!(instances.total_count, 2);
//! # Ok(())
//! # }
//! # tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(run()).unwrap();
//! ```
//!
//! Requests go through the same derives as the client's: there is no second parser and no second set of rules. An
//! accepted request of an action that the service implementation does not have gets the documented example answer.
//!
//! It keeps no state, so what was created does not turn up in a list. Actions that the spec lacks are answered like any unknown
//! one; to test your own, put them into the spec, or give the client a `Transport` of your own.

mod emulator;
mod examples;
mod respond;
mod server;

pub use emulator::{Emulator, EmulatorBuilder};
pub use examples::ExampleAnswers;
