//! The body of a response, which may be cut off on purpose.

use std::convert::Infallible;
use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http_body_util::channel::Channel;
use http_body_util::{Either, Full};

/// How long the first half has to get out before the connection is cut.
const PAUSE: Duration = Duration::from_millis(20);

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

/// The whole body.
pub(crate) fn whole(body: Bytes) -> ResponseBody {
    Either::Left(Full::new(body))
}

/// The first half of a body, then the end of the connection.
pub(crate) fn half(body: &Bytes) -> ResponseBody {
    let half = body.slice(..body.len() / 2);
    let (mut sender, channel) = Channel::new(1);
    tokio::spawn(async move {
        // Where nobody receives it, the connection has ended already.
        if sender.send_data(half).await.is_ok() {
            tokio::time::sleep(PAUSE).await;
            sender.abort(CutOff);
        }
    });
    Either::Right(channel)
}
