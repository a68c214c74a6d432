//! The body of an answer, which may be cut off on purpose.

use std::convert::Infallible;
use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use hyper::body::{Body, Frame, SizeHint};
use tokio::time::Sleep;

/// How long the first half has to get out before the connection is cut.
const PAUSE: Duration = Duration::from_millis(20);

/// The body of an answer.
pub(crate) enum AnswerBody {
    /// All of it.
    Whole(Bytes),
    /// The first half of what is announced, then the end of the connection.
    Half {
        half: Bytes,
        announced: u64,
        pause: Option<Pin<Box<Sleep>>>,
    },
}

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

impl AnswerBody {
    pub(crate) fn half_of(whole: &Bytes) -> Self {
        Self::Half {
            half: whole.slice(..whole.len() / 2),
            announced: whole.len() as u64,
            pause: None,
        }
    }
}

impl Body for AnswerBody {
    type Data = Bytes;
    type Error = CutOff;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, CutOff>>> {
        match self.get_mut() {
            Self::Whole(bytes) if bytes.is_empty() => Poll::Ready(None),
            Self::Whole(bytes) => Poll::Ready(Some(Ok(Frame::data(std::mem::take(bytes))))),
            Self::Half { half, .. } if !half.is_empty() => {
                Poll::Ready(Some(Ok(Frame::data(std::mem::take(half)))))
            }
            Self::Half { pause, .. } => {
                let pause = pause.get_or_insert_with(|| Box::pin(tokio::time::sleep(PAUSE)));
                pause.as_mut().poll(context).map(|()| Some(Err(CutOff)))
            }
        }
    }

    fn is_end_stream(&self) -> bool {
        matches!(self, Self::Whole(bytes) if bytes.is_empty())
    }

    fn size_hint(&self) -> SizeHint {
        match self {
            Self::Whole(bytes) => SizeHint::with_exact(bytes.len() as u64),
            // Asked before the first frame: what is announced. What comes is less.
            Self::Half { announced, .. } => SizeHint::with_exact(*announced),
        }
    }
}
