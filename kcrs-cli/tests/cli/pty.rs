//! A terminal that a program runs in: what is typed, and what is seen.

use std::fs::File;
use std::io::{Read, Write};
use std::num::NonZero;
use std::os::fd::AsFd;
use std::process::{Child, Command};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use pty_process::Size;
use pty_process::blocking::{self, Pty};
use vt100::Parser;

/// What takes longer will not come.
const PATIENCE: Duration = Duration::from_secs(60);
const ROWS: u16 = 50;

pub(crate) struct Terminal {
    pty: Pty,
    child: Child,
    bytes: Receiver<Vec<u8>>,
    /// All that came.
    raw: Vec<u8>,
    seen: Parser,
}

impl Terminal {
    /// Runs a command in a terminal of so many columns, which it takes for a usual one unless its
    /// environment says otherwise.
    pub(crate) fn start(mut command: Command, columns: u16) -> Self {
        let has_term = command.get_envs().any(|(name, _)| name == "TERM");
        if !has_term {
            command.env("TERM", "xterm-256color");
        }
        let (pty, pts) = blocking::open().expect("a terminal");
        pty.resize(Size::new(ROWS, columns)).expect("a size");
        let child = blocking::Command::from(command)
            .spawn(pts)
            .expect("the program");
        let mut reader = File::from(pty.as_fd().try_clone_to_owned().expect("a terminal"));
        let (send, bytes) = mpsc::channel();
        thread::spawn(move || {
            let mut buffer = [0; 4096];
            // The end of a terminal is an error on Linux.
            while let Ok(length @ 1..) = reader.read(&mut buffer) {
                if send.send(buffer[..length].to_vec()).is_err() {
                    break;
                }
            }
        });
        Self {
            pty,
            child,
            bytes,
            raw: Vec::new(),
            seen: Parser::new(size(ROWS), size(columns), 0),
        }
    }

    pub(crate) fn type_in(&mut self, text: &str) {
        self.pty.write_all(text.as_bytes()).expect("a terminal");
    }

    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// Waits until the screen has this text on it.
    #[track_caller]
    pub(crate) fn wait_for(&mut self, text: &str) {
        while !self.screen().contains(text) {
            match self.bytes.recv_timeout(PATIENCE) {
                Ok(bytes) => self.take(&bytes),
                Err(_) => panic!("there is no {text:?} on the screen:\n{}", self.screen()),
            }
        }
    }

    /// What is seen, without empty lines at the end.
    pub(crate) fn screen(&self) -> String {
        let lines = self.seen.screen().contents();
        lines.trim_end().to_owned()
    }

    /// Waits for the end. Gives the exit code and all that came, with its escape sequences.
    pub(crate) fn end(&mut self) -> (Option<i32>, String) {
        loop {
            match self.bytes.recv_timeout(PATIENCE) {
                Ok(bytes) => self.take(&bytes),
                Err(RecvTimeoutError::Disconnected) => break,
                Err(RecvTimeoutError::Timeout) => panic!("it does not end:\n{}", self.screen()),
            }
        }
        let status = self.child.wait().expect("an end");
        (
            status.code(),
            String::from_utf8_lossy(&self.raw).into_owned(),
        )
    }

    fn take(&mut self, bytes: &[u8]) {
        self.raw.extend_from_slice(bytes);
        self.seen.process(bytes);
    }
}

fn size(number: u16) -> NonZero<u16> {
    NonZero::new(number).expect("a size")
}

impl Drop for Terminal {
    fn drop(&mut self) {
        // It may have ended.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
