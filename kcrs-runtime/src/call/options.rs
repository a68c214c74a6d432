//! Options of a single call.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::header::{AUTHORIZATION, CONTENT_LENGTH, HOST, TRANSFER_ENCODING};
use http::{HeaderMap, HeaderName, HeaderValue};

use crate::auth::sign::{COMMON, NAMED, is_common};
use crate::{BuildError, Credentials, Limits, Method, Param, Params, Retry, Signature};

/// Gives the options that have one value each to another macro: documentation and name, the type
/// that the setter takes, and the type that is kept. `$target` is for that macro.
///
/// An option is added here, and read where it has its effect.
macro_rules! call_options {
    ($macro:ident!($($target:tt)*)) => {
        $macro! {
            [$($target)*]

            /// Sets how long the whole call may take, with all attempts and the pauses between
            /// them: 60 seconds unless set. `None` is no limit.
            timeout(impl Into<Option<Duration>>) -> Option<Duration>,

            /// Sets how long a single attempt may take, from connecting to the end of the response.
            /// `None`, which is the default, is no limit but that of the call.
            ///
            /// After this time there is another attempt where the call is safe to repeat, and an
            /// error where it is not. So a limit that is too short leaves an instance that was
            /// created, and a caller who does not know.
            attempt_timeout(impl Into<Option<Duration>>) -> Option<Duration>,

            /// Sets how often the call is attempted and how long the pauses are: three times at
            /// most unless set.
            retry(Retry) -> Retry,

            /// Sets whether the call is idempotent, whatever the API says of the action. An
            /// idempotent call is attempted again even where it may have been carried out.
            idempotent(bool) -> bool,

            /// Sets the maximum length of the response's body: 32 MiB unless set.
            max_response_bytes(usize) -> usize,

            /// Sets the endpoint, such as `http://127.0.0.1:8080`, or without a scheme for https.
            /// It may have a path, which is signed and sent, for a gateway.
            /// `{region}` in it stands for the region. A client that was built for plain http
            /// cannot call an https endpoint.
            ///
            /// Unless set, it is that of the environment, of the profile, or of the service.
            endpoint(impl Into<String>) -> String,

            /// Sets the region, which requests are signed for and which replaces `{region}` in the
            /// endpoint.
            ///
            /// Unless set, it is that of the environment, of the profile, or the service's default.
            region(impl Into<String>) -> String,

            /// Sets the signature scheme: the first of the service's unless set.
            signature(Signature) -> Signature,

            /// Sets the credentials: those of the environment or the profile unless set.
            credentials(Credentials) -> Arc<Credentials>,

            /// Sets the HTTP method: the action's unless set.
            method(Method) -> Method,
        }
    };
}

