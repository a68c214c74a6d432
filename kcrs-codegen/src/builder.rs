//! The generator as build scripts use it.

mod modules;

use std::fs;
use std::path::{Path, PathBuf};

use crate::check::check_with;
use crate::codes::{Code, Levels};
use crate::diagnostics::{Diagnostic, Location, Report};
use crate::emit::{Attribute, Attributes, GeneratedFile, Options, Part, emit_with};
use crate::model::Api;
use crate::syntax::Sources;

use modules::Layout;

#[doc = include_str!("builder/guide.md")]
#[derive(Clone, Debug, Default)]
pub struct Builder {
    spec_dir: Option<PathBuf>,
    out_dir: Option<PathBuf>,
    crate_name: Option<String>,
    module: Option<String>,
    runtime: Option<String>,
    modules_file: Option<(String, Layout)>,
    no_client: bool,
    no_waiters: bool,
    no_schema: bool,
    no_examples: bool,
    no_doc_tests: bool,
    no_rerun: bool,
    server: Option<Part>,
    attributes: Attributes,
}

/// Generated files.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Generated {
    /// The API that the spec describes.
    pub api: Api,
    /// The files, in a fixed order.
    pub files: Vec<GeneratedFile>,
    /// Warnings of the lints: valid but probably unintended.
    pub warnings: Report,
    /// The text of the file that [`Builder::include_file`] or [`Builder::single_file`] asked for.
    pub modules: Option<String>,
}

impl Builder {
    /// Creates a generator. The environment of a build script gives what is not set: the spec is
    /// read from the package's folder `spec`, the crate's name from the package.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the folder of the spec. A file that holds the path of a folder will do: that is what
    /// becomes of a symbolic link where a checkout has none.
    #[must_use]
    pub fn spec_dir(mut self, path: impl Into<PathBuf>) -> Self {
        self.spec_dir = Some(path.into());
        self
    }

    /// Sets the folder of the generated files. Without it [`generate`](Self::generate) writes none,
    /// and a build script writes to `OUT_DIR`.
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

    /// Also writes a file that makes modules of the others, so that one `include!` is all a crate
    /// needs.
    ///
    /// It lies beside them, has the modules `actions`, `types`, `waiters`, `schema`, `server` and
    /// `examples` as far as they are generated, names `Client`, `ErrorCode`, `error_rows`,
    /// `SERVICE` and `regions`, and re-exports the runtime.
    #[must_use]
    pub fn include_file(mut self, name: impl Into<String>) -> Self {
        self.modules_file = Some((name.into(), Layout::Beside));
        self
    }

    /// Writes that file alone, with the others within it.
    #[must_use]
    pub fn single_file(mut self, name: impl Into<String>) -> Self {
        self.modules_file = Some((name.into(), Layout::Within));
        self
    }

    /// The module in which the code is included, such as `shelf` or `apis::shelf`, where that is
    /// not the crate's root.
    #[must_use]
    pub fn module(mut self, path: impl Into<String>) -> Self {
        self.module = Some(path.into());
        self
    }

    /// The path of the runtime for [`include_file`](Self::include_file): `::kcrs_runtime`, unless
    /// the dependency has another name or another crate re-exports it.
    #[must_use]
    pub fn runtime(mut self, path: impl Into<String>) -> Self {
        self.runtime = Some(path.into());
        self
    }

    /// Sets whether to generate the client and its waiters. On by default.
    #[must_use]
    pub fn client(mut self, is_wanted: bool) -> Self {
        self.no_client = !is_wanted;
        self
    }

    /// Sets whether to generate what can be waited for. On by default.
    #[must_use]
    pub fn waiters(mut self, is_wanted: bool) -> Self {
        self.no_waiters = !is_wanted;
        self
    }

    /// Sets whether to generate the table of actions, for programs that know actions as data. On by
    /// default.
    #[must_use]
    pub fn schema(mut self, is_wanted: bool) -> Self {
        self.no_schema = !is_wanted;
        self
    }

    /// Sets whether to generate what a server needs: `true`, `false`, or [`Part::feature`] for code
    /// that is compiled with a feature of the crate. Off by default.
    ///
    /// The runtime needs its feature `server` then.
    #[must_use]
    pub fn server(mut self, part: impl Into<Part>) -> Self {
        self.server = Some(part.into());
        self
    }

