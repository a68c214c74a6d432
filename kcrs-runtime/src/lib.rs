//! Behaviour that every action of a query API client shares: parameters, validation, signing,
//! transport, errors.
//!
//! The derives of `kcrs-macros` and the generated crates name what is here by way of their own
//! crate's `__private::v1`.

/// Implements `Debug` as a text that says nothing of the value.
macro_rules! shown_as {
    ($type:ty: $text:literal) => {
        impl ::std::fmt::Debug for $type {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.write_str($text)
            }
        }
    };
}

/// Defines setters, usable in constants; each sets the field of its name.
macro_rules! setters {
    ($type:ident { $($(#[$doc:meta])* $name:ident: $value:ty $(=> $wrap:path)?,)* }) => {
        impl $type {
            $(
                $(#[$doc])*
                pub const fn $name(mut self, $name: $value) -> Self {
                    self.$name = $($wrap)?($name);
                    self
                }
            )*
        }
    };
}

mod auth;
mod call;
mod client;
mod http;
mod private;
#[cfg(feature = "server")]
pub mod server;
#[cfg(feature = "test-util")]
pub mod test_util;
mod wire;

pub use self::http::error::{
    BuildError, Error, PagingError, ResponseError, ServiceError, TransportError,
    TransportErrorKind, WaitError,
};
pub use self::http::response::{RawResponse, Response};
pub use self::http::transport::{Limits, Transport, TransportFuture};
pub use auth::credentials::{
    ConfigSource, Credentials, CredentialsChain, CredentialsError, CredentialsFuture,
    EnvironmentCredentials, ProfileCredentials, ProfileFile, ProfileKey, ProvideCredentials,
    ResolvedConfig, Sourced,
};
pub use auth::sign::{Signer, SigningError};
pub use auth::{Clock, SystemClock};
pub use call::client::Client;
pub use call::future::Call;
pub use call::hook::{Attempt, Finished, Hook};
pub use call::options::CallOptions;
pub use call::paging::{ItemKey, Items, Paged, Pages, RawPage, RawPages};
pub use call::presign::PresignedUrl;
pub use call::retry::Retry;
pub use call::timer::{Sleep, Timer, TokioTimer};
pub use call::wait::{Wait, WaitOptions, WaitOutput, Waitable};
#[cfg(feature = "blocking")]
pub use client::blocking;
pub use client::builder::ClientBuilder;
pub use client::executor::{CallExecutor, ClientHandle};
pub use kcrs_macros::{FromParams, Request, Structure, Waiter};
#[cfg(feature = "serialize")]
pub use wire::encode;
pub use wire::endpoint::{Endpoint, EndpointError};
pub use wire::filter::Filter;
#[cfg(feature = "server")]
pub use wire::from_params::{FromParams, ParamReader};
pub use wire::open_enum::UnknownValue;
pub use wire::operation::Operation;
pub use wire::params::{FormError, Param, Params};
pub use wire::request::{Method, Request};
pub use wire::schema::LengthUnit;
pub use wire::secret::SecretString;
pub use wire::service::{ErrorClass, ErrorRow, Service};
pub use wire::signature::Signature;
pub use wire::timestamp::Timestamp;
pub use wire::to_params::{ParamWriter, ToParams};
pub use wire::validate::{Validate, Validator};
pub use wire::violation::{Rule, Violation, Violations};
pub use wire::{decode, schema};

/// The crates whose types are part of this one's.
pub mod crates {
    pub use {bytes, http, reqwest};
}

#[doc(hidden)]
pub mod __private {
    pub use crate::private::{tools, v1};
}
