//! The blocking client: the same calls, on a thread of their own.

use std::fmt;
use std::future::Future;
use std::sync::{Arc, mpsc};
use std::thread::ThreadId;

use futures_core::Stream;
use tokio::runtime::{Builder, Handle};
use tokio::sync::oneshot;

use crate::call::paging::{Paged, next};
use crate::call::wait::{WaitOptions, WaitOutput, Waitable};
use crate::client::executor::private::Sealed;
use crate::{
    BuildError, CallExecutor, CallOptions, Client as AsyncClient, Endpoint, Error, Operation,
    RawResponse, Request, Response, Service, WaitError,
};

/// A client whose calls block until the response is there.
///
/// It is the asynchronous client, run on a thread of its own with a runtime of its own. The thread
/// ends with the last clone. It is cheap to clone, and clones share their connections; many threads
/// can call at the same time.
///
/// It works anywhere, in asynchronous code too: nothing panics there. But it blocks the thread it
/// is called on, so other tasks of that thread stand still meanwhile; asynchronous code uses the
/// asynchronous client. Only from within its own calls, so in a hook or a provider of credentials,
/// it cannot be called, since it would wait for itself: that panics with this reason.
#[derive(Clone)]
pub struct Client {
    inner: AsyncClient,
    worker: Arc<Worker>,
}

impl Client {
    /// Puts an asynchronous client on a thread of its own.
    pub(crate) fn new(inner: AsyncClient) -> Result<Self, BuildError> {
        let worker = Worker::start().map_err(|error| BuildError::Runtime(error.to_string()))?;
        Ok(Self {
            inner,
            worker: Arc::new(worker),
        })
    }

    /// Runs asynchronous code on this client's thread, with the asynchronous client, and waits for
    /// its end.
    ///
    /// # Panics
    ///
    /// Where it is called from within itself or a call of this client, since it would wait for
    /// itself.
    pub fn run<F>(&self, code: impl FnOnce(AsyncClient) -> F) -> F::Output
    where
        F: Future<Output: Send + 'static> + Send + 'static,
    {
        self.worker.run(code(self.inner.clone()))
    }

    /// The service.
    pub fn service(&self) -> &'static Service {
        self.inner.service()
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("blocking::Client")
            .field(&self.inner)
            .finish()
    }
}

impl Sealed for Client {}

impl CallExecutor for Client {
    type Call<T> = Result<T, Error>;
    type Pages<R: Paged> = Pages<R>;
    type Items<R: Paged> = Items<R>;
    type Wait<W: Waitable> = Result<WaitOutput<<W::Request as Request>::Output>, WaitError>;

    fn with_options(&self, options: CallOptions) -> Self {
        Self {
            inner: self.inner.with_options(options),
            worker: Arc::clone(&self.worker),
        }
    }

    fn endpoint(&self) -> &Endpoint {
        self.inner.endpoint()
    }

    fn region(&self) -> &str {
        self.inner.region()
    }

    fn send<R: Request>(&self, request: R) -> Self::Call<R::Output> {
        self.worker.run(self.inner.send(request))
    }

    fn send_response<R: Request>(&self, request: R) -> Self::Call<Response<R::Output>> {
        self.worker.run(self.inner.send_response(request))
    }

    fn call(&self, operation: Operation) -> Self::Call<RawResponse> {
        self.worker.run(self.inner.call(operation))
    }

    fn pages<R: Paged>(&self, request: R) -> Self::Pages<R> {
        Pages {
            pages: Some(self.inner.pages(request)),
            worker: Arc::clone(&self.worker),
        }
    }

    fn items<R: Paged>(&self, request: R) -> Self::Items<R> {
        Items {
            items: Some(self.inner.items(request)),
            worker: Arc::clone(&self.worker),
        }
    }

    fn wait<W: Waitable>(&self, waiter: W, options: WaitOptions) -> Self::Wait<W> {
        self.worker.run(self.inner.wait(waiter, options))
    }
}

/// The pages of a list, as an iterator. For the rest it is as the [stream](crate::Pages).
#[must_use = "an iterator does nothing unless it is used"]
pub struct Pages<R: Paged> {
    /// Gone only while the worker has it.
    pages: Option<crate::Pages<R>>,
    worker: Arc<Worker>,
}

