//! `docker-credential`: what `docker-credential-kcrs` hands over to.

use std::io;

use clap::{Arg, ArgMatches, Command};

use crate::args::GlobalArgs;
use crate::error::CliError;
use crate::language::Language;
use crate::registry::docker::{self, CredentialHelper};

pub(super) fn declare(language: Language) -> Command {
    Command::new("docker-credential")
        .about(language.choose(
            "Docker's credential helper protocol, for docker-credential-kcrs",
            "Docker 凭证助手协议，由 docker-credential-kcrs 调用",
        ))
        .hide(true)
        .arg(Arg::new("VERB").help("get, store, erase, list, version"))
}

pub(super) fn run(matches: &ArgMatches, globals: &GlobalArgs) -> Result<(), CliError> {
    let verb = matches.get_one::<String>("VERB").map(String::as_str);
    let mut helper = CredentialHelper::of_user(globals)?;
    match docker::serve(verb, io::stdin(), io::stdout(), &mut helper)? {
        true => Ok(()),
        // The error is on standard output, where docker looks for it.
        false => Err(CliError::other("")),
    }
}
