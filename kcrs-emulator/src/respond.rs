//! From a request's bytes to an answer's: verify, dispatch, refuse. Knows HTTP's types, does no I/O.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use bytes::Bytes;
use http::header::{CONTENT_TYPE, HeaderValue};
use http::request::Parts;
use http::{Method, Response, StatusCode};
use http_body_util::Full;
use kcrs_generated::schema::{ACTIONS, Action};
use kcrs_generated::server::{
    Context, IncomingRequest, Kcrs, ServerError, Verified, Verifier, VerifyError, dispatch,
};
use kcrs_generated::{Clock, Credentials, ErrorRow, Params, Rule, SERVICE, Violations, error_rows};

/// Answers requests with an implementation of the service.
#[derive(Debug)]
pub(crate) struct Responder<S> {
    service: S,
    verifier: Verifier,
    clock: Arc<dyn Clock>,
    answered: AtomicU64,
}

impl<S: Kcrs> Responder<S> {
    pub(crate) fn new(service: S, credentials: Credentials, clock: Arc<dyn Clock>) -> Self {
        let keys = move |access_key: &str| {
            (access_key == credentials.access_key()).then(|| credentials.clone())
        };
        let verifier = Verifier::new(SERVICE.name, keys).clock({
            let clock = Arc::clone(&clock);
            move || clock.now()
        });
        Self {
            service,
            verifier,
            clock,
            answered: AtomicU64::new(0),
        }
    }

    pub(crate) async fn respond(&self, head: &Parts, body: &[u8]) -> Response<Full<Bytes>> {
        let request_id = self.next_request_id();
        match self.answer(&request_id, head, body).await {
            Ok(json) => response(StatusCode::OK, json),
            Err(refusal) => response(refusal.status, refusal.body(&request_id)),
        }
    }

    async fn answer(&self, request_id: &str, head: &Parts, body: &[u8]) -> Result<Bytes, Refusal> {
        if ![Method::GET, Method::POST].contains(&head.method) {
            return Err(Refusal::of(
                &error_rows::INVALID_METHOD,
                &[head.method.as_str()],
            ));
        }
        let incoming = IncomingRequest {
            method: &head.method,
            path: head.uri.path(),
            query: head.uri.query().unwrap_or_default(),
            headers: &head.headers,
            authority: head.uri.authority().map(http::uri::Authority::as_str),
            body,
        };
        let Verified {
            access_key,
            dry_run,
            params,
            ..
        } = self.verifier.verify(&incoming)?;
        let action = find_action(&params)?;
        if dry_run {
            action.check(&params).map_err(ServerError::Invalid)?;
            return Err(Refusal::of(&error_rows::DRY_RUN_OPERATION, &[]));
        }
        let context = Context::new(request_id, access_key, self.clock.now());
        match dispatch(&self.service, &context, action.name, &params).await {
            Ok(json) => Ok(json.into()),
            Err(ServerError::NotImplemented(name)) => match action.example {
                Some(example) => Ok(Bytes::from_static(example.answer.as_bytes())),
                None => Err(ServerError::NotImplemented(name).into()),
            },
            Err(error) => Err(error.into()),
        }
    }

    /// Unique within this emulator, and in the form of the service's.
    fn next_request_id(&self) -> String {
        let number = self.answered.fetch_add(1, Ordering::Relaxed) + 1;
        format!("00000000-0000-4000-8000-{number:012x}")
    }
}

fn find_action(params: &Params) -> Result<&'static Action, Refusal> {
    let required = |name: &'static str| {
        params
            .get(name)
            .filter(|value| !value.is_empty())
            .ok_or_else(|| Refusal::of(&error_rows::MISSING_PARAMETER, &[name]))
    };
    let (name, version) = (required("Action")?, required("Version")?);
    ACTIONS
        .iter()
        .find(|action| action.name == name && version == SERVICE.version)
        .ok_or_else(|| Refusal::of(&error_rows::NO_SUCH_API, &[]))
}

fn response(status: StatusCode, body: Bytes) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::new(body));
    *response.status_mut() = status;
    response.headers_mut().insert(
        CONTENT_TYPE,
        HeaderValue::from_static("application/json; charset=utf-8"),
    );
    response
}

/// An error answer: status, code and message of the documented table.
struct Refusal {
    status: StatusCode,
    code: String,
    message: String,
}

impl Refusal {
    fn of(row: &ErrorRow, arguments: &[&str]) -> Self {
        Self::coded(row.status, row.code, row.message_with(arguments))
    }

    fn coded(status: u16, code: &str, message: String) -> Self {
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        Self {
            status,
            code: code.to_owned(),
            message,
        }
    }

    /// The table has one parameter a message, so the first violation is the answer.
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

    fn body(&self, request_id: &str) -> Bytes {
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

impl From<VerifyError> for Refusal {
    fn from(error: VerifyError) -> Self {
        Self::coded(error.status(), error.code(), error.to_string())
    }
}

impl From<ServerError> for Refusal {
    fn from(error: ServerError) -> Self {
        match error {
            ServerError::Invalid(violations) => Self::invalid(&violations),
            ServerError::Answer { row, arguments } => {
                Self::coded(row.status, row.code, row.message_with(&arguments))
            }
            ServerError::Coded {
                status,
                code,
                message,
            } => Self::coded(status, &code, message),
            ServerError::UnknownAction(_) => Self::of(&error_rows::NO_SUCH_API, &[]),
            ServerError::NotImplemented(_) => Self::of(&error_rows::API_WITHOUT_SERVICE, &[]),
            other => Self::of(&error_rows::SERVICE_EXCEPTION, &[&other.to_string()]),
        }
    }
}
