//! Saves what can be read of a damaged file.

use std::collections::BTreeSet;
use std::io;
use std::path::Path as FilePath;

use redb::{Builder, Database};

use super::{
    Blocks, Change, Failure, Kept, Kind, Path, ROWS, Store, last_number, open_database, open_file,
};
use crate::futures::block_on;

/// Result of a repair.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Repaired {
    pub(crate) rows: usize,
    /// Whether there was more than that.
    pub(crate) is_complete: bool,
}

/// Writes what can be read of a file to a new one. The old one stays as it is.
pub(crate) fn repair(from: &FilePath, to: &FilePath) -> io::Result<Repaired> {
    if to.exists() {
        return Err(io::Error::other(format!("{} exists already", to.display())));
    }
    std::fs::copy(from, to)?;
    let read = read(to);
    std::fs::remove_file(to)?;
    let (kept, is_complete) = read.map_err(|error| {
        io::Error::other(format!(
            "nothing of {} can be read: {error}",
            from.display()
        ))
    })?;
    let rows = kept.rows.len();
    let puts = kept
        .rows
        .into_iter()
        .map(|(path, row)| Change::Put(path, row));
    let (store, _) = Store::open(to)?;
    let written = block_on(store.keep(puts.collect(), kept.last_number).wait());
    written.map_err(|error| io::Error::other(error.0))?;
    Ok(Repaired { rows, is_complete })
}

fn read(copy: &FilePath) -> Result<(Kept, bool), Failure> {
    // Without looking at all of it, it can be opened where only some rows are damaged.
    let blocks = Blocks::open(open_file(copy)?)?;
    let opened = Builder::new().create_with_backend(blocks);
    let database = opened.or_else(|_| open_database(open_file(copy)?))?;
    let mut kept = Kept::default();
    let is_complete = read_rows(&database, &mut kept)?;
    // What lies in something that is lost is lost with it.
    let paths: BTreeSet<Path> = kept.rows.iter().map(|(path, _)| path.clone()).collect();
    let all = kept.rows.len();
    kept.rows
        .retain(|(path, _)| path.outer().all(|outer| paths.contains(&outer)));
    let is_complete = is_complete && kept.rows.len() == all;
    Ok((kept, is_complete))
}

/// Reads each instance for itself, as far as it can be read. Returns whether that was everything.
fn read_rows(database: &Database, kept: &mut Kept) -> Result<bool, Failure> {
    let transaction = database.begin_read()?;
    kept.last_number = last_number(&transaction)?;
    let rows = transaction.open_table(ROWS)?;
    let mut is_complete = true;
    for number in 1..=kept.last_number {
        let [from, to] = [number, number + 1].map(|it| Path::root().child(Kind::INSTANCE, it));
        let range = rows.range(from.as_bytes()..to.as_bytes());
        is_complete &= range.is_ok();
        for row in range.into_iter().flatten() {
            let Ok((key, value)) = row else {
                is_complete = false;
                break;
            };
            let row = (Path::from_bytes(key.value()), value.value().to_vec());
            kept.rows.push(row);
        }
    }
    Ok(is_complete)
}
