//! Connections, with TLS or without.

use std::io;
use std::pin::Pin;

use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;

/// A connection.
pub(crate) trait Stream: AsyncRead + AsyncWrite + Send + Unpin {
    /// Has the other end find a connection that was reset when this one is dropped.
    fn reset_on_close(&self);
}

impl Stream for TcpStream {
    fn reset_on_close(&self) {
        // Without it the connection is closed as usual.
        let _ = self.set_zero_linger();
    }
}

/// Makes the connection of a client out of what was accepted.
pub(crate) type Accept = Box<dyn Fn(TcpStream) -> Accepting + Send + Sync>;

type Accepting = Pin<Box<dyn Future<Output = io::Result<Box<dyn Stream>>> + Send>>;

/// Takes a connection as it is.
pub(crate) fn plain() -> Accept {
    Box::new(|stream| Box::pin(async { Ok(Box::new(stream) as Box<dyn Stream>) }))
}
