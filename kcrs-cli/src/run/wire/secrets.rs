//! Secrets of requests and responses, to be masked.

use kcrs_generated::__private::tools::is_secret_name;
use kcrs_generated::Operation;
use kcrs_generated::schema::{ACTIONS, Action, Shape, StructureShape};
use serde_json::{Map, Value};

/// Replacement of a secret.
pub(super) const MASK: &str = "***";

/// The action of this name, where it is known.
pub(super) fn action(name: &str) -> Option<&'static Action> {
    ACTIONS.iter().find(|action| action.name == name)
}

/// Returns whether the value of a parameter of an action is secret, by its name on the wire.
pub(crate) fn is_secret_param(action: Option<&Action>, name: &str) -> bool {
    action.map_or_else(
        || is_secret_name(name),
        |action| action.request.is_sensitive(name),
    )
}

/// Returns whether the value of a parameter that is sent is secret: one of the operation's own, or
/// what it is signed with.
pub(super) fn is_secret(operation: &Operation, name: &str) -> bool {
    let own = operation
        .params()
        .into_iter()
        .find(|param| param.name() == name);
    match own {
        Some(param) => param.is_sensitive() || is_secret_param(action(operation.action()), name),
        None => is_secret_name(name),
    }
}

/// Returns whether the value of a header is secret.
pub(super) fn is_secret_header(name: &str) -> bool {
    is_secret_name(name) || name.contains("cookie")
}

/// A response without its secrets: what the action's schema marks, and what is called like one.
pub(super) fn without_secrets(action: Option<&Action>, response: Value) -> Value {
    match action {
        Some(action) => of_structure(action.output, response),
        None => of_unknown(response),
    }
}

fn of_structure(shape: &StructureShape, value: Value) -> Value {
    let Value::Object(object) = value else {
        return of_unknown(value);
    };
    let masked = object.into_iter().map(|(name, value)| {
        let value = match shape.member(&name) {
            Some(member) if member.sensitive => mask(value),
            Some(member) => of_shape(member.shape, value),
            None => of_member(&name, value),
        };
        (name, value)
    });
    Value::Object(masked.collect())
}

fn of_shape(shape: &Shape, value: Value) -> Value {
    match (shape, value) {
        (Shape::Secret, value) => mask(value),
        (Shape::Structure(shape), value) => of_structure(shape, value),
        (Shape::List(shape), Value::Array(items)) => items
            .into_iter()
            .map(|item| of_shape(shape, item))
            .collect(),
        // Not what the schema says, so what the schema says of it does not help.
        (_, value @ (Value::Array(_) | Value::Object(_))) => of_unknown(value),
        (_, plain) => plain,
    }
}

fn of_unknown(value: Value) -> Value {
    match value {
        Value::Array(items) => items.into_iter().map(of_unknown).collect(),
        Value::Object(object) => {
            let masked = object.into_iter().map(|(name, value)| {
                let value = of_member(&name, value);
                (name, value)
            });
            Value::Object(masked.collect::<Map<_, _>>())
        }
        plain => plain,
    }
}

fn of_member(name: &str, value: Value) -> Value {
    if is_secret_name(name) && !matches!(value, Value::Array(_) | Value::Object(_)) {
        mask(value)
    } else {
        of_unknown(value)
    }
}

/// Masks a value, but not `null`.
fn mask(value: Value) -> Value {
    match value {
        Value::Null => Value::Null,
        _ => MASK.into(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn parameters_are_secret_by_the_schema_and_else_by_their_names() {
        let create = action("CreateWebhookTrigger");
        for (action, name, expected) in [
            (create, "Trigger.TriggerUrl", true),
            (create, "Trigger.Header.2.Value.1", true),
            (create, "Trigger.Header.2.Key", false),
            (create, "Trigger.TriggerName", false),
            (create, "Trigger.Password", true),
            (action("CreateInstanceToken"), "TokenType", false),
            (None, "SecretKey", true),
            (None, "X-Amz-Signature", true),
            (None, "security_token", true),
            (None, "TokenId", false),
            (None, "Access_Key", true),
            (None, "InstanceId", false),
        ] {
            assert_eq!(is_secret_param(action, name), expected, "{name}");
        }
    }

    #[test]
    fn responses_are_shown_without_secrets_whatever_their_form() {
        let list = action("DescribeWebhookTrigger");
        let create = action("CreateInstanceToken");
        for (action, response, expected) in [
            (
                create,
                json!({"Username": "u", "tokenId": "t-1", "Token": "PLANTED", "ApiToken": "PLANTED"}),
                json!({"Username": "u", "tokenId": "t-1", "Token": "***", "ApiToken": "***"}),
            ),
            (
                list,
                json!({"TriggerSet": [{"TriggerUrl": "PLANTED", "Header": [{"Value": ["PLANTED"]}], "TriggerId": 1}]}),
                json!({"TriggerSet": [{"TriggerUrl": "***", "Header": "***", "TriggerId": 1}]}),
            ),
            (
                list,
                json!({"TriggerSet": {"Password": "PLANTED"}}),
                json!({"TriggerSet": {"Password": "***"}}),
            ),
            (
                None,
                json!([{"Secret": "PLANTED", "Tokens": [{"Token": 5, "Id": 1}]}, null]),
                json!([{"Secret": "***", "Tokens": [{"Token": "***", "Id": 1}]}, null]),
            ),
        ] {
            assert_eq!(without_secrets(action, response), expected);
        }
    }
}
