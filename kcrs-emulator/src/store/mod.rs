//! Kept state: rows in a redb file, written by a thread of its own.
//!
//! redb, because it is a transactional store in pure Rust of one file: no C library to build, and
//! the emulator's rows are looked up in memory, so nothing of SQL would be used. The 2.6 line is
//! the one that this project's oldest compiler can build.
//!
//! Requests hand their changes over in order and wait. The thread takes all that have gathered,
//! writes them in one transaction and releases them all when the disk has it: a commit serves
//! everyone who waits (group commit), and the changes of one request are never in two transactions.

mod changes;

use std::fs::{File, OpenOptions};
use std::io;
use std::path::Path as FilePath;
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, OnceLock};
use std::thread::JoinHandle;

use redb::{Builder, Database, ReadableTable, TableDefinition};
use tokio::sync::oneshot;

pub(crate) use changes::{Change, Changes, Kind, Path};

const ROWS: TableDefinition<'_, &[u8], &[u8]> = TableDefinition::new("rows");
const META: TableDefinition<'_, &str, u64> = TableDefinition::new("meta");
/// The form of the rows. A file of another form is refused.
const FORMAT: u64 = 1;
/// How many requests share a commit.
const MAX_GROUP: usize = 4_096;

/// What a file held when it was opened.
#[derive(Debug, Default)]
pub(crate) struct Kept {
    /// The rows, each after those that it lies in.
    pub(crate) rows: Vec<(Path, Vec<u8>)>,
    /// The last number that was given.
    pub(crate) last_number: u64,
    /// Whether nothing was written to it yet.
    pub(crate) is_new: bool,
}

/// An open file and its thread. Both end when it is dropped, after all that was handed over is
/// written.
#[derive(Debug)]
pub(crate) struct Store {
    sender: Option<Sender<Batch>>,
    failure: Arc<OnceLock<String>>,
    thread: Option<JoinHandle<()>>,
}

#[derive(Debug)]
struct Batch {
    changes: Vec<Change>,
    last_number: u64,
    done: oneshot::Sender<Result<(), String>>,
}

impl Store {
    /// Opens a file, or makes it so that only its owner can read it: it holds passwords.
    pub(crate) fn open(path: &FilePath) -> io::Result<(Self, Kept)> {
        let describe = |error: &dyn std::fmt::Display| {
            io::Error::other(format!("the data file {}: {error}", path.display()))
        };
        let file = open_file(path).map_err(|error| describe(&error))?;
        let database = Builder::new()
            .create_file(file)
            .map_err(|error| describe(&error))?;
        Self::start(database, describe)
    }

    fn start(
        database: Database,
        describe: impl Fn(&dyn std::fmt::Display) -> io::Error,
    ) -> io::Result<(Self, Kept)> {
        let kept = load(&database).map_err(|error| describe(&error))?;
        let (sender, receiver) = mpsc::channel();
        let failure = Arc::new(OnceLock::new());
        let last_number = kept.last_number;
        let thread = std::thread::Builder::new()
            .name("kcrs-store".to_owned())
            .spawn({
                let failure = Arc::clone(&failure);
                move || write_batches(&database, &receiver, &failure, last_number)
            })?;
        let store = Self {
            sender: Some(sender),
            failure,
            thread: Some(thread),
        };
        Ok((store, kept))
    }

    /// Hands changes over. They are kept after all that were handed over before.
    pub(crate) fn keep(&self, changes: Vec<Change>, last_number: u64) -> Ticket {
        let (done, ticket) = oneshot::channel();
        if let Some(sender) = &self.sender {
            // Where the thread has ended, `done` is dropped, which fails the ticket.
            let _ = sender.send(Batch {
                changes,
                last_number,
                done,
            });
        }
        Ticket(Some(ticket))
    }

    /// Why nothing can be written any more.
    pub(crate) fn failure(&self) -> Option<String> {
        self.failure.get().cloned()
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        self.sender = None;
        if let Some(thread) = self.thread.take() {
            // A panic of the thread has been printed by it.
            let _ = thread.join();
        }
    }
}

