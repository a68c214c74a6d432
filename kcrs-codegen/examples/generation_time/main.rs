//! Times the stages of generation and says how much memory each takes, for a spec and for specs of
//! many renamed copies of it. The last stage loads all actions from one file, with a mistake in
//! each that a lint finds, and reports them.
//!
//! Usage: `cargo run --release -p kcrs-codegen --example generation_time -- SPEC_DIR [COPIES…]`,
//! or `… -- --write OUT_DIR SPEC_DIR COPIES` to write such a spec.

mod multiply;

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use kcrs_codegen::fmt::{FileKind, format};
use kcrs_codegen::model::Api;
use kcrs_codegen::{GeneratedFile, Levels, Sources, check, check_with, emit};

use multiply::{multiply, with_warnings};

/// The paths and texts of a spec.
pub(crate) type Files = Vec<(String, String)>;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments.as_slice() {
        ["--write", out, folder, copies] => write(out, folder, number(copies)),
        [] => print("spec", &[1, 10, 100]),
        [folder] => print(folder, &[1, 10, 100]),
        ["--one", folder, copies] => print_one(folder, number(copies)),
        [folder, copies @ ..] => {
            let copies: Vec<usize> = copies.iter().map(|copies| number(copies)).collect();
            print(folder, &copies);
        }
    }
}

fn number(text: &str) -> usize {
    text.parse()
        .unwrap_or_else(|_| panic!("`{text}` is no number of copies"))
}

/// Writes a spec of many copies, in the canonical form.
fn write(out: &str, folder: &str, copies: usize) {
    let files = read(Path::new(folder));
    fs::create_dir_all(out).unwrap_or_else(|error| panic!("{out}: {error}"));
    for (path, text) in multiply(&files, &resolve(&files), copies) {
        let name = Path::new(&path).file_name().unwrap_or_default();
        let text = formatted(&path, &text);
        fs::write(Path::new(out).join(name), text).unwrap_or_else(|error| panic!("{out}: {error}"));
    }
}

/// Prints a line for each number of copies, from a process of its own, which has no memory of the
/// others.
fn print(folder: &str, copies: &[usize]) {
    let stages = STAGES.map(|stage| format!("{stage:>22}"));
    println!("{:>7} {:>9}{}", "actions", "lines", stages.join(""));
    let program = std::env::current_exe().unwrap_or_else(|error| panic!("{error}"));
    for copies in copies {
        let mut command = Command::new(&program);
        command.args(["--one", folder, &copies.to_string()]);
        let status = command.status().unwrap_or_else(|error| panic!("{error}"));
        assert!(status.success(), "{status}");
    }
}

/// Prints what each stage takes at best, and the most memory that the process holds in it at first.
fn print_one(folder: &str, copies: usize) {
    let files = read(Path::new(folder));
    let files = multiply(&files, &resolve(&files), copies);
    let rounds = (200 / copies).clamp(3, 50);
    let runs: Vec<Run> = (0..rounds).map(|_| run(&files)).collect();
    let first = &runs[0];
    let columns = (0..STAGES.len()).map(|stage| {
        let times = runs.iter().map(|run| run.stages[stage].time);
        let time = times.min().unwrap_or_default().as_secs_f64() * 1e3;
        let peak = first.stages[stage].peak;
        let peak = peak.map_or("?".to_owned(), |kib| (kib / 1024).to_string());
        format!("{time:>10.1} ms {peak:>4} MiB")
    });
    println!(
        "{:>7} {:>9}{}",
        first.actions,
        first.lines,
        columns.collect::<String>()
    );
}

const STAGES: [&str; 6] = [
    "load",
    "check",
    "emit",
    "(prettyplease)",
    "fmt of the spec",
    "a warning each",
];

/// What one generation took.
struct Run {
    actions: usize,
    lines: usize,
    stages: [Stage; 6],
}

#[derive(Clone, Copy)]
struct Stage {
    time: Duration,
    /// The most memory that the process held, in KiB, where the system reports it.
    peak: Option<u64>,
}

fn run(files: &Files) -> Run {
    let copy = files.clone();
    let (sources, load) = stage(|| Sources::from_texts(copy));
    let (api, check) = stage(|| check(&sources).unwrap_or_else(|report| panic!("{report}")));
    let (generated, emit) =
        stage(|| emit(&api, "kcrs_generated").unwrap_or_else(|report| panic!("{report}")));
    let (_, pretty) = stage(|| {
        generated
            .iter()
            .map(prettied)
            .map(|text| text.len())
            .sum::<usize>()
    });
    let (_, fmt) = stage(|| {
        files
            .iter()
            .map(|(path, text)| formatted(path, text).len())
            .sum::<usize>()
    });
    let wrong = with_warnings(files);
    let (warnings, report) = stage(|| {
        let checked = check_with(&Sources::from_texts(wrong), &Levels::new());
        let warnings = checked.unwrap_or_else(|report| panic!("{report}")).warnings;
        assert!(warnings.to_string().contains("full stop"));
        warnings.diagnostics().len()
    });
    assert_eq!(warnings, api.actions.len());
    Run {
        actions: api.actions.len(),
        lines: generated.iter().map(|file| file.text.lines().count()).sum(),
        stages: [load, check, emit, pretty, fmt, report],
    }
}

fn stage<T>(work: impl FnOnce() -> T) -> (T, Stage) {
    // Linux starts to count anew.
    let _ = fs::write("/proc/self/clear_refs", "5");
    let (start, cpu_start) = (Instant::now(), cpu_time());
    let result = work();
    let cpu = cpu_time().zip(cpu_start).map(|(end, start)| end - start);
    // The system counts in steps of some milliseconds.
    let elapsed = start.elapsed();
    let time = cpu
        .filter(|_| elapsed > Duration::from_millis(50))
        .unwrap_or(elapsed);
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| {
        line.strip_prefix("VmHWM:")?
            .trim()
            .strip_suffix(" kB")?
            .parse()
            .ok()
    });
    (result, Stage { time, peak })
}

/// The time that this process was at work, where the system reports it: others may be at work too.
fn cpu_time() -> Option<Duration> {
    let times = fs::read_to_string("/proc/self/schedstat").ok()?;
    let nanoseconds = times.split_whitespace().next()?.parse().ok()?;
    Some(Duration::from_nanos(nanoseconds))
}

/// What the greater part of `emit` is: parsing and printing, here of the whole text with its
/// documentation.
fn prettied(file: &GeneratedFile) -> String {
    let parsed =
        syn::parse_file(&file.text).unwrap_or_else(|error| panic!("{}: {error}", file.name));
    prettyplease::unparse(&parsed)
}

fn formatted(path: &str, text: &str) -> String {
    format(FileKind::of_path(Path::new(path)), text)
        .unwrap_or_else(|refusal| panic!("{path}:{refusal}"))
}

fn read(folder: &Path) -> Files {
    let entries =
        fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let paths = entries.filter_map(|entry| Some(entry.ok()?.path()));
    let yaml = paths.filter(|path| {
        path.extension()
            .is_some_and(|extension| extension == "yaml")
    });
    yaml.filter_map(|path| {
        Some((
            path.to_string_lossy().into_owned(),
            fs::read_to_string(&path).ok()?,
        ))
    })
    .collect()
}

fn resolve(files: &Files) -> Api {
    check(&Sources::from_texts(files.iter().cloned())).unwrap_or_else(|report| panic!("{report}"))
}
