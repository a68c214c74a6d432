//! The example of an action as a command line.

use kcrs_generated::Params;
use kcrs_generated::schema::Action;

use super::arguments::Flag;
use super::command_name;
use crate::args::parameters::{Input, Members, write_shorthand};
use crate::quote::quote;

/// Longest line that is not broken.
const MAX_LINE_LENGTH: usize = 80;

/// The example that the API's document gives, as a command line; none where it gives none.
pub(super) fn command_line(action: &'static Action, flags: &[Flag]) -> Option<String> {
    let request = action.example?.request;
    let (_, query) = request.split_once('?')?;
    let query: String = query.split_whitespace().collect();
    let params = Params::from_form(query.as_bytes()).ok()?;
    let members = Members::from_params(action.request, &params);
    let mut parts = vec![format!("kcrs {}", command_name(action))];
    for flag in flags {
        if let Some(value) = members.get(flag.member.wire_name) {
            let words = words(value).into_iter().map(|word| quote(&word));
            let words = words.collect::<Vec<_>>().join(" ");
            let gap = if words.len() > MAX_LINE_LENGTH {
                " \\\n      "
            } else {
                " "
            };
            parts.push(format!("--{}{gap}{words}", flag.name));
        }
    }
    let line = parts.join(" ");
    Some(if line.len() > MAX_LINE_LENGTH {
        parts.join(" \\\n    ")
    } else {
        line
    })
}

/// Returns the words that stand for a value on a command line.
fn words(value: &Input) -> Vec<String> {
    match value {
        Input::Plain(text) if text == "True" || text == "False" => vec![text.to_lowercase()],
        Input::Plain(text) => vec![text.clone()],
        Input::List(items) => items.iter().map(write_shorthand).collect(),
        Input::Structure(_) => vec![write_shorthand(value)],
    }
}
