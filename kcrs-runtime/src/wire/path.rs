//! Path of a value within its request or response.

use std::fmt;

/// Path of a value: the names of the members that lead to it and the numbers of the list items,
/// such as `TriggerSet.2.Header.1.Key`.
///
/// It lives on the stack and becomes text only where something is wrong.
#[derive(Clone, Copy)]
pub struct Path<'a> {
    parent: Option<&'a Path<'a>>,
    segment: Segment<'a>,
    sensitive: bool,
}

#[derive(Clone, Copy)]
enum Segment<'a> {
    Root,
    Member(&'a str),
    Item(usize),
}

impl<'a> Path<'a> {
    /// The whole request or response.
    pub const ROOT: Path<'static> = Path {
        parent: None,
        segment: Segment::Root,
        sensitive: false,
    };

    /// A member of the structure at this path.
    #[inline]
    pub fn member<'b>(&'b self, name: &'b str) -> Path<'b> {
        self.child(Segment::Member(name))
    }

    /// An item of the list at this path, counted from 1.
    #[inline]
    pub fn item(&self, number: usize) -> Path<'_> {
        self.child(Segment::Item(number))
    }

    /// The same path, whose values must not be quoted.
    #[inline]
    pub(crate) fn sensitive(self) -> Path<'a> {
        Path {
            sensitive: true,
            ..self
        }
    }

    /// Returns whether the value at this path must not be quoted.
    pub fn is_sensitive(&self) -> bool {
        self.sensitive
    }

    #[inline]
    fn child<'b>(&'b self, segment: Segment<'b>) -> Path<'b> {
        Path {
            parent: Some(self),
            segment,
            sensitive: self.sensitive,
        }
    }
}

impl fmt::Debug for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(parent) = self.parent {
            parent.fmt(f)?;
            if !matches!(parent.segment, Segment::Root) {
                f.write_str(".")?;
            }
        }
        match self.segment {
            Segment::Root => Ok(()),
            Segment::Member(name) => f.write_str(name),
            Segment::Item(number) => write!(f, "{number}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn joins_names_and_numbers_and_inherits_the_mark() {
        let set = Path::ROOT.member("TriggerSet");
        let item = set.item(2).sensitive();
        let header = item.member("Header");
        assert_eq!(Path::ROOT.to_string(), "");
        assert_eq!(header.to_string(), "TriggerSet.2.Header");
        assert_eq!((set.is_sensitive(), header.is_sensitive()), (false, true));
    }
}
