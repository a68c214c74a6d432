//! Who calls: the asynchronous client or the blocking one.

use crate::paging::Paged;
use crate::wait::{WaitOptions, Waits};
use crate::{CallOptions, Client, Operation, RawResponse, Request, Response};

/// A client, seen by the builders and by generated code: they are the same for [`Client`] and for
/// the blocking client, and what differs is what a call is.
///
/// It is sealed: there is no other.
pub trait Caller: private::Sealed + Clone + Send + Sync + 'static {
    /// A call: a future of its output or, where it blocks, the result.
    type Call<T>;

    /// The pages of a list: a stream or an iterator.
    type Pages<R: Paged>;

    /// The items of a list: a stream or an iterator.
    type Items<R: Paged>;

    /// Waiting for a state: a future of what came of it or, where it blocks, the result.
    type Wait<W: Waits>;

    /// A client whose calls have these options.
    #[must_use]
    fn with_options(&self, options: CallOptions) -> Self;

    /// Calls the action that `request` is a request of.
    fn send<R: Request>(&self, request: R) -> Self::Call<R::Output>;

    /// The same, with the answer as it came beside the output.
    fn send_response<R: Request>(&self, request: R) -> Self::Call<Response<R::Output>>;

    /// Calls any action, known or not.
    fn call(&self, operation: Operation) -> Self::Call<RawResponse>;

    /// The pages of a list, from the one that is asked for.
    fn pages<R: Paged>(&self, request: R) -> Self::Pages<R>;

    /// The items of a list, from the page that is asked for.
    fn items<R: Paged>(&self, request: R) -> Self::Items<R>;

    /// Waits for a state.
    fn wait<W: Waits>(&self, waiter: W, options: WaitOptions) -> Self::Wait<W>;
}

impl private::Sealed for Client {}

impl Caller for Client {
    type Call<T> = crate::Call<T>;
    type Pages<R: Paged> = crate::paging::Pages<R>;
    type Items<R: Paged> = crate::paging::Items<R>;
    type Wait<W: Waits> = crate::wait::Wait<W>;

    fn with_options(&self, options: CallOptions) -> Self {
        Client::with_options(self, options)
    }

    fn send<R: Request>(&self, request: R) -> Self::Call<R::Output> {
        Client::send(self, request)
    }

    fn send_response<R: Request>(&self, request: R) -> Self::Call<Response<R::Output>> {
        Client::send_response(self, request)
    }

    fn call(&self, operation: Operation) -> Self::Call<RawResponse> {
        Client::call(self, operation)
    }

    fn pages<R: Paged>(&self, request: R) -> Self::Pages<R> {
        Client::pages(self, request)
    }

    fn items<R: Paged>(&self, request: R) -> Self::Items<R> {
        Client::items(self, request)
    }

    fn wait<W: Waits>(&self, waiter: W, options: WaitOptions) -> Self::Wait<W> {
        Client::wait(self, waiter, options)
    }
}

/// The client that a crate gives its users, which has a caller within. A
/// [`ClientBuilder`](crate::ClientBuilder) makes it for one caller or the other.
pub trait Facade {
    /// The same for another caller.
    type Of<C: Caller>: From<C>;
}

impl Facade for Client {
    type Of<C: Caller> = C;
}

pub(crate) mod private {
    /// Keeps others from implementing [`Caller`](super::Caller).
    pub trait Sealed {}
}
