//! From a request's bytes to an answer's: verify, take what clients send, refuse or dispatch. Knows
//! HTTP's types; of I/O it does no more than wait where a latency is injected.

use std::sync::Arc;

use bytes::Bytes;
use http::request::Parts;
use http::{Method, StatusCode};
use kcrs_generated::schema::{ACTIONS, Action};
use kcrs_generated::server::{
    Context, IncomingRequest, Kcrs, ServerError, Verified, Verifier, dispatch,
};
use kcrs_generated::{Params, SERVICE, error_rows};

use super::alias;
use super::control::Control;
use super::faults::{FaultKind, Met};
use super::leniency;
use super::record::RequestRecord;
use super::refusal::Refusal;
use super::warning::shortened;

/// Answers requests with an implementation of the service.
#[derive(Debug)]
pub(crate) struct Responder<S> {
    service: S,
    verifier: Verifier,
    control: Arc<Control>,
}

/// What the connection has to do.
#[derive(Debug)]
pub(crate) enum Outcome {
    /// Answer.
    Answer(StatusCode, Bytes),
    /// Break off in the middle of the answer.
    Truncate(StatusCode, Bytes),
    /// Close without an answer.
    Close,
}

impl<S: Kcrs> Responder<S> {
    pub(crate) fn new(service: S, verifier: Verifier, control: Arc<Control>) -> Self {
        Self {
            service,
            verifier,
            control,
        }
    }

    pub(crate) fn control(&self) -> &Arc<Control> {
        &self.control
    }

    /// The answer, and the record of the request, which is kept already.
    pub(crate) async fn respond(&self, head: &Parts, body: &Bytes) -> (Outcome, RequestRecord) {
        let (request_id, now) = (self.control.next_request_id(), self.control.now());
        let mut record = RequestRecord::new(now, &request_id, head.method.as_str());
        let answer = self.answer(head, body, &mut record).await;
        let outcome = match answer {
            Ok(Done::Answer(json)) => Outcome::Answer(StatusCode::OK, json),
            Ok(Done::Truncate(json)) => Outcome::Truncate(StatusCode::OK, json),
            Ok(Done::Close) => Outcome::Close,
            Err(refusal) => {
                let body = refusal.body(&request_id);
                record.error_code = Some(refusal.code);
                Outcome::Answer(refusal.status, body)
            }
        };
        record.status = match &outcome {
            Outcome::Answer(status, _) | Outcome::Truncate(status, _) => Some(status.as_u16()),
            Outcome::Close => None,
        };
        self.control.records.add(record.clone());
        (outcome, record)
    }

    /// Refuses a request whose body could not be read.
    pub(crate) fn refuse_body(&self, head: &Parts) -> (Outcome, RequestRecord) {
        let (request_id, now) = (self.control.next_request_id(), self.control.now());
        let mut record = RequestRecord::new(now, &request_id, head.method.as_str());
        let refusal = Refusal::of(&error_rows::INVALID_QUERY_PARAMETER, &["(body)"]);
        record.action = match self.alias(head) {
            Some((_, name)) => Some(shown_action(name)),
            None => named_action(head, &Bytes::new()),
        };
        record.status = Some(refusal.status.as_u16());
        let body = refusal.body(&request_id);
        let status = refusal.status;
        record.error_code = Some(refusal.code);
        self.control.records.add(record.clone());
        (Outcome::Answer(status, body), record)
    }

    async fn answer(
        &self,
        head: &Parts,
        body: &Bytes,
        record: &mut RequestRecord,
    ) -> Result<Done, Refusal> {
        if ![Method::GET, Method::POST].contains(&head.method) {
            let method = shortened(head.method.as_str(), 32);
            return Err(Refusal::of(&error_rows::INVALID_METHOD, &[method]));
        }
        let Call {
            access_key,
            dry_run,
            params,
        } = self.read(head, body, record)?;
        record.dry_run = dry_run;
        record.action = params.get("Action").map(shown_action);
        let action = match find_action(&params) {
            Ok(action) => action,
            Err(refusal) => {
                record.keep_params(None, &params);
                return Err(refusal);
            }
        };
        let (params, warnings) = leniency::take(head, body, action.request, params);
        record.keep_params(Some(action.request), &params);
        record.warnings = warnings;
        if self.control.strict {
            refuse_first(record)?;
        }
        let limit = self.control.rate_limit.as_ref();
        if limit.is_some_and(|limit| !limit.allows(action.name, record.time)) {
            return Err(Refusal::of(&error_rows::LIMIT_EXCEEDED, &[]));
        }
        let met = self.control.faults.meet(action.name);
        record.fault = met.name();
        let Met { latency, other } = met;
        if let Some(latency) = latency {
            tokio::time::sleep(latency).await;
        }
        match other {
            Some(FaultKind::Closed) => return Ok(Done::Close),
            Some(FaultKind::Error(row)) => {
                return Err(Refusal::injected(row, &access_key, action.name));
            }
            _ => {}
        }
        let context = Context::new(&record.request_id, access_key, record.time);
        let json = async {
            if dry_run {
                self.rehearse(&context, action, &params).await
            } else {
                self.perform(&context, action, &params).await
            }
        };
        let json = tokio::time::timeout(self.control.answer_time, json).await;
        let json = json.unwrap_or_else(|_| Err(Refusal::of(&error_rows::SERVICE_TIMEOUT, &[])))?;
        Ok(match other {
            Some(FaultKind::Truncated) => Done::Truncate(json),
            _ => Done::Answer(json),
        })
    }

