//! A typed client for Kingsoft Cloud's container registry (KCRS), API version 2021-11-09.
//!
//! 金山云容器镜像服务（KCRS）的 Rust 客户端：编译期检查必填参数，发送前校验，自动签名。
//!
//! ```no_run
//! use kcrs_generated::{Client, Credentials, types::InstanceType};
//!
//! # async fn run() -> Result<(), Box<dyn std::error::Error>> {
//! let client = Client::builder()
//!     .credentials(Credentials::new("AK", "SK"))
//!     .region("cn-beijing-6")
//!     .build()?;
//!
//! let created = client
//!     .create_instance()
//!     .instance_name("demo")
//!     .instance_type(InstanceType::Basic)
//!     .send()
//!     .await?;
//! println!("{}", created.instance_id);
//! # Ok(())
//! # }
//! ```
//!
//! Leave out a required parameter and the program does not compile; the error names the setter to
//! call:
//!
//! ```compile_fail,E0277
//! # use kcrs_generated::{Client, Credentials};
//! # async fn run(client: Client) {
//! client.create_instance().instance_name("demo").send().await;
//! # }
//! ```
//!
//! # Where things are
//!
//! - [`Client`] has one method for each action of the API; each returns a builder that ends in
//!   `.send()` (the output) or `.send_response()` (the output with status, headers and raw body).
//! - [`actions`] holds the requests and outputs, [`types`] the structures and open enums within
//!   them.
//! - [`schema`] describes every action as data, for tools.
//! - [`ErrorCode`] and [`error_rows`] name the errors that the service documents.
//! - [`guide`] is for new users: [calls](guide::calls) with their time limits, retries,
//!   options, hooks and spans; [lists](guide::lists), [states](guide::states) to wait for,
//!   [credentials](guide::credentials), what happens at [faults](guide::faults), the blocking
//!   client, and tests.
//! - [`waiters`] holds what the client's `wait_until_…` methods build.
//! - `server`, with the feature of that name, is the other side of the wire: a trait to implement
//!   the API with.
//!
//! # What happens before the network
//!
//! A request is a plain value. `validate()` lists every [`Violation`] of the limits that the API
//! documents, with its path on the wire; `to_params()` gives the parameters exactly as they are
//! sent. `send()` does both and refuses an invalid request without a connection:
//!
//! ```
//! use kcrs_generated::{actions::CreateInstance, types::InstanceType};
//!
//! let request = CreateInstance::builder()
//!     .instance_name("1x")
//!     .instance_type(InstanceType::Basic)
//!     .build();
//! let violations = request.validate().unwrap_err();
//! assert_eq!(violations.iter().next().unwrap().path(), "InstanceName");
//! assert_eq!(request.to_params().get("InstanceType"), Some("basic"));
//! ```
//!
//! # Values that this version does not know
//!
//! Enums are open: a value that the service adds later decodes into an unknown variant that keeps
//! its text, and `InstanceType::from("gold")` sends one that this crate has no name for. Unknown
//! members of responses are ignored.
//!
//! # When a call fails
//!
//! ```no_run
//! use kcrs_generated::{Client, Error, ErrorCode};
//!
//! # async fn run(client: Client) {
//! match client.delete_namespace().instance_id("id").namespace("apps").send().await {
//!     Ok(_) => println!("gone"),
//!     Err(Error::Invalid(violations)) => println!("not sent:\n{violations}"),
//!     Err(error) if error.is_not_found() => println!("was not there"),
//!     Err(error) if error.is_retryable() => println!("try again later: {error}"),
//!     Err(error) if ErrorCode::of(&error) == Some(ErrorCode::AccessDenied) => println!("ask for the right to do that"),
//!     Err(error) => println!("{error}"),
//! }
//! # }
//! ```
//!
//! [`Error::code`], [`Error::message`], [`Error::status`] and [`Error::request_id`] give the parts
//! of the error response; [`Error::row`] the row of [`error_rows`] that it fits.
//!
//! # Actions that the spec lacks
//!
//! Derive [`Request`](derive@Request) on a struct of your own, [`Structure`](derive@Structure) on
//! its parts and its output, declare enums with [`open_enum!`], and send it with the same client:
//!
//! ```no_run
//! use kcrs_generated::{Client, Request, Structure, open_enum};
//!
//! /// Moves an instance to another edition.
//! #[derive(Request)]
//! #[request(action = "ModifyInstanceEdition", output = ModifyInstanceEditionOutput, method = POST)]
//! pub struct ModifyInstanceEdition {
//!     /// Id of the instance.
//!     pub instance_id: String,
//!     /// The new edition.
//!     pub edition: Edition,
//!     /// Why.
//!     #[wire(length(..=256, characters))]
//!     pub reason: Option<String>,
//! }
//!
//! open_enum! {
//!     /// An edition.
//!     pub enum Edition {
//!         /// The small one.
//!         Small = "small",
//!         /// The large one.
//!         Large = "large",
//!     }
//! }
//!
//! /// What the service returns.
//! #[derive(Structure)]
//! #[structure(output)]
//! pub struct ModifyInstanceEditionOutput {
//!     /// Id of the call.
//!     pub request_id: String,
//! }
//!
//! # async fn run(client: Client) -> Result<(), kcrs_generated::Error> {
//! let request = ModifyInstanceEdition::builder().instance_id("id").edition(Edition::Large).build();
//! client.send(request).await?;
//! # Ok(())
//! # }
//! ```
//!
//! [`Client::call`] takes a name and parameters instead, and gives the raw response.
//!
//! # Features
//!
//! | feature | what it adds |
//! |---|---|
//! | `rustls-ring` (default) | TLS by rustls with ring |
//! | `rustls-aws-lc` | TLS by rustls with aws-lc (a C build of half a minute) |
//! | `native-tls` | TLS by the platform's library |
//! | `webpki-roots` | Mozilla's root certificates instead of the platform's |
//! | `http2` | HTTP/2 where the service offers it; else HTTP/1.1, from which such calls lose nothing |
//! | `system-proxy` | proxies from the system's settings (macOS, Windows) as well as from the environment |
//! | `tracing` | a span for each call and each attempt |
//! | `blocking` | a client that blocks, and all lists as iterators |
//! | `test-util` | a transport without a network and a time that tests can move |
//! | `serialize` | outputs and structures implement `serde::Serialize` with their wire names |
//! | `server` | requests can be read from the wire; the server trait and its dispatcher |

