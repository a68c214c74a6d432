//! Support for implementations of a service: checking requests and refusing them.

use std::fmt;
use std::future::{Future, Ready, ready};
use std::time::SystemTime;

use serde::Serialize;

use crate::wire::validate::validate;
use crate::{ErrorRow, FromParams, Params, Request, Violations};

pub use crate::auth::sign::verify::{IncomingRequest, KeyLookup, Verified, Verifier, VerifyError};

/// Context of a request beside its parameters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Context {
    request_id: String,
    access_key: String,
    region: Option<String>,
    time: SystemTime,
}

impl Context {
    /// A request with this id, made with this access key, that came at this time.
    pub fn new(
        request_id: impl Into<String>,
        access_key: impl Into<String>,
        time: SystemTime,
    ) -> Self {
        Self {
            request_id: request_id.into(),
            access_key: access_key.into(),
            region: None,
            time,
        }
    }

    /// Says which region the request is for.
    #[must_use]
    pub fn in_region(mut self, region: impl Into<String>) -> Self {
        self.region = Some(region.into());
        self
    }

    /// The region that the request is for, where that is known.
    #[must_use]
    pub fn region(&self) -> Option<&str> {
        self.region.as_deref()
    }

    /// The id of the request, which its response carries.
    pub fn request_id(&self) -> &str {
        &self.request_id
    }

    /// Returns the access key of the sender.
    pub fn access_key(&self) -> &str {
        &self.access_key
    }

    /// Returns the time of arrival.
    pub fn time(&self) -> SystemTime {
        self.time
    }
}

/// Error that an implementation of a service returns.
#[derive(Debug)]
#[non_exhaustive]
pub enum ServerError {
    /// The service has no such action.
    UnknownAction(String),
    /// The implementation leaves this action out.
    NotImplemented(&'static str),
    /// The parameters break rules of the API.
    Invalid(Violations),
    /// A row of the service's error table, with the texts for its `%s`.
    Row {
        /// The row.
        row: &'static ErrorRow,
        /// One text for each `%s`.
        arguments: Vec<String>,
    },
    /// An error that the service's table does not have.
    Coded {
        /// HTTP status.
        status: u16,
        /// Error code.
        code: String,
        /// Message.
        message: String,
    },
    /// The output cannot be written as JSON.
    Output(serde_json::Error),
}

impl ServerError {
    /// An action that the service does not have.
    pub fn unknown_action(action: &str) -> Self {
        Self::UnknownAction(action.to_owned())
    }

    /// A row of the service's error table, with one text for each `%s`.
    pub fn row<A: Into<String>>(
        row: &'static ErrorRow,
        arguments: impl IntoIterator<Item = A>,
    ) -> Self {
        Self::Row {
            row,
            arguments: arguments.into_iter().map(Into::into).collect(),
        }
    }

    /// An error that the service's table does not have.
    pub fn coded(status: u16, code: impl Into<String>, message: impl Into<String>) -> Self {
        Self::Coded {
            status,
            code: code.into(),
            message: message.into(),
        }
    }
}

impl fmt::Display for ServerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownAction(action) => write!(f, "there is no action {action:?}"),
            Self::NotImplemented(action) => write!(f, "the action {action} is not implemented"),
            Self::Invalid(violations) => violations.fmt(f),
            Self::Row { row, arguments } => {
                write!(f, "{}: {}", row.code, row.message_with(arguments))
            }
            Self::Coded { code, message, .. } => write!(f, "{code}: {message}"),
            Self::Output(error) => write!(f, "the output cannot be written: {error}"),
        }
    }
}

impl std::error::Error for ServerError {}

impl From<Violations> for ServerError {
    fn from(violations: Violations) -> Self {
        Self::Invalid(violations)
    }
}

/// The error of an action that is left out.
pub fn not_implemented<R: Request>(_: &Context, _: R) -> Ready<Result<R::Output, ServerError>> {
    ready(Err(ServerError::NotImplemented(R::ACTION)))
}

/// Reads a request from its parameters, checks it, passes it to `call`, and writes the output as
/// JSON.
pub async fn handle<R, F>(
    params: &Params,
    call: impl FnOnce(R) -> F,
) -> Result<Vec<u8>, ServerError>
where
    R: Request + FromParams,
    R::Output: Serialize,
    F: Future<Output = Result<R::Output, ServerError>>,
{
    let request = R::from_params(params)?;
    validate(&request)?;
    let output = call(request).await?;
    serde_json::to_vec(&output).map_err(ServerError::Output)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        ErrorClass, Method, ParamReader, ParamWriter, ToParams, Validate, Validator, schema,
    };

    const ROW: &ErrorRow = &ErrorRow::new("Row", "Code", "%s is not %s.", 400, ErrorClass::Client);

    struct Echo(String);

    impl ToParams for Echo {
        fn write_params(&self, writer: &mut ParamWriter<'_>) {
            writer.member("Text", &self.0);
        }
    }

    impl Validate for Echo {
        fn validate_into(&self, validator: &mut Validator<'_>) {
            static TEXT: schema::Constraints =
                schema::Constraints::NONE.length(1, 3, crate::LengthUnit::Characters);
            validator.member("Text", &self.0, &TEXT);
        }
    }

    impl FromParams for Echo {
        fn read_params(reader: &mut ParamReader<'_>) -> Option<Self> {
            Some(Self(reader.required("Text")?))
        }
    }

    impl Request for Echo {
        type Output = Vec<String>;
        const ACTION: &'static str = "Echo";
        const VERSION: Option<&'static str> = None;
        const METHOD: Method = Method::Get;
        const IDEMPOTENT: bool = true;
    }

    async fn echo(request: Echo) -> Result<Vec<String>, ServerError> {
        match request.0.as_str() {
            "no" => Err(ServerError::row(ROW, ["no", "yes"])),
            text => Ok(vec![text.to_owned()]),
        }
    }

    #[tokio::test]
    async fn a_request_is_read_checked_and_handled() {
        let ask = async |name: &'static str, text: &str| {
            let params = Params::from_iter([(name, text)]);
            handle(&params, echo)
                .await
                .map_err(|error| error.to_string())
        };
        assert_eq!(ask("Text", "hi").await, Ok(br#"["hi"]"#.to_vec()));
        assert_eq!(ask("Text", "no").await, Err("Code: no is not yes.".into()));
        assert!(
            ask("Text", "too long")
                .await
                .unwrap_err()
                .starts_with("Text: ")
        );
        assert!(ask("Other", "hi").await.unwrap_err().starts_with("Text: "));
    }

    #[tokio::test]
    async fn what_is_left_out_says_so() {
        let context = Context::new("r", "ak", SystemTime::UNIX_EPOCH);
        let error = not_implemented(&context, Echo(String::new()))
            .await
            .unwrap_err();
        assert_eq!(error.to_string(), "the action Echo is not implemented");
        let unknown = ServerError::unknown_action("Ech\no");
        assert_eq!(unknown.to_string(), r#"there is no action "Ech\no""#);
    }
}