    /// What is called, and in whose name: by a signature that is right, or by a path of the OpenAPI
    /// document.
    fn read(
        &self,
        head: &Parts,
        body: &Bytes,
        record: &mut RequestRecord,
    ) -> Result<Call, Refusal> {
        if let Some((access_key, name)) = self.alias(head) {
            record.action = Some(shown_action(name));
            let (params, dry_run) = alias::read(name, head, body)?;
            return Ok(Call {
                access_key: access_key.to_owned(),
                dry_run,
                params,
            });
        }
        let verified = match self.verifier.verify(&incoming(head, body)) {
            Ok(verified) => verified,
            Err(error) => {
                record.action = named_action(head, body);
                return Err(error.into());
            }
        };
        let Verified {
            access_key,
            scheme,
            dry_run,
            params,
            ..
        } = verified;
        record.access_key = Some(access_key.clone());
        record.signature = Some(scheme);
        Ok(Call {
            access_key,
            dry_run,
            params,
        })
    }

    /// The action that a path of the OpenAPI document names, and the access key that such calls
    /// count as made with.
    fn alias<'a>(&'a self, head: &'a Parts) -> Option<(&'a str, &'a str)> {
        let access_key = self.control.alias_access_key.as_deref()?;
        Some((access_key, alias::action_of(head.uri.path())?))
    }

    async fn perform(
        &self,
        context: &Context,
        action: &'static Action,
        params: &Params,
    ) -> Result<Bytes, Refusal> {
        match dispatch(&self.service, context, action.name, params).await {
            Ok(json) => Ok(json.into()),
            Err(ServerError::NotImplemented(name)) => match action.example {
                Some(example) => Ok(Bytes::from_static(example.answer.as_bytes())),
                None => Err(ServerError::NotImplemented(name).into()),
            },
            Err(error) => Err(error.into()),
        }
    }

    /// Finds out whether the call would have succeeded. Another's implementation cannot be asked
    /// for that without doing it: there only the parameters are checked.
    async fn rehearse(
        &self,
        context: &Context,
        action: &'static Action,
        params: &Params,
    ) -> Result<Bytes, Refusal> {
        match &self.control.registry {
            Some(registry) => {
                dispatch(&registry.rehearsal(), context, action.name, params).await?;
            }
            None => action.check(params).map_err(ServerError::Invalid)?,
        }
        Err(Refusal::of(&error_rows::DRY_RUN_OPERATION, &[]))
    }
}

/// A call that may be carried out.
struct Call {
    access_key: String,
    dry_run: bool,
    params: Params,
}

enum Done {
    Answer(Bytes),
    Truncate(Bytes),
    Close,
}

fn incoming<'a>(head: &'a Parts, body: &'a Bytes) -> IncomingRequest<'a> {
    IncomingRequest {
        method: &head.method,
        path: head.uri.path(),
        query: head.uri.query().unwrap_or_default(),
        headers: &head.headers,
        authority: head.uri.authority().map(http::uri::Authority::as_str),
        body,
    }
}

fn find_action(params: &Params) -> Result<&'static Action, Refusal> {
    let required = |name: &'static str| {
        // Sent in the query and in the body it is there once, unless the two differ.
        let mut values = params.iter().filter(|(found, _)| *found == name);
        match (values.next(), values.next()) {
            (None | Some((_, "")), None) => {
                Err(Refusal::of(&error_rows::MISSING_PARAMETER, &[name]))
            }
            (Some((_, value)), None) => Ok(value),
            _ => Err(Refusal::of(&error_rows::INVALID_QUERY_PARAMETER, &[name])),
        }
    };
    let (name, version) = (required("Action")?, required("Version")?);
    ACTIONS
        .iter()
        .find(|action| action.name == name && version == SERVICE.version)
        .ok_or_else(|| Refusal::of(&error_rows::NO_SUCH_API, &[]))
}

fn refuse_first(record: &RequestRecord) -> Result<(), Refusal> {
    for warning in &record.warnings {
        if let Some(row) = warning.kind().refusal() {
            return Err(Refusal::of(row, &[warning.parameter()]));
        }
    }
    Ok(())
}

/// The action that an unverified request names.
fn named_action(head: &Parts, body: &Bytes) -> Option<String> {
    let query = head.uri.query().unwrap_or_default().as_bytes();
    [query, body].into_iter().find_map(|form| {
        let params = Params::from_form(form).ok()?;
        params.get("Action").map(shown_action)
    })
}

fn shown_action(action: &str) -> String {
    shortened(action, 64).to_owned()
}
