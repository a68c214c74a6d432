use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;
use std::time::SystemTime;

/// The compiler, for programs that use libraries which the calling test is linked with: nothing is
/// built a second time, so a program takes a fraction of a second.
#[derive(Debug)]
pub struct Rustc {
    /// Where the compiler writes.
    folder: PathBuf,
    /// Where cargo puts libraries, and those that they use.
    libraries: PathBuf,
    /// The arguments that name the libraries.
    externs: Vec<String>,
}

impl Rustc {
    /// Creates a compiler that writes into a folder, which is emptied.
    ///
    /// # Panics
    ///
    /// Where the folder cannot be made.
    #[must_use]
    pub fn new(folder: PathBuf) -> Self {
        // There may be none.
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).expect("the folder can be made");
        let program = std::env::current_exe().expect("this program");
        Self {
            folder,
            libraries: program.parent().expect("a folder").to_owned(),
            externs: Vec::new(),
        }
    }

    /// Lets programs use a library: the one that was built last and with which `probe` compiles,
    /// since cargo keeps libraries of other features too. What the test is linked with was built
    /// from the same sources, or it would have been built anew.
    ///
    /// # Panics
    ///
    /// Where there is no such library.
    #[must_use]
    pub fn with(mut self, library: &str, probe: &str) -> Self {
        let source = self.write(&format!("probe_{library}"), probe);
        for path in self.built(library) {
            self.externs
                .push(format!("--extern={library}={}", path.display()));
            let mut rustc = self.command(&source);
            let output = rustc.args(["--crate-type=lib", "--emit=metadata"]).output();
            if output.expect("a compiler").status.success() {
                return self;
            }
            self.externs.pop();
        }
        let folder = self.libraries.display();
        panic!("no {library} in {folder} with which this compiles: {probe}");
    }

    /// The libraries of a name, the last built first.
    fn built(&self, library: &str) -> Vec<PathBuf> {
        let prefix = format!("lib{library}-");
        let mut built: Vec<(SystemTime, PathBuf)> = fs::read_dir(&self.libraries)
            .expect("the folder can be read")
            .map(|entry| entry.expect("an entry"))
            .filter(|entry| {
                let name = entry.file_name().into_string().unwrap_or_default();
                name.starts_with(&prefix) && name.ends_with(".rlib")
            })
            .map(|entry| {
                let modified = entry.metadata().and_then(|metadata| metadata.modified());
                (modified.expect("a time"), entry.path())
            })
            .collect();
        built.sort();
        built.into_iter().rev().map(|(_, path)| path).collect()
    }

    /// Where the compiler writes.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Writes a program's source, and returns where.
    ///
    /// # Panics
    ///
    /// Where it cannot be written.
    pub fn write(&self, name: &str, source: &str) -> PathBuf {
        let path = self.folder.join(format!("{name}.rs"));
        fs::write(&path, source).expect("the source can be written");
        path
    }

    /// The command that compiles a program, which takes further arguments.
    #[must_use]
    pub fn command(&self, source: &Path) -> Command {
        let mut command = Command::new("rustc");
        command
            .args(["--edition=2024", "-Cdebuginfo=0", "--out-dir"])
            .arg(&self.folder)
            .arg(format!("-Ldependency={}", self.libraries.display()))
            .args(&self.externs)
            .arg(source);
        command
    }
}

/// Does the jobs, as many at a time as there are processors.
///
/// # Panics
///
/// Where a job does.
pub fn in_parallel<T: Send>(jobs: Vec<T>, run: impl Fn(T) + Sync) {
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let queue = Mutex::new(jobs.into_iter());
    let next = || queue.lock().expect("the queue").next();
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                while let Some(job) = next() {
                    run(job);
                }
            });
        }
    });
}
