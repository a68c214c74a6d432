//! An API that nobody offers, as the generator makes it of a spec that is not KCRS's.
//!
//! The crate has all of it; [`reader`] is what a program needs that calls and does no more,
//! [`keeper`] what a server needs. The example `shelf` is such a server.
#![deny(warnings, missing_docs, missing_debug_implementations, unreachable_pub)]

include!(concat!(env!("OUT_DIR"), "/book_shelf.rs"));

/// The client alone: no table of actions, no waiters, nothing for servers.
pub mod reader {
    include!(concat!(env!("OUT_DIR"), "/reader.rs"));
}

/// The server's side alone.
#[cfg(feature = "server")]
pub mod keeper {
    include!(concat!(env!("OUT_DIR"), "/keeper.rs"));
}

/// The examples of the derives' documentation, whose crate cannot run them.
#[cfg(doctest)]
mod derives {
    #[doc = include_str!("../../../kcrs-macros/doc/request.md")]
    mod request {}

    #[doc = include_str!("../../../kcrs-macros/doc/structure.md")]
    mod structure {}

    #[doc = include_str!("../../../kcrs-macros/doc/waiter.md")]
    mod waiter {}

    #[doc = include_str!("../../../kcrs-macros/doc/from_params.md")]
    mod from_params {}
}
