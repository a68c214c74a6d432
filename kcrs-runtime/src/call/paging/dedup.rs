//! Leaving out items that came before.

use std::collections::{HashSet, VecDeque};
use std::fmt;
use std::hash::{BuildHasher, DefaultHasher, Hash, Hasher, RandomState};

/// Maximum number of remembered items, 8 bytes and their places in two tables each.
const REMEMBERED: usize = 1 << 16;

/// Identity of an item in a list; see [`Paged::identify`](super::Paged::identify).
pub struct ItemKey {
    hasher: DefaultHasher,
    is_empty: bool,
}

impl ItemKey {
    /// Adds a member of the item. One that is empty, as if the service had left it out,
    /// distinguishes nothing.
    pub fn add<T: Hash + Default + PartialEq>(&mut self, member: &T) {
        if *member != T::default() {
            member.hash(&mut self.hasher);
            self.is_empty = false;
        }
    }
}

impl fmt::Debug for ItemKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ItemKey")
            .field("is_empty", &self.is_empty)
            .finish_non_exhaustive()
    }
}

/// The items that came last, by fingerprint: the items themselves, and even their keys, would
/// be as long as the list.
///
/// Two of 65,536 items have the same fingerprint of 64 bits once in ten thousand million lists, and
/// no two lists have the same fingerprints.
#[derive(Debug, Default)]
pub(super) struct Dedup {
    hashes: RandomState,
    known: HashSet<u64>,
    order: VecDeque<u64>,
}

impl Dedup {
    /// Remembers an item. Returns whether it is new.
    pub(super) fn is_new(&mut self, identify: impl FnOnce(&mut ItemKey)) -> bool {
        let mut key = ItemKey {
            hasher: self.hashes.build_hasher(),
            is_empty: true,
        };
        identify(&mut key);
        if key.is_empty {
            return true;
        }
        let fingerprint = key.hasher.finish();
        if !self.known.insert(fingerprint) {
            return false;
        }
        if self.order.len() == REMEMBERED
            && let Some(oldest) = self.order.pop_front()
        {
            self.known.remove(&oldest);
        }
        self.order.push_back(fingerprint);
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_item_is_new_once() {
        let mut dedup = Dedup::default();
        let mut is_new = |text: &str, number: i64| {
            dedup.is_new(|key| {
                key.add(&text.to_owned());
                key.add(&number);
            })
        };
        assert!(is_new("a", 1));
        assert!(is_new("a", 2));
        assert!(!is_new("a", 1));
        assert!(is_new("", 1));
        assert!(!is_new("", 1));
    }

    #[test]
    fn items_without_a_key_are_always_new() {
        let mut dedup = Dedup::default();
        for _ in 0..2 {
            assert!(dedup.is_new(|_| ()));
            assert!(dedup.is_new(|key| key.add(&String::new())));
            assert!(dedup.is_new(|key| key.add(&None::<i64>)));
        }
    }

    #[test]
    fn memory_has_an_end() {
        let mut dedup = Dedup::default();
        for number in 1..=REMEMBERED + 1_000 {
            assert!(dedup.is_new(|key| key.add(&number)));
        }
        assert_eq!(
            (dedup.order.len(), dedup.known.len()),
            (REMEMBERED, REMEMBERED)
        );
        assert!(!dedup.is_new(|key| key.add(&1_001_usize)));
        assert!(dedup.is_new(|key| key.add(&1_000_usize)));
    }
}
