//! Facts about a service: its name, where it is, how it is signed for and which errors it has.

use crate::wire::violation::Rule;
use crate::wire::words::words;
use crate::{Param, Params, Signature, Violation, Violations};

/// The facts about a service that every call needs. Generated code has one `static` of it.
///
/// ```
/// use kcrs_runtime::{Service, Signature};
///
/// static SERVICE: Service = Service::new("shelf", "2024-01-01", "https://shelf.{region}.example.com")
///     .default_region("north-1")
///     .signatures(&[Signature::V4, Signature::Simplified]);
/// assert_eq!(SERVICE.name, "shelf");
/// ```
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Service {
    /// Name in the credential scope and in the `Service` parameter, for example `kcrs`.
    pub name: &'static str,
    /// API version that requests carry unless the request itself names another.
    pub version: &'static str,
    /// Endpoint template; `{region}` stands for the region.
    pub endpoint: &'static str,
    /// Region that is used where none is set.
    pub default_region: &'static str,
    /// Signature schemes that the service takes; the first is the default.
    pub signatures: &'static [Signature],
    /// Rows of the service's error table.
    pub errors: &'static [&'static ErrorRow],
    /// Parameters that are never sent empty, without the numbers of list items: each names what
    /// the call is about.
    pub never_empty: &'static [&'static str],
    /// `User-Agent` of every request.
    pub user_agent: &'static str,
}

setters!(Service {
    /// Sets the region that is used where none is set.
    default_region: &'static str,
    /// Sets the signature schemes that the service takes; the first is the default.
    signatures: &'static [Signature],
    /// Sets the rows of the service's error table.
    errors: &'static [&'static ErrorRow],
    /// Sets the parameters that are never sent empty.
    never_empty: &'static [&'static str],
    /// Sets the `User-Agent` of every request.
    user_agent: &'static str,
});

impl Service {
    /// A service without errors of its own, that takes signatures of version 4.
    pub const fn new(name: &'static str, version: &'static str, endpoint: &'static str) -> Self {
        Self {
            name,
            version,
            endpoint,
            default_region: "",
            signatures: &[Signature::V4],
            errors: &[],
            never_empty: &[],
            user_agent: concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION")),
        }
    }

    /// Refuses empty texts among the parameters that are [never sent empty](Self::never_empty).
    pub fn check_empty(&self, params: &Params) -> Result<(), Violations> {
        let is_refused = |param: &&Param| {
            let parts = param.name().split('.');
            let parts: Vec<&str> = parts
                .filter(|part| part.parse::<usize>().is_err())
                .collect();
            param.value().is_empty() && self.never_empty.contains(&parts.join(".").as_str())
        };
        let refused = params.into_iter().filter(is_refused);
        let violations =
            refused.map(|param| Violation::new(param.name(), Rule::Missing, "must not be empty"));
        violations.collect::<Violations>().into_result()
    }

    /// The row of the error table with this code and status whose message template fits `message`.
    ///
    /// All three are needed: several rows can share a code and a status.
    pub fn error_row(&self, code: &str, status: u16, message: &str) -> Option<&'static ErrorRow> {
        self.rows(code, status).find(|row| row.describes(message))
    }

    /// The class of an error that no row describes: what all rows with its code and status agree
    /// on, or else, of a passing fault, what all rows with its code do. Statuses 401, 403 and 404
    /// contradict a passing fault.
    pub(crate) fn error_class(&self, code: &str, status: u16, message: &str) -> Option<ErrorClass> {
        let mut rows = self.rows(code, status).peekable();
        if rows.peek().is_some() {
            return common_class(rows);
        }
        let rows = || self.rows_of_code(code).filter(|row| !row.gateway);
        common_class(rows()).filter(|class| match (status, class) {
            (401 | 403 | 404, _) => false,
            (400, ErrorClass::Throttling) => rows().any(|row| row.has_keyword(message)),
            (_, class) => matches!(class, ErrorClass::Throttling | ErrorClass::Transient),
        })
    }

    /// Returns whether the service documents a code for missing authentication or permission only.
    pub(crate) fn is_denial(&self, code: &str) -> bool {
        let mut rows = self.rows_of_code(code).peekable();
        rows.peek().is_some() && rows.all(|row| matches!(row.status, 401 | 403))
    }

    fn rows(&self, code: &str, status: u16) -> impl Iterator<Item = &'static ErrorRow> {
        self.rows_of_code(code)
            .filter(move |row| row.status == status)
    }

    fn rows_of_code(&self, code: &str) -> impl Iterator<Item = &'static ErrorRow> {
        let rows = self.errors.iter().copied();
        rows.filter(move |row| has_code(code, row.code))
    }
}

