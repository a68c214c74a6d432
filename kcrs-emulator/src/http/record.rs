//! The requests that were seen.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

use kcrs_generated::schema::StructureShape;
use kcrs_generated::{Params, Signature};

use super::warning::{Warning, shortened};

/// Characters of a value that are kept.
const MAX_VALUE_CHARACTERS: usize = 1024;

/// Bytes of names and values that a record keeps.
const MAX_RECORD_BYTES: usize = 16 * 1024;

/// Bytes of names and values that all records together keep.
const MAX_BYTES: usize = 32 * 1024 * 1024;

/// A request that was seen. It holds no secret: not the signature, and `***` for values that are
/// sensitive.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct RequestRecord {
    /// Its number, counted from 1.
    pub number: u64,
    /// Time of arrival, by the emulator's clock.
    pub time: SystemTime,
    /// The id that its response has.
    pub request_id: String,
    /// Its HTTP method.
    pub method: String,
    /// The action that it names, if any; only of a request that was signed rightly it is sure that
    /// it was meant.
    pub action: Option<String>,
    /// The access key that signed it; `None` where the signature was refused.
    pub access_key: Option<String>,
    /// Signature scheme; `None` likewise.
    pub signature: Option<Signature>,
    /// The parameters of the action as they were understood (lists numbered from 1), long ones cut.
    /// Empty where the signature was refused.
    pub params: Params,
    /// Whether it was a dry run.
    pub dry_run: bool,
    /// The HTTP status of the response; `None` where the connection was closed instead.
    pub status: Option<u16>,
    /// The error code of the response.
    pub error_code: Option<String>,
    /// Deviations from the document that were accepted, and likely mistakes.
    pub warnings: Vec<Warning>,
    /// The injected fault that applied to it, by its [name](crate::FaultKind::name).
    pub fault: Option<&'static str>,
}

impl RequestRecord {
    pub(crate) fn new(time: SystemTime, request_id: &str, method: &str) -> Self {
        Self {
            number: 0,
            time,
            request_id: request_id.to_owned(),
            method: shortened(method, 32).to_owned(),
            action: None,
            access_key: None,
            signature: None,
            params: Params::new(),
            dry_run: false,
            status: None,
            error_code: None,
            warnings: Vec::new(),
            fault: None,
        }
    }

    /// Keeps what can be shown of the parameters.
    pub(crate) fn keep_params(
        &mut self,
        request: Option<&'static StructureShape>,
        params: &Params,
    ) {
        let mut budget = MAX_RECORD_BYTES;
        for (name, value) in params.iter() {
            if ["Action", "Version"].contains(&name) {
                continue;
            }
            let is_hidden = request.is_none_or(|request| request.is_sensitive(name));
            let value = if is_hidden {
                "***"
            } else {
                shortened(value, MAX_VALUE_CHARACTERS)
            };
            let name = shortened(name, MAX_VALUE_CHARACTERS);
            let Some(left) = budget.checked_sub(name.len() + value.len()) else {
                break;
            };
            budget = left;
            self.params.push(name.to_owned(), value);
        }
    }

    fn bytes(&self) -> usize {
        let params = self.params.iter();
        let warnings = self
            .warnings
            .iter()
            .map(|warning| warning.parameter().len());
        let texts = params
            .map(|(name, value)| name.len() + value.len())
            .chain(warnings)
            .sum::<usize>();
        // A record has about ten short texts beside these.
        texts + 512
    }
}

/// The last requests.
#[derive(Debug)]
pub(crate) struct Records {
    max: usize,
    kept: Mutex<Kept>,
}

#[derive(Debug, Default)]
struct Kept {
    total: u64,
    bytes: usize,
    records: VecDeque<RequestRecord>,
}

impl Records {
    /// Keeps at most so many.
    pub(crate) fn new(max: usize) -> Self {
        Self {
            max,
            kept: Mutex::default(),
        }
    }

    /// Gives the record its number and keeps it.
    pub(crate) fn add(&self, mut record: RequestRecord) {
        let mut kept = self.lock();
        kept.total += 1;
        record.number = kept.total;
        kept.bytes += record.bytes();
        kept.records.push_back(record);
        while kept.records.len() > self.max || kept.bytes > MAX_BYTES {
            let Some(oldest) = kept.records.pop_front() else {
                break;
            };
            kept.bytes -= oldest.bytes();
        }
    }

    pub(crate) fn list(&self) -> Vec<RequestRecord> {
        self.lock().records.iter().cloned().collect()
    }

    /// Returns the number of all requests, including the forgotten ones.
    pub(crate) fn total(&self) -> u64 {
        self.lock().total
    }

    pub(crate) fn clear(&self) {
        *self.lock() = Kept::default();
    }

    fn lock(&self) -> MutexGuard<'_, Kept> {
        // Nothing that is done under the lock panics.
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use kcrs_generated::schema::ACTIONS;

    use super::*;

    fn record() -> RequestRecord {
        RequestRecord::new(SystemTime::UNIX_EPOCH, "r", "GET")
    }

    #[test]
    fn the_last_ones_are_kept_and_all_are_counted() {
        let records = Records::new(2);
        for _ in 0..5 {
            records.add(record());
        }
        let numbers: Vec<_> = records.list().iter().map(|record| record.number).collect();
        assert_eq!((numbers, records.total()), (vec![4, 5], 5));
        records.clear();
        assert_eq!((records.list(), records.total()), (vec![], 0));
    }

    #[test]
    fn memory_is_bounded_whatever_is_sent() {
        let request = ACTIONS[0].request;
        let records = Records::new(usize::MAX);
        let sent: Params = (0..1000)
            .map(|number| (format!("Name{number}"), "x".repeat(5000)))
            .collect();
        for _ in 0..3000 {
            let mut record = record();
            record.keep_params(Some(request), &sent);
            assert!(record.bytes() < MAX_RECORD_BYTES + 1024);
            records.add(record);
        }
        let kept: usize = records.list().iter().map(RequestRecord::bytes).sum();
        assert!((MAX_BYTES / 2..=MAX_BYTES).contains(&kept), "{kept}");
    }

    #[test]
    fn secrets_are_not_kept() {
        let trigger = ACTIONS
            .iter()
            .find(|action| action.name == "CreateWebhookTrigger");
        let mut kept = record();
        kept.keep_params(
            trigger.map(|action| action.request),
            &Params::from_iter([
                ("Action", "CreateWebhookTrigger"),
                ("InstanceId", "i"),
                ("Trigger.TriggerUrl", "http://localhost/?token=PLANTED"),
                ("Trigger.Header.1.Value.1", "PLANTED"),
                ("SecretKey", "PLANTED"),
            ]),
        );
        assert!(!format!("{:?}", kept.params.iter().collect::<Vec<_>>()).contains("PLANTED"));
        assert_eq!(
            (kept.params.len(), kept.params.get("InstanceId")),
            (4, Some("i"))
        );
    }
}
