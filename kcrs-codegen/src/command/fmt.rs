//! `fmt`: brings the files of a spec into the canonical form.

use std::fs;
use std::io::{self, IsTerminal, Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Arg, ArgAction, ArgMatches, Command};
use kcrs_codegen::fmt::{FileKind, format};
use similar::TextDiff;

use super::REFUSED;

pub(super) fn declare() -> Command {
    Command::new("fmt")
        .about("Brings the files of a spec into the canonical form, with every comment at its place")
        .arg(
            Arg::new("check")
                .long("check")
                .action(ArgAction::SetTrue)
                .help("Writes nothing; shows what is not formatted, and ends with 1 if something is not"),
        )
        .arg(
            Arg::new("stdin-path")
                .long("stdin-path")
                .value_name("PATH")
                .help("The path of the file that standard input holds, which says what kind of file it is"),
        )
        .arg(
            Arg::new("PATH")
                .required(true)
                .num_args(1..)
                .help("Folders of specs, files, or `-` for standard input, which is printed formatted"),
        )
        .after_help(
            "Exit code: 0 when all is formatted, 1 when a file cannot be (it is left as it is) or, with --check, is not, \
             2 when the command is not understood.",
        )
}

pub(super) fn run(matches: &ArgMatches) -> io::Result<ExitCode> {
    let mode = match matches.get_flag("check") {
        true => Mode::Check,
        false => Mode::Write,
    };
    let mut run = Run {
        mode,
        is_all_right: true,
    };
    for path in matches.get_many::<String>("PATH").into_iter().flatten() {
        if path == "-" {
            run.standard_input(matches.get_one::<String>("stdin-path").map(Path::new))?;
            continue;
        }
        match files(Path::new(path)) {
            Ok(files) => {
                for file in files {
                    run.file(&file)?;
                }
            }
            Err(error) => run.fail(&format!("{path}: error: {error}")),
        }
    }
    Ok(match run.is_all_right {
        true => ExitCode::SUCCESS,
        false => ExitCode::from(REFUSED),
    })
}

#[derive(Clone, Copy, PartialEq)]
enum Mode {
    Check,
    Write,
}

struct Run {
    mode: Mode,
    is_all_right: bool,
}

impl Run {
    fn file(&mut self, path: &Path) -> io::Result<()> {
        let shown = path.display().to_string();
        let text = match read(path) {
            Ok(text) => text,
            Err(error) => {
                self.fail(&format!("{shown}: error: {error}"));
                return Ok(());
            }
        };
        let Some(formatted) = self.format(&shown, FileKind::of_path(path), &text) else {
            return Ok(());
        };
        if formatted == text {
            return Ok(());
        }
        if self.mode == Mode::Check {
            return self.show(&shown, &text, &formatted);
        }
        match replace(path, &formatted) {
            Ok(()) => writeln!(io::stdout(), "{shown}: formatted"),
            Err(error) => {
                self.fail(&format!(
                    "{shown}: error: the file cannot be written: {error}"
                ));
                Ok(())
            }
        }
    }

    fn standard_input(&mut self, path: Option<&Path>) -> io::Result<()> {
        let shown = path.map_or("<stdin>".to_owned(), |path| path.display().to_string());
        let mut bytes = Vec::new();
        io::stdin().read_to_end(&mut bytes)?;
        let Ok(text) = String::from_utf8(bytes) else {
            self.fail(&format!("{shown}: error: the text is not UTF-8"));
            return Ok(());
        };
        let kind = path.map_or_else(|| FileKind::of_text(&text), FileKind::of_path);
        match self.format(&shown, kind, &text) {
            Some(formatted) if self.mode == Mode::Write => {
                io::stdout().write_all(formatted.as_bytes())
            }
            Some(formatted) if formatted != text => self.show(&shown, &text, &formatted),
            _ => Ok(()),
        }
    }

    fn format(&mut self, shown: &str, kind: FileKind, text: &str) -> Option<String> {
        match format(kind, text) {
            Ok(formatted) => Some(formatted),
            Err(mut refusal) => {
                shown.clone_into(&mut refusal.primary.file);
                self.fail(&refusal.to_string());
                None
            }
        }
    }

    fn show(&mut self, shown: &str, text: &str, formatted: &str) -> io::Result<()> {
        self.is_all_right = false;
        let diff = TextDiff::from_lines(text, formatted);
        let mut lines = diff.unified_diff();
        let lines = lines
            .context_radius(1)
            .header(shown, "formatted")
            .to_string();
        let mut out = io::stdout().lock();
        writeln!(out, "{shown}: not formatted")?;
        let count = lines.lines().count();
        let is_colored = out.is_terminal() && std::env::var_os("NO_COLOR").is_none();
        for line in lines.lines().take(SHOWN) {
            let color = match line.as_bytes().first() {
                Some(b'-') if is_colored => "\u{1b}[31m",
                Some(b'+') if is_colored => "\u{1b}[32m",
                _ => "",
            };
            let reset = if color.is_empty() { "" } else { "\u{1b}[0m" };
            writeln!(out, "{color}{line}{reset}")?;
        }
        if count > SHOWN {
            writeln!(out, "… and {} lines more", count - SHOWN)?;
        }
        Ok(())
    }

    fn fail(&mut self, message: &str) {
        self.is_all_right = false;
        eprintln!("{message}");
    }
}

/// Maximum lines of a difference in a report.
const SHOWN: usize = 60;

/// The files that a path names: those of a folder, or the file.
fn files(path: &Path) -> io::Result<Vec<PathBuf>> {
    if !path.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let mut files = Vec::new();
    for entry in fs::read_dir(path)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if name.ends_with(".yaml") && !name.starts_with('.') {
            files.push(path);
        }
    }
    if files.is_empty() {
        return Err(io::Error::other("the folder holds no `*.yaml`"));
    }
    files.sort();
    Ok(files)
}

fn read(path: &Path) -> Result<String, String> {
    // A pipe may never end.
    if fs::metadata(path).is_ok_and(|kind| !kind.is_file() && !kind.is_dir()) {
        return Err("the file cannot be read: it is no regular file".to_owned());
    }
    let bytes = fs::read(path).map_err(|error| format!("the file cannot be read: {error}"))?;
    String::from_utf8(bytes).map_err(|_| "the file is not UTF-8".to_owned())
}

/// Replaces a file atomically: a reader sees the old or the new text. Links and permissions are
/// kept.
fn replace(path: &Path, text: &str) -> io::Result<()> {
    let target = fs::canonicalize(path)?;
    let folder = target.parent().unwrap_or(Path::new("."));
    let permissions = fs::metadata(&target)?.permissions();
    if permissions.readonly() {
        return Err(io::Error::from(io::ErrorKind::PermissionDenied));
    }
    let mut file = tempfile::Builder::new()
        .prefix(".kcrs-codegen-")
        .tempfile_in(folder)?;
    file.write_all(text.as_bytes())?;
    file.as_file().set_permissions(permissions)?;
    file.as_file().sync_all()?;
    file.persist(target)?;
    Ok(())
}