    /// Sets whether a server has the spec's examples too. On by default.
    #[must_use]
    pub fn examples(mut self, is_wanted: bool) -> Self {
        self.no_examples = !is_wanted;
        self
    }

    /// Sets whether `cargo test` compiles the examples in the client's docs. On by default,
    /// as it has to be where the module is private.
    #[must_use]
    pub fn doc_tests(mut self, is_wanted: bool) -> Self {
        self.no_doc_tests = !is_wanted;
        self
    }

    /// Adds attributes to types: requests, responses, structures, enums, waiters.
    ///
    /// The pattern is a name in Rust, such as `Book`; `*` stands for any text, so that `*Output` is
    /// every response. One that fits no type is an error, which lists the types.
    ///
    /// ```
    /// let builder = kcrs_codegen::Builder::new().type_attribute("Book", "#[derive(PartialOrd, Ord)]");
    /// ```
    #[must_use]
    pub fn type_attribute(mut self, pattern: impl Into<String>, text: impl Into<String>) -> Self {
        self.attributes.of_types.push(Attribute {
            pattern: pattern.into(),
            text: text.into(),
        });
        self
    }

    /// Adds derives to types: short for [`type_attribute`](Self::type_attribute) with
    /// `#[derive(…)]`.
    ///
    /// ```
    /// let builder = kcrs_codegen::Builder::new().derive("*", ["PartialOrd", "::std::cmp::Ord"]);
    /// ```
    #[must_use]
    pub fn derive<D: AsRef<str>>(
        self,
        pattern: impl Into<String>,
        derives: impl IntoIterator<Item = D>,
    ) -> Self {
        let derives: Vec<String> = derives
            .into_iter()
            .map(|derive| derive.as_ref().to_owned())
            .collect();
        self.type_attribute(pattern, format!("#[derive({})]", derives.join(", ")))
    }

    /// Adds attributes to fields and to variants of enums. The pattern is the type's name, a dot,
    /// and the field's name in Rust: `Book.own_address`, `*.id`, `Binding.Hard`.
    ///
    /// ```
    /// let builder = kcrs_codegen::Builder::new().field_attribute("Book.own_address", "#[doc(alias = \"url\")]");
    /// ```
    #[must_use]
    pub fn field_attribute(mut self, pattern: impl Into<String>, text: impl Into<String>) -> Self {
        self.attributes.of_fields.push(Attribute {
            pattern: pattern.into(),
            text: text.into(),
        });
        self
    }

    /// Sets whether [`run_in_build_script`](Self::run_in_build_script) makes Cargo run the script
    /// again when the spec changes. On by default; where it is off, Cargo runs it again when any
    /// file of the package changes, or the script prints lines of its own.
    #[must_use]
    pub fn emit_rerun_if_changed(mut self, is_wanted: bool) -> Self {
        self.no_rerun = !is_wanted;
        self
    }

    /// Checks the spec, generates the files, and writes those that changed, if there is a folder to
    /// write to.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with the spec, an option that does not fit it, or a file that
    /// cannot be written.
    pub fn generate(&self) -> Result<Generated, Report> {
        let folder = spec_folder(&self.spec_path())?;
        let checked = check_with(&Sources::read(&folder), &Levels::new())?;
        let (api, warnings) = (checked.api, checked.warnings);
        let options = self.options()?;
        check_attributes(&options, &api)?;
        let files = emit_with(&api, &options)?;
        let modules = match &self.modules_file {
            Some((_, layout)) => Some(modules::declare(
                &api,
                &options,
                &self.runtime_path()?,
                *layout,
                &files,
            )),
            None => None,
        };
        if let Some(out) = &self.out_dir {
            self.write(out, &files, modules.as_deref())?;
        }
        Ok(Generated {
            api,
            files,
            warnings,
            modules,
        })
    }

    /// Does what a `build.rs` needs: lists for Cargo what to watch, generates, passes warnings on,
    /// and ends the build with a report when the spec is wrong.
    pub fn run_in_build_script(&self) {
        let path = self.spec_path();
        if !self.no_rerun {
            println!("cargo::rerun-if-changed={}", path.display());
            if let Ok(folder) = spec_folder(&path)
                && folder != path
            {
                println!("cargo::rerun-if-changed={}", folder.display());
            }
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
                .diagnostics()
                .iter()
                .for_each(|warning| println!("cargo::warning={}", warning.in_one_line())),
            Err(report) => {
                eprintln!("{report}");
                std::process::exit(1);
            }
        }
    }

