//! Values that have to be there, beyond what the rules of the API say of them.

use kcrs_generated::Params;
use kcrs_generated::error_rows;
use kcrs_generated::schema::{Presence, Shape, Step, StructureShape};
use kcrs_generated::server::ServerError;
use kcrs_generated::{Rule, Violations};

use super::refusal::Refusal;

/// Refuses a text that has to be there and is empty. Where the API limits its length, that decides.
pub(super) fn refuse_empty(
    request: &'static StructureShape,
    params: &Params,
) -> Result<(), Refusal> {
    let is_needed = |name: &str| match request.steps(name).last() {
        Some(Step::Member(member)) => {
            matches!(member.shape, Shape::Text | Shape::Secret | Shape::Enum(_))
                && member.presence == Presence::Required
                && member.constraints.length.is_none()
        }
        _ => false,
    };
    let mut params = params.iter();
    match params.find(|(name, value)| value.is_empty() && is_needed(name)) {
        Some((name, _)) => Err(Refusal::of(&error_rows::MISSING_PARAMETER, &[name])),
        None => Ok(()),
    }
}

/// The refusal of an action's error. Of a structure that is missing, it names what has to be in it:
/// a structure is no parameter.
pub(super) fn refusal_of(request: &'static StructureShape, error: ServerError) -> Refusal {
    let ServerError::Invalid(violations) = &error else {
        return error.into();
    };
    match missing_structure(request, violations) {
        Some(name) => Refusal::of(&error_rows::MISSING_PARAMETER, &[&name]),
        None => error.into(),
    }
}

fn missing_structure(request: &'static StructureShape, violations: &Violations) -> Option<String> {
    let violation = violations.iter().next()?;
    let shape = request.steps(violation.path()).last()?.shape()?;
    let Shape::Structure(shape) = shape else {
        return None;
    };
    let required = |presence| presence == Presence::Required;
    let member = shape
        .members
        .iter()
        .find(|member| required(member.presence))?;
    let is_missing = violation.rule() == Rule::Missing;
    is_missing.then(|| format!("{}.{}", violation.path(), member.wire_name))
}