fn common_class(mut rows: impl Iterator<Item = &'static ErrorRow>) -> Option<ErrorClass> {
    let class = rows.next()?.class;
    rows.all(|row| row.class == class).then_some(class)
}

/// One row of a service's error table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ErrorRow {
    /// Name that distinguishes the rows, for example `MissingHost`.
    pub name: &'static str,
    /// Error code.
    pub code: &'static str,
    /// Message template, verbatim; each `%s` stands for a piece of text.
    pub message: &'static str,
    /// HTTP status.
    pub status: u16,
    /// Class of the error: what the caller can do about it.
    pub class: ErrorClass,
    /// Whether the API gateway responds with this, before the service has seen the request. Such a
    /// "not found" says that the API does not exist, not that a resource does not.
    pub gateway: bool,
    /// Words, one of which a message with the code and status 400 has if it is throttling, which
    /// elsewhere is the status of a quota. One of letters alone counts as a whole word in any case.
    pub keywords: &'static [&'static str],
}

impl ErrorRow {
    /// Creates a row of the service itself.
    pub const fn new(
        name: &'static str,
        code: &'static str,
        message: &'static str,
        status: u16,
        class: ErrorClass,
    ) -> Self {
        Self {
            name,
            code,
            message,
            status,
            class,
            gateway: false,
            keywords: &[],
        }
    }

    /// Marks the row as one of the API gateway.
    #[must_use]
    pub const fn gateway(mut self) -> Self {
        self.gateway = true;
        self
    }

    /// Sets the words that tell throttling from a quota.
    #[must_use]
    pub const fn keywords(mut self, keywords: &'static [&'static str]) -> Self {
        self.keywords = keywords;
        self
    }

    fn has_keyword(&self, message: &str) -> bool {
        let (words, lower) = (words(message), message.to_lowercase());
        self.keywords.iter().any(|keyword| {
            let is_word = keyword.bytes().all(|byte| byte.is_ascii_alphabetic());
            match is_word {
                true => words.iter().any(|word| word.eq_ignore_ascii_case(keyword)),
                false => lower.contains(keyword),
            }
        })
    }

    /// The message with its `%s` replaced by `arguments`, in order; a missing argument leaves
    /// nothing in its place.
    #[must_use]
    pub fn message_with<A: AsRef<str>>(&self, arguments: &[A]) -> String {
        let mut arguments = arguments.iter();
        let mut pieces = self.message.split("%s");
        let mut message = String::from(pieces.next().unwrap_or_default());
        for piece in pieces {
            message.push_str(arguments.next().map_or("", AsRef::as_ref));
            message.push_str(piece);
        }
        message
    }

    /// Returns whether `message` is this row's template with some text for each `%s`.
    pub fn describes(&self, message: &str) -> bool {
        let Some((first, mut template)) = self.message.split_once("%s") else {
            return message == self.message;
        };
        let Some(mut rest) = message.strip_prefix(first) else {
            return false;
        };
        while let Some((piece, after)) = template.split_once("%s") {
            let Some(at) = rest.find(piece) else {
                return false;
            };
            rest = &rest[at + piece.len()..];
            template = after;
        }
        rest.ends_with(template)
    }
}

