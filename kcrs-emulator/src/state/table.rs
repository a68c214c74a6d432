//! Rows of one kind: found by name, listed in the order in which they were made, recorded when they
//! change.

use std::collections::{BTreeMap, HashMap};
use std::fmt;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{ResourceKind, StateError};
use crate::store::{Changes, Kind, Path};

/// What a table holds.
pub(crate) trait Row: Serialize + DeserializeOwned {
    const KIND: Kind;
    /// The kind of resource that the error for a missing row names.
    const RESOURCE: ResourceKind;

    /// By what it is found. It never changes.
    fn name(&self) -> String;

    /// Gives the tables within the row the path that they are kept under.
    fn set_path(&mut self, _path: &Path) {}
}

/// A row that has tables within it. They are no part of the row where it is kept.
pub(crate) trait HasChildren: Row {
    type Children;

    fn children_mut(&mut self) -> &mut Self::Children;
}

/// A table. Whatever changes it asks for the [`Changes`] to record it in.
#[derive(Clone)]
pub(crate) struct Table<R> {
    path: Path,
    rows: BTreeMap<u64, R>,
    numbers: HashMap<String, u64>,
}

impl<R: fmt::Debug> fmt::Debug for Table<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(&self.rows).finish()
    }
}

impl<R> Default for Table<R> {
    fn default() -> Self {
        Self::new(&Path::root())
    }
}

impl<R> Table<R> {
    pub(crate) fn new(path: &Path) -> Self {
        Self {
            path: path.clone(),
            rows: BTreeMap::new(),
            numbers: HashMap::new(),
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.rows.len()
    }

    pub(crate) fn contains(&self, name: &str) -> bool {
        self.numbers.contains_key(name)
    }

    /// The rows, oldest first.
    pub(crate) fn iter(&self) -> impl DoubleEndedIterator<Item = &R> + ExactSizeIterator + Clone {
        self.rows.values()
    }
}

impl<R: Row> Table<R> {
    pub(crate) fn get(&self, name: &str) -> Result<&R, StateError> {
        let number = self.numbers.get(name);
        number
            .and_then(|number| self.rows.get(number))
            .ok_or_else(|| absent::<R>(name))
    }

    /// The rows, oldest first, to change what lies within them.
    pub(crate) fn iter_mut(&mut self) -> impl Iterator<Item = &mut R> {
        self.rows.values_mut()
    }

    /// Adds a row. The number is greater than those of all rows that were made before.
    pub(crate) fn insert(&mut self, number: u64, row: R, changes: &mut Changes) {
        changes.put(self.path.child(R::KIND, number), &row);
        self.restore(number, row);
    }

    /// Adds a row that is kept already.
    pub(crate) fn restore(&mut self, number: u64, mut row: R) {
        row.set_path(&self.path.child(R::KIND, number));
        self.numbers.insert(row.name(), number);
        self.rows.insert(number, row);
    }

    /// Changes a row.
    pub(crate) fn edit(
        &mut self,
        name: &str,
        changes: &mut Changes,
        edit: impl FnOnce(&mut R),
    ) -> Result<(), StateError> {
        let number = self.numbers.get(name).copied();
        let (number, row) = number
            .and_then(|number| Some((number, self.rows.get_mut(&number)?)))
            .ok_or_else(|| absent::<R>(name))?;
        edit(row);
        changes.put(self.path.child(R::KIND, number), row);
        Ok(())
    }

    pub(crate) fn remove(&mut self, name: &str, changes: &mut Changes) -> Result<R, StateError> {
        let number = self.numbers.remove(name);
        let (number, row) = number
            .and_then(|number| Some((number, self.rows.remove(&number)?)))
            .ok_or_else(|| absent::<R>(name))?;
        changes.remove(self.path.child(R::KIND, number));
        Ok(row)
    }

    /// Removes the oldest row.
    pub(crate) fn remove_first(&mut self, changes: &mut Changes) {
        if let Some((number, row)) = self.rows.pop_first() {
            self.numbers.remove(&row.name());
            changes.remove(self.path.child(R::KIND, number));
        }
    }
}

impl<R: HasChildren> Table<R> {
    /// The tables within a row, to change them.
    pub(crate) fn children_mut(&mut self, name: &str) -> Result<&mut R::Children, StateError> {
        let number = self.numbers.get(name).copied();
        number
            .and_then(|number| self.children_by_number_mut(number))
            .ok_or_else(|| absent::<R>(name))
    }

    pub(crate) fn children_by_number_mut(&mut self, number: u64) -> Option<&mut R::Children> {
        self.rows.get_mut(&number).map(R::children_mut)
    }
}

fn absent<R: Row>(name: &str) -> StateError {
    StateError::not_found(R::RESOURCE, name)
}
