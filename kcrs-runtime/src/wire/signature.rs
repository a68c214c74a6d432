//! The schemes by which a request may be signed.

/// A signature scheme.
///
/// What each of them covers:
///
/// | | V4 | V4Query | Simplified |
/// |---|---|---|---|
/// | names and values of all parameters | yes | yes | yes |
/// | date, to the second | yes | yes | yes |
/// | region and service | yes | yes | yes |
/// | session token | yes | yes | yes |
/// | HTTP method | yes | yes | **no** |
/// | path | yes | yes | **no** |
/// | `Host` | yes | yes | **no** |
/// | whether a parameter is in the query or in the body | yes | yes | **no** |
/// | bytes of the body as they are | yes | yes | **no**: only the parameters in it |
/// | order and spelling of the parameters in a query | **no** | **no** | **no** |
/// | other headers, such as `Content-Type`, `Accept` and `User-Agent` | **no** | **no** | **no** |
///
/// None of them covers the response, and none keeps a request from being sent a second time while
/// its date is fresh: that is what TLS is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Signature {
    /// Signature Version 4 in the `Authorization` header. The default.
    #[default]
    V4,
    /// Signature Version 4 in the query. Every request is a GET, whatever its method would be
    /// elsewhere.
    V4Query,
    /// The vendor's simplified scheme: an HMAC over the parameters.
    Simplified,
}