extern crate self as kcrs_generated;

#[cfg(feature = "server")]
pub use kcrs_runtime::FromParams;
#[cfg(feature = "test-util")]
pub use kcrs_runtime::test_util;
pub use kcrs_runtime::{
    Attempt, BuildError, Call, CallExecutor, CallOptions, ClientBuilder, Clock, ConfigSource,
    Credentials, CredentialsChain, CredentialsError, CredentialsFuture, Endpoint, EndpointError,
    EnvironmentCredentials, Error, ErrorClass, ErrorRow, Filter, Finished, FormError, Hook,
    ItemKey, Items, Limits, Method, Operation, Paged, Pages, PagingError, Param, Params,
    PresignedUrl, ProfileCredentials, ProfileFile, ProfileKey, ProvideCredentials, RawPage,
    RawPages, RawResponse, Request, ResolvedConfig, Response, ResponseError, Retry, Rule,
    SecretString, Service, ServiceError, Signature, SigningError, Sleep, Sourced, Structure,
    SystemClock, Timer, Timestamp, ToParams, TokioTimer, Transport, TransportError,
    TransportErrorKind, TransportFuture, UnknownValue, Validate, Violation, Violations, Wait,
    WaitError, WaitOptions, WaitOutput, Waitable, Waiter, decode, open_enum,
};

#[doc(no_inline)]
pub use kcrs_runtime::crates::{bytes, http, reqwest};

pub use client::Client;
pub use errors::{ErrorCode, error_rows};
pub use service::{GLOBAL_ENDPOINT, SERVICE, UTC_OFFSET, regions};

