//! `docker-credential`: what `docker-credential-kcrs` hands over to.

use std::io;

use clap::{Arg, ArgMatches, Command};

use crate::docker::{self, Helper, Store};
use crate::failure::{Exit, Failure};
use crate::globals::Globals;
use crate::language::Language;

pub(super) fn declare(language: Language) -> Command {
    Command::new("docker-credential")
        .about(language.choose(
            "Docker's credential helper protocol, for docker-credential-kcrs",
            "Docker 凭证助手协议，由 docker-credential-kcrs 调用",
        ))
        .hide(true)
        .arg(Arg::new("VERB").help("get, store, erase, list, version"))
}

pub(super) fn run(matches: &ArgMatches, globals: &Globals) -> Result<(), Failure> {
    let verb = matches.get_one::<String>("VERB").map(String::as_str);
    let mut helper = Helper {
        store: Store::of_user()?,
        globals,
    };
    match docker::serve(verb, io::stdin(), io::stdout(), &mut helper)? {
        true => Ok(()),
        // It is told already, where docker looks for it.
        false => Err(Failure::silent(Exit::Other)),
    }
}