/// Why changes could not be written.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct StoreError(pub(crate) String);

/// A receipt for changes that will be on disk.
#[derive(Debug)]
#[must_use]
pub(crate) struct Ticket(Option<oneshot::Receiver<Result<(), String>>>);

impl Ticket {
    /// For what needs no disk.
    pub(crate) fn done() -> Self {
        Self(None)
    }

    /// Waits for the disk.
    pub(crate) async fn wait(self) -> Result<(), StoreError> {
        match self.0 {
            None => Ok(()),
            Some(ticket) => ticket
                .await
                .unwrap_or_else(|_| Err("the store has ended".to_owned()))
                .map_err(StoreError),
        }
    }
}

fn open_file(path: &FilePath) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

type Failure = Box<dyn std::error::Error + Send + Sync>;

fn load(database: &Database) -> Result<Kept, Failure> {
    let transaction = database.begin_write()?;
    let mut kept = Kept::default();
    {
        let mut meta = transaction.open_table(META)?;
        let format = meta.get("format")?.map(|format| format.value());
        match format {
            Some(FORMAT) => {}
            Some(other) => {
                return Err(
                    format!("it has the form {other}, this version writes {FORMAT}").into(),
                );
            }
            None => {
                meta.insert("format", FORMAT)?;
            }
        }
        let last_number = meta.get("last_number")?.map(|number| number.value());
        kept.is_new = last_number.is_none();
        kept.last_number = last_number.unwrap_or(0);
        let rows = transaction.open_table(ROWS)?;
        for row in rows.iter()? {
            let (key, value) = row?;
            kept.rows
                .push((Path::from_bytes(key.value()), value.value().to_vec()));
        }
    }
    transaction.commit()?;
    Ok(kept)
}

fn write_batches(
    database: &Database,
    batches: &Receiver<Batch>,
    failure: &OnceLock<String>,
    mut last_number: u64,
) {
    while let Ok(first) = batches.recv() {
        let mut group = vec![first];
        group.extend(batches.try_iter().take(MAX_GROUP - 1));
        last_number = group
            .iter()
            .map(|batch| batch.last_number)
            .fold(last_number, u64::max);
        let result = match failure.get() {
            Some(reason) => Err(reason.clone()),
            None => write(database, &group, last_number).map_err(|error| {
                let reason = format!("the data file cannot be written: {error}");
                failure.get_or_init(|| reason).clone()
            }),
        };
        for batch in group {
            // A request whose client has gone does not wait any more.
            let _ = batch.done.send(result.clone());
        }
    }
}

/// Writes a group; it is on disk when this returns (redb's default durability is `Immediate`).
fn write(database: &Database, group: &[Batch], last_number: u64) -> Result<(), Failure> {
    let transaction = database.begin_write()?;
    {
        let mut meta = transaction.open_table(META)?;
        meta.insert("last_number", last_number)?;
        let mut rows = transaction.open_table(ROWS)?;
        for change in group.iter().flat_map(|batch| &batch.changes) {
            match change {
                Change::Put(path, row) => {
                    rows.insert(path.as_bytes(), row.as_slice())?;
                }
                Change::Remove(path) => {
                    let from = path.as_bytes();
                    match after_all_within(from) {
                        Some(to) => rows.retain_in(from..to.as_slice(), |_, _| false)?,
                        None => rows.retain(|_, _| false)?,
                    }
                }
            }
        }
    }
    transaction.commit()?;
    Ok(())
}

/// The first key after all that begin with this one, or nothing where there is none.
fn after_all_within(key: &[u8]) -> Option<Vec<u8>> {
    let last = key.iter().rposition(|byte| *byte != u8::MAX)?;
    let mut next = key[..=last].to_vec();
    next[last] += 1;
    Some(next)
}

#[cfg(test)]
mod tests;
