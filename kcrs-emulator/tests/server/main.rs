//! The server over real sockets: the program and the library, with the clients that people use and
//! with bytes that no client sends.

mod admin;
mod clients;
mod empty;
mod errors;
mod faults;
mod full_disk;
mod https;
mod leniency;
mod lifetime;
mod load;
mod malformed;
mod persistence;
mod pressure;
mod program;
mod python;
mod scopes;
mod soak;
mod support;
mod terraform;
mod threats;
mod v4;
