//! Files that are there as a whole or not at all.

use std::fs::{self, File, Permissions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::error::CliError;

/// Links that lead to links; the kernel follows as many.
const MAX_LINKS: usize = 40;

/// Puts a file in place of the one that is there, which keeps its permissions; a new one only its
/// owner can read. Whoever reads meanwhile sees the old one or the new one. Where a symbolic link
/// is there, what it points to is replaced.
pub(crate) fn replace(path: &Path, contents: &[u8]) -> Result<(), CliError> {
    let replace = || {
        let target = follow(path)?;
        let permissions = fs::metadata(&target).ok().map(|old| old.permissions());
        put(&target, contents, permissions)
    };
    replace().map_err(|error| unwritable(path, &error))
}

/// The same for what only its owner may read, whatever was there.
pub(crate) fn replace_private(path: &Path, contents: &[u8]) -> Result<(), CliError> {
    let replace = || put(&follow(path)?, contents, None);
    replace().map_err(|error| unwritable(path, &error))
}

/// The error for a file that cannot be written.
pub(crate) fn unwritable(path: &Path, error: &io::Error) -> CliError {
    let path = path.display();
    CliError::other(text!(
        "{path} cannot be written: {error}",
        "{path} 无法写入：{error}"
    ))
}

fn put(target: &Path, contents: &[u8], permissions: Option<Permissions>) -> io::Result<()> {
    if target.exists() && !target.is_file() {
        return Err(io::Error::other("it is no regular file"));
    }
    let folder = folder_of(target);
    make_folder(folder)?;
    // For its owner only from the beginning.
    let mut file = tempfile::Builder::new()
        .prefix(".kcrs-")
        .tempfile_in(folder)?;
    file.write_all(contents)?;
    if let Some(permissions) = permissions {
        file.as_file().set_permissions(permissions)?;
    }
    file.as_file().sync_all()?;
    file.persist(target)?;
    Ok(())
}

/// Follows links, also to a file that does not exist yet.
fn follow(path: &Path) -> io::Result<PathBuf> {
    let mut path = path.to_owned();
    for _ in 0..MAX_LINKS {
        let is_link = fs::symlink_metadata(&path).is_ok_and(|metadata| metadata.is_symlink());
        if !is_link {
            return Ok(path);
        }
        path = folder_of(&path).join(fs::read_link(&path)?);
    }
    Err(io::Error::other("there are too many links"))
}

fn folder_of(path: &Path) -> &Path {
    path.parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."))
}

/// Waits until nobody else holds the lock of this name, and holds it until the file is dropped.
pub(crate) fn lock(path: &Path) -> Result<File, CliError> {
    let lock = || {
        make_folder(folder_of(path))?;
        let mut options = File::options();
        let options = options.create(true).truncate(false).write(true);
        let file = options.open(path)?;
        fs4::FileExt::lock(&file)?;
        Ok(file)
    };
    lock().map_err(|error| unwritable(path, &error))
}

/// The text of a file; `None` where there is no file.
pub(crate) fn read(path: &Path) -> Result<Option<String>, CliError> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => {
            let path = path.display();
            Err(CliError::other(text!(
                "{path} cannot be read: {error}",
                "{path} 无法读取：{error}"
            )))
        }
    }
}

/// The folder that the variable names, or else this one in the user's home.
pub(crate) fn folder(variable: &str, in_home: &str) -> Result<PathBuf, CliError> {
    if let Some(folder) = std::env::var_os(variable).filter(|folder| !folder.is_empty()) {
        return Ok(folder.into());
    }
    let home = std::env::home_dir().filter(|home| !home.as_os_str().is_empty());
    home.map(|home| home.join(in_home)).ok_or_else(|| {
        CliError::configuration(text!(
            "there is no home directory; set {variable}",
            "没有主目录；请设置 {variable}"
        ))
    })
}

fn make_folder(folder: &Path) -> io::Result<()> {
    if folder.is_dir() {
        return Ok(());
    }
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::{PermissionsExt, symlink};

    use super::*;

    #[test]
    fn links_stay_links_also_to_what_is_not_there_yet() {
        let folder = tempfile::tempdir().unwrap();
        let (link, target) = (folder.path().join("link"), folder.path().join("below/file"));
        symlink("below/file", &link).unwrap();
        for contents in ["new", "newer"] {
            replace(&link, contents.as_bytes()).unwrap();
            assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
            assert_eq!(fs::read_to_string(&target).unwrap(), contents);
        }
        symlink("circle", folder.path().join("circle")).unwrap();
        assert!(replace(&folder.path().join("circle"), b"").is_err());
    }

    #[test]
    fn permissions_are_kept_or_made_private() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("file");
        let mode = || fs::metadata(&file).unwrap().permissions().mode() & 0o777;
        replace(&file, b"").unwrap();
        assert_eq!(mode(), 0o600);
        fs::set_permissions(&file, Permissions::from_mode(0o644)).unwrap();
        replace(&file, b"").unwrap();
        assert_eq!(mode(), 0o644);
        replace_private(&file, b"").unwrap();
        assert_eq!(mode(), 0o600);
        assert!(replace(folder.path(), b"").is_err());
    }
}