/// Declares [`CallOptions`] from [`call_options!`]: fields, setters, `merge` and `Debug`.
macro_rules! define_options {
    ([] $($(#[$doc:meta])* $name:ident($argument:ty) -> $value:ty,)*) => {
        /// Options of a single call, or of all calls of a [client](crate::Client::with_options).
        ///
        /// What is not set is as the client has it. [`Call`](crate::Call) and
        /// [`ClientBuilder`](crate::ClientBuilder) have the same methods; a value of this type is
        /// for setting several calls alike.
        ///
        /// ```
        /// use std::time::Duration;
        /// use kcrs_runtime::{CallOptions, Retry};
        ///
        /// let options = CallOptions::new()
        ///     .timeout(Duration::from_secs(5))
        ///     .retry(Retry::never())
        ///     .region("cn-shanghai-3")
        ///     .header("x-request-source", "nightly");
        /// # let _ = options;
        /// ```
        #[derive(Clone, Default)]
        #[must_use = "options do nothing unless they are given to a call or a client"]
        pub struct CallOptions {
            $(pub(crate) $name: Option<$value>,)*
            pub(crate) params: Params,
            pub(crate) headers: HeaderMap,
            refused: Option<String>,
        }

        impl CallOptions {
            $(
                $(#[$doc])*
                pub fn $name(mut self, $name: $argument) -> Self {
                    self.$name = Some($name.into());
                    self
                }
            )*

            /// Sets what `over` sets; the rest stays.
            pub fn merge(mut self, over: Self) -> Self {
                $(self.$name = over.$name.or(self.$name);)*
                self.refused = self.refused.or(over.refused);
                for param in over.params {
                    self.params.set(param);
                }
                for (name, value) in &over.headers {
                    self.headers.insert(name.clone(), value.clone());
                }
                self
            }
        }

        impl fmt::Debug for CallOptions {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                let mut debug = f.debug_struct("CallOptions");
                // The endpoint is not checked yet, so there may be a password in it.
                $(if stringify!($name) != "endpoint" {
                    debug.field(stringify!($name), &self.$name);
                })*
                // The values of headers may be secrets.
                let headers: Vec<&str> = self.headers.keys().map(HeaderName::as_str).collect();
                debug
                    .field("params", &self.params)
                    .field("headers", &headers)
                    .finish_non_exhaustive()
            }
        }
    };
}

/// Implements the setters of [`CallOptions`] for a type with a method `change_options`:
/// `call_options!(forward_options!(impl<T> Call<T>))`.
macro_rules! forward_options {
    ([$($type:tt)*] $($(#[$doc:meta])* $name:ident($argument:ty) -> $value:ty,)*) => {
        $($type)* {
            $(
                $(#[$doc])*
                pub fn $name(self, $name: $argument) -> Self {
                    self.change_options(|options| options.$name($name))
                }
            )*

            /// Sets what these options set; the rest stays.
            pub fn options(self, options: $crate::CallOptions) -> Self {
                self.change_options(|own| own.merge(options))
            }

            /// Adds a parameter; see [`CallOptions::param`](crate::CallOptions::param).
            pub fn param(self, name: impl Into<String>, value: impl Into<String>) -> Self {
                self.change_options(|options| options.param(name, value))
            }

            /// Adds a parameter whose value is not shown; see
            /// [`CallOptions::sensitive_param`](crate::CallOptions::sensitive_param).
            pub fn sensitive_param(
                self,
                name: impl Into<String>,
                value: impl Into<String>,
            ) -> Self {
                self.change_options(|options| options.sensitive_param(name, value))
            }

            /// Adds a header, which is not signed; see
            /// [`CallOptions::header`](crate::CallOptions::header).
            pub fn header<N, V>(self, name: N, value: V) -> Self
            where
                N: TryInto<http::HeaderName>,
                V: TryInto<http::HeaderValue>,
            {
                self.change_options(|options| options.header(name, value))
            }
        }
    };
}

pub(crate) use {call_options, forward_options};

call_options!(define_options!());

impl CallOptions {
    /// Creates options without any setting.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a parameter that the action's type lacks. It takes the place of those of the same name.
    ///
    /// The call fails, unsent, for names that a call and its signature set themselves: `Action`,
    /// `Version`, `Accesskey`, `Region`, `SecurityToken`, `Service`, `Signature`,
    /// `SignatureMethod`, `SignatureVersion`, `Timestamp` and `X-Amz-*`.
    pub fn param(self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.set_param(name.into(), value.into(), false)
    }

    /// Adds a parameter like [`param`](Self::param), whose value is not shown.
    pub fn sensitive_param(self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.set_param(name.into(), value.into(), true)
    }

    /// Adds a header, which is not signed. It takes the place of the client's own of the same name,
    /// such as `User-Agent`.
    ///
    /// The call fails, unsent, where the name or the value is not valid, and for the headers that
    /// signing and transfer set: `Host`, `Authorization`, `Content-Length`, `Transfer-Encoding` and
    /// `X-Amz-*`.
    pub fn header<N, V>(mut self, name: N, value: V) -> Self
    where
        N: TryInto<HeaderName>,
        V: TryInto<HeaderValue>,
    {
        match (name.try_into(), value.try_into()) {
            (Ok(name), _) if is_reserved(&name) => {
                self.refused = Some(format!("the header `{name}` cannot be set"))
            }
            (Ok(name), Ok(value)) => {
                self.headers.insert(name, value);
            }
            (Ok(name), Err(_)) => {
                self.refused = Some(format!(
                    "the value of the header `{name}` has characters that a header cannot have"
                ));
            }
            (Err(_), _) => {
                self.refused = Some("the name of a header is empty or not valid".to_owned());
            }
        }
        self
    }

    /// An error where a setter was given what cannot be set.
    pub(crate) fn check(&self) -> Result<(), BuildError> {
        match &self.refused {
            Some(problem) => Err(BuildError::Setting(problem.clone())),
            None => Ok(()),
        }
    }

    /// The time limit of a call, or the default; none is no limit.
    pub(crate) fn timeout_or_default(&self) -> Option<Duration> {
        self.timeout.unwrap_or(Limits::default().timeout)
    }

    fn set_param(mut self, name: String, value: String, sensitive: bool) -> Self {
        if NAMED.contains(&name.as_str()) || is_common(&name) {
            self.refused = Some(format!(
                "the parameter `{name}` cannot be set: `Action`, `Version`, {} and `X-Amz-*` are reserved",
                COMMON.map(|name| format!("`{name}`")).join(", ")
            ));
            return self;
        }
        self.params.set(Param {
            name: name.into(),
            value,
            sensitive,
        });
        self
    }
}

fn is_reserved(name: &HeaderName) -> bool {
    [HOST, AUTHORIZATION, CONTENT_LENGTH, TRANSFER_ENCODING].contains(name)
        || name.as_str().starts_with("x-amz-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_set_later_wins_and_the_rest_stays() {
        let first = CallOptions::new()
            .timeout(Duration::from_secs(1))
            .region("a")
            .param("A", "1")
            .param("B", "1")
            .header("x-a", "1");
        let second = CallOptions::new()
            .timeout(None)
            .param("A", "2")
            .header("x-a", "2");
        let merged = first.merge(second);
        assert_eq!(merged.timeout, Some(None));
        assert_eq!(merged.region.as_deref(), Some("a"));
        assert_eq!(merged.params, Params::from_iter([("B", "1"), ("A", "2")]));
        assert_eq!(merged.headers["x-a"], "2");
        assert!(merged.check().is_ok());
    }

    #[test]
    fn debug_shows_no_secret() {
        let options = CallOptions::new()
            .endpoint("https://user:PLANTED@host")
            .credentials(Credentials::with_token("AK", "PLANTED", "PLANTED"))
            .sensitive_param("Password", "PLANTED")
            .header("x-token", "PLANTED");
        let text = format!("{options:?}");
        assert!(
            text.contains("x-token") && text.contains("Password"),
            "{text}"
        );
        assert!(!text.contains("PLANTED"), "{text}");
    }

    #[test]
    fn parameters_that_a_call_sets_itself_are_refused() {
        let refused = |options: CallOptions| options.check().map_err(|error| error.to_string());
        for name in COMMON.iter().chain(&["Action", "Version", "X-Amz-Date"]) {
            let error = refused(CallOptions::new().param(*name, "PLANTED")).unwrap_err();
            assert_eq!(
                error,
                format!(
                    "the parameter `{name}` cannot be set: `Action`, `Version`, `Accesskey`, `Region`, \
                     `SecurityToken`, `Service`, `Signature`, `SignatureMethod`, `SignatureVersion`, \
                     `Timestamp` and `X-Amz-*` are reserved"
                )
            );
            let sensitive = CallOptions::new().sensitive_param(*name, "PLANTED");
            assert_eq!(refused(sensitive), Err(error));
        }
        for name in ["DryRun", "Format", "action", "RegionName"] {
            assert_eq!(
                refused(CallOptions::new().param(name, "1")),
                Ok(()),
                "{name}"
            );
        }
    }

    #[test]
    fn headers_that_cannot_be_set_are_refused() {
        for (name, value, reason) in [
            ("Host", "evil", "`host` cannot be set"),
            ("authorization", "x", "`authorization` cannot be set"),
            ("X-Amz-Date", "x", "`x-amz-date` cannot be set"),
            ("a b", "x", "the name of a header is empty or not valid"),
            (
                "x-a",
                "PLANTED\n",
                "the value of the header `x-a` has characters",
            ),
        ] {
            let options = CallOptions::new().merge(CallOptions::new().header(name, value));
            let error = options.check().unwrap_err().to_string();
            assert!(error.contains(reason), "{error}");
            assert!(!error.contains("PLANTED"));
        }
    }
}
