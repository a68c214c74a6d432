//! Kept state: rows in a redb file, written by a thread of its own.
//!
//! redb, because it is a transactional store in pure Rust of one file: no C library to build, and
//! the emulator's rows are looked up in memory, so nothing of SQL would be used. The 2.6 line is
//! the one that this project's oldest compiler can build.
//!
//! Requests hand their changes over in order and wait. The thread takes all that have gathered,
//! writes them in one transaction and releases them all when the disk has it: a commit serves
//! everyone who waits (group commit), and the changes of one request are never in two transactions.

mod blocks;
mod changes;
#[cfg(feature = "cli")]
mod repair;

use std::fs::OpenOptions;
use std::io;
use std::path::Path as FilePath;
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::thread::JoinHandle;

use redb::backends::{FileBackend, InMemoryBackend};
use redb::{
    Builder, Database, ReadTransaction, ReadableTable, StorageBackend, TableDefinition, TableError,
};
use tokio::sync::oneshot;

use self::blocks::Blocks;

pub(crate) use changes::{Change, Changes, Kind, Path};
#[cfg(feature = "cli")]
pub(crate) use repair::repair;

const ROWS: TableDefinition<'_, &[u8], &[u8]> = TableDefinition::new("rows");
const META: TableDefinition<'_, &str, u64> = TableDefinition::new("meta");
/// Maximum number of requests that share a commit.
const MAX_GROUP: usize = 4_096;

/// Contents of a file when it was opened.
#[derive(Debug, Default)]
pub(crate) struct Kept {
    /// The rows, each after those that it lies in.
    pub(crate) rows: Vec<(Path, Vec<u8>)>,
    /// The last number that was given.
    pub(crate) last_number: u64,
    /// Whether nothing was written to it yet.
    pub(crate) is_new: bool,
}

/// A file and the thread that writes it. Both end when it is dropped, after all that was handed
/// over is written.
pub(crate) struct Store {
    open: Box<Open>,
    /// The thread, or why the file is not open.
    writer: Mutex<Result<Writer, String>>,
}

type Open = dyn Fn() -> Result<Box<dyn StorageBackend>, Failure> + Send + Sync;
type Failure = Box<dyn std::error::Error + Send + Sync>;

#[derive(Debug)]
struct Writer {
    sender: Sender<Batch>,
    thread: JoinHandle<()>,
    failure: Arc<OnceLock<String>>,
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
        let file = path.to_owned();
        let opened = Self::start(Box::new(move || open_file(&file)));
        opened.map_err(|error| {
            let mut message = format!("the data file {}: {error}", path.display());
            if message.contains(blocks::DAMAGED) {
                message.push_str(REMEDY);
            }
            io::Error::other(message)
        })
    }

    fn start(open: Box<Open>) -> Result<(Self, Kept), Failure> {
        let writer = Mutex::new(Err("it is not open yet".to_owned()));
        let store = Self { open, writer };
        let kept = store.reopen()?;
        Ok((store, kept))
    }

    /// Opens the file again after a failure. What could not be written is not in it.
    pub(crate) fn reopen(&self) -> Result<Kept, Failure> {
        let mut writer = self.writer();
        let reason = reason(&writer).unwrap_or_default();
        if let Ok(failed) = std::mem::replace(&mut *writer, Err(reason)) {
            failed.finish();
        }
        let database = open_database((self.open)()?)?;
        let kept = load(&database)?;
        *writer = Ok(Writer::start(database, kept.last_number)?);
        Ok(kept)
    }

    /// What is in a file that cannot be opened again, since opening it writes to it.
    pub(crate) fn read(&self) -> Result<Kept, Failure> {
        let (disk, copy) = ((self.open)()?, InMemoryBackend::new());
        let len = disk.len()?;
        copy.set_len(len)?;
        copy.write(0, &disk.read(0, usize::try_from(len)?)?)?;
        load(&open_database(Box::new(copy))?)
    }

    /// Hands changes over. They are kept after all that were handed over before.
    pub(crate) fn keep(&self, changes: Vec<Change>, last_number: u64) -> Ticket {
        let (done, ticket) = oneshot::channel();
        if let Ok(writer) = &*self.writer() {
            // Where the thread has ended, `done` is dropped, which fails the ticket.
            let _ = writer.sender.send(Batch {
                changes,
                last_number,
                done,
            });
        }
        Ticket(Some(ticket))
    }

    /// Error after which nothing can be written until it is [opened again](Self::reopen).
    pub(crate) fn failure(&self) -> Option<String> {
        reason(&self.writer())
    }

    fn writer(&self) -> MutexGuard<'_, Result<Writer, String>> {
        self.writer.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn reason(writer: &Result<Writer, String>) -> Option<String> {
    match writer {
        Ok(writer) => writer.failure.get().cloned(),
        Err(reason) => Some(reason.clone()),
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        let ended = Err("it has ended".to_owned());
        if let Ok(writer) = std::mem::replace(&mut *self.writer(), ended) {
            writer.finish();
        }
    }
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.writer.fmt(f)
    }
}

impl Writer {
    fn start(database: Database, last_number: u64) -> io::Result<Self> {
        let (sender, receiver) = mpsc::channel();
        let failure = Arc::new(OnceLock::new());
        let thread = std::thread::Builder::new()
            .name("kcrs-store".to_owned())
            .spawn({
                let failure = Arc::clone(&failure);
                move || write_batches(&database, &receiver, &failure, last_number)
            })?;
        Ok(Self {
            sender,
            thread,
            failure,
        })
    }

    fn finish(self) {
        drop(self.sender);
        // A panic of the thread has been printed by it.
        let _ = self.thread.join();
    }
}

/// Error of writing changes.
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

/// Where redb's header says that the file was not closed in order, and by which bit.
const UNCLEAN: (u64, u8) = (9, 2);
/// Remedy for a damaged file.
const REMEDY: &str = ". Put back a copy of it, or save what can be read of it in a new file with \
                      `kcrs-emulator --data FILE --repair NEW-FILE`, or take another file";

fn open_file(path: &FilePath) -> Result<Box<dyn StorageBackend>, Failure> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    Ok(Box::new(FileBackend::new(options.open(path)?)?))
}

/// Opens what is on a disk. redb goes through all of it, as after a crash, and finds out anew which
/// pages are in use, so that a write that failed halfway has left nothing behind.
fn open_database(disk: Box<dyn StorageBackend>) -> Result<Database, Failure> {
    let blocks = Blocks::open(disk)?;
    if blocks.len()? > 0 {
        let (offset, flag) = UNCLEAN;
        let flags = blocks.read(offset, 1)?[0];
        blocks.write(offset, &[flags | flag])?;
    }
    Ok(Builder::new().create_with_backend(blocks)?)
}

fn load(database: &Database) -> Result<Kept, Failure> {
    let transaction = database.begin_read()?;
    let rows = match transaction.open_table(ROWS) {
        Ok(rows) => rows,
        Err(TableError::TableDoesNotExist(_)) => {
            let is_new = true;
            return Ok(Kept {
                is_new,
                ..Kept::default()
            });
        }
        Err(error) => return Err(error.into()),
    };
    let mut kept = Kept {
        last_number: last_number(&transaction)?,
        ..Kept::default()
    };
    for row in rows.iter()? {
        let (key, value) = row?;
        kept.rows
            .push((Path::from_bytes(key.value()), value.value().to_vec()));
    }
    Ok(kept)
}

fn last_number(transaction: &ReadTransaction) -> Result<u64, Failure> {
    let number = transaction.open_table(META)?.get("last_number")?;
    Ok(number.map_or(0, |number| number.value()))
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
