//! Behaviour that every action of a query API client shares: parameters, validation, signing,
//! transport, errors.
//!
//! The derives of `kcrs-macros` and the generated crates name what is here by way of their own
//! crate's `__private::v1`.

#[cfg(feature = "blocking")]
pub mod blocking;
mod builder;
mod call;
mod caller;
mod client;
mod clock;
mod credentials;
pub mod decode;
mod encoding;
mod endpoint;
mod error;
mod filter;
#[cfg(feature = "server")]
mod from_params;
mod hook;
mod open_enum;
mod operation;
mod options;
mod paging;
mod params;
mod path;
mod presign;
mod private;
mod request;
mod response;
mod retry;
pub mod schema;
mod secret;
mod send;
#[cfg(feature = "server")]
pub mod server;
mod service;
mod sign;
#[cfg(feature = "test-util")]
pub mod test_util;
mod time;
mod timestamp;
mod to_params;
mod trace;
mod transport;
mod validate;
mod violation;
mod wait;

pub use call::Call;
pub use caller::{Caller, Facade};
pub use client::{Client, ClientBuilder};
pub use clock::{Clock, SystemClock};
pub use credentials::{
    Credentials, CredentialsChain, CredentialsError, CredentialsFuture, EnvironmentCredentials,
    Origin, Origins, ProfileCredentials, ProfileFile, ProfileKey, ProvideCredentials, Setting,
};
pub use endpoint::{Endpoint, EndpointError};
pub use error::{AnswerError, BuildError, Error, ServiceError, TransportError, TransportErrorKind};
pub use filter::Filter;
#[cfg(feature = "server")]
pub use from_params::{FromParams, ParamReader};
pub use hook::{Attempt, Finished, Hook};
pub use kcrs_macros::{FromParams, Request, Structure, Waiter};
pub use open_enum::UnknownValue;
pub use operation::Operation;
pub use options::CallOptions;
pub use paging::{ItemKey, Items, Paged, Pages, PagingError, RawPage, RawPages};
pub use params::{FormError, Param, Params};
pub use presign::PresignedUrl;
pub use request::{Method, Request};
pub use response::{RawResponse, Response};
pub use retry::Retry;
pub use secret::SecretString;
pub use service::{ErrorClass, ErrorRow, Service};
pub use sign::{Signature, Signer, SigningError};
pub use time::{Sleep, Timer, TokioTimer};
pub use timestamp::Timestamp;
pub use to_params::{ParamWriter, ToParams};
pub use transport::{Limits, Transport, TransportFuture};
pub use validate::{LengthUnit, Validate, Validator};
pub use violation::{Rule, Violation, Violations};
pub use wait::{Wait, WaitError, WaitOptions, Waited, Waits};

#[doc(hidden)]
pub mod __private {
    pub use crate::private::v1;
}
