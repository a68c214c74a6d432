//! Names of parameters, as they are typed in.

use kcrs_generated::schema::{Member, StructureShape};

use crate::args::global::is_global;
use crate::text::Text;

/// The flag of a parameter, without its dashes.
///
/// `taken` has the flags of the command that are none of a parameter; one that is called like these
/// or like a global one has `param-` before its name.
pub(crate) fn flag_of(member: &Member, taken: &[&str]) -> String {
    let name = member.rust_name.trim_start_matches("r#").replace('_', "-");
    if is_global(&name) || taken.contains(&name.as_str()) {
        format!("param-{name}")
    } else {
        name
    }
}

/// The member of this name. Capitals, dashes and underscores do not matter: `triggerName` and
/// `trigger-name` are `TriggerName`.
pub(super) fn member(shape: &StructureShape, name: &str) -> Result<&'static Member, Text> {
    let wanted = folded(name);
    let exact = shape.members.iter().find(|member| member.wire_name == name);
    let members = || shape.members.iter();
    exact
        .or_else(|| members().find(|member| folded(member.wire_name) == wanted))
        .or_else(|| members().find(|member| folded(member.rust_name) == wanted))
        .ok_or_else(|| {
            let names: Vec<&str> = members().map(|member| member.wire_name).collect();
            let hint = match nearest(name, &names) {
                Some(nearest) => did_you_mean(nearest),
                None => text!("there are {}", "可用的有 {}", names.join(", ")),
            };
            text!("there is no `{name}`; {hint}", "没有 `{name}`；{hint}")
        })
}

fn folded(name: &str) -> String {
    let letters = name.chars().filter(|c| !matches!(c, '-' | '_'));
    letters.flat_map(char::to_lowercase).collect()
}

/// The name that is nearest to one that was mistyped, if any is near.
pub(crate) fn nearest<'a>(mistyped: &str, names: &[&'a str]) -> Option<&'a str> {
    const NEAR: f64 = 0.7;
    let mistyped = folded(mistyped);
    let likeness = |name: &&&str| strsim::jaro(&folded(name), &mistyped);
    let best = names
        .iter()
        .max_by(|a, b| likeness(a).total_cmp(&likeness(b)))?;
    (likeness(&best) > NEAR).then_some(*best)
}

/// The question for a name that is near to the one that was typed.
pub(crate) fn did_you_mean(name: &str) -> Text {
    text!("did you mean `{name}`?", "是否想用 `{name}`？")
}
