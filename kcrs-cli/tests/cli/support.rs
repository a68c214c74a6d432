//! What the tests share: the program in a clean environment, and texts in files.

use std::ffi::{OsStr, OsString};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use kcrs_emulator::{Emulator, EmulatorBuilder, RegistryOptions};
use kcrs_generated::Credentials;
use kcrs_test_support::expect_file;
use tempfile::TempDir;

pub(crate) const ACCESS_KEY: &str = "AKCLI";
pub(crate) const SECRET_KEY: &str = "SKCLI-PLANTED";

/// An emulator that takes the keys which [`Kcrs::with`] gives the program.
pub(crate) fn emulator() -> EmulatorBuilder<RegistryOptions> {
    Emulator::builder().credentials(Credentials::new(ACCESS_KEY, SECRET_KEY))
}

/// The program, in an environment that has nothing but what a test gives it.
#[derive(Debug)]
pub(crate) struct Kcrs {
    home: TempDir,
    variables: Vec<(OsString, OsString)>,
    endpoint: Option<String>,
}

/// How the program ended.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Kcrs {
    /// Without credentials, and with an empty home directory, in which it also runs.
    pub(crate) fn new() -> Self {
        Self {
            home: tempfile::tempdir().expect("a directory"),
            variables: vec![("LANG".into(), "C".into())],
            endpoint: None,
        }
    }

    /// With an emulator for its service, one of [`emulator`], and credentials in its environment.
    pub(crate) fn with(emulator: &Emulator) -> Self {
        let mut kcrs = Self::new()
            .variable("KSYUN_ACCESS_KEY", ACCESS_KEY)
            .variable("KSYUN_SECRET_KEY", SECRET_KEY);
        kcrs.endpoint = Some(emulator.endpoint());
        kcrs
    }

    /// Sets a variable of its environment.
    pub(crate) fn variable(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.variables.retain(|(other, _)| other != name);
        let value = value.as_ref().to_owned();
        self.variables.push((name.into(), value));
        self
    }

    /// Its home directory.
    pub(crate) fn home(&self) -> &Path {
        self.home.path()
    }

    /// A file in its home directory, which nobody else can read.
    pub(crate) fn file(&self, name: &str, content: &str) -> PathBuf {
        let path = self.home().join(name);
        fs::write(&path, content).expect("a file");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).expect("a mode");
        }
        path
    }

    /// The command that runs it, for tests that need a terminal, a pipe or a signal.
    pub(crate) fn command<A: AsRef<OsStr>>(
        &self,
        arguments: impl IntoIterator<Item = A>,
    ) -> Command {
        let mut command = self.program(env!("CARGO_BIN_EXE_kcrs"));
        command.args(arguments);
        if let Some(endpoint) = &self.endpoint {
            command.args(["--endpoint", endpoint]);
        }
        command
    }

    /// Another program in the same environment, in which `kcrs` and `docker-credential-kcrs` are on
    /// the `PATH`.
    pub(crate) fn program(&self, program: impl AsRef<OsStr>) -> Command {
        let folder = Path::new(env!("CARGO_BIN_EXE_kcrs")).parent();
        let path = std::env::var_os("PATH").unwrap_or_default();
        let folders = folder.map(Path::to_owned).into_iter();
        let path = std::env::join_paths(folders.chain(std::env::split_paths(&path)));
        let mut command = Command::new(program);
        command
            .env_clear()
            .env("HOME", self.home())
            .env("PATH", path.expect("folders without a colon"))
            .envs(self.variables.iter().map(|(name, value)| (name, value)))
            .current_dir(self.home());
        command
    }

    /// Runs it to its end.
    pub(crate) fn run<A: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = A>) -> Ran {
        self.run_with_input(arguments, "")
    }

    /// Runs it to its end with this on its standard input.
    pub(crate) fn run_with_input<A: AsRef<OsStr>>(
        &self,
        arguments: impl IntoIterator<Item = A>,
        input: &str,
    ) -> Ran {
        let mut child = self
            .command(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program");
        let mut stdin = child.stdin.take().expect("a pipe");
        // It may end without having read all.
        let _ = stdin.write_all(input.as_bytes());
        drop(stdin);
        Ran::from(child.wait_with_output().expect("an end"))
    }
}

impl From<Output> for Ran {
    fn from(output: Output) -> Self {
        let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
        Self {
            code: output.status.code(),
            stdout: text(output.stdout),
            stderr: text(output.stderr),
        }
    }
}

impl Ran {
    /// What it wrote on stdout, having ended well and said nothing on stderr.
    #[track_caller]
    pub(crate) fn success(self) -> String {
        assert_eq!(
            (self.code, self.stderr.as_str()),
            (Some(0), ""),
            "{self:#?}"
        );
        self.stdout
    }

    /// What it wrote on stderr, having ended with this code and written nothing on stdout.
    #[track_caller]
    pub(crate) fn refusal(self, code: i32) -> String {
        assert_eq!(
            (self.code, self.stdout.as_str()),
            (Some(code), ""),
            "{self:#?}"
        );
        self.stderr
    }
}

/// A text with the service's timestamps, which differ from run to run, as `YYYY-MM-DD hh:mm:ss`.
pub(crate) fn without_times(text: &str) -> String {
    const FORM: &str = "YYYY-MM-DD hh:mm:ss";
    let is_time = |part: &[u8]| {
        part.iter()
            .zip(FORM.bytes())
            .all(|(byte, form)| match form {
                b'-' | b' ' | b':' => *byte == form,
                _ => byte.is_ascii_digit(),
            })
    };
    let mut bytes = text.as_bytes().to_vec();
    for at in 0..bytes.len().saturating_sub(FORM.len() - 1) {
        let part = &mut bytes[at..at + FORM.len()];
        if is_time(part) {
            part.copy_from_slice(FORM.as_bytes());
        }
    }
    String::from_utf8(bytes).expect("UTF-8")
}

/// Compares a text with the one in the file of this name under `expected/`. With `UPDATE_EXPECT=1`
/// the file takes the text.
#[track_caller]
pub(crate) fn expect(name: &str, actual: &str) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cli/expected");
    expect_file(&folder.join(name), actual);
}
