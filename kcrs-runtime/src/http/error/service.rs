//! Errors that the service returns.

use std::fmt;

use super::excerpt::printable;
use super::{Hints, is_retryable_status, is_throttling_status, write_origin};
use crate::wire::words::words;
use crate::{ErrorClass, ErrorRow, Service};

/// An error that the service returned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServiceError {
    code: String,
    message: String,
    kind: Option<String>,
    request_id: Option<String>,
    status: u16,
    row: Option<&'static ErrorRow>,
    class: Option<ErrorClass>,
    is_denial: bool,
    hints: Hints,
}

/// Body of an error response.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct ErrorBody {
    pub(super) code: String,
    pub(super) message: String,
    pub(super) kind: Option<String>,
    pub(super) request_id: Option<String>,
}

impl ServiceError {
    pub(super) fn new(body: ErrorBody, status: u16, hints: Hints, service: &Service) -> Self {
        let ErrorBody {
            code,
            message,
            kind,
            request_id,
        } = body;
        let row = service.error_row(&code, status, message.trim());
        let class = row
            .map(|row| row.class)
            .or_else(|| service.error_class(&code, status, &message));
        Self {
            is_denial: matches!(status, 401 | 403) || service.is_denial(&code),
            code,
            message,
            kind,
            request_id,
            status,
            row,
            class,
            hints,
        }
    }

    /// The error code as it came; it can be dotted (`Long.Short`).
    pub fn code(&self) -> Option<&str> {
        (!self.code.is_empty()).then_some(&self.code)
    }

    /// The message as it came.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// Whose fault the service says it is, for example `Sender`.
    pub fn kind(&self) -> Option<&str> {
        self.kind.as_deref()
    }

    /// The id of the request.
    pub fn request_id(&self) -> Option<&str> {
        self.request_id.as_deref()
    }

    /// The HTTP status.
    pub fn status(&self) -> u16 {
        self.status
    }

    /// The row of the service's error table that code, status and message fit.
    pub fn row(&self) -> Option<&'static ErrorRow> {
        self.row
    }

    /// Returns the class of the error, where the service's error table has the code with this
    /// status.
    pub fn class(&self) -> Option<ErrorClass> {
        self.class
    }

    pub(super) fn hints(&self) -> Hints {
        self.hints
    }

    pub(super) fn is_retryable(&self) -> bool {
        match self.class {
            Some(class) => matches!(class, ErrorClass::Throttling | ErrorClass::Transient),
            None => is_retryable_status(self.status),
        }
    }

    pub(super) fn is_throttled(&self) -> bool {
        self.class == Some(ErrorClass::Throttling) || is_throttling_status(self.status)
    }

    pub(super) fn is_not_found(&self) -> bool {
        let is_open = matches!(self.status, 400 | 404 | 409);
        self.is_about_resource()
            && (self.status == 404
                || has_not_found(&self.code)
                || is_open && has_not_found(&self.message))
    }

    pub(super) fn is_already_exists(&self) -> bool {
        let is_open = matches!(self.status, 400 | 409);
        self.is_about_resource()
            && (has_exists(&self.code, false) || is_open && has_exists(&self.message, true))
    }

    pub(super) fn is_conflict(&self) -> bool {
        self.is_already_exists()
            || self.is_about_resource() && self.status == 409 && !self.is_not_found()
    }

    /// Returns whether it is neither about the API, permissions, the rate of calls nor the service.
    fn is_about_resource(&self) -> bool {
        !self.code.is_empty()
            && !self.row.is_some_and(|row| row.gateway)
            && !self.is_denial
            && !self.is_retryable()
            && !self.is_throttled()
            && self.status < 500
    }
}

impl fmt::Display for ServiceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.code.as_str(), self.message.as_str()) {
            ("", message) => f.write_str(&printable(message))?,
            (code, "") => f.write_str(&printable(code))?,
            (code, message) => write!(f, "{}: {}", printable(code), printable(message))?,
        }
        write_origin(f, self.request_id(), self.status)
    }
}

impl std::error::Error for ServiceError {}

/// Returns whether a text has the words "not found" or "not exist(s)" in it, written apart (`does
/// not exist`), in one (`InstanceNotFound`) or with other characters between (`not_found`).
fn has_not_found(text: &str) -> bool {
    let mut after_not = false;
    words(text).into_iter().any(|word| {
        let is = |expected: &str| word.eq_ignore_ascii_case(expected);
        let found = after_not && (is("found") || is("exist") || is("exists")) || is("notfound");
        after_not = is("not");
        found
    })
}

/// Returns whether a text says in whole words that something is there already. In a sentence that
/// takes an "already", since it may be about something that has to exist.
fn has_exists(text: &str, is_sentence: bool) -> bool {
    let mut before = "";
    words(text).into_iter().any(|word| {
        let is = |words: &[&str], word: &str| words.iter().any(|w| w.eq_ignore_ascii_case(word));
        let exists = is(&["exist", "exists", "existed"], word)
            && !is(&["not", "longer"], before)
            && (!is_sentence || is(&["already"], before));
        before = word;
        exists || is(&["alreadyexists", "duplicate", "duplicated"], word)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn not_found_is_read_in_whole_words() {
        for text in [
            "NotFound",
            "InstanceNotFound",
            "Instance.NotFound",
            "InvalidInstanceNotFound.Id",
            "NamespaceNotExist",
            "RepoNotExists",
            "notfound",
            "NOT_FOUND",
            "The instance is not found.",
            "namespace 'a' does not exist",
            "实例 not found",
        ] {
            assert!(has_not_found(text), "{text}");
        }
        for text in [
            "",
            "Notation",
            "NotFoundation",
            "KnotFound",
            "not a founder, existing",
            "exists",
            "NoSuchEntity",
            "It is found, is it not",
        ] {
            assert!(!has_not_found(text), "{text}");
        }
    }

    #[test]
    fn what_is_there_already_is_read_in_whole_words() {
        for code in [
            "NamespaceAlreadyExists",
            "Namespace.Exists",
            "InstanceExist",
            "Duplicate.Name",
            "ALREADY_EXISTS",
        ] {
            assert!(has_exists(code, false), "{code}");
        }
        for code in ["", "NamespaceNotExist", "Existence", "NoLongerExists"] {
            assert!(!has_exists(code, false), "{code}");
        }
        assert!(has_exists("The namespace already exists.", true));
        assert!(has_exists("a duplicate name", true));
        assert!(!has_exists("the instance must exist", true));
    }
}
