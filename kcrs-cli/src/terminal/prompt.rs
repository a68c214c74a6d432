//! Questions to whoever sits at the terminal. They are asked on stderr: stdout may be a file.

use std::io::{self, IsTerminal, Write};
use std::sync::mpsc;
use std::thread;

use super::interrupt::Listener;
use crate::error::CliError;
use crate::text::Text;

/// Returns whether there is somebody to ask.
pub(crate) fn can_ask() -> bool {
    io::stdin().is_terminal() && io::stderr().is_terminal()
}

/// Asks `question`, such as `Delete 12 images?`: yes or no, and no is what anything but `y` and
/// `yes` means. Where there is nobody to ask, it fails and names `--yes`.
pub(crate) fn confirm(question: &Text) -> Result<bool, CliError> {
    if !can_ask() {
        return Err(CliError::usage(text!(
            "{question} There is no terminal to ask on: pass --yes",
            "{question}没有可供询问的终端：请给出 --yes"
        )));
    }
    let answer = read_line(&format!("{question} [y/N] "))?.unwrap_or_default();
    Ok(["y", "yes"]
        .iter()
        .any(|yes| answer.trim().eq_ignore_ascii_case(yes)))
}

/// Asks for a text, whose echo is seen. Nothing typed gives an empty text, the end of the input
/// none.
pub(crate) fn ask(question: &Text) -> Result<Option<String>, CliError> {
    let answer = read_line(&format!("{question}: "))?;
    Ok(answer.map(|answer| answer.trim().to_owned()))
}

/// Asks for a secret: what is typed is not seen. Nothing typed gives an empty text.
pub(crate) fn ask_secret(question: &Text) -> Result<String, CliError> {
    // With a listener the signal of Ctrl-C does not end the process, so that the terminal echoes
    // again afterwards.
    let _listener = Listener::start(|| {})?;
    #[cfg(unix)]
    let _silence = silence::Silence::begin()?;
    match rpassword::prompt_password(format!("{question}: ")) {
        Ok(secret) => Ok(secret),
        Err(error) => match error.kind() {
            io::ErrorKind::Interrupted => Err(interrupted()),
            io::ErrorKind::UnexpectedEof => Ok(String::new()),
            _ => Err(error.into()),
        },
    }
}

fn interrupted() -> CliError {
    CliError::interrupted(text!(
        "interrupted; nothing was changed",
        "已中断；没有更改任何内容"
    ))
}

/// A line of stdin, or none at its end. Ctrl-C ends it, also where something else in the process
/// listens to that.
fn read_line(prompt: &str) -> Result<Option<String>, CliError> {
    enum Event {
        Line(io::Result<Option<String>>),
        CtrlC,
    }
    let (events, received) = mpsc::channel();
    let of_ctrl_c = events.clone();
    let _listener = Listener::start(move || {
        // Nobody waits for it once the line is there.
        let _ = of_ctrl_c.send(Event::CtrlC);
    })?;
    let mut stderr = io::stderr();
    stderr.write_all(prompt.as_bytes())?;
    stderr.flush()?;
    thread::spawn(move || {
        let mut line = String::new();
        let read = io::stdin().read_line(&mut line);
        let _ = events.send(Event::Line(read.map(|length| (length > 0).then_some(line))));
    });
    match received.recv() {
        Ok(Event::Line(line)) => {
            let line = line?;
            if line.is_none() {
                eprintln!();
            }
            Ok(line)
        }
        Ok(Event::CtrlC) | Err(_) => {
            eprintln!();
            Err(interrupted())
        }
    }
}

#[cfg(unix)]
mod silence {
    //! A terminal that does not echo, before it shows the question: the secret may have been pasted
    //! at once.

    use std::fs::File;
    use std::io;

    use rustix::termios::{LocalModes, OptionalActions, Termios, tcgetattr, tcsetattr};

    /// Guard during whose life the terminal does not echo.
    pub(super) struct Silence {
        terminal: File,
        before: Termios,
    }

    impl Silence {
        pub(super) fn begin() -> io::Result<Self> {
            let terminal = File::options().read(true).write(true).open("/dev/tty")?;
            let before = tcgetattr(&terminal)?;
            let mut silent = before.clone();
            // What is typed at once, Ctrl-C too, waits for whoever reads the secret.
            let usual = LocalModes::ECHO | LocalModes::ICANON | LocalModes::ISIG;
            silent.local_modes.remove(usual);
            tcsetattr(&terminal, OptionalActions::Now, &silent)?;
            Ok(Self { terminal, before })
        }
    }

    impl Drop for Silence {
        fn drop(&mut self) {
            // An error here cannot be reported.
            let _ = tcsetattr(&self.terminal, OptionalActions::Now, &self.before);
        }
    }
}
