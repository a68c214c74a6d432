//! Timers of the client.

use std::future::Future;
use std::pin::Pin;
use std::time::{Duration, Instant};

/// Future of [`Timer::sleep`].
pub type Sleep = Pin<Box<dyn Future<Output = ()> + Send + 'static>>;

/// Waits: between two attempts, between two polls of a waiter, and until a time limit is over.
///
/// [`TokioTimer`] is the default. Another one lets the client run on another runtime, with a
/// transport that does, or lets tests move the time instead of waiting for it. The two methods must
/// be of the same time: after a sleep of a second `now` is at least a second later.
pub trait Timer: Send + Sync + 'static {
    /// The present moment.
    fn now(&self) -> Instant;

    /// A future that ends after `duration`.
    fn sleep(&self, duration: Duration) -> Sleep;
}

/// The time of tokio, which its tests can pause.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TokioTimer;

impl Timer for TokioTimer {
    fn now(&self) -> Instant {
        tokio::time::Instant::now().into_std()
    }

    fn sleep(&self, duration: Duration) -> Sleep {
        Box::pin(tokio::time::sleep(duration))
    }
}

shown_as!(dyn Timer: "Timer");
