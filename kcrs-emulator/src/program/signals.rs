//! The signals that ask a program to stop.

use std::future::poll_fn;
use std::io;
use std::task::{Context, Poll};

#[cfg(unix)]
use tokio::signal::unix::{Signal, SignalKind, signal};
#[cfg(windows)]
use tokio::signal::windows::{CtrlC, ctrl_c};

use crate::futures::unless;

/// Waits for SIGTERM and Ctrl-C.
#[derive(Debug)]
pub(crate) struct Signals {
    #[cfg(unix)]
    both: [Signal; 2],
    #[cfg(windows)]
    both: [CtrlC; 1],
}

impl Signals {
    /// Begins to listen; signals that come from now on are not lost.
    pub(crate) fn listen() -> io::Result<Self> {
        Ok(Self {
            #[cfg(unix)]
            both: [
                signal(SignalKind::terminate())?,
                signal(SignalKind::interrupt())?,
            ],
            #[cfg(windows)]
            both: [ctrl_c()?],
        })
    }

    /// The next signal.
    pub(crate) async fn next(&mut self) {
        poll_fn(|context| self.poll(context)).await;
    }

    /// The outcome of `work`, or `None` where a signal comes first.
    pub(crate) async fn unless<T>(&mut self, work: impl Future<Output = T>) -> Option<T> {
        unless(self.next(), work).await
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<()> {
        for signal in &mut self.both {
            if signal.poll_recv(context).is_ready() {
                return Poll::Ready(());
            }
        }
        Poll::Pending
    }
}
