//! Data files that are not as they were written: an error or the right data, never a panic, never
//! other data.

use super::*;
use crate::service::Seed;
use crate::store::repair;

const COPIES: u64 = 1_000;

/// Creates a data file and returns its contents and bytes.
fn file() -> (String, Vec<u8>) {
    let world = World::with(|options| options.seed = Some(Seed::demo()));
    for number in 0..20 {
        world.create_instance(&format!("instance{number}"));
    }
    let World {
        registry,
        now,
        file,
    } = world;
    let mut options = file.options();
    options.settle = SETTLE;
    drop(registry);
    // Opened once more, so that nothing in it is new.
    let registry = Registry::open(options, now).unwrap();
    let all = registry.shared.state.describe();
    drop(registry);
    (all, std::fs::read(&file.0).unwrap())
}

/// Numbers that look random and are the same in each run.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % end as u64) as usize
    }
}

/// Where the blocks are in which there is something.
fn used_blocks(bytes: &[u8]) -> Vec<usize> {
    let blocks = bytes.chunks(512).enumerate();
    let used = blocks.filter(|(_, block)| block[8..].iter().any(|byte| *byte != 0));
    used.map(|(number, _)| number * 512).collect()
}

fn damage(bytes: &mut Vec<u8>, used: &[usize], numbers: &mut Numbers) {
    let at = numbers.below(bytes.len());
    // Most of the file is empty.
    let near = used[numbers.below(used.len())] + numbers.below(512);
    match numbers.below(6) {
        0 => bytes.truncate(at),
        1 => bytes.truncate(bytes.len() - 1 - numbers.below(600)),
        2 => bytes[near] ^= 1 << numbers.below(8),
        3 => {
            for _ in 0..20 {
                let at = numbers.below(bytes.len());
                bytes[at] ^= 1 << numbers.below(8);
            }
        }
        4 => {
            let end = bytes.len().min(near + 1 + numbers.below(5_000));
            bytes[near..end].fill(0);
        }
        _ => {
            let (from, to) = (at / 512 * 512, near / 512 * 512);
            let block = bytes[from..from + 512].to_vec();
            bytes[to..to + 512].copy_from_slice(&block);
        }
    }
}

#[test]
fn a_damaged_file_is_an_error_or_has_the_right_data() {
    let (all, whole) = file();
    let used = used_blocks(&whole);
    let mut numbers = Numbers(0x9e37_79b9_7f4a_7c15);
    let now = UNIX_EPOCH + Duration::from_secs(BEGINNING);
    let (mut errors, mut right) = (0, 0);
    for copy in 0..COPIES {
        let file = DataFile::new();
        let mut bytes = whole.clone();
        damage(&mut bytes, &used, &mut numbers);
        if bytes.is_empty() {
            continue;
        }
        std::fs::write(&file.0, &bytes).unwrap();
        let mut options = file.options();
        options.settle = SETTLE;
        match Registry::open(options, now) {
            Ok(registry) => {
                assert_eq!(registry.shared.state.describe(), all, "copy {copy}");
                let parameters = [("InstanceName", "another"), ("InstanceType", "basic")];
                if let Err(error) = call(&registry, now, "CreateInstance", &parameters) {
                    assert!(
                        error.to_string().contains("it is damaged"),
                        "{copy}: {error}"
                    );
                }
                right += 1;
            }
            Err(error) => {
                let error = error.to_string();
                let path = file.0.to_str().unwrap();
                for part in ["the data file", path, "it is damaged", "--repair"] {
                    assert!(error.contains(part), "copy {copy}: {error}");
                }
                errors += 1;
            }
        }
    }
    eprintln!("{errors} errors, {right} times the right data");
    assert!(errors > 500 && right > 10, "{errors} {right}");
}

#[test]
fn what_can_be_read_of_a_damaged_file_is_saved_in_another() {
    let (all, whole) = file();
    let now = UNIX_EPOCH + Duration::from_secs(BEGINNING);
    let mut numbers = Numbers(1);
    let (mut complete, mut incomplete) = (0, 0);
    let used = used_blocks(&whole);
    // Where rows are, or were.
    let rows = used.iter().copied().filter(|at| {
        let mut words = whole[*at..*at + 512].windows(9);
        words.any(|word| word == b"\"created\"")
    });
    let rows: Vec<_> = rows.collect();
    for copy in 0..25 {
        let (file, new) = (DataFile::new(), DataFile::new());
        let mut bytes = whole.clone();
        let hit = if copy < 10 { &used } else { &rows };
        if copy > 0 {
            bytes[hit[numbers.below(hit.len())] + numbers.below(512)] ^= 1;
        }
        std::fs::write(&file.0, &bytes).unwrap();
        let repaired = repair(&file.0, &new.0).unwrap();
        assert!(
            std::fs::read(&file.0).unwrap() == bytes,
            "the old file stays as it is"
        );
        let mut options = new.options();
        options.settle = SETTLE;
        let registry = Registry::open(options, now).unwrap();
        let kept = registry.shared.state.describe();
        assert_eq!(kept == all, repaired.is_complete, "copy {copy}");
        assert!(copy > 0 || repaired.is_complete);
        if repaired.is_complete {
            complete += 1;
        } else {
            incomplete += usize::from(repaired.rows > 0);
        }
        // One that is there is not written over.
        assert!(repair(&file.0, &new.0).is_err());
    }
    assert!(complete > 0 && incomplete > 0, "{complete} {incomplete}");
    // Of one that is cut off, or of something else, there is nothing to save.
    let (file, new) = (DataFile::new(), DataFile::new());
    std::fs::write(&file.0, &whole[..whole.len() - 1]).unwrap();
    assert!(repair(&file.0, &new.0).is_err() && !new.0.exists());
}
