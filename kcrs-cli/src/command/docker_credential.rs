//! `docker-credential`: what `docker-credential-kcrs` hands over to.

use std::io;

use clap::{Arg, ArgMatches, Command};

use crate::docker::{self, Helper, Store};
use crate::failure::{Exit, Failure};
use crate::globals::Globals;

pub(super) fn declare() -> Command {
    Command::new("docker-credential")
        .about("Docker's credential helper protocol, for docker-credential-kcrs")
        .hide(true)
        .arg(Arg::new("VERB").help("get, store, erase, list or version"))
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
