//! Lists and reads what a spec's folder holds.

use std::fs;
use std::io;
use std::path::Path;

use crate::codes::Code;
use crate::diagnostics::{Diagnostic, Location};

/// A file in the folder of a spec, by its path there: its bytes, or why it cannot be used.
pub(super) type File = (String, Result<Vec<u8>, Box<Diagnostic>>);

/// Returns the files that look like files of a spec, sorted by name. `label` is how reports name
/// the folder.
pub(super) fn read(folder: &Path, label: &str) -> io::Result<Vec<File>> {
    let mut names = Vec::new();
    list(folder, "", &mut names)?;
    // Without one it is probably not the folder that was meant, and may hold anything.
    if names.iter().all(|name| name != "service.yaml") {
        names.retain(|name| !name.contains('/'));
    }
    names.sort();
    let files = names.into_iter().map(|name| {
        let path = format!("{label}/{name}");
        let refused =
            |code, message: &str| Diagnostic::new(code, Location::of_file(&path), message);
        let bytes = match misplaced(&name) {
            Some((code, message, help)) => Err(refused(code, message).help(help).into()),
            None => read_file(&folder.join(&name)).map_err(|error| {
                let message = format!("the file cannot be read: {error}");
                refused(Code::UNREADABLE, &message).into()
            }),
        };
        (path, bytes)
    });
    Ok(files.collect())
}

/// Adds the YAML files below a folder, as paths from the outermost one. Hidden ones are left out.
fn list(folder: &Path, prefix: &str, names: &mut Vec<String>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with('.') {
            continue;
        }
        let path = format!("{prefix}{name}");
        let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
        if ["yaml", "yml"].contains(&ending.to_ascii_lowercase().as_str()) {
            names.push(path);
        } else if entry.file_type()?.is_dir() {
            // What cannot be listed holds nothing that the spec could use.
            match list(&entry.path(), &format!("{path}/"), names) {
                Err(error) if error.kind() != io::ErrorKind::PermissionDenied => return Err(error),
                _ => {}
            }
        }
    }
    Ok(())
}

/// Returns what is wrong with the name of a file, and what to do about it.
fn misplaced(name: &str) -> Option<(Code, &'static str, &'static str)> {
    if name.contains('/') {
        return Some((
            Code::FILE_PLACE,
            "the files of a spec are in its folder itself, not in a subfolder",
            "move it up into the folder of service.yaml, or out of the spec",
        ));
    }
    (!name.ends_with(".yaml")).then_some((
        Code::FILE_ENDING,
        "a file of a spec ends in `.yaml`",
        "rename it, or take it out of the folder",
    ))
}

/// Reads a file, and nothing that is no file: a pipe may never end.
fn read_file(path: &Path) -> io::Result<Vec<u8>> {
    let kind = fs::metadata(path)?;
    if !kind.is_file() && !kind.is_dir() {
        return Err(io::Error::other(
            "it is a pipe, a socket or a device, and only a regular file is allowed",
        ));
    }
    fs::read(path)
}
