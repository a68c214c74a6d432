//! Names of parameters, such as `Trigger.Header.2.Key`, followed through the shape of a request.

use super::shape::{Member, Shape, StructureShape};
use crate::wire::secret_names::is_secret_name;

/// Result of following one part of a parameter's name.
#[derive(Clone, Copy, Debug)]
pub enum Step<'n> {
    /// A member.
    Member(&'static Member),
    /// The item of a list: the list's name and the item's number, both as they are written.
    Item {
        /// The list's name.
        list: &'n str,
        /// The item's number.
        number: &'n str,
        /// Shape of the item.
        shape: &'static Shape,
    },
    /// A member that the structure does not have.
    Unknown,
    /// A part of a plain value, which has none.
    Beyond,
}

/// Place that a name has led to so far.
#[derive(Clone, Copy)]
enum Place {
    Structure(&'static StructureShape),
    Shape(&'static Shape),
}

impl Step<'_> {
    /// Returns the shape at this place.
    pub fn shape(&self) -> Option<&'static Shape> {
        match self {
            Self::Member(member) => Some(member.shape),
            Self::Item { shape, .. } => Some(shape),
            Self::Unknown | Self::Beyond => None,
        }
    }
}

impl StructureShape {
    /// Follows the name of a parameter part by part, no further than the request is deep.
    pub fn steps<'n>(&'static self, name: &'n str) -> impl Iterator<Item = Step<'n>> {
        let mut place = Some(Place::Structure(self));
        let mut start = 0;
        name.split('.').map_while(move |part| {
            let step = match place? {
                Place::Structure(structure) | Place::Shape(Shape::Structure(structure)) => {
                    structure.member(part).map_or(Step::Unknown, Step::Member)
                }
                Place::Shape(Shape::List(shape)) => Step::Item {
                    list: &name[..start - 1],
                    number: part,
                    shape,
                },
                Place::Shape(_) => Step::Beyond,
            };
            place = step.shape().map(Place::Shape);
            start += part.len() + 1;
            Some(step)
        })
    }

    /// Returns whether the value of a parameter must not be shown. Of one that the request does not
    /// have, the name decides.
    pub fn is_sensitive(&'static self, name: &str) -> bool {
        self.steps(name).any(|step| match step {
            Step::Member(member) if member.sensitive => true,
            Step::Unknown | Step::Beyond => is_secret_name(name),
            step => matches!(step.shape(), Some(Shape::Secret)),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::schema::{Docs, Presence};

    static HEADER: Shape = Shape::Structure(StructureShape::new(
        "Header",
        Docs::NONE,
        &[
            Member::new("Key", "key", &Shape::Text, Presence::Required),
            Member::new(
                "Value",
                "value",
                &Shape::List(&Shape::Secret),
                Presence::Required,
            ),
        ],
    ));

    static REQUEST: StructureShape = StructureShape::new(
        "Request",
        Docs::NONE,
        &[
            Member::new(
                "Header",
                "header",
                &Shape::List(&HEADER),
                Presence::Required,
            ),
            Member::new("Enabled", "enabled", &Shape::Boolean, Presence::Required),
        ],
    );

    #[test]
    fn a_name_leads_as_far_as_the_request_has_it() {
        let shown = |name| {
            let steps = REQUEST.steps(name).map(|step| match step {
                Step::Member(member) => member.rust_name.to_owned(),
                Step::Item { list, number, .. } => format!("{list}[{number}]"),
                Step::Unknown => "unknown".to_owned(),
                Step::Beyond => "beyond".to_owned(),
            });
            steps.collect::<Vec<_>>().join(" ")
        };
        for (name, expected) in [
            ("Enabled", "enabled"),
            ("Enabled.1.2", "enabled beyond"),
            ("Header.2.Key", "header Header[2] key"),
            (
                "Header.x.Value.0",
                "header Header[x] value Header.x.Value[0]",
            ),
            ("Header.1.Other.Key", "header Header[1] unknown"),
            ("", "unknown"),
            ("Header.", "header Header[]"),
        ] {
            assert_eq!(shown(name), expected, "{name}");
        }
        let last = REQUEST
            .steps("Enabled")
            .last()
            .and_then(|step| step.shape());
        assert!(matches!(last, Some(Shape::Boolean)));
    }

    #[test]
    fn what_must_not_be_shown_is_known_by_the_shape_and_else_by_the_name() {
        for (name, expected) in [
            ("Header.1.Key", false),
            ("Header.1.Value.3", true),
            ("Header.1.Password", true),
            ("Enabled", false),
            ("Enabled.Token", true),
            ("Other", false),
        ] {
            assert_eq!(REQUEST.is_sensitive(name), expected, "{name}");
        }
    }
}
