//! The question before something is deleted that other things are in.

use clap::Args;
use kcrs_generated::Params;
use kcrs_generated::schema::Action;

use crate::args::command_options;
use crate::error::{CliError, ExitCode};
use crate::registry::text;
use crate::run::{Call, Session, ask_for_large_pages, member_of};
use crate::terminal;
use crate::text::Text;

/// Actions that delete, each with the list of its contents.
const CONTAINERS: [(&str, &str); 3] = [
    ("DeleteInstance", "DescribeNamespace"),
    ("DeleteNamespace", "DescribeRepository"),
    ("DeleteRepository", "DescribeImages"),
];

/// The option of commands that ask before they delete.
#[derive(Debug, Args)]
pub(in crate::command) struct DeletionArgs {
    #[arg(long, short, visible_alias = "force", help_heading = command_options(), help = text!(
        "Delete it with all that is in it, and do not ask",
        "连同其中的一切一起删除，不询问"
    ))]
    pub(super) yes: bool,
}

/// Returns whether an action deletes what other things can be in.
pub(in crate::command) fn can_ask(action: &Action) -> bool {
    contents(action).is_some()
}

/// The list of what is in what an action deletes.
fn contents(action: &Action) -> Option<&'static Action> {
    let mut containers = CONTAINERS.iter();
    let (_, list) = containers.find(|(name, _)| *name == action.name)?;
    super::find(list)
}

/// Asks whether to go on where something is in what the action deletes. Fails where the answer is
/// not yes, and where there is nobody to ask.
pub(super) fn confirm(action: &Action, params: &Params, session: &Session) -> Result<(), CliError> {
    let Some(list) = contents(action) else {
        return Ok(());
    };
    let param = |name: &str| params.get(name).unwrap_or_default();
    let name = match (param("Namespace"), param("RepoName")) {
        ("", _) => text!("the instance", "该实例"),
        (namespace, "") => Text::verbatim(namespace),
        (namespace, repository) => Text::verbatim(format_args!("{namespace}/{repository}")),
    };
    let found = match number(list, params, session) {
        Ok(0) => return Ok(()),
        // The deletion says so too.
        Err(error) if error.code == ExitCode::NotFound => return Ok(()),
        Ok(number) => {
            let number = match list.name {
                "DescribeNamespace" => text::namespaces(number),
                "DescribeRepository" => text::repositories(number),
                _ => text::images(number),
            };
            text!("{name} has {number}", "{name} 中有 {number}")
        }
        Err(error) => text!(
            "what is in {name} cannot be read: {error}",
            "无法读取 {name} 中的内容：{error}"
        ),
    };
    let target = session.describe_instance(param("InstanceId"));
    let question = text!(
        "{target}: {found}. Delete all of it?",
        "{target}：{found}。全部删除？"
    );
    match terminal::confirm(&question)? {
        true => Ok(()),
        false => Err(CliError::other(text!(
            "nothing was deleted",
            "没有删除任何内容"
        ))),
    }
}

/// Returns the number of items of a list.
fn number(list: &'static Action, params: &Params, session: &Session) -> Result<usize, CliError> {
    let mut asked = Params::new();
    for (name, value) in params.iter() {
        if list.request.member(name).is_some() {
            asked.push(name.to_owned(), value);
        }
    }
    ask_for_large_pages(list, &mut asked, Some(1));
    let response = Call::of(list, asked).send_in(session)?;
    let total = list.paging.and_then(|paging| paging.total);
    let total = total.and_then(|total| member_of(list.output, &response, total)?.1.as_u64());
    let total = total.ok_or_else(|| {
        CliError::new(
            ExitCode::NoResponse,
            text!("the response has no total", "应答中没有总数"),
        )
    })?;
    Ok(usize::try_from(total).unwrap_or(usize::MAX))
}
