//! Files that are there as a whole or not at all.

use std::fs::{self, File, Permissions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Puts a file in place of the one that is there, which keeps its permissions; a new one only its owner can read. Whoever
/// reads meanwhile sees the old one or the new one. Where a symbolic link is there, what it points to is replaced.
pub(super) fn replace(path: &Path, contents: &[u8]) -> io::Result<()> {
    let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let folder = path.parent().unwrap_or(Path::new("."));
    make_folder(folder)?;
    let mut file = tempfile::Builder::new()
        .prefix(".kcrs-")
        .tempfile_in(folder)?;
    file.write_all(contents)?;
    if let Ok(old) = fs::metadata(&path) {
        file.as_file().set_permissions(old.permissions())?;
    }
    file.as_file().sync_all()?;
    file.persist(&path).map_err(|error| error.error)?;
    Ok(())
}

/// Makes a file that only its owner can read, whatever was there.
pub(super) fn replace_private(path: &Path, contents: &[u8]) -> io::Result<()> {
    if let Some(private) = owner_only()
        && path.exists()
    {
        fs::set_permissions(path, private)?;
    }
    replace(path, contents)
}

/// Waits until nobody else holds the lock of this name, and holds it until the file is dropped.
pub(super) fn lock(path: &Path) -> io::Result<File> {
    make_folder(path.parent().unwrap_or(Path::new(".")))?;
    let file = File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .open(path)?;
    fs4::FileExt::lock(&file)?;
    Ok(file)
}

/// The text of a file; `None` where there is no file.
pub(super) fn read(path: &Path) -> io::Result<Option<String>> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(io::Error::new(
            error.kind(),
            format!("{}: {error}", path.display()),
        )),
    }
}

/// The folder that the variable names, or else this one in the user's home.
pub(super) fn folder(variable: &str, in_home: &str) -> io::Result<PathBuf> {
    if let Some(folder) = std::env::var_os(variable).filter(|folder| !folder.is_empty()) {
        return Ok(folder.into());
    }
    let home = std::env::home_dir().filter(|home| !home.as_os_str().is_empty());
    home.map(|home| home.join(in_home)).ok_or_else(|| {
        io::Error::new(
            io::ErrorKind::NotFound,
            format!("there is no home directory; set {variable}"),
        )
    })
}

fn make_folder(folder: &Path) -> io::Result<()> {
    if folder.as_os_str().is_empty() || folder.is_dir() {
        return Ok(());
    }
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

#[cfg(unix)]
fn owner_only() -> Option<Permissions> {
    Some(std::os::unix::fs::PermissionsExt::from_mode(0o600))
}

/// Elsewhere a file in the user's home is its owner's.
#[cfg(not(unix))]
fn owner_only() -> Option<Permissions> {
    None
}
