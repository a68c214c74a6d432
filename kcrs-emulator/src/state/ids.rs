//! Ids, secrets and digests: unlike any other, yet the same in each run where the seed is the same.

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};
use std::sync::atomic::{AtomicU64, Ordering};

use sha2::{Digest, Sha256};

const SECRET_ALPHABET: &[u8; 62] =
    b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const SECRET_LENGTH: usize = 32;

/// Hands out numbers that grow, and what is made of a number and the seed.
#[derive(Debug)]
pub(crate) struct Ids {
    seed: u64,
    next: AtomicU64,
}

impl Ids {
    /// Begins after `last`, so that numbers of an earlier run are not given again.
    pub(crate) fn new(seed: u64, last: u64) -> Self {
        Self {
            seed,
            next: AtomicU64::new(last + 1),
        }
    }

    /// A seed that differs from run to run.
    pub(crate) fn random_seed() -> u64 {
        // The keys of the standard hasher are the one source of randomness in the standard library.
        RandomState::new().build_hasher().finish()
    }

    /// A number greater than any before.
    pub(crate) fn number(&self) -> u64 {
        self.next.fetch_add(1, Ordering::Relaxed)
    }

    /// Goes on after this number.
    pub(crate) fn skip_to(&self, last: u64) {
        self.next.fetch_max(last + 1, Ordering::Relaxed);
    }

    /// The last number that was given.
    pub(crate) fn last(&self) -> u64 {
        self.next.load(Ordering::Relaxed) - 1
    }

    /// The UUID (version 4 in form) of a number.
    pub(crate) fn uuid(&self, number: u64) -> String {
        let hash = self.hash("uuid", number);
        let mut bytes = [0; 16];
        bytes.copy_from_slice(&hash[..16]);
        bytes[6] = bytes[6] & 0x0f | 0x40;
        bytes[8] = bytes[8] & 0x3f | 0x80;
        let mut text = hex(&bytes);
        for dash in [8, 13, 18, 23] {
            text.insert(dash, '-');
        }
        text
    }

    /// A password.
    pub(crate) fn secret(&self, number: u64) -> String {
        let hash = self.hash("secret", number);
        (0..SECRET_LENGTH)
            .map(|index| {
                char::from(SECRET_ALPHABET[usize::from(hash[index]) % SECRET_ALPHABET.len()])
            })
            .collect()
    }

    /// The digest of an image that nobody has named one for.
    pub(crate) fn digest(&self, number: u64) -> String {
        format!("sha256:{}", hex(&self.hash("image", number)))
    }

    fn hash(&self, kind: &str, number: u64) -> [u8; 32] {
        let mut hasher = Sha256::new();
        hasher.update(kind);
        hasher.update(self.seed.to_be_bytes());
        hasher.update(number.to_be_bytes());
        hasher.finalize().into()
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_seed_decides_and_numbers_differ() {
        let (ids, same, other) = (Ids::new(7, 0), Ids::new(7, 0), Ids::new(8, 0));
        let (first, second) = (ids.number(), ids.number());
        assert_eq!((first, second, ids.last()), (1, 2, 2));
        assert_eq!(ids.uuid(first), same.uuid(first));
        assert_ne!(ids.uuid(first), ids.uuid(second));
        assert_ne!(ids.uuid(first), other.uuid(first));
        assert_ne!(ids.digest(first), ids.digest(second));
        assert_eq!(ids.secret(first).len(), SECRET_LENGTH);
        assert_eq!(Ids::new(7, 41).number(), 42);
    }

    #[test]
    fn uuids_have_the_form_of_version_4() {
        let ids = Ids::new(Ids::random_seed(), 0);
        for number in 0..200 {
            let uuid = ids.uuid(number);
            let parts: Vec<&str> = uuid.split('-').collect();
            assert_eq!(
                parts.iter().map(|part| part.len()).collect::<Vec<_>>(),
                [8, 4, 4, 4, 12]
            );
            assert!(parts[2].starts_with('4') && "89ab".contains(&parts[3][..1]));
        }
    }
}
