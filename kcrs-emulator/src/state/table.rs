//! Rows of one kind: found by name, listed in the order in which they were made, recorded when they
//! change.

use kcrs_generated::server::ServerError;
use std::collections::{BTreeMap, HashMap};
use std::fmt;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{ResourceKind, error};
use crate::store::{Changes, Kind, Path};

/// Row of a table.
pub(crate) trait Row: Serialize + DeserializeOwned {
    const KIND: Kind;
    /// The kind of resource that the error for a missing row names.
    const RESOURCE: ResourceKind;

    /// Returns the name by which it is found. It never changes.
    fn name(&self) -> String;

    /// The tables within the row. They are no part of the row where it is kept.
    fn tables(&mut self) -> Vec<&mut dyn Rows> {
        Vec::new()
    }

    /// Settles what was under way when the row was kept and whoever did it has ended.
    fn recover(&mut self) {}
}

/// A table of any kind of rows.
pub(crate) trait Rows {
    fn kind(&self) -> Kind;

    /// Sets the path that the rows are kept under. There are none yet.
    fn set_path(&mut self, path: &Path);

    /// Records all rows, and those within them.
    fn keep_all(&mut self, changes: &mut Changes);

    /// Puts a kept row back: the one of this number, or one that lies `within` it.
    fn restore(&mut self, number: u64, within: &[(Kind, u64)], row: &[u8]) -> Result<(), String>;
}

/// Puts a kept row back into the table that it belongs to. Rows come after those that they lie in.
pub(super) fn restore(
    tables: Vec<&mut dyn Rows>,
    steps: &[(Kind, u64)],
    row: &[u8],
) -> Result<(), String> {
    let table = steps.split_first().and_then(|((kind, number), within)| {
        let table = tables.into_iter().find(|table| table.kind() == *kind)?;
        Some(table.restore(*number, within, row))
    });
    table.unwrap_or_else(|| Err(format!("a row cannot lie where {steps:?} says")))
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
        Self {
            path: Path::root(),
            rows: BTreeMap::new(),
            numbers: HashMap::new(),
        }
    }
}

impl<R> Table<R> {
    pub(crate) fn len(&self) -> usize {
        self.rows.len()
    }

    pub(crate) fn contains(&self, name: &str) -> bool {
        self.numbers.contains_key(name)
    }

    /// Returns the path that the rows lie in.
    pub(crate) fn path(&self) -> Path {
        self.path.clone()
    }

    /// The rows, oldest first.
    pub(crate) fn iter(&self) -> impl DoubleEndedIterator<Item = &R> + ExactSizeIterator + Clone {
        self.rows.values()
    }
}

impl<R: Row> Table<R> {
    pub(crate) fn get(&self, name: &str) -> Result<&R, ServerError> {
        let number = self.numbers.get(name);
        number
            .and_then(|number| self.rows.get(number))
            .ok_or_else(|| absent::<R>(name))
    }

    /// A row, to change what lies within it.
    pub(crate) fn get_mut(&mut self, name: &str) -> Result<&mut R, ServerError> {
        let number = self.numbers.get(name);
        number
            .and_then(|number| self.rows.get_mut(number))
            .ok_or_else(|| absent::<R>(name))
    }

    /// The rows, oldest first, to change what lies within them.
    pub(crate) fn iter_mut(&mut self) -> impl Iterator<Item = &mut R> {
        self.rows.values_mut()
    }

    /// Adds a row. The number is greater than those of all rows that were made before.
    pub(crate) fn insert(&mut self, number: u64, row: R, changes: &mut Changes) {
        changes.put(self.path.child(R::KIND, number), &row);
        self.add(number, row);
    }

    fn add(&mut self, number: u64, mut row: R) {
        set_paths(&mut row, &self.path.child(R::KIND, number));
        self.numbers.insert(row.name(), number);
        self.rows.insert(number, row);
    }

    /// Changes a row.
    pub(crate) fn edit(
        &mut self,
        name: &str,
        changes: &mut Changes,
        edit: impl FnOnce(&mut R),
    ) -> Result<(), ServerError> {
        let path = self.path_of(name)?;
        let row = self.get_mut(name)?;
        edit(row);
        changes.put(path, row);
        Ok(())
    }

    pub(crate) fn remove(&mut self, name: &str, changes: &mut Changes) -> Result<R, ServerError> {
        changes.remove(self.path_of(name)?);
        let row = self.numbers.remove(name);
        row.and_then(|number| self.rows.remove(&number))
            .ok_or_else(|| absent::<R>(name))
    }

    fn path_of(&self, name: &str) -> Result<Path, ServerError> {
        let number = self.numbers.get(name);
        let number = number.ok_or_else(|| absent::<R>(name))?;
        Ok(self.path.child(R::KIND, *number))
    }

    /// Removes the oldest row.
    pub(crate) fn remove_first(&mut self, changes: &mut Changes) {
        if let Some((number, row)) = self.rows.pop_first() {
            self.numbers.remove(&row.name());
            changes.remove(self.path.child(R::KIND, number));
        }
    }
}

impl<R: Row> Rows for Table<R> {
    fn kind(&self) -> Kind {
        R::KIND
    }

    fn set_path(&mut self, path: &Path) {
        self.path = path.clone();
    }

    fn keep_all(&mut self, changes: &mut Changes) {
        for (number, row) in &mut self.rows {
            changes.put(self.path.child(R::KIND, *number), row);
            row.tables()
                .into_iter()
                .for_each(|table| table.keep_all(changes));
        }
    }

    fn restore(&mut self, number: u64, within: &[(Kind, u64)], row: &[u8]) -> Result<(), String> {
        if within.is_empty() {
            self.add(number, read_row(row)?);
            return Ok(());
        }
        match self.rows.get_mut(&number) {
            Some(outer) => restore(outer.tables(), within, row),
            None => Err(format!(
                "there is no {} {number} for {within:?}",
                R::RESOURCE
            )),
        }
    }
}

/// Reads a row as it is kept.
pub(super) fn read_row<R: Row>(row: &[u8]) -> Result<R, String> {
    let mut row: R = serde_json::from_slice(row).map_err(|error| error.to_string())?;
    row.recover();
    Ok(row)
}

/// Gives the tables within a row the path that it is kept under.
pub(super) fn set_paths<R: Row>(row: &mut R, path: &Path) {
    for table in row.tables() {
        table.set_path(path);
    }
}

fn absent<R: Row>(name: &str) -> ServerError {
    error::not_found(R::RESOURCE, name)
}
