//! Values for all parameters of an action, and how they are typed in.

use kcrs_generated::Params;
use kcrs_generated::schema::{Action, Member, Shape, StructureShape};
use serde_json::{Map, Value};

/// A text with everything in it that the shorthand, JSON, a shell or a form could trip over.
const HARD: &str = "-a, b=c 'd' \"e\" \\f [g] {h} &i%20+ 中文 file://x";

/// A text that every rule allows.
const EASY: &str = "abc12";

/// All parameters of an action with values that its check allows. Texts are as hard as it lets them
/// be.
pub(super) fn all(action: &Action) -> Params {
    let mut easy = Vec::new();
    loop {
        let mut params = Params::new();
        for member in action.request.members {
            push(
                &mut params,
                member.wire_name.to_owned(),
                member,
                member.shape,
                &easy,
                "",
            );
        }
        let Err(violations) = action.check(&params) else {
            return params;
        };
        let before = easy.len();
        easy.extend(
            violations
                .iter()
                .map(|violation| violation.path().to_owned()),
        );
        assert!(before < 10, "{}: {violations}", action.name);
    }
}

fn push(
    params: &mut Params,
    name: String,
    member: &Member,
    shape: &Shape,
    easy: &[String],
    suffix: &str,
) {
    let (least, most) = member.constraints.range.unwrap_or((0, 1_000_000));
    let value = match shape {
        Shape::Integer => (least.max(0) + 7).min(most).to_string(),
        Shape::Boolean => "False".to_owned(),
        Shape::Enum(shape) if suffix == "2" => shape.values[0].value.to_owned(),
        Shape::Enum(shape) => shape.values.last().expect("a value").value.to_owned(),
        Shape::Structure(shape) => {
            for member in shape.members {
                let name = format!("{name}.{}", member.wire_name);
                push(params, name, member, member.shape, easy, suffix);
            }
            return;
        }
        Shape::List(shape) => {
            for number in ["1", "2"] {
                push(
                    params,
                    format!("{name}.{number}"),
                    member,
                    shape,
                    easy,
                    number,
                );
            }
            return;
        }
        _ if easy.contains(&name) => format!("{EASY}{suffix}"),
        _ => format!("{HARD}{suffix}"),
    };
    params.push(name, value);
}

/// The command of an action.
pub(crate) fn command(action: &Action) -> String {
    kebab(action.name)
}

/// The parameters as one document.
pub(super) fn document(action: &Action, params: &Params) -> Value {
    structure(action.request, "", params)
}

/// The parameters as flags, those that are no plain value as `write` writes them.
pub(super) fn flags(action: &Action, params: &Params, write: fn(&Value) -> String) -> Vec<String> {
    let mut flags = Vec::new();
    for member in action.request.members {
        let flag = format!("--{}", member.rust_name.replace('_', "-"));
        match value(member.shape, member.wire_name, params) {
            // Attached: it may begin with a dash.
            Value::String(text) => flags.push(format!("{flag}={text}")),
            Value::Bool(false) => flags.push(format!("--no-{}", &flag[2..])),
            Value::Array(items) => {
                flags.push(flag);
                flags.extend(items.iter().map(|item| match item {
                    Value::String(_) => write(&Value::Array(vec![item.clone()])),
                    item => write(item),
                }));
            }
            value @ Value::Object(_) => flags.extend([flag, write(&value)]),
            value => flags.extend([flag, value.to_string()]),
        }
    }
    flags
}

/// A structure, or a list of one text, in the shorthand.
pub(super) fn shorthand(value: &Value) -> String {
    match value {
        Value::Object(object) => {
            let members = object
                .iter()
                .map(|(name, value)| format!("{name}={}", nested(value)));
            members.collect::<Vec<_>>().join(",")
        }
        Value::Array(items) => nested(&items[0]),
        other => nested(other),
    }
}

fn nested(value: &Value) -> String {
    match value {
        Value::Object(_) => format!("{{{}}}", shorthand(value)),
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(nested).collect();
            format!("[{}]", items.join(","))
        }
        Value::String(text) => {
            let escaped = text.replace('\\', "\\\\").replace('\'', "\\'");
            format!("'{escaped}'")
        }
        other => other.to_string(),
    }
}

fn structure(shape: &StructureShape, prefix: &str, params: &Params) -> Value {
    let members = shape.members.iter().map(|member| {
        let name = format!("{prefix}{}", member.wire_name);
        (
            member.wire_name.to_owned(),
            value(member.shape, &name, params),
        )
    });
    Value::Object(members.collect::<Map<_, _>>())
}

fn value(shape: &Shape, name: &str, params: &Params) -> Value {
    let text = || params.get(name).expect("a parameter");
    match shape {
        Shape::Integer => Value::from(text().parse::<i64>().expect("a number")),
        Shape::Boolean => Value::Bool(text() == "True"),
        Shape::Structure(shape) => structure(shape, &format!("{name}."), params),
        Shape::List(shape) => ["1", "2"]
            .map(|number| value(shape, &format!("{name}.{number}"), params))
            .into_iter()
            .collect(),
        _ => Value::from(text()),
    }
}

fn kebab(name: &str) -> String {
    let mut kebab = String::new();
    for c in name.chars() {
        if c.is_uppercase() && !kebab.is_empty() {
            kebab.push('-');
        }
        kebab.extend(c.to_lowercase());
    }
    kebab
}
