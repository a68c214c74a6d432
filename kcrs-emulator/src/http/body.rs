//! The body of a response, which may be cut off on purpose.

use std::convert::Infallible;
use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http_body_util::channel::Channel;
use http_body_util::{Either, Full};

/// Time to send the first half before the connection is cut.
const PAUSE: Duration = Duration::from_millis(20);

/// In how many pieces a slow body comes.
const PIECES: u32 = 20;

/// The body of a response: all of it at once, or as a task sends it.
pub(crate) type ResponseBody = Either<Full<Bytes>, Channel<Bytes, CutOff>>;

/// Ends a connection: nothing else makes hyper do so.
#[derive(Debug)]
pub(crate) struct CutOff;

impl fmt::Display for CutOff {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the connection is to end here")
    }
}

impl std::error::Error for CutOff {}

impl From<Infallible> for CutOff {
    fn from(never: Infallible) -> Self {
        match never {}
    }
}

/// Way in which a body is sent.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Pace {
    /// All of it at once.
    Whole,
    /// The first half, then the end of the connection.
    Half,
    /// In pieces, so long until the last one.
    Drip(Duration),
}

/// Sends a body so.
pub(crate) fn send(body: Bytes, pace: Pace) -> ResponseBody {
    match pace {
        Pace::Whole => return Either::Left(Full::new(body)),
        Pace::Half | Pace::Drip(_) => {}
    }
    let (mut sender, channel) = Channel::new(1);
    // Where nobody receives what is sent, the connection has ended already.
    tokio::spawn(async move {
        let Pace::Drip(time) = pace else {
            if sender.send_data(body.slice(..body.len() / 2)).await.is_ok() {
                tokio::time::sleep(PAUSE).await;
                sender.abort(CutOff);
            }
            return;
        };
        for piece in body.chunks(body.len().div_ceil(PIECES as usize).max(1)) {
            tokio::time::sleep(time / PIECES).await;
            if sender.send_data(body.slice_ref(piece)).await.is_err() {
                return;
            }
        }
    });
    Either::Right(channel)
}
