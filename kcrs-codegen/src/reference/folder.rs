//! A reference in a folder: written, or compared with what is there.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::{MARK, Page};

/// The result of writing a reference.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Written {
    /// Pages that are new or were changed.
    pub written: usize,
    /// Pages that were up to date.
    pub unchanged: usize,
    /// Pages of an earlier run that the API no longer has.
    pub removed: usize,
}

/// Difference between a page in a folder and the page generated from the spec.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Difference {
    /// It is not there.
    Missing(String),
    /// Its text differs.
    Changed(String),
    /// The API no longer has what it is about.
    Stale(String),
}

/// Writes the pages that are not up to date, and removes those of an earlier run that the
/// reference no longer has. Other files in the folder are left alone.
///
/// # Errors
///
/// A file that cannot be read or written, or one in the place of a page that is not of an earlier
/// run; then nothing is written.
pub fn write(folder: &Path, pages: &[Page]) -> io::Result<Written> {
    let mut wrong = Vec::new();
    for page in pages {
        let path = folder.join(&page.path);
        match read(&path)? {
            Some(text) if text == page.text => {}
            Some(text) if !text.starts_with(MARK) => {
                return Err(io::Error::new(
                    io::ErrorKind::AlreadyExists,
                    format!(
                        "{} is not a page that `kcrs-codegen docs` wrote, so it is not overwritten; move it away",
                        path.display()
                    ),
                ));
            }
            _ => wrong.push((path, page)),
        }
    }
    let stale = stale(folder, pages)?;
    for (path, page) in &wrong {
        let parent = path.parent().unwrap_or(folder);
        fs::create_dir_all(parent).map_err(|error| about(parent, &error))?;
        fs::write(path, &page.text).map_err(|error| about(path, &error))?;
    }
    for path in &stale {
        let path = folder.join(path);
        fs::remove_file(&path).map_err(|error| about(&path, &error))?;
    }
    Ok(Written {
        written: wrong.len(),
        unchanged: pages.len() - wrong.len(),
        removed: stale.len(),
    })
}

/// Returns the differences between the folder and the pages, sorted by path.
///
/// # Errors
///
/// A file that cannot be read.
pub fn compare(folder: &Path, pages: &[Page]) -> io::Result<Vec<Difference>> {
    let mut differences = Vec::new();
    for page in pages {
        match read(&folder.join(&page.path))? {
            None => differences.push(Difference::Missing(page.path.clone())),
            Some(text) if text != page.text => {
                differences.push(Difference::Changed(page.path.clone()));
            }
            Some(_) => {}
        }
    }
    differences.extend(stale(folder, pages)?.into_iter().map(Difference::Stale));
    differences.sort_by(|a, b| a.path().cmp(b.path()));
    Ok(differences)
}

impl Difference {
    /// The page, by its path within the reference.
    #[must_use]
    pub fn path(&self) -> &str {
        match self {
            Self::Missing(path) | Self::Changed(path) | Self::Stale(path) => path,
        }
    }
}

impl std::fmt::Display for Difference {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let what = match self {
            Self::Missing(_) => "is missing",
            Self::Changed(_) => "is not what the spec says",
            Self::Stale(_) => "is about something that the spec no longer has",
        };
        write!(f, "{} {what}", self.path())
    }
}

/// The text of a file, if it exists and is UTF-8.
fn read(path: &Path) -> io::Result<Option<String>> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(String::from_utf8_lossy(&bytes).into_owned())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(about(path, &error)),
    }
}

/// Pages of an earlier run, in the folders of the languages that are written, that are not among
/// the pages.
fn stale(folder: &Path, pages: &[Page]) -> io::Result<Vec<String>> {
    let known: BTreeSet<&str> = pages.iter().map(|page| page.path.as_str()).collect();
    let folders: BTreeSet<&str> = known
        .iter()
        .filter_map(|path| path.rsplit_once('/'))
        .map(|(folder, _)| folder)
        .collect();
    let mut stale = Vec::new();
    for place in folders {
        for name in names(&folder.join(place))? {
            let path = format!("{place}/{name}");
            if !known.contains(path.as_str())
                && name.ends_with(".md")
                && read(&folder.join(&path))?.is_some_and(|text| text.starts_with(MARK))
            {
                stale.push(path);
            }
        }
    }
    stale.sort();
    Ok(stale)
}

/// The names of the files in a folder; none where there is no folder.
fn names(folder: &Path) -> io::Result<Vec<String>> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(about(folder, &error)),
    };
    let mut names = Vec::new();
    for entry in entries {
        let path: PathBuf = entry.map_err(|error| about(folder, &error))?.path();
        if path.is_file()
            && let Some(name) = path.file_name().and_then(|name| name.to_str())
        {
            names.push(name.to_owned());
        }
    }
    Ok(names)
}

fn about(path: &Path, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{}: {error}", path.display()))
}
