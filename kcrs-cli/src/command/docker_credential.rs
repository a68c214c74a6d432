//! `docker-credential`: what `docker-credential-kcrs` hands over to.

use std::io;

use clap::Parser;

use crate::args::GlobalArgs;
use crate::error::{CliError, ExitCode};
use crate::registry::docker::{self, CredentialHelper};

#[derive(Debug, Parser)]
#[command(name = "docker-credential", hide = true, about = text!(
    "Docker's credential helper protocol, for docker-credential-kcrs",
    "Docker 凭证助手协议，由 docker-credential-kcrs 调用"
))]
pub(super) struct DockerCredential {
    #[arg(value_name = "VERB", help = "get, store, erase, list, version")]
    verb: Option<String>,
}

impl DockerCredential {
    pub(super) fn run(self, globals: &GlobalArgs) -> Result<(), CliError> {
        let mut helper = CredentialHelper::of_user(globals)?;
        let verb = self.verb.as_deref();
        match docker::serve(verb, io::stdin(), io::stdout(), &mut helper)? {
            true => Ok(()),
            // The error is on standard output, where docker looks for it.
            false => Err(CliError::reported(ExitCode::Other)),
        }
    }
}
