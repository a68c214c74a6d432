//! Protects what a caller sees of the client: results, errors, retries, lists and waits, against
//! servers and transports that behave as the test wants, and that no text shows a secret.

mod blocking;
mod both;
mod concurrency;
mod errors;
mod faults;
mod secrets;
