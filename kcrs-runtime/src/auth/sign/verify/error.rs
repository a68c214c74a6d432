//! Why a signature is refused.

use std::fmt;

use crate::{ErrorRow, Service};

/// Why a signature is refused: one variant for each row of the vendor's table of common errors that
/// signing can cause.
///
/// `Display` is the row's message.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum VerifyError {
    /// The request has no `Host`.
    MissingHost,
    /// The request is not signed.
    MissingToken,
    /// A header among the signed headers is not there.
    HeaderNotSent(String),
    /// `Host` is not signed.
    HostNotSigned,
    /// The credential scope ends in this.
    Terminator(String),
    /// The request is for this region.
    Region(String),
    /// The request is for a service other than this.
    Service(String),
    /// The signature is another.
    Mismatch,
    /// The request is of this date.
    Expired(String),
    /// The credential scope is of another day than the request.
    ScopeDate,
    /// The access key is not known, or the session token is not the one that belongs to it.
    UnknownKey,
    /// This is no date.
    DateFormat(String),
    /// The query lacks these parameters.
    MissingParameters(String),
    /// This is no algorithm that is known here.
    Algorithm(String),
    /// This `Authorization` header has no `Credential`.
    MissingCredential(String),
    /// This credential has not five elements.
    CredentialFormat(String),
    /// The `Authorization` header cannot be read, or a header is to be signed twice.
    AuthorizationFormat,
    /// The request with this `Authorization` header has no date.
    MissingDate(String),
    /// This `Authorization` header has no `Signature`.
    MissingSignature(String),
    /// This `Authorization` header has no `SignedHeaders`.
    MissingSignedHeaders(String),
    /// The parameter of this name is not percent-encoded as it should be. Or it is the body, in
    /// brackets: what should be JSON is none, or is [too large](super::Verified::params) as a form.
    MalformedParameter(String),
}

const MISSING: &str = "MissingAuthenticationToken";
const MISMATCH: &str = "SignatureDoesNotMatch";
const INCOMPLETE: &str = "IncompleteSignature";

impl VerifyError {
    /// The error code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        self.parts().0
    }

    /// The HTTP status.
    #[must_use]
    pub fn status(&self) -> u16 {
        self.parts().1
    }

    /// The message, verbatim, with `%s` where [`argument`](Self::argument) goes.
    #[must_use]
    pub fn template(&self) -> &'static str {
        self.parts().2
    }

    /// What goes in the place of `%s`.
    #[must_use]
    pub fn argument(&self) -> Option<&str> {
        match self {
            Self::HeaderNotSent(text)
            | Self::Terminator(text)
            | Self::Region(text)
            | Self::Service(text)
            | Self::Expired(text)
            | Self::DateFormat(text)
            | Self::MissingParameters(text)
            | Self::Algorithm(text)
            | Self::MissingCredential(text)
            | Self::CredentialFormat(text)
            | Self::MissingDate(text)
            | Self::MissingSignature(text)
            | Self::MissingSignedHeaders(text)
            | Self::MalformedParameter(text) => Some(text),
            Self::MissingHost
            | Self::MissingToken
            | Self::HostNotSigned
            | Self::Mismatch
            | Self::ScopeDate
            | Self::UnknownKey
            | Self::AuthorizationFormat => None,
        }
    }

    /// The row of the service's error table.
    #[must_use]
    pub fn row(&self, service: &Service) -> Option<&'static ErrorRow> {
        let (code, status, template) = self.parts();
        let is_it =
            |row: &&ErrorRow| row.code == code && row.status == status && row.message == template;
        service.errors.iter().copied().find(is_it)
    }

    pub(super) fn missing_parameters(names: &[&str]) -> Self {
        Self::MissingParameters(names.join(", "))
    }

    fn parts(&self) -> (&'static str, u16, &'static str) {
        match self {
            Self::MissingHost => (MISSING, 403, "Request is missing 'Host' header."),
            Self::MissingToken => (MISSING, 403, "Request is missing Authentication Token."),
            Self::HeaderNotSent(_) => (MISSING, 403, "%s not in Http Header."),
            Self::HostNotSigned => (
                MISMATCH,
                403,
                "Host' must be a 'SignedHeader' in the Authorization.",
            ),
            Self::Terminator(_) => (
                MISMATCH,
                403,
                "Credential should be scoped with a valid terminator: 'aws4_request', not: %s.",
            ),
            Self::Region(_) => (
                MISMATCH,
                403,
                "Credential should be scoped to a valid region, not:%s.",
            ),
            Self::Service(_) => (
                MISMATCH,
                403,
                "Credential should be scoped to correct service: %s.",
            ),
            Self::Mismatch => (
                MISMATCH,
                403,
                "The request signature we calculated does not match the signature you provided.",
            ),
            Self::Expired(_) => (MISMATCH, 403, "Signature expired:%s."),
            Self::ScopeDate => (
                MISMATCH,
                403,
                "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP.",
            ),
            Self::UnknownKey => (
                "InvalidClientTokenId",
                403,
                "The security token included in the request is invalid.",
            ),
            Self::DateFormat(_) => (
                INCOMPLETE,
                400,
                "Date must be in ISO-8601 'basic format'. Got '%s'. See http://en.wikipedia.org/wiki/ISO_8601.",
            ),
            Self::MissingParameters(_) => (
                INCOMPLETE,
                400,
                "KSC query-string parameters must include %s. Re-examine the query-string parameters.",
            ),
            Self::Algorithm(_) => (INCOMPLETE, 400, "Unsupported ksc 'algorithm': %s."),
            Self::MissingCredential(_) => (
                INCOMPLETE,
                400,
                "Authorization header requires 'Credential' parameter. Authorization=%s.",
            ),
            Self::CredentialFormat(_) => (
                INCOMPLETE,
                400,
                "Credential must have exactly 5 slash-delimited elements, e.g. \
                 accesskeyid/date/region/service/aws4_request, got: %s.",
            ),
            Self::AuthorizationFormat => (INCOMPLETE, 400, "Authorization header format error."),
            Self::MissingDate(_) => (
                INCOMPLETE,
                400,
                "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header, \
                 Authorization=%s",
            ),
            Self::MissingSignature(_) => (
                INCOMPLETE,
                400,
                "Authorization header requires 'Signature' parameter. Authorization=%s",
            ),
            Self::MissingSignedHeaders(_) => (
                INCOMPLETE,
                400,
                "Authorization header requires 'SignedHeaders' parameter. Authorization=%s",
            ),
            Self::MalformedParameter(_) => (
                "InvalidQueryParameter",
                400,
                "The query parameter %s is malformed or does not adhere to KSC standards.",
            ),
        }
    }
}

impl fmt::Display for VerifyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.template().split_once("%s"), self.argument()) {
            (Some((before, after)), Some(argument)) => write!(f, "{before}{argument}{after}"),
            _ => f.write_str(self.template()),
        }
    }
}

impl std::error::Error for VerifyError {}
