//! Error responses.

use std::time::Duration;

use bytes::Bytes;
use http::StatusCode;
use http::request::Parts;
use kcrs_generated::server::{ServerError, VerifyError};
use kcrs_generated::{ErrorRow, Rule, Violations, error_rows};

use crate::webhooks::DELIVERY;

/// An error response: status, code and message, of the documented table wherever it has one.
#[derive(Debug)]
pub(crate) struct Refusal {
    pub(crate) status: StatusCode,
    pub(crate) code: String,
    pub(crate) message: String,
    pub(crate) retry_after: Option<Duration>,
}

impl Refusal {
    pub(crate) fn of(row: &ErrorRow, arguments: &[&str]) -> Self {
        Self::coded(row.status, row.code, row.message_with(arguments))
    }

    pub(crate) fn coded(status: u16, code: &str, message: String) -> Self {
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        Self {
            status,
            code: code.to_owned(),
            message,
            retry_after: None,
        }
    }

    /// An action of the service that is not there to be tested with.
    pub(crate) fn not_emulated(action: &str) -> Self {
        let message = format!("The service has the action {action}, this emulator has not.");
        Self::coded(501, "ActionNotEmulated", message)
    }

    /// The row, with something to read for each `%s`.
    pub(crate) fn injected(row: &ErrorRow, access_key: &str, action: &str) -> Self {
        match row.message.matches("%s").count() {
            0 => Self::of(row, &[]),
            1 => Self::of(row, &["(injected)"]),
            _ => Self::of(row, &[access_key, action]),
        }
    }

    /// The table has one parameter a message, so the response is about the first violation.
    fn invalid(violations: &Violations) -> Self {
        let Some(violation) = violations.iter().next() else {
            return Self::of(&error_rows::INVALID_PARAMETER_VALUE, &[""]);
        };
        let row = match violation.rule() {
            Rule::Missing | Rule::RequiredWhen => &error_rows::MISSING_PARAMETER,
            _ => &error_rows::INVALID_PARAMETER_VALUE,
        };
        Self::of(row, &[violation.path()])
    }

    pub(crate) fn body(&self, request_id: &str) -> Bytes {
        let kind = if self.status.is_server_error() {
            "Receiver"
        } else {
            "Sender"
        };
        let body = serde_json::json!({
            "RequestId": request_id,
            "Error": {"Type": kind, "Code": self.code, "Message": self.message},
        });
        body.to_string().into()
    }
}

/// Refuses what a trigger of an emulator sends: whoever may make a trigger could otherwise do
/// everything through it that this machine may do.
pub(crate) fn refuse_delivery(head: &Parts) -> Result<(), Refusal> {
    if !head.headers.contains_key(DELIVERY) {
        return Ok(());
    }
    let message = "webhooks of an emulator may not call an emulator".to_owned();
    Err(Refusal::coded(403, "Forbidden", message))
}

impl From<VerifyError> for Refusal {
    fn from(error: VerifyError) -> Self {
        Self::coded(error.status(), error.code(), error.to_string())
    }
}

impl From<ServerError> for Refusal {
    fn from(error: ServerError) -> Self {
        match error {
            ServerError::Invalid(violations) => Self::invalid(&violations),
            ServerError::Row { row, arguments } => {
                Self::coded(row.status, row.code, row.message_with(&arguments))
            }
            ServerError::Coded {
                status,
                code,
                message,
            } => Self::coded(status, &code, message),
            ServerError::UnknownAction(_) => Self::of(&error_rows::NO_SUCH_API, &[]),
            ServerError::NotImplemented(action) => Self::not_emulated(action),
            other => Self::of(&error_rows::SERVICE_EXCEPTION, &[&other.to_string()]),
        }
    }
}
