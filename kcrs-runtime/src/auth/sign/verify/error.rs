//! Errors of verification.

use std::fmt;

use crate::{ErrorRow, Service};

/// Error of a signature: one variant for each row of the vendor's table of common errors that
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

const MISSING: (&str, u16) = ("MissingAuthenticationToken", 403);
const MISMATCH: (&str, u16) = ("SignatureDoesNotMatch", 403);
const UNKNOWN_KEY: (&str, u16) = ("InvalidClientTokenId", 403);
const INCOMPLETE: (&str, u16) = ("IncompleteSignature", 400);
const MALFORMED: (&str, u16) = ("InvalidQueryParameter", 400);

impl VerifyError {
    /// The error code.
    pub fn code(&self) -> &'static str {
        self.parts().0.0
    }

    /// The HTTP status.
    pub fn status(&self) -> u16 {
        self.parts().0.1
    }

    /// The message, verbatim, with `%s` where [`argument`](Self::argument) goes.
    pub fn template(&self) -> &'static str {
        self.parts().1
    }

    /// Returns the text that replaces `%s`.
    pub fn argument(&self) -> Option<&str> {
        self.parts().2
    }

    /// The row of the service's error table.
    pub fn row(&self, service: &Service) -> Option<&'static ErrorRow> {
        let ((code, status), template, _) = self.parts();
        let is_it =
            |row: &&ErrorRow| row.code == code && row.status == status && row.message == template;
        service.errors.iter().copied().find(is_it)
    }

    pub(super) fn missing_parameters(names: &[&str]) -> Self {
        Self::MissingParameters(names.join(", "))
    }

    /// Code and status, template and argument.
    fn parts(&self) -> ((&'static str, u16), &'static str, Option<&str>) {
        match self {
            Self::MissingHost => (MISSING, "Request is missing 'Host' header.", None),
            Self::MissingToken => (MISSING, "Request is missing Authentication Token.", None),
            Self::HeaderNotSent(text) => (MISSING, "%s not in Http Header.", Some(text)),
            Self::HostNotSigned => (
                MISMATCH,
                "Host' must be a 'SignedHeader' in the Authorization.",
                None,
            ),
            Self::Terminator(text) => (
                MISMATCH,
                "Credential should be scoped with a valid terminator: 'aws4_request', not: %s.",
                Some(text),
            ),
            Self::Region(text) => (
                MISMATCH,
                "Credential should be scoped to a valid region, not:%s.",
                Some(text),
            ),
            Self::Service(text) => (
                MISMATCH,
                "Credential should be scoped to correct service: %s.",
                Some(text),
            ),
            Self::Mismatch => (
                MISMATCH,
                "The request signature we calculated does not match the signature you provided.",
                None,
            ),
            Self::Expired(text) => (MISMATCH, "Signature expired:%s.", Some(text)),
            Self::ScopeDate => (
                MISMATCH,
                "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP.",
                None,
            ),
            Self::UnknownKey => (
                UNKNOWN_KEY,
                "The security token included in the request is invalid.",
                None,
            ),
            Self::DateFormat(text) => (
                INCOMPLETE,
                "Date must be in ISO-8601 'basic format'. Got '%s'. See http://en.wikipedia.org/wiki/ISO_8601.",
                Some(text),
            ),
            Self::MissingParameters(text) => (
                INCOMPLETE,
                "KSC query-string parameters must include %s. Re-examine the query-string parameters.",
                Some(text),
            ),
            Self::Algorithm(text) => (INCOMPLETE, "Unsupported ksc 'algorithm': %s.", Some(text)),
            Self::MissingCredential(text) => (
                INCOMPLETE,
                "Authorization header requires 'Credential' parameter. Authorization=%s.",
                Some(text),
            ),
            Self::CredentialFormat(text) => (
                INCOMPLETE,
                "Credential must have exactly 5 slash-delimited elements, e.g. \
                 accesskeyid/date/region/service/aws4_request, got: %s.",
                Some(text),
            ),
            Self::AuthorizationFormat => (INCOMPLETE, "Authorization header format error.", None),
            Self::MissingDate(text) => (
                INCOMPLETE,
                "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header, \
                 Authorization=%s",
                Some(text),
            ),
            Self::MissingSignature(text) => (
                INCOMPLETE,
                "Authorization header requires 'Signature' parameter. Authorization=%s",
                Some(text),
            ),
            Self::MissingSignedHeaders(text) => (
                INCOMPLETE,
                "Authorization header requires 'SignedHeaders' parameter. Authorization=%s",
                Some(text),
            ),
            Self::MalformedParameter(text) => (
                MALFORMED,
                "The query parameter %s is malformed or does not adhere to KSC standards.",
                Some(text),
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
