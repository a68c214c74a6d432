//! Whether the verdicts of `kcrs-codegen diff` are those of the compiler, and of programs that run.
//!
//! Each kind of change has a case: an old and a new spec, and a program of somebody who depends on
//! the generated crate. Both crates are generated, and compiled by `rustc` against the runtime that
//! this test itself is linked with, which takes a fraction of a second. What the programs find when
//! they run is shown by one program that holds them all.

#[path = "../../kcrs-codegen/tests/diff/case.rs"]
mod case;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::Mutex;

use case::{Case, Files, read_all};
use kcrs_codegen::Builder;
use kcrs_codegen::diff::{Breakage, ChangeKind, Verdict};
use kcrs_test_support::{Rustc, in_parallel};

/// One of each verdict, and of each way to break.
const SAMPLE: [&str; 5] = [
    "written-form-changed",
    "description-changed",
    "limit-tightened",
    "parameter-added",
    "required-parameter-added",
];

#[test]
fn a_sample_of_verdicts_holds() {
    verify("sample", |kind| SAMPLE.contains(&kind));
}

#[test]
#[ignore = "compiles more than a hundred crates; run by .ci/full"]
fn every_verdict_holds() {
    verify("all", |_| true);
}

fn verify(folder: &str, is_wanted: impl Fn(&str) -> bool) {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("../kcrs-codegen/tests");
    let mut cases = read_all(&tests.join("diff/cases"));
    cases.retain(|case| is_wanted(&case.kind));
    assert!(!cases.is_empty());
    let base = read_spec(&Path::new(env!("CARGO_MANIFEST_DIR")).join("second_api/spec"));
    let workshop = Workshop::new(folder);

    let mut crates = Crates::default();
    let mut number = |case: &Case, side| crates.number(case.spec(side, base.clone()));
    let sides: Vec<[usize; 2]> = cases
        .iter()
        .map(|case| ["old", "new"].map(|side| number(case, side)))
        .collect();
    workshop.generate(&crates);
    in_parallel(crates.0.into_values().collect(), |number| {
        workshop.compile(number)
    });

    let mistakes = Mutex::new(Vec::new());
    let work: Vec<_> = cases.iter().zip(&sides).collect();
    in_parallel(work.clone(), |(case, sides)| {
        if let Err(mistake) = workshop.check(case, *sides) {
            mistakes
                .lock()
                .unwrap()
                .push(format!("{}: {mistake}", case.path.display()));
        }
    });
    let mut mistakes = mistakes.into_inner().unwrap();
    if mistakes.is_empty() {
        mistakes = workshop.run(&work);
    }
    assert!(mistakes.is_empty(), "{}", mistakes.join("\n\n"));
}

/// What the compiler and the programs have to find.
fn kind(case: &Case) -> ChangeKind {
    let mut kinds = ChangeKind::ALL.iter().copied();
    let found = kinds.find(|kind| kind.name() == case.kind);
    found.unwrap_or_else(|| panic!("there is no kind {}", case.kind))
}

fn breaks_compilation(case: &Case) -> bool {
    kind(case).breakage() == Some(Breakage::Compilation)
}

/// The specs that crates are made of, each once.
#[derive(Default)]
struct Crates(BTreeMap<Files, usize>);

impl Crates {
    fn number(&mut self, spec: Files) -> usize {
        let next = self.0.len();
        *self.0.entry(spec).or_insert(next)
    }
}

/// Where crates are generated and compiled.
struct Workshop {
    rustc: Rustc,
}

