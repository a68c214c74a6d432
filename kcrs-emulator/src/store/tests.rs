use std::sync::atomic::{AtomicBool, Ordering};

use redb::StorageBackend;
use redb::backends::InMemoryBackend;

use super::*;
use crate::futures::block_on;

/// A disk that can be made to fail.
#[derive(Debug)]
struct Disk {
    memory: InMemoryBackend,
    fails: Arc<AtomicBool>,
}

impl Disk {
    fn check(&self) -> io::Result<()> {
        if self.fails.load(Ordering::Relaxed) {
            return Err(io::Error::other("the disk is full"));
        }
        Ok(())
    }

    fn new() -> (Arc<Self>, Arc<AtomicBool>) {
        let fails = Arc::new(AtomicBool::new(false));
        let memory = InMemoryBackend::new();
        let disk = Self {
            memory,
            fails: Arc::clone(&fails),
        };
        (Arc::new(disk), fails)
    }
}

/// A disk as one who opens it has it.
#[derive(Debug)]
struct Opened(Arc<Disk>);

impl StorageBackend for Opened {
    fn len(&self) -> io::Result<u64> {
        self.0.memory.len()
    }

    fn read(&self, offset: u64, len: usize) -> io::Result<Vec<u8>> {
        self.0.memory.read(offset, len)
    }

    fn set_len(&self, len: u64) -> io::Result<()> {
        self.0.check()?;
        self.0.memory.set_len(len)
    }

    fn sync_data(&self, eventual: bool) -> io::Result<()> {
        self.0.check()?;
        self.0.memory.sync_data(eventual)
    }

    fn write(&self, offset: u64, data: &[u8]) -> io::Result<()> {
        self.0.check()?;
        let end = offset + data.len() as u64;
        if self.0.memory.len()? < end {
            self.0.memory.set_len(end)?;
        }
        self.0.memory.write(offset, data)
    }
}

fn put(number: u64) -> Vec<Change> {
    vec![Change::Put(
        Path::root().child(Kind::INSTANCE, number),
        b"{}".to_vec(),
    )]
}

#[test]
fn after_a_write_that_fails_nothing_is_written_until_the_file_is_opened_again() {
    let (disk, fails) = Disk::new();
    let open = Arc::clone(&disk);
    let (store, kept) =
        Store::start(Box::new(move || Ok(Box::new(Opened(Arc::clone(&open)))))).unwrap();
    assert!(kept.is_new && kept.rows.is_empty());
    block_on(store.keep(put(1), 1).wait()).unwrap();
    assert_eq!(store.failure(), None);
    fails.store(true, Ordering::Relaxed);
    let failed = block_on(store.keep(put(2), 2).wait()).unwrap_err();
    assert!(
        failed.0.contains("cannot be written") && failed.0.contains("disk is full"),
        "{failed:?}"
    );
    // A disk that has recovered does not help by itself: what was lost in between would be missing.
    fails.store(false, Ordering::Relaxed);
    assert_eq!(block_on(store.keep(put(3), 3).wait()), Err(failed));
    assert!(store.failure().is_some());
    let kept = store.reopen().unwrap();
    assert_eq!(
        (kept.rows.len(), kept.last_number, store.failure()),
        (1, 1, None)
    );
    block_on(store.keep(put(3), 3).wait()).unwrap();
    drop(store);
    let (_, kept) =
        Store::start(Box::new(move || Ok(Box::new(Opened(Arc::clone(&disk)))))).unwrap();
    assert_eq!((kept.rows.len(), kept.last_number), (2, 3));
}

#[test]
fn all_within_a_path_ends_where_the_next_begins() {
    assert_eq!(after_all_within(b""), None);
    assert_eq!(after_all_within(b"I\x00\x01"), Some(b"I\x00\x02".to_vec()));
    assert_eq!(after_all_within(b"I\x00\xff"), Some(b"I\x01".to_vec()));
    assert_eq!(after_all_within(b"\xff\xff"), None);
    let path = Path::root().child(Kind::INSTANCE, 255);
    let end = Path::from_bytes(&after_all_within(path.as_bytes()).unwrap());
    assert!(path.child(Kind::TOKEN, u64::MAX) < end);
    assert!(end <= Path::root().child(Kind::INSTANCE, 256));
}

#[test]
fn paths_are_read_back() {
    let path = Path::root()
        .child(Kind::INSTANCE, 1)
        .child(Kind::NAMESPACE, u64::MAX);
    assert_eq!(
        path.steps(),
        Some(vec![(Kind::INSTANCE, 1), (Kind::NAMESPACE, u64::MAX)])
    );
    assert_eq!(Path::from_bytes(b"I\x00").steps(), None);
}
