//! The generator as build scripts use it.

use std::fs;
use std::path::{Path, PathBuf};

use crate::check::check_with;
use crate::codes::Code;
use crate::codes::Levels;
use crate::emit::{GeneratedFile, emit};
use crate::model::Api;
use crate::report::{Problem, Report};
use crate::sources::Sources;

/// Generates Rust from a folder of specs.
///
/// ```no_run
/// // The whole of `fn main()` in build.rs.
/// kcrs_codegen::Builder::new().run_in_build_script();
/// ```
#[derive(Clone, Debug, Default)]
pub struct Builder {
    spec_dir: Option<PathBuf>,
    out_dir: Option<PathBuf>,
    crate_name: Option<String>,
}

/// What was generated.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Generated {
    /// The API that the spec describes.
    pub api: Api,
    /// The files, in a fixed order.
    pub files: Vec<GeneratedFile>,
    /// What the lints found: right, and probably not meant.
    pub warnings: Report,
}

impl Builder {
    /// A generator that takes what it is not told from the environment of a build script: the spec from the package's
    /// folder `spec`, the crate's name from the package.
    pub fn new() -> Self {
        Self::default()
    }

    /// Where the spec is. A file that holds the path of a folder will do: that is what becomes of a symbolic link where a
    /// checkout has none.
    #[must_use]
    pub fn spec_dir(mut self, path: impl Into<PathBuf>) -> Self {
        self.spec_dir = Some(path.into());
        self
    }

    /// Where the files go. Without it [`generate`](Self::generate) writes none, and a build script writes to `OUT_DIR`.
    #[must_use]
    pub fn out_dir(mut self, path: impl Into<PathBuf>) -> Self {
        self.out_dir = Some(path.into());
        self
    }

    /// The crate that the files become part of, as examples in its docs name it.
    #[must_use]
    pub fn crate_name(mut self, name: impl Into<String>) -> Self {
        self.crate_name = Some(name.into());
        self
    }

    /// Checks the spec, generates the files, and writes those that changed, if there is a folder to write to.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with the spec, or a file that cannot be written.
    pub fn generate(&self) -> Result<Generated, Report> {
        let folder = spec_folder(&self.spec_path()).map_err(Report::one)?;
        let checked = check_with(&Sources::read(&folder), &Levels::new())?;
        let (api, warnings) = (checked.api, checked.warnings);
        let crate_name = self
            .crate_name
            .clone()
            .or_else(|| variable("CARGO_PKG_NAME"))
            .unwrap_or_default();
        let files = emit(&api, &crate_name.replace('-', "_"))?;
        if let Some(out) = &self.out_dir {
            for file in &files {
                write_if_changed(&out.join(file.name), &file.text).map_err(Report::one)?;
            }
        }
        Ok(Generated {
            api,
            files,
            warnings,
        })
    }

    /// What a `build.rs` calls: tells Cargo what to watch, generates, passes warnings on, and ends the build with a report
    /// when the spec is wrong.
    pub fn run_in_build_script(&self) {
        let path = self.spec_path();
        println!("cargo::rerun-if-changed={}", path.display());
        if let Ok(folder) = spec_folder(&path)
            && folder != path
        {
            println!("cargo::rerun-if-changed={}", folder.display());
        }
        let out_dir = self
            .out_dir
            .clone()
            .or_else(|| variable("OUT_DIR").map(PathBuf::from));
        let generated = Self {
            out_dir,
            ..self.clone()
        }
        .generate();
        match generated {
            // Cargo takes one line a warning.
            Ok(generated) => generated
                .warnings
                .problems()
                .iter()
                .for_each(|warning| println!("cargo::warning={}", warning.in_one_line())),
            Err(report) => {
                eprintln!("{report}");
                std::process::exit(1);
            }
        }
    }

    fn spec_path(&self) -> PathBuf {
        self.spec_dir.clone().unwrap_or_else(|| {
            variable("CARGO_MANIFEST_DIR")
                .map(PathBuf::from)
                .unwrap_or_default()
                .join("spec")
        })
    }
}

/// The folder that a path leads to, perhaps by way of a file that names it.
fn spec_folder(path: &Path) -> Result<PathBuf, Problem> {
    if !path.is_file() {
        // A report should name the file that is to be edited, not a link to it. Where there is no folder at the end of
        // the link, reading it tells.
        let target = path.is_symlink().then(|| fs::canonicalize(path));
        return Ok(target
            .and_then(Result::ok)
            .unwrap_or_else(|| path.to_owned()));
    }
    let problem = |message: String| {
        Problem::of_file(path.to_string_lossy(), message)
            .with_code(Code::UNREADABLE)
            .with_help("a checkout without symbolic links leaves a file here that holds the path of the folder")
    };
    let target = fs::read_to_string(path)
        .map_err(|error| problem(format!("the file cannot be read: {error}")))?;
    let target = target.trim();
    let folder = path.parent().unwrap_or(Path::new("")).join(target);
    if target.is_empty() || target.contains('\n') || !folder.is_dir() {
        return Err(problem(
            "expected a folder, found a file that does not name one".to_owned(),
        ));
    }
    Ok(folder)
}

/// Leaves a file alone whose text is right, so that what depends on it is not built again.
fn write_if_changed(path: &Path, text: &str) -> Result<(), Problem> {
    if fs::read(path).is_ok_and(|present| present == text.as_bytes()) {
        return Ok(());
    }
    fs::write(path, text).map_err(|error| {
        Problem::of_file(
            path.to_string_lossy(),
            format!("the file cannot be written: {error}"),
        )
    })
}

fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}
