//! Parameters as they are sent, read as members again.

use kcrs_generated::Params;
use kcrs_generated::schema::{Shape, StructureShape};

use super::{Input, Members, boolean};

impl Members {
    /// The members that parameters stand for. Names that the shape does not have are left out, and
    /// so are list items out of turn.
    pub(crate) fn from_params(shape: &StructureShape, params: &Params) -> Self {
        let mut members = Self::default();
        for (name, value) in params.iter() {
            let path: Vec<&str> = name.split('.').collect();
            members.put(shape, &path, value);
        }
        members
    }

    fn put(&mut self, shape: &StructureShape, path: &[&str], value: &str) {
        let Some((name, rest)) = path.split_first() else {
            return;
        };
        let Some(member) = shape.member(name) else {
            return;
        };
        let index = self
            .0
            .iter()
            .position(|(name, _)| *name == member.wire_name);
        let index = index.unwrap_or_else(|| {
            self.0.push((member.wire_name, empty(member.shape)));
            self.0.len() - 1
        });
        self.0[index].1.put(member.shape, rest, value);
    }
}

impl Input {
    fn put(&mut self, shape: &Shape, path: &[&str], value: &str) {
        match (self, shape) {
            (Self::Structure(members), Shape::Structure(shape)) => members.put(shape, path, value),
            (Self::List(items), Shape::List(shape)) => {
                let Some((number, rest)) = path.split_first() else {
                    return;
                };
                match number.parse() {
                    Ok(number) if number == items.len() + 1 => items.push(empty(shape)),
                    Ok(number) if (1..=items.len()).contains(&number) => {}
                    _ => return,
                }
                if let Some(item) = items.last_mut() {
                    item.put(shape, rest, value);
                }
            }
            (Self::Plain(text), Shape::Boolean) => *text = boolean(value),
            (Self::Plain(text), _) => value.clone_into(text),
            _ => {}
        }
    }
}

fn empty(shape: &Shape) -> Input {
    match shape {
        Shape::List(_) => Input::List(Vec::new()),
        Shape::Structure(_) => Input::Structure(Members::default()),
        _ => Input::Plain(String::new()),
    }
}
