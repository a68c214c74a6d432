//! Translation of a request's bytes to a response's: verify, normalize, refuse or dispatch. Of I/O
//! it does no more than wait where a latency is injected.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::request::Parts;
use http::{Method, StatusCode};
use kcrs_generated::schema::{ACTIONS, Action};
use kcrs_generated::server::{Context, IncomingRequest, Kcrs, ServerError, Verifier, dispatch};
use kcrs_generated::{Params, SERVICE, error_rows};

use super::body::Pace;
use super::control::Control;
use super::faults::{FaultKind, MatchedFaults};
use super::leniency;
use super::missing::{refusal_of, refuse_empty};
use super::record::RequestRecord;
use super::refusal::{Refusal, refuse_delivery};
use super::warning::shortened;

/// Responds to requests with an implementation of the service.
#[derive(Debug)]
pub(crate) struct Responder<S> {
    service: S,
    verifier: Verifier,
    control: Arc<Control>,
}

/// Next step of the connection.
#[derive(Debug)]
pub(crate) enum Outcome {
    /// Respond.
    Respond(Reply),
    /// Close without a response.
    Close,
    /// Reset without a response.
    Reset,
}

/// A response.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    pub(crate) content_type: &'static str,
    pub(crate) body: Bytes,
    pub(crate) pace: Pace,
    pub(crate) retry_after: Option<Duration>,
}

impl Reply {
    pub(crate) fn json(status: StatusCode, body: Bytes) -> Self {
        Self {
            status,
            content_type: "application/json; charset=utf-8",
            body,
            pace: Pace::Whole,
            retry_after: None,
        }
    }

