//! Traits of requests.

use std::fmt;

use crate::{ToParams, Validate};

/// A request of one action. Derived: `#[derive(Request)]`.
pub trait Request: ToParams + Validate + Send + Sync + 'static {
    /// The output of the action.
    type Output: serde::de::DeserializeOwned + Send + 'static;

    /// Name of the action.
    const ACTION: &'static str;

    /// API version of the action where it is not the service's.
    const VERSION: Option<&'static str>;

    /// The HTTP method.
    const METHOD: Method;

    /// Whether doing it twice is as good as doing it once.
    const IDEMPOTENT: bool;
}

/// The HTTP methods of actions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Method {
    /// Parameters travel in the query.
    #[default]
    Get,
    /// Parameters travel in the body, as a form.
    Post,
}

impl Method {
    /// `GET` or `POST`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
        }
    }
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl From<Method> for http::Method {
    fn from(method: Method) -> Self {
        match method {
            Method::Get => Self::GET,
            Method::Post => Self::POST,
        }
    }
}
