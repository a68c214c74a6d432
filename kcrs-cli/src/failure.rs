//! Why a command failed, and the exit code that scripts see.

use std::fmt;
use std::io::{self, Write};
use std::process::ExitCode;

use kcrs_generated::{BuildError, Error};

/// The exit codes. Scripts rely on them: they are documented and do not change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Exit {
    /// Whoever read the output has heard enough and closed the pipe.
    Heard = 0,
    /// What no other code stands for, such as a file that cannot be written.
    Other = 1,
    /// The command line is not understood, or the request breaks a rule of the API. Nothing was
    /// sent.
    Usage = 2,
    /// There are no credentials, or a configuration cannot be used. Nothing was sent.
    Configuration = 3,
    /// The service refused the call.
    Refused = 4,
    /// The service says that there is no such thing.
    NotFound = 5,
    /// No answer came, or none that can be read.
    NoAnswer = 6,
    /// What was waited for did not come about.
    Wait = 7,
    /// Some of many things were done, others failed.
    Partial = 8,
    /// What was looked for was found, such as a vulnerability that is too severe.
    Finding = 9,
    /// Ctrl-C.
    Interrupted = 130,
}

/// Why a command failed.
#[derive(Debug)]
pub(crate) struct Failure {
    exit: Exit,
    message: String,
}

impl Failure {
    pub(crate) fn new(exit: Exit, message: impl fmt::Display) -> Self {
        Self {
            exit,
            message: message.to_string(),
        }
    }

    /// A failure that was told already.
    pub(crate) fn silent(exit: Exit) -> Self {
        Self::new(exit, "")
    }

    pub(crate) fn exit(&self) -> Exit {
        self.exit
    }

    /// The same with something else to say.
    pub(crate) fn with(mut self, more: impl fmt::Display) -> Self {
        self.message = format!("{} ({more})", self.message);
        self
    }

    /// Tells the reason on stderr. Whoever closed the pipe of the output has heard enough, which is
    /// no failure.
    pub(crate) fn report(self) -> ExitCode {
        if self.exit != Exit::Heard && !self.message.is_empty() {
            // Where stderr is closed too, there is nobody left to tell.
            let _ = writeln!(io::stderr(), "kcrs: {}", self.message);
        }
        ExitCode::from(self.exit as u8)
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl Exit {
    /// The code for an error of the library.
    pub(crate) fn of(error: &Error) -> Self {
        match error {
            Error::Invalid(_) => Self::Usage,
            Error::Options(_) | Error::Credentials(_) | Error::Signing(_) => Self::Configuration,
            Error::Service(_) if error.is_not_found() => Self::NotFound,
            Error::Service(_) => Self::Refused,
            Error::Transport(_) | Error::Answer(_) | Error::Paging(_) => Self::NoAnswer,
            Error::Wait(_) => Self::Wait,
            _ => Self::Other,
        }
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::new(Exit::of(&error), error)
    }
}

impl From<BuildError> for Failure {
    fn from(error: BuildError) -> Self {
        Self::new(Exit::Configuration, error)
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        let exit = match error.kind() {
            io::ErrorKind::BrokenPipe => Exit::Heard,
            _ => Exit::Other,
        };
        Self::new(exit, error)
    }
}
