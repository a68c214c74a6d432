//! Parameters as they are typed in, and as they are sent.
//!
//! What is wrong with a value does not quote it: it may be a secret.

mod from_params;
mod json;
mod name;
mod read;
mod shorthand;
mod skeleton;
mod warnings;

use std::fmt;

use kcrs_generated::Params;
use kcrs_generated::schema::{Member, Shape, StructureShape};

use crate::text::Text;

pub(crate) use name::{did_you_mean, flag_of, nearest};
pub(crate) use read::{read_document, read_flag, text_or_file};
pub(crate) use shorthand::write as write_shorthand;
pub(crate) use skeleton::skeleton;
pub(crate) use warnings::unknown_values;

/// A value as it was typed in, of the shape that its parameter has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Input {
    Plain(String),
    List(Vec<Input>),
    Structure(Members),
}

/// Members with their values.
#[derive(Clone, Default, PartialEq, Eq)]
pub(crate) struct Members(Vec<(&'static str, Input)>);

impl Members {
    /// Sets a member. A list takes further items; anything else can be given once.
    fn add(&mut self, member: &Member, value: Input) -> Result<(), Text> {
        let name = member.wire_name;
        match (self.0.iter_mut().find(|(other, _)| *other == name), value) {
            (Some((_, Input::List(items))), Input::List(more)) => items.extend(more),
            (Some(_), _) => {
                return Err(text!("`{name}` is given twice", "`{name}` 重复给出"));
            }
            (None, value) => self.0.push((name, value)),
        }
        Ok(())
    }

    /// Puts a member in the place of the one of its name.
    pub(crate) fn replace(&mut self, member: &Member, value: Input) {
        self.0.retain(|(name, _)| *name != member.wire_name);
        self.0.push((member.wire_name, value));
    }

    pub(crate) fn get(&self, name: &str) -> Option<&Input> {
        let (_, value) = self.0.iter().find(|(other, _)| *other == name)?;
        Some(value)
    }

    /// The parameters in the order in which the shape declares them, which is the one in which the
    /// library sends them.
    pub(crate) fn to_params(&self, shape: &StructureShape) -> Params {
        let mut params = Params::new();
        self.write(shape, "", false, &mut params);
        params
    }

    fn write(&self, shape: &StructureShape, prefix: &str, sensitive: bool, params: &mut Params) {
        for member in shape.members {
            if let Some(value) = self.get(member.wire_name) {
                let name = format!("{prefix}{}", member.wire_name);
                value.write(member.shape, name, sensitive || member.sensitive, params);
            }
        }
    }
}

impl Input {
    fn write(&self, shape: &Shape, name: String, sensitive: bool, params: &mut Params) {
        match (self, shape) {
            (Self::Structure(members), Shape::Structure(shape)) => {
                members.write(shape, &format!("{name}."), sensitive, params);
            }
            (Self::List(items), Shape::List(shape)) => {
                for (index, item) in items.iter().enumerate() {
                    item.write(shape, format!("{name}.{}", index + 1), sensitive, params);
                }
            }
            (Self::Plain(text), shape) if sensitive || matches!(shape, Shape::Secret) => {
                params.push_sensitive(name, text);
            }
            (Self::Plain(text), _) => params.push(name, text),
            _ => unreachable!("a value is read by its shape"),
        }
    }
}

/// As names only: a value may be a secret.
impl fmt::Debug for Members {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set()
            .entries(self.0.iter().map(|(name, _)| name))
            .finish()
    }
}

/// A Boolean as it is sent. What is none stays as it is, for the check to refuse.
fn boolean(text: &str) -> String {
    if text.eq_ignore_ascii_case("true") {
        "True".to_owned()
    } else if text.eq_ignore_ascii_case("false") {
        "False".to_owned()
    } else {
        text.to_owned()
    }
}

/// A plain value of a shape.
fn plain(shape: &Shape, text: String) -> Input {
    Input::Plain(match shape {
        Shape::Boolean => boolean(&text),
        _ => text,
    })
}