impl Workshop {
    fn new(name: &str) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR"))
            .join("verdicts")
            .join(name);
        let probe =
            "pub use kcrs_runtime::{blocking, server::Verifier, test_util::TestTransport};\n";
        Self {
            rustc: Rustc::new(folder).with("kcrs_runtime", probe),
        }
    }

    fn folder(&self) -> &Path {
        self.rustc.folder()
    }

    fn generate(&self, crates: &Crates) {
        for (spec, number) in &crates.0 {
            let folder = self.folder().join(format!("spec_{number}"));
            fs::create_dir_all(&folder).unwrap();
            for (path, text) in spec {
                fs::write(folder.join(path.strip_prefix("spec/").unwrap()), text).unwrap();
            }
            Builder::new()
                .spec_dir(&folder)
                .out_dir(self.folder())
                .crate_name("book-shelf")
                .server(true)
                .single_file(format!("shelf_{number}.rs"))
                .generate()
                .unwrap_or_else(|report| panic!("{report}"));
        }
    }

    fn compile(&self, number: usize) {
        let source = self.folder().join(format!("shelf_{number}.rs"));
        let output = self.rustc(&source, &["--crate-type=lib", "--emit=metadata,link"]);
        assert!(
            output.status.success(),
            "{}: {}",
            source.display(),
            errors(&output)
        );
    }

    /// Whether the case's programs compile where they have to.
    fn check(&self, case: &Case, [old, new]: [usize; 2]) -> Result<(), String> {
        let program = case.section("program").ok_or("it has no program")?;
        let must = |name: &str, program: &str, number| {
            let output = self.try_program(&format!("{}_{name}", case.kind), program, number);
            match output.status.success() {
                true => Ok(()),
                false => Err(format!("the {name} does not compile: {}", errors(&output))),
            }
        };
        must("program with the old crate", program, old)?;
        match (breaks_compilation(case), case.section("error")) {
            (false, None) => must("program with the new crate", program, new)?,
            (true, Some(code)) => self.must_not(case, program, new, code.trim())?,
            _ => return Err("an `error` is for what breaks compilation".to_owned()),
        }
        if let Some(gain) = case.section("gain") {
            must("gain", gain, new)?;
            let output = self.try_program(&format!("{}_loss", case.kind), gain, old);
            if output.status.success() {
                return Err("the gain compiles with the old crate too".to_owned());
            }
        }
        Ok(())
    }

    fn must_not(
        &self,
        case: &Case,
        program: &str,
        number: usize,
        code: &str,
    ) -> Result<(), String> {
        let output = self.try_program(&format!("{}_refused", case.kind), program, number);
        let errors = errors(&output);
        if output.status.success() {
            return Err("the program compiles with the new crate".to_owned());
        }
        match errors.contains(&format!("error[{code}]")) {
            true => Ok(()),
            false => Err(format!("the error is not {code}: {errors}")),
        }
    }

    fn try_program(&self, name: &str, program: &str, number: usize) -> Output {
        let name = name.replace(['-', ' '], "_");
        let source = self.rustc.write(&name, &format!("{PRELUDE}{program}"));
        let library = self.library(number);
        let shelf = format!("book_shelf={}", library.display());
        self.rustc(
            &source,
            &["--crate-type=lib", "--emit=metadata", "--extern", &shelf],
        )
    }

    fn library(&self, number: usize) -> PathBuf {
        self.folder().join(format!("libshelf_{number}.rlib"))
    }

    /// Runs the programs, and returns those that find what they should not.
    fn run(&self, work: &[(&Case, &[usize; 2])]) -> Vec<String> {
        let work: Vec<_> = work
            .iter()
            .filter(|(case, _)| !breaks_compilation(case))
            .collect();
        let mut source = String::new();
        let mut main = String::new();
        let mut libraries = BTreeSet::new();
        for (index, (case, sides)) in work.iter().enumerate() {
            let program = case.section("program").unwrap_or_default();
            for (side, number) in ["old", "new"].iter().zip(*sides) {
                libraries.insert(*number);
                writeln!(
                    source,
                    "mod {side}_{index} {{\nuse shelf_{number} as book_shelf;\n{PRELUDE}{program}}}"
                )
                .unwrap();
            }
            writeln!(
                main,
                "println!(\"{{}} {{}}\", old_{index}::holds(), new_{index}::holds());"
            )
            .unwrap();
        }
        writeln!(source, "fn main() {{\n{main}}}").unwrap();
        let source = self.rustc.write("run", &source);
        let externs: Vec<String> = libraries
            .iter()
            .map(|number| {
                format!(
                    "--extern=shelf_{number}={}",
                    self.library(*number).display()
                )
            })
            .collect();
        let mut arguments = vec!["--crate-type=bin", "--emit=link"];
        arguments.extend(externs.iter().map(String::as_str));
        let output = self.rustc(&source, &arguments);
        assert!(output.status.success(), "{}", errors(&output));
        let output = Command::new(self.folder().join("run")).output().unwrap();
        assert!(output.status.success(), "{}", errors(&output));
        let found = String::from_utf8(output.stdout).unwrap();
        let found: Vec<&str> = found.lines().collect();
        assert_eq!(found.len(), work.len());
        let mistakes = work.iter().zip(found).filter_map(|((case, _), found)| {
            let expected = match kind(case).verdict() {
                Verdict::Breaking => "true false",
                _ => "true true",
            };
            let message = format!("{}: holds {found}, expected {expected}", case.kind);
            (found != expected).then_some(message)
        });
        mistakes.collect()
    }

    fn rustc(&self, source: &Path, arguments: &[&str]) -> Output {
        self.rustc
            .command(source)
            .arg("--cap-lints=allow")
            .args(arguments)
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .env("CARGO_PKG_NAME", "book-shelf")
            .env("CARGO_PKG_VERSION", "1.0.0")
            .output()
            .unwrap()
    }
}

/// What every program may use: the items of the crate, a book to add, outputs to read, and how
/// often a request is sent whose response is always the same.
const PRELUDE: &str = r#"
use book_shelf::__private::v1::serde;
use book_shelf::{actions::*, types::*};
use kcrs_runtime::test_util::{TestResponse, TestTime, TestTransport};
use kcrs_runtime::{Request as _, TransportErrorKind};

macro_rules! add_book {
    ($($call:tt)*) => {
        AddBook::builder()
            .id("9780000000000")
            .title("T")
            .author(Person::builder().name("Jane").build())
            .labels([Label::builder().text("New").shelf(Shelf::builder().room("A").row(-1).build()).build()])
            $($call)*
            .build()
    };
}

fn try_read<T: for<'de> serde::Deserialize<'de>>(members: &[(&'static str, &'static str)]) -> Option<T> {
    let members = members.iter().copied();
    T::deserialize(serde::de::value::MapDeserializer::<_, serde::de::value::Error>::new(members)).ok()
}

fn read<T: for<'de> serde::Deserialize<'de>>(members: &[(&'static str, &'static str)]) -> T {
    try_read(members).expect("a response that can be read")
}

fn attempts(response: TestResponse, request: impl kcrs_runtime::Request) -> usize {
    let (transport, time) = (TestTransport::always(response), TestTime::new());
    let client = book_shelf::Client::builder()
        .credentials(kcrs_runtime::Credentials::new("ak", "sk"))
        .endpoint("http://test.example")
        .transport(transport.clone())
        .clock(time.clone())
        .timer(time)
        .build_blocking()
        .expect("a client");
    let _ = client.send(request);
    transport.requests().len()
}
"#;

fn errors(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn read_spec(folder: &Path) -> Files {
    let entries = fs::read_dir(folder).unwrap();
    let mut files: Files = entries
        .map(|entry| {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy();
            (format!("spec/{name}"), fs::read_to_string(&path).unwrap())
        })
        .collect();
    files.sort();
    files
}
