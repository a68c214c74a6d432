//! `call`: any action, known or not, by its name and parameters.

use clap::{Arg, ArgAction, ArgMatches, Command};
use kcrs_generated::{Method, Operation, Params, SERVICE};

use crate::failure::{Exit, Failure};
use crate::globals::Globals;
use crate::language::Language;
use crate::output;
use crate::session::Session;

pub(super) fn declare(language: Language) -> Command {
    Command::new("call")
        .about(language.choose(
            "Calls any action by its name, also one that this version does not know",
            "按名称调用任意接口，包括此版本尚不知道的接口",
        ))
        .arg(Arg::new("ACTION").required(true).help(language.choose(
            "The action, such as DescribeInstance",
            "接口名称，如 DescribeInstance",
        )))
        .arg(
            Arg::new("param")
                .long("param")
                .value_name("NAME=VALUE")
                .action(ArgAction::Append)
                .help(language.choose(
                    "A parameter, by its name on the wire",
                    "参数，以接口文档中的名称给出",
                )),
        )
}

pub(super) fn run(matches: &ArgMatches, globals: &Globals) -> Result<(), Failure> {
    let action = matches
        .get_one::<String>("ACTION")
        .cloned()
        .expect("the argument is required");
    let mut params = Params::new();
    for param in matches.get_many::<String>("param").unwrap_or_default() {
        let (name, value) = param.split_once('=').ok_or_else(|| {
            Failure::new(Exit::Usage, format!("--param {param}: expected NAME=VALUE"))
        })?;
        params.push(name.to_owned(), value);
    }
    let session = Session::start(globals)?;
    let operation = Operation::new(action, SERVICE.version, Method::Get, params);
    let response = session.run(async { session.client.call(operation).await })?;
    let answer: serde_json::Value = response.decode()?;
    output::print(&answer, globals)
}
