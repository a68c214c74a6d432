//! Ctrl-C, and SIGTERM, which is the same.

use std::future::{self, Future};
use std::io;
use std::pin::pin;
use std::sync::mpsc;
use std::thread;

use futures_util::future::{Either, select};
use tokio::sync::oneshot;

/// Returns the output of `work`, or none where Ctrl-C comes first. The work is dropped then.
///
/// Ctrl-C does not end the process any more once this was called, also not later.
pub(crate) async fn unless_interrupted<T>(work: impl Future<Output = T>) -> Option<T> {
    let interrupted = pin!(async {
        let (ctrl_c, sigterm) = (pin!(tokio::signal::ctrl_c()), pin!(sigterm()));
        if select(ctrl_c, sigterm).await.factor_first().0.is_err() {
            // A signal that cannot be listened to does not come.
            future::pending::<()>().await;
        }
    });
    // The signal first, so that it is listened to before the work begins.
    match select(interrupted, pin!(work)).await {
        Either::Left(_) => None,
        Either::Right((output, _)) => Some(output),
    }
}

/// Waits for SIGTERM.
#[cfg(unix)]
async fn sigterm() -> io::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};

    signal(SignalKind::terminate())?.recv().await;
    Ok(())
}

#[cfg(not(unix))]
async fn sigterm() -> io::Result<()> {
    future::pending().await
}

/// Listens to Ctrl-C on another thread until it is dropped, for code that blocks.
#[derive(Debug)]
pub(crate) struct Listener {
    _stop: oneshot::Sender<()>,
}

impl Listener {
    /// Begins; `react` is called when Ctrl-C comes.
    pub(crate) fn start(react: impl FnOnce() + Send + 'static) -> io::Result<Self> {
        let (stop, stopped) = oneshot::channel::<()>();
        let (listens, is_listening) = mpsc::channel();
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
        thread::spawn(move || {
            let until_stopped = async {
                // Whoever began this waits for it.
                let _ = listens.send(());
                let _ = stopped.await;
            };
            if runtime
                .block_on(unless_interrupted(until_stopped))
                .is_none()
            {
                react();
            }
        });
        is_listening.recv().map_err(io::Error::other)?;
        Ok(Self { _stop: stop })
    }
}