impl<R: Paged> Pages<R> {
    /// Marker of the page that is read next, or that could not be read.
    pub fn marker(&self) -> i64 {
        self.pages.as_ref().map_or(0, crate::Pages::marker)
    }
}

impl<R: Paged> Iterator for Pages<R> {
    type Item = Result<R::Output, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        self.worker.next(&mut self.pages)
    }
}

impl<R: Paged> std::iter::FusedIterator for Pages<R> {}

impl<R: Paged> fmt::Debug for Pages<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("blocking::Pages").field(&self.pages).finish()
    }
}

/// The items of a list, as an iterator. For the rest it is as the [stream](crate::Items).
#[must_use = "an iterator does nothing unless it is used"]
pub struct Items<R: Paged> {
    /// Gone only while the worker has it.
    items: Option<crate::Items<R>>,
    worker: Arc<Worker>,
}

impl<R: Paged> Iterator for Items<R> {
    type Item = Result<R::Item, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        if let Some(item) = self.items.as_mut()?.at_hand() {
            return Some(Ok(item));
        }
        self.worker.next(&mut self.items)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.items.as_ref().map_or((0, None), Stream::size_hint)
    }
}

impl<R: Paged> std::iter::FusedIterator for Items<R> {}

impl<R: Paged> fmt::Debug for Items<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("blocking::Items").field(&self.items).finish()
    }
}

/// A thread with a runtime.
///
/// A runtime that only ran during calls would not notice that the service closes a connection
/// between them, and the next call would be lost on it.
struct Worker {
    handle: Handle,
    thread: ThreadId,
    /// Dropped with the last client, which ends the thread.
    _stop: oneshot::Sender<()>,
}

impl Worker {
    fn start() -> std::io::Result<Self> {
        let runtime = Builder::new_current_thread().enable_all().build()?;
        let handle = runtime.handle().clone();
        let (stop, stopped) = oneshot::channel::<()>();
        let thread = std::thread::Builder::new()
            .name("blocking-client".to_owned())
            .spawn(move || {
                // It ends when the sender is gone. The runtime is dropped here, where that may
                // block.
                let _ = runtime.block_on(stopped);
            })?;
        Ok(Self {
            handle,
            thread: thread.thread().id(),
            _stop: stop,
        })
    }

    /// Runs a future on the thread, and waits for its output.
    fn run<T: Send + 'static>(&self, future: impl Future<Output = T> + Send + 'static) -> T {
        assert!(
            std::thread::current().id() != self.thread,
            "a blocking client was called from within one of its own calls (a hook, a transport or a provider of \
             credentials), so it would wait for itself for ever; use the asynchronous client there"
        );
        let (sender, receiver) = mpsc::sync_channel(1);
        let task = self.handle.spawn(async move {
            // The receiver waits below.
            let _ = sender.send(future.await);
        });
        match receiver.recv() {
            Ok(output) => output,
            Err(mpsc::RecvError) => self.resume_panic(task),
        }
    }

    /// The next element of a stream, which is gone only while the thread has it.
    fn next<S>(&self, stream: &mut Option<S>) -> Option<S::Item>
    where
        S: Stream<Item: Send> + Unpin + Send + 'static,
    {
        let mut taken = stream.take()?;
        let (taken, element) = self.run(async move {
            let element = next(&mut taken).await;
            (taken, element)
        });
        *stream = Some(taken);
        element
    }

    /// The task ended without a result, so it panicked: in code of the caller's, such as a hook.
    fn resume_panic(&self, task: tokio::task::JoinHandle<()>) -> ! {
        let (sender, receiver) = mpsc::sync_channel(1);
        self.handle.spawn(async move {
            let _ = sender.send(task.await);
        });
        match receiver.recv() {
            Ok(Err(error)) if error.is_panic() => std::panic::resume_unwind(error.into_panic()),
            _ => panic!("the thread of a blocking client has ended"),
        }
    }
}

impl fmt::Debug for Worker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Worker").field(&self.thread).finish()
    }
}