/// Class of an error: what the caller can do about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorClass {
    /// The request is at fault: the same request will fail again.
    Client,
    /// The caller is too fast: the same request may succeed later.
    Throttling,
    /// The service is at fault: the same request may succeed later.
    Transient,
    /// The clocks of the caller and the service are too far apart.
    ClockSkew,
    /// Nothing is wrong: the call was a dry run, and would have succeeded.
    DryRun,
}

/// Returns whether a response's code is `expected`, or has it as one of the parts of a dotted code
/// (`Long.Short`).
pub(crate) fn has_code(received: &str, expected: &str) -> bool {
    received == expected || received.split('.').any(|part| part == expected)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOT_IN_HEADER: ErrorRow = ErrorRow::new(
        "A",
        "MissingAuthenticationToken",
        "%s not in Http Header.",
        403,
        ErrorClass::Client,
    );
    const NOT_AUTHORISED: ErrorRow = ErrorRow::new(
        "B",
        "AccessDenied",
        "User: %s is not authorized to perform: %s.",
        403,
        ErrorClass::Client,
    );
    const TIMEOUT: ErrorRow = ErrorRow::new(
        "C",
        "ServiceTimeout",
        "Internal Service is unavailable because of time out.",
        500,
        ErrorClass::Transient,
    );
    const EXCEPTION: ErrorRow = ErrorRow::new(
        "D",
        "ServiceUnavailable",
        "Exception %s",
        500,
        ErrorClass::Transient,
    );
    const INNER: ErrorRow = ErrorRow::new(
        "E",
        "ServiceUnavailable",
        "No inner service",
        404,
        ErrorClass::Client,
    )
    .gateway();

    static SERVICE: Service =
        Service::new("test", "2020-01-01", "https://test.{region}.example.com")
            .default_region("r1")
            .signatures(&[Signature::V4])
            .errors(&[
                &NOT_IN_HEADER,
                &NOT_AUTHORISED,
                &TIMEOUT,
                &EXCEPTION,
                &INNER,
            ])
            .user_agent("test");

    #[test]
    fn templates_match_whole_messages_only() {
        assert!(NOT_IN_HEADER.describes("x-amz-date not in Http Header."));
        assert!(!NOT_IN_HEADER.describes("x-amz-date not in Http Header. Or so"));
        assert!(NOT_AUTHORISED.describes("User: a is not authorized to perform: b."));
        assert!(!NOT_AUTHORISED.describes("User: a is not authorized to do b."));
        assert!(TIMEOUT.describes("Internal Service is unavailable because of time out."));
        assert!(!TIMEOUT.describes("Internal Service is unavailable because of time out.."));
    }

    #[test]
    fn filled_templates_are_described_by_their_row() {
        let message = NOT_AUTHORISED.message_with(&["ann", "kcrs:CreateInstance"]);
        assert_eq!(
            message,
            "User: ann is not authorized to perform: kcrs:CreateInstance."
        );
        assert!(NOT_AUTHORISED.describes(&message));
        assert_eq!(
            NOT_AUTHORISED.message_with::<&str>(&[]),
            "User:  is not authorized to perform: ."
        );
    }

    #[test]
    fn rows_are_found_by_code_status_and_message() {
        let found =
            |code, status, message| SERVICE.error_row(code, status, message).map(|row| row.name);
        assert_eq!(found("ServiceUnavailable", 500, "Exception: no"), None);
        assert_eq!(found("ServiceUnavailable", 500, "Exception 7"), Some("D"));
        assert_eq!(
            found("ServiceUnavailable", 404, "No inner service"),
            Some("E")
        );
        assert_eq!(found("ServiceUnavailable", 503, "Exception 7"), None);
        assert_eq!(
            found("Service.ServiceUnavailable", 500, "Exception 7"),
            Some("D")
        );
    }

    #[test]
    fn a_class_needs_no_message() {
        assert_eq!(
            SERVICE.error_class("ServiceUnavailable", 500, ""),
            Some(ErrorClass::Transient)
        );
        assert_eq!(
            SERVICE.error_class("ServiceUnavailable", 404, ""),
            Some(ErrorClass::Client)
        );
        assert_eq!(SERVICE.error_class("Other", 404, ""), None);
    }
}
