//! Writing a file that is for its owner only.

use std::fs::{self, DirBuilder};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::failure::{Exit, Failure};

/// Links that lead to links; the kernel follows as many.
const MOST_LINKS: usize = 40;

/// Puts a text in the place of a file at once: who reads it sees the old or the new one. Nobody but its owner can read the new
/// one. Where `path` is a link, it stays one.
pub(super) fn save(path: &Path, text: &str) -> Result<(), Failure> {
    let failure = |error: io::Error| {
        let path = path.display();
        Failure::new(Exit::Other, format!("{path} cannot be written: {error}"))
    };
    let target = follow(path).map_err(failure)?;
    replace(&target, text).map_err(failure)
}

fn replace(target: &Path, text: &str) -> io::Result<()> {
    if target.exists() && !target.is_file() {
        return Err(io::Error::other("it is no regular file"));
    }
    let folder = match target.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    make_folder(folder)?;
    // For its owner only from the beginning.
    let mut file = tempfile::Builder::new()
        .prefix(".kcrs-")
        .tempfile_in(folder)?;
    file.write_all(text.as_bytes())?;
    file.as_file().sync_all()?;
    file.persist(target)?;
    Ok(())
}

fn make_folder(folder: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// Where links lead, also to what is not there yet.
fn follow(path: &Path) -> io::Result<PathBuf> {
    let mut path = path.to_owned();
    for _ in 0..MOST_LINKS {
        let is_link = fs::symlink_metadata(&path).is_ok_and(|metadata| metadata.is_symlink());
        if !is_link {
            return Ok(path);
        }
        let next = fs::read_link(&path)?;
        path = match path.parent() {
            Some(folder) => folder.join(next),
            None => next,
        };
    }
    Err(io::Error::other("there are too many links"))
}