    /// As a proxy responds that does not reach the service.
    fn page(status: u16) -> Self {
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_GATEWAY);
        let page = format!(
            "<html>\r\n<head><title>{status}</title></head>\r\n<body>\r\n\
             <center><h1>{status}</h1></center>\r\n<hr><center>nginx</center>\r\n\
             </body>\r\n</html>\r\n"
        );
        Self {
            content_type: "text/html",
            ..Self::json(status, page.into())
        }
    }
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

    /// Handles a request; its record has been stored when this returns.
    pub(crate) async fn respond(&self, head: &Parts, body: &Bytes) -> (Outcome, RequestRecord) {
        let mut record = self.begin(head);
        let result = self.process(head, body, &mut record).await;
        self.finish(record, result)
    }

    /// Returns whether a request is refused whatever its body is.
    pub(crate) fn refuses(&self, head: &Parts) -> bool {
        let verified = self.verifier.verify_head(&incoming(head, &Bytes::new()));
        verified.is_err() || check_head(head).is_err()
    }

    /// Refuses a request whose body could not be read.
    pub(crate) fn refuse_body(&self, head: &Parts) -> (Outcome, RequestRecord) {
        let mut record = self.begin(head);
        record.action = named_action(head, &Bytes::new());
        let refusal = Refusal::of(&error_rows::INVALID_QUERY_PARAMETER, &["(body)"]);
        self.finish(record, Err(refusal))
    }

    fn begin(&self, head: &Parts) -> RequestRecord {
        let (request_id, now) = (self.control.next_request_id(), self.control.now());
        RequestRecord::new(now, &request_id, head.method.as_str())
    }

    fn finish(
        &self,
        mut record: RequestRecord,
        result: Result<Outcome, Refusal>,
    ) -> (Outcome, RequestRecord) {
        let outcome = result.unwrap_or_else(|refusal| {
            let body = refusal.body(&record.request_id);
            record.error_code = Some(refusal.code);
            Outcome::Respond(Reply {
                retry_after: refusal.retry_after,
                ..Reply::json(refusal.status, body)
            })
        });
        record.status = match &outcome {
            Outcome::Respond(reply) => Some(reply.status.as_u16()),
            Outcome::Close | Outcome::Reset => None,
        };
        self.control.records.add(record.clone());
        (outcome, record)
    }

    async fn process(
        &self,
        head: &Parts,
        body: &Bytes,
        record: &mut RequestRecord,
    ) -> Result<Outcome, Refusal> {
        check_head(head)?;
        let verified = self.verifier.verify(&incoming(head, body));
        let verified = verified.inspect_err(|_| record.action = named_action(head, body))?;
        let (access_key, params) = (verified.access_key, verified.params);
        record.access_key = Some(access_key.clone());
        record.signature = Some(verified.scheme);
        record.dry_run = verified.dry_run;
        record.action = params.get("Action").map(shown_action);
        let action = find_action(&params).inspect_err(|_| record.keep_params(None, &params))?;
        let (params, warnings) = leniency::normalize(head, body, action.request, params);
        record.keep_params(Some(action.request), &params);
        record.warnings = warnings;
        if self.control.strict {
            refuse_first(record)?;
        }
        refuse_empty(action.request, &params)?;
        let limit = self.control.rate_limit.as_ref();
        if limit.is_some_and(|limit| !limit.allows(action.name, record.time)) {
            return Err(Refusal::of(&error_rows::LIMIT_EXCEEDED, &[]));
        }
        let faults = self.control.faults.take(action.name);
        record.fault = faults.name();
        let MatchedFaults {
            latency,
            other,
            retry_after,
        } = faults;
        if let Some(latency) = latency {
            tokio::time::sleep(latency).await;
        }
        match other {
            Some(FaultKind::Closed) => return Ok(Outcome::Close),
            Some(FaultKind::Reset) => return Ok(Outcome::Reset),
            Some(FaultKind::Page(status)) => {
                return Ok(Outcome::Respond(Reply {
                    retry_after,
                    ..Reply::page(status)
                }));
            }
            Some(FaultKind::Error(row)) => {
                return Err(Refusal {
                    retry_after,
                    ..Refusal::injected(row, &access_key, action.name)
                });
            }
            _ => {}
        }
        let region = verified.region.as_deref().unwrap_or(SERVICE.default_region);
        let context = Context::new(&record.request_id, access_key, record.time).in_region(region);
        let json = self.perform(&context, action, &params, record.dry_run);
        let json = tokio::time::timeout(self.control.action_timeout, json).await;
        let json = json.unwrap_or_else(|_| Err(Refusal::of(&error_rows::SERVICE_TIMEOUT, &[])))?;
        let pace = match other {
            Some(FaultKind::Truncated) => Pace::Half,
            Some(FaultKind::Drip(time)) => Pace::Drip(time),
            _ => Pace::Whole,
        };
        Ok(Outcome::Respond(Reply {
            pace,
            ..Reply::json(StatusCode::OK, json)
        }))
    }

    /// Carries a call out, or finds out whether it would have succeeded where it is a dry run.
    /// Another's implementation cannot be asked for that without doing it: there only the
    /// parameters are checked.
    async fn perform(
        &self,
        context: &Context,
        action: &'static Action,
        params: &Params,
        dry_run: bool,
    ) -> Result<Bytes, Refusal> {
        let refusal = |error| refusal_of(action.request, error);
        if dry_run {
            match &self.control.registry {
                Some(registry) => {
                    let would = dispatch(&registry.dry_run(), context, action.name, params).await;
                    would.map_err(refusal)?;
                }
                None => action
                    .check(params)
                    .map_err(ServerError::Invalid)
                    .map_err(refusal)?,
            }
            return Err(Refusal::of(&error_rows::DRY_RUN_OPERATION, &[]));
        }
        let json = dispatch(&self.service, context, action.name, params).await;
        match (json, action.example) {
            (Err(ServerError::NotImplemented(_)), Some(example)) => {
                Ok(Bytes::from_static(example.response.as_bytes()))
            }
            (json, _) => Ok(json.map_err(refusal)?.into()),
        }
    }
}

fn check_head(head: &Parts) -> Result<(), Refusal> {
    if ![Method::GET, Method::POST].contains(&head.method) {
        let method = shortened(head.method.as_str(), 32);
        return Err(Refusal::of(&error_rows::INVALID_METHOD, &[method]));
    }
    refuse_delivery(head)
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
    let mut actions = ACTIONS.iter();
    if version != SERVICE.version {
        return Err(Refusal::of(&error_rows::NO_SUCH_API, &[]));
    }
    let action = actions.find(|action| action.name == name);
    action.ok_or_else(|| Refusal::of(&error_rows::NO_SUCH_API, &[]))
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