    fn options(&self) -> Result<Options, Report> {
        let crate_name = self
            .crate_name
            .clone()
            .or_else(|| variable("CARGO_PKG_NAME"))
            .unwrap_or_default();
        let module = match &self.module {
            Some(module) => path("module", module, "shelf")?
                .segments
                .iter()
                .map(|segment| segment.ident.to_string())
                .collect(),
            None => Vec::new(),
        };
        Ok(Options {
            module,
            client: !self.no_client,
            waiters: !self.no_waiters,
            schema: !self.no_schema,
            examples: !self.no_examples,
            server: self.server.clone().unwrap_or(Part::Never),
            doc_tests: !self.no_doc_tests,
            attributes: self.attributes.clone(),
            ..Options::all(&crate_name.replace('-', "_"))
        })
    }

    fn runtime_path(&self) -> Result<String, Report> {
        let runtime = self.runtime.as_deref().unwrap_or("::kcrs_runtime");
        path("runtime", runtime, "::kcrs_runtime").map(|_| runtime.to_owned())
    }

    fn write(
        &self,
        out: &Path,
        files: &[GeneratedFile],
        modules: Option<&str>,
    ) -> Result<(), Report> {
        let is_single = matches!(self.modules_file, Some((_, Layout::Within)));
        for file in files.iter().filter(|_| !is_single) {
            write_if_changed(&out.join(file.name), &file.text)?;
        }
        match (&self.modules_file, modules) {
            (Some((name, _)), Some(text)) => write_if_changed(&out.join(name), text),
            _ => Ok(()),
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

/// The path that an option gives.
fn path(option: &str, text: &str, example: &str) -> Result<syn::Path, Report> {
    syn::parse_str::<syn::Path>(text).map_err(|_| {
        Report::one(
            Diagnostic::of_file(SCRIPT, format!("`{text}` is no path for `{option}`"))
                .help(format!("expected one such as `{example}`")),
        )
    })
}

fn check_attributes(options: &Options, api: &Api) -> Result<(), Report> {
    let mistakes = options.attributes.check(api, options);
    let diagnostics: Vec<Diagnostic> = mistakes
        .into_iter()
        .map(|mistake| Diagnostic::of_file(SCRIPT, mistake.message).help(mistake.help))
        .collect();
    match diagnostics.is_empty() {
        true => Ok(()),
        false => Err(Report::new(diagnostics)),
    }
}

/// Name that reports give for the place of options.
const SCRIPT: &str = "build.rs";

/// The folder that a path leads to, perhaps by way of a file that names it.
fn spec_folder(path: &Path) -> Result<PathBuf, Report> {
    if !path.is_file() {
        // A report should name the file that is to be edited, not a link to it. Where there is no
        // folder at the end of the link, reading it fails.
        let target = path.is_symlink().then(|| fs::canonicalize(path));
        return Ok(target
            .and_then(Result::ok)
            .unwrap_or_else(|| path.to_owned()));
    }
    let diagnostic = |message: String| {
        let location = Location::of_file(path.to_string_lossy());
        Report::one(
            Diagnostic::new(Code::UNREADABLE, location, message)
                .help("a checkout without symbolic links leaves a file here that holds the path of the folder"),
        )
    };
    let target = fs::read_to_string(path)
        .map_err(|error| diagnostic(format!("the file cannot be read: {error}")))?;
    let target = target.trim();
    let folder = path.parent().unwrap_or(Path::new("")).join(target);
    if target.is_empty() || target.contains('\n') || !folder.is_dir() {
        return Err(diagnostic(
            "expected a folder, found a file that does not name one".to_owned(),
        ));
    }
    Ok(folder)
}

/// Leaves a file alone whose text is right, so that what depends on it is not built again.
fn write_if_changed(path: &Path, text: &str) -> Result<(), Report> {
    if fs::read(path).is_ok_and(|present| present == text.as_bytes()) {
        return Ok(());
    }
    fs::write(path, text).map_err(|error| {
        Report::one(Diagnostic::of_file(
            path.to_string_lossy(),
            format!("the file cannot be written: {error}"),
        ))
    })
}

fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}