/// The user guide, by the questions that a new user asks. 用户指南。
pub mod guide {
    #[doc = include_str!("guide/calls.md")]
    pub mod calls {}

    #[doc = include_str!("guide/lists.md")]
    pub mod lists {}

    #[doc = include_str!("guide/states.md")]
    pub mod states {}

    #[doc = include_str!("guide/credentials.md")]
    pub mod credentials {}

    #[cfg(feature = "blocking")]
    #[doc = include_str!("guide/blocking.md")]
    pub mod blocking {}

    #[cfg(feature = "test-util")]
    #[doc = include_str!("guide/testing.md")]
    pub mod testing {}

    #[doc = include_str!("guide/faults.md")]
    #[doc = include_str!("guide/faults-table.md")]
    pub mod faults {}
}

/// The client that blocks, for programs without asynchronous code. 阻塞式客户端。
#[cfg(feature = "blocking")]
pub mod blocking {
    pub use kcrs_runtime::blocking::{Items, Pages};

    /// The client that blocks: all of [`Client`](crate::Client), and a call gives its result at
    /// once.
    ///
    /// [`ClientBuilder::build_blocking`](crate::ClientBuilder::build_blocking) makes it.
    pub type Client = crate::Client<kcrs_runtime::blocking::Client>;

    impl Client {
        /// Runs asynchronous code on this client's thread, with an asynchronous client that shares
        /// all with this one, and waits for its end. It is for what only asynchronous calls can do.
        ///
        /// ```no_run
        /// # fn run(client: kcrs_generated::blocking::Client) -> Result<(), kcrs_generated::Error> {
        /// let url = client.run(|client| async move {
        ///     client.describe_instance().send().presigned().await
        /// })?;
        /// # Ok(()) }
        /// ```
        ///
        /// # Panics
        ///
        /// Where it is called from within itself or a call of this client, since it would wait for
        /// itself.
        pub fn run<F>(&self, code: impl FnOnce(crate::Client) -> F) -> F::Output
        where
            F: Future<Output: Send + 'static> + Send + 'static,
        {
            self.executor().run(|client| code(client.into()))
        }
    }
}

/// Requests and outputs, one pair for each action. 每个接口的请求与返回。
pub mod actions {
    include!(concat!(env!("OUT_DIR"), "/actions.rs"));
}

/// Structures and open enums within requests and outputs. 请求与返回中的结构与枚举。
pub mod types {
    include!(concat!(env!("OUT_DIR"), "/types.rs"));
}

/// Waiters, one struct for each state. 可等待的状态。
pub mod waiters {
    include!(concat!(env!("OUT_DIR"), "/waiters.rs"));
}

/// The API as data: every action with its parameters, limits and documentation.
/// 以数据形式描述的全部接口。
pub mod schema {
    pub use generated::*;
    pub use kcrs_runtime::schema::*;

    mod generated {
        include!(concat!(env!("OUT_DIR"), "/schema.rs"));
    }
}

/// A call of each action and its response, from the API's document. 各接口的调用示例。
#[cfg(feature = "server")]
pub mod examples {
    include!(concat!(env!("OUT_DIR"), "/examples.rs"));
}

/// The API from the service's side: a trait to implement and its dispatcher. 服务端接口。
#[cfg(feature = "server")]
pub mod server {
    pub use generated::*;
    pub use kcrs_runtime::server::*;

    mod generated {
        include!(concat!(env!("OUT_DIR"), "/server.rs"));
    }
}

mod client {
    include!(concat!(env!("OUT_DIR"), "/client.rs"));
}

mod errors {
    include!(concat!(env!("OUT_DIR"), "/errors.rs"));
}

mod service {
    include!(concat!(env!("OUT_DIR"), "/service.rs"));
}

/// Names for generated code and the derives. Not for use by hand: they change without notice.
#[doc(hidden)]
pub mod __private {
    pub use kcrs_runtime::__private::{tools, v1};
}
