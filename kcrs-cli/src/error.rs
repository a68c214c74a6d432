//! Error of a command, and its exit code.

use std::fmt;
use std::io::{self, Write};
use std::process;

use kcrs_generated::{BuildError, CredentialsError, Error};

use crate::text::Text;

/// The exit codes. Scripts rely on them: they are documented and do not change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum ExitCode {
    /// The reader of the output has closed the pipe.
    PipeClosed = 0,
    /// Any other error, such as a file that cannot be written.
    Other = 1,
    /// The command line is not understood, or the request breaks a rule of the API. Nothing was
    /// sent.
    Usage = 2,
    /// There are no credentials, or a configuration cannot be used. Nothing was sent.
    Configuration = 3,
    /// The service refused the call.
    Refused = 4,
    /// The service reports that the resource does not exist.
    NotFound = 5,
    /// No response came, or none that can be read.
    NoResponse = 6,
    /// A wait failed or timed out.
    Wait = 7,
    /// Some of several operations succeeded, others failed.
    Partial = 8,
    /// A check failed, such as a vulnerability that is too severe.
    Finding = 9,
    /// Ctrl-C.
    Interrupted = 130,
}

/// Error of a command.
#[derive(Debug)]
pub(crate) struct CliError {
    pub(crate) code: ExitCode,
    message: Text,
}

impl CliError {
    pub(crate) fn new(code: ExitCode, message: Text) -> Self {
        Self { code, message }
    }

    pub(crate) fn other(message: Text) -> Self {
        Self::new(ExitCode::Other, message)
    }

    pub(crate) fn usage(message: Text) -> Self {
        Self::new(ExitCode::Usage, message)
    }

    pub(crate) fn configuration(message: Text) -> Self {
        Self::new(ExitCode::Configuration, message)
    }

    pub(crate) fn not_found(message: Text) -> Self {
        Self::new(ExitCode::NotFound, message)
    }

    pub(crate) fn interrupted(message: Text) -> Self {
        Self::new(ExitCode::Interrupted, message)
    }

    /// The error with more behind its message.
    pub(crate) fn and(self, more: Text) -> Self {
        Self::new(self.code, self.message.and(more))
    }

    /// A failure that has been reported already.
    pub(crate) fn reported(code: ExitCode) -> Self {
        Self::new(code, Text::default())
    }

    /// Prints the reason on stderr, unless it is empty or the reader has closed the pipe.
    pub(crate) fn report(self) -> process::ExitCode {
        if self.code != ExitCode::PipeClosed && !self.message.as_str().is_empty() {
            // Where stderr is closed too, the message is lost.
            let _ = writeln!(io::stderr(), "kcrs: {}", self.message);
        }
        process::ExitCode::from(self.code as u8)
    }
}

impl fmt::Display for CliError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.message, f)
    }
}

impl ExitCode {
    /// The code for an error of the library.
    pub(crate) fn of(error: &Error) -> Self {
        match error {
            Error::Invalid(_) => Self::Usage,
            Error::Options(_) | Error::Credentials(_) | Error::Signing(_) => Self::Configuration,
            Error::Service(_) if error.is_not_found() => Self::NotFound,
            Error::Service(_) => Self::Refused,
            Error::Transport(_) | Error::Response(_) | Error::Paging(_) => Self::NoResponse,
            Error::Wait(_) => Self::Wait,
            _ => Self::Other,
        }
    }
}

impl From<Error> for CliError {
    fn from(error: Error) -> Self {
        Self::new(ExitCode::of(&error), Text::verbatim(error))
    }
}

impl From<BuildError> for CliError {
    fn from(error: BuildError) -> Self {
        Self::configuration(Text::verbatim(error))
    }
}

impl From<CredentialsError> for CliError {
    fn from(error: CredentialsError) -> Self {
        Self::configuration(Text::verbatim(error))
    }
}

impl From<io::Error> for CliError {
    fn from(error: io::Error) -> Self {
        let code = match error.kind() {
            io::ErrorKind::BrokenPipe => ExitCode::PipeClosed,
            _ => ExitCode::Other,
        };
        Self::new(code, Text::verbatim(error))
    }
}
