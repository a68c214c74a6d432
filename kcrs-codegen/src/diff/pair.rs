//! Two lists side by side.

use std::collections::BTreeMap;

/// What is in both lists, and what is in one of them only.
pub(super) struct Paired<'a, T> {
    /// In the order of the new list.
    pub(super) kept: Vec<(&'a T, &'a T)>,
    pub(super) gone: Vec<&'a T>,
    pub(super) added: Vec<&'a T>,
    /// Whether what both lists have stands in another order.
    pub(super) is_reordered: bool,
}

impl<'a, T> Paired<'a, T> {
    /// Pairs by a key that is unique in each list.
    pub(super) fn new<'k>(old: &'a [T], new: &'a [T], key: impl Fn(&'a T) -> &'k str) -> Self
    where
        'a: 'k,
    {
        let mut left: BTreeMap<&str, (usize, &T)> = old
            .iter()
            .enumerate()
            .map(|(index, item)| (key(item), (index, item)))
            .collect();
        let (mut kept, mut added, mut places) = (Vec::new(), Vec::new(), Vec::new());
        for item in new {
            match left.remove(key(item)) {
                Some((index, before)) => {
                    kept.push((before, item));
                    places.push(index);
                }
                None => added.push(item),
            }
        }
        let mut gone: Vec<_> = left.into_values().collect();
        gone.sort_by_key(|(index, _)| *index);
        Self {
            kept,
            gone: gone.into_iter().map(|(_, item)| item).collect(),
            added,
            is_reordered: !places.is_sorted(),
        }
    }

    /// Pairs what is left by another key.
    pub(super) fn or_by(mut self, key: impl Fn(&T) -> &str) -> Self {
        self.added.retain(|item| {
            let found = self.gone.iter().position(|old| key(old) == key(item));
            if let Some(index) = found {
                self.kept.push((self.gone.remove(index), item));
            }
            found.is_none()
        });
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pair(old: &'static [(&str, &str)], new: &'static [(&str, &str)]) -> String {
        let paired = Paired::new(old, new, |(a, _)| a).or_by(|(_, b)| b);
        let names = |items: &[&(&str, &str)]| items.iter().map(|item| item.0).collect::<String>();
        let kept: Vec<_> = paired
            .kept
            .iter()
            .map(|(a, b)| format!("{}{}", a.0, b.0))
            .collect();
        format!(
            "{} -{} +{} {}",
            kept.join(" "),
            names(&paired.gone),
            names(&paired.added),
            paired.is_reordered
        )
    }

    #[test]
    fn what_both_lists_have_is_paired_whatever_came_between() {
        let (ab, axb) = (
            &[("a", "1"), ("b", "2")],
            &[("a", "1"), ("x", "3"), ("b", "2")],
        );
        assert_eq!(pair(ab, axb), "aa bb - +x false");
        assert_eq!(pair(axb, ab), "aa bb -x + false");
        assert_eq!(pair(ab, &[("b", "2"), ("a", "1")]), "bb aa - + true");
        assert_eq!(pair(&[], &[]), " - + false");
    }

    #[test]
    fn what_has_another_first_name_is_known_by_the_second() {
        let (old, new) = (
            &[("a", "1"), ("b", "2")],
            &[("c", "2"), ("a", "1"), ("d", "3")],
        );
        assert_eq!(pair(old, new), "aa bc - +d false");
    }
}
