//! Reads constants: defaults and the values in conditions.

use crate::codes::Code;
use crate::model::{Kind, Literal, Type, enumeration};
use crate::syntax::{Node, Value};

use super::Scope;

/// Reads a constant of a kind. Messages refer to it as `what`.
pub(crate) fn read(
    scope: &Scope<'_>,
    types: &[Type],
    kind: Kind,
    node: &Node,
    what: &str,
) -> Option<Literal> {
    let diagnostics = scope.diagnostics;
    let literal = match (kind, &node.value) {
        (Kind::Text | Kind::Timestamp, Value::Text(text)) => Literal::Text(text.clone()),
        (Kind::Integer, Value::Integer(value)) => Literal::Integer(*value),
        (Kind::Boolean, Value::Boolean(value)) => Literal::Boolean(*value),
        (Kind::Named(ty), Value::Text(text)) => {
            let Some(shape) = enumeration(types, kind) else {
                let message = format!("{what} is a structure, which has no constants");
                diagnostics.error(Code::CONSTANT_KIND, node.span, message);
                return None;
            };
            let Some(value) = shape.values.iter().position(|value| value.wire == *text) else {
                let name = &types[ty].name;
                diagnostics.unknown(
                    Code::UNKNOWN_VALUE,
                    node.span,
                    &format!("value of {name}"),
                    text,
                    shape.values.iter().map(|v| &*v.wire),
                );
                return None;
            };
            Literal::Variant {
                ty,
                value,
                wire: text.clone(),
            }
        }
        _ => {
            let (expected, help) = match kind {
                Kind::Text | Kind::Timestamp => ("text", "put it in quotes"),
                Kind::Integer => ("a number", "without quotes"),
                Kind::Boolean => ("a Boolean", "allowed: true, false"),
                Kind::Named(_) => ("one of its values", "put it in quotes"),
                Kind::Secret | Kind::Filter => ("nothing", "secrets and filters have no constants"),
            };
            let message = format!("{what} takes {expected}, not {}", node.kind());
            diagnostics
                .error(Code::CONSTANT_KIND, node.span, message)
                .help(help);
            return None;
        }
    };
    Some(literal)
}
