//! A file in blocks, each with its checksum: what was damaged is an error when it is read.
//!
//! redb trusts a file that was closed in order. Cut or altered bytes make it panic, or come back as
//! data. It reads through this instead. A block is as large as a sector of a disk, so that a write
//! of it that is cut short leaves the old block or the new one; redb's header fits into one.

use std::io;
use std::sync::{PoisonError, RwLock};

use redb::StorageBackend;

/// Prefix of every error about damage; redb passes it on as a text.
pub(super) const DAMAGED: &str = "it is damaged";

const BLOCK: usize = 512;
const SUM: usize = 8;
const PAYLOAD: usize = BLOCK - SUM;
/// Number of blocks that a growing file gets in one write.
const GROWTH: usize = 256;
/// Magic bytes of the first block; the number changes with the form of the file.
const MAGIC: &[u8] = b"kcrs-emulator data 2\n";

/// The blocks on a disk. The first one says how many bytes there are in the others.
#[derive(Debug)]
pub(super) struct Blocks(RwLock<Disk>);

#[derive(Debug)]
struct Disk {
    backend: Box<dyn StorageBackend>,
    len: u64,
}

impl Blocks {
    /// Begins a file where there is nothing yet.
    pub(super) fn open(backend: Box<dyn StorageBackend>) -> io::Result<Self> {
        let mut disk = Disk { backend, len: 0 };
        let found = disk.backend.len()?;
        if found == 0 {
            disk.write_len(0)?;
            return Ok(Self(RwLock::new(disk)));
        }
        let first = (found >= BLOCK as u64).then(|| disk.read_blocks(0, 1));
        let first = first.transpose().ok().flatten().unwrap_or_default();
        let Some((len, _)) = first
            .strip_prefix(MAGIC)
            .and_then(<[u8]>::split_first_chunk)
        else {
            return Err(damaged(
                "its beginning is not that of a data file of this version",
            ));
        };
        disk.len = u64::from_le_bytes(*len);
        let expected = (1 + disk.len.div_ceil(PAYLOAD as u64)) * BLOCK as u64;
        if found < expected {
            let message = format!("it has {found} bytes of {expected}");
            return Err(damaged(&message));
        }
        Ok(Self(RwLock::new(disk)))
    }

    fn disk(&self) -> std::sync::RwLockReadGuard<'_, Disk> {
        self.0.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn disk_mut(&self) -> std::sync::RwLockWriteGuard<'_, Disk> {
        self.0.write().unwrap_or_else(PoisonError::into_inner)
    }
}

impl StorageBackend for Blocks {
    fn len(&self) -> io::Result<u64> {
        Ok(self.disk().len)
    }

    fn read(&self, offset: u64, len: usize) -> io::Result<Vec<u8>> {
        let (first, count, skipped) = blocks_of(offset, len);
        let mut payload = self.disk().read_blocks(first, count)?;
        payload.drain(..skipped);
        payload.truncate(len);
        Ok(payload)
    }

    fn set_len(&self, len: u64) -> io::Result<()> {
        let mut disk = self.disk_mut();
        let blocks = |len: u64| 1 + len.div_ceil(PAYLOAD as u64);
        if len < disk.len {
            disk.write_len(len)?;
            return disk.backend.set_len(blocks(len) * BLOCK as u64);
        }
        // What a longer file had behind its end before it was cut is no part of it any more.
        let rest = blocks(disk.len) * PAYLOAD as u64 - PAYLOAD as u64 - disk.len;
        let offset = disk.len;
        disk.write(offset, &vec![0; usize::try_from(rest).unwrap_or(0)])?;
        for number in (blocks(disk.len)..blocks(len)).step_by(GROWTH) {
            let count = GROWTH.min((blocks(len) - number) as usize);
            disk.write_blocks(number, &vec![0; count * PAYLOAD])?;
        }
        disk.backend.sync_data(false)?;
        disk.write_len(len)
    }

    fn sync_data(&self, eventual: bool) -> io::Result<()> {
        self.disk().backend.sync_data(eventual)
    }

    fn write(&self, offset: u64, data: &[u8]) -> io::Result<()> {
        self.disk_mut().write(offset, data)
    }
}

impl Disk {
    fn write(&self, offset: u64, data: &[u8]) -> io::Result<()> {
        let (first, count, skipped) = blocks_of(offset, data.len());
        let mut payload = vec![0; count * PAYLOAD];
        let end = skipped + data.len();
        // Only of the first and the last block something may stay as it is.
        for (number, block) in (first..).zip(payload.chunks_exact_mut(PAYLOAD)) {
            let start = (number - first) as usize * PAYLOAD;
            if skipped > start || end < start + PAYLOAD {
                block.copy_from_slice(&self.read_blocks(number, 1)?);
            }
        }
        payload[skipped..end].copy_from_slice(data);
        self.write_blocks(first, &payload)
    }

    fn write_len(&mut self, len: u64) -> io::Result<()> {
        let mut payload = [0; PAYLOAD];
        let (magic, rest) = payload.split_at_mut(MAGIC.len());
        magic.copy_from_slice(MAGIC);
        rest[..8].copy_from_slice(&len.to_le_bytes());
        self.write_blocks(0, &payload)?;
        self.len = len;
        Ok(())
    }

    fn read_blocks(&self, first: u64, count: usize) -> io::Result<Vec<u8>> {
        let raw = self.backend.read(first * BLOCK as u64, count * BLOCK)?;
        let mut payload = Vec::with_capacity(count * PAYLOAD);
        for (number, block) in (first..).zip(raw.chunks_exact(BLOCK)) {
            let (sum, data) = block.split_at(SUM);
            if sum != checksum(number, data).to_le_bytes() {
                return Err(damaged(&format!("block {number} is not as it was written")));
            }
            payload.extend_from_slice(data);
        }
        Ok(payload)
    }

    fn write_blocks(&self, first: u64, payload: &[u8]) -> io::Result<()> {
        let mut raw = Vec::with_capacity(payload.len() / PAYLOAD * BLOCK);
        for (number, data) in (first..).zip(payload.chunks_exact(PAYLOAD)) {
            raw.extend_from_slice(&checksum(number, data).to_le_bytes());
            raw.extend_from_slice(data);
        }
        self.backend.write(first * BLOCK as u64, &raw)
    }
}

/// The first block that holds some of these bytes, how many do, and how many bytes of them come
/// before.
fn blocks_of(offset: u64, len: usize) -> (u64, usize, usize) {
    let payload = PAYLOAD as u64;
    let skipped = (offset % payload) as usize;
    (
        1 + offset / payload,
        (skipped + len).div_ceil(PAYLOAD),
        skipped,
    )
}

/// A hash of a block and of its place: no two blocks can change places. Each step can be undone, so
/// that a change of one word always changes it.
fn checksum(number: u64, data: &[u8]) -> u64 {
    let words = data.as_chunks::<8>().0.iter();
    words.fold(number ^ 0x9e37_79b9_7f4a_7c15, |hash, word| {
        let hash = (hash ^ u64::from_le_bytes(*word)).wrapping_mul(0xff51_afd7_ed55_8ccd);
        hash ^ hash >> 32
    })
}

fn damaged(how: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, format!("{DAMAGED}: {how}"))
}
