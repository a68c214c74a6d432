//! The generated client against the generated server, over sockets, and what the build script asked
//! for.

#[cfg(feature = "server")]
#[path = "../examples/shelf/books.rs"]
mod books;
mod generated;
#[cfg(feature = "server")]
#[path = "../examples/shelf/http.rs"]
mod http;
#[cfg(feature = "server")]
mod parts;
#[cfg(feature = "server")]
mod shelf;
