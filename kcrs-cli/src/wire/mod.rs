//! What goes over the wire: calls that are made, and calls that are only shown.

mod curl;
mod debug;
mod secrets;
mod show;

use clap::{Arg, ArgMatches};
use kcrs_generated::schema::{Action, StructureShape};
use kcrs_generated::{Operation, Params, SERVICE};
use serde_json::Value;

use crate::failure::Failure;
use crate::globals::Globals;
use crate::language::Language;
use crate::output;
use crate::session::Session;

pub(crate) use debug::Debug;
pub(crate) use secrets::is_secret_param;

const DRY_RUN: &str = "dry-run";

/// A call that is to be made or shown.
#[derive(Debug)]
pub(crate) struct Call(Operation);

/// How a call is shown that is not made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DryRun {
    /// As the HTTP request.
    Http,
    /// As a command line of curl.
    Curl,
}

/// The option to show a call instead of making it.
pub(crate) fn dry_run(language: Language) -> Arg {
    Arg::new(DRY_RUN)
        .long(DRY_RUN)
        .value_name("http|curl")
        .value_parser(["http", "curl"])
        .hide_possible_values(true)
        .num_args(0..=1)
        .require_equals(true)
        .default_missing_value("http")
        .help(language.choose(
            "Show the signed request instead of sending it, without secrets; `--dry-run=curl`: as a command line \
             for curl, which signs by itself with the keys in KSYUN_ACCESS_KEY and KSYUN_SECRET_KEY",
            "只显示已签名的请求而不发送，不含机密；`--dry-run=curl`：显示为 curl 命令，\
             由 curl 以 KSYUN_ACCESS_KEY 与 KSYUN_SECRET_KEY 中的密钥自行签名",
        ))
        .help_heading(language.choose("Command options", "命令选项"))
}

/// How the call is shown, where it is not to be made.
pub(crate) fn dry_run_of(matches: &ArgMatches) -> Option<DryRun> {
    let form = matches.get_one::<String>(DRY_RUN)?;
    Some(match form.as_str() {
        "curl" => DryRun::Curl,
        _ => DryRun::Http,
    })
}

impl Call {
    /// A call of an action that is known.
    pub(crate) fn of(action: &'static Action, params: Params) -> Self {
        let operation = Operation::new(action.name, SERVICE.version, action.method, params);
        Self(operation.with_idempotent(action.idempotent))
    }

    pub(crate) fn new(operation: Operation) -> Self {
        Self(operation)
    }

    pub(crate) fn params(&self) -> &Params {
        self.0.params()
    }

    pub(crate) fn into_params(mut self) -> Params {
        std::mem::take(self.0.params_mut())
    }

    /// Makes the call; gives what was answered.
    pub(crate) fn answer(self, globals: &Globals) -> Result<Value, Failure> {
        self.answer_in(&Session::start(globals)?)
    }

    /// The same in a session that goes on.
    pub(crate) fn answer_in(self, session: &Session) -> Result<Value, Failure> {
        let response = session.run(async { session.client.call(self.0).await })?;
        Ok(response.decode()?)
    }

    /// Shows the call on stdout without its secrets.
    pub(crate) fn show(self, form: DryRun, globals: &Globals) -> Result<(), Failure> {
        let session = Session::start(globals)?;
        let operation = self.0;
        let call = session.client.call(operation.clone());
        let request = session.run(call.signed())?;
        output::write(&match form {
            DryRun::Http => show::request(&operation, &request),
            DryRun::Curl => {
                curl::command_line(&operation, &request, session.client.caller().region())
            }
        })
    }

    /// Prints a URL that makes the call.
    pub(crate) fn presign(self, globals: &Globals) -> Result<(), Failure> {
        let session = Session::start(globals)?;
        let call = session.client.call(self.0);
        let url = session.run(call.presigned())?;
        output::write(&format!("{}\n", url.as_str()))
    }
}

/// A member of a structure in a response, under any of its names, with the name that it has there.
pub(crate) fn member_of<'v>(
    shape: &StructureShape,
    structure: &'v Value,
    name: &str,
) -> Option<(&'v str, &'v Value)> {
    shape.member(name)?.find_in(structure.as_object()?)
}

#[cfg(test)]
mod tests {
    use kcrs_generated::schema::{Docs, Member, Presence, Shape, StructureShape};
    use serde_json::json;

    use super::*;

    #[test]
    fn an_item_list_is_found_under_an_alias_too() {
        static OUTPUT: StructureShape = StructureShape::new(
            "Output",
            Docs::NONE,
            &[Member::new(
                "ImageSet",
                "image_set",
                &Shape::List(&Shape::Text),
                Presence::Essential,
            )
            .aliases(&["imageSet"])],
        );
        for name in ["ImageSet", "imageSet"] {
            let response = json!({name: ["a"]});
            let found = member_of(&OUTPUT, &response, "ImageSet");
            assert_eq!(found, Some((name, &json!(["a"]))));
        }
    }
}
