//! What must not be shown of requests and responses.

use kcrs_generated::Operation;
use kcrs_generated::schema::{ACTIONS, Action, Shape, StructureShape};
use serde_json::{Map, Value};

/// What stands in the place of a secret.
pub(super) const MASK: &str = "***";

/// Words in the names of secrets, for names that no schema has.
const SECRET_WORDS: [&str; 7] = [
    "accesskey",
    "authorization",
    "credential",
    "password",
    "secret",
    "signature",
    "token",
];

/// Names with such a word in them that are no secrets.
const PUBLIC_NAMES: [&str; 5] = [
    "SignatureMethod",
    "SignatureVersion",
    "TokenId",
    "TokenTime",
    "TokenType",
];

/// The action of this name, where it is known.
pub(super) fn action(name: &str) -> Option<&'static Action> {
    ACTIONS.iter().find(|action| action.name == name)
}

/// Whether the value of a parameter of an action is secret, by its name on the wire.
pub(crate) fn is_secret_param(action: Option<&Action>, name: &str) -> bool {
    let mut shape = match action {
        Some(action) => Next::Structure(action.request),
        None => return is_secret_name(name),
    };
    for part in name.split('.') {
        shape = match shape {
            Next::Structure(structure) => match structure.member(part) {
                Some(member) if member.sensitive => return true,
                Some(member) => Next::of(member.shape),
                None => return is_secret_name(name),
            },
            Next::List(item) => Next::of(item),
            Next::Plain { .. } => return is_secret_name(name),
        };
    }
    matches!(shape, Next::Plain { secret: true })
}

/// Whether the value of a parameter that is sent is secret: one of the operation's own, or what it
/// is signed with.
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

/// Whether the value of a header is secret.
pub(super) fn is_secret_header(name: &str) -> bool {
    is_secret_name(name) || name.contains("cookie")
}

/// An response without its secrets: what the action's schema marks, and what is called like one.
pub(super) fn without_secrets(action: Option<&Action>, response: Value) -> Value {
    match action {
        Some(action) => of_structure(action.output, response),
        None => of_unknown(response),
    }
}

fn is_secret_name(name: &str) -> bool {
    let folded = name.replace(['-', '_'], "").to_ascii_lowercase();
    !PUBLIC_NAMES.contains(&name) && SECRET_WORDS.iter().any(|word| folded.contains(word))
}

enum Next<'a> {
    Structure(&'a StructureShape),
    List(&'a Shape),
    Plain { secret: bool },
}

impl<'a> Next<'a> {
    fn of(shape: &'a Shape) -> Self {
        match shape {
            Shape::Structure(structure) => Self::Structure(structure),
            Shape::List(item) => Self::List(item),
            shape => Self::Plain {
                secret: matches!(shape, Shape::Secret),
            },
        }
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

    #[test]
    fn names_of_secrets_are_known_however_they_are_spelt() {
        for name in [
            "Access_Key",
            "access-key",
            "AccessKey",
            "ACCESSKEY",
            "secretKey",
            "Pass_Word",
        ] {
            assert!(is_secret_param(None, name), "{name}");
        }
        for name in ["InstanceId", "TokenId", "SignatureMethod"] {
            assert!(!is_secret_param(None, name), "{name}");
        }
    }
}
