//! Ctrl-C.

use std::future::{self, Future};
use std::io;
use std::pin::pin;
use std::sync::mpsc;
use std::task::Poll;
use std::thread;

use tokio::sync::oneshot;

/// What comes of `work`, or none where Ctrl-C comes first. The work is dropped then.
///
/// Ctrl-C does not end the process any more once this was called, also not later.
pub(crate) async fn unless_interrupted<T>(work: impl Future<Output = T>) -> Option<T> {
    let mut interrupted = pin!(async {
        if tokio::signal::ctrl_c().await.is_err() {
            // What cannot be listened to does not come.
            future::pending::<()>().await;
        }
    });
    let mut work = pin!(work);
    future::poll_fn(|context| {
        // First, so that the signal is listened to before the work begins.
        let interrupted = interrupted.as_mut().poll(context);
        match work.as_mut().poll(context) {
            Poll::Ready(output) => Poll::Ready(Some(output)),
            Poll::Pending => interrupted.map(|()| None),
        }
    })
    .await
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
