//! The executor of calls: the asynchronous client or the blocking one.

use crate::call::paging::Paged;
use crate::call::wait::{WaitOptions, Waitable};
use crate::{CallOptions, Client, Endpoint, Operation, RawResponse, Request, Response};

/// A client, seen by the builders and by generated code: they are the same for [`Client`] and for
/// the blocking client, and what differs is what a call is.
///
/// It is sealed: there is no other.
pub trait CallExecutor: private::Sealed + Clone + Send + Sync + 'static {
    /// A call: a future of its output or, where it blocks, the result.
    type Call<T>;

    /// The pages of a list: a stream or an iterator.
    type Pages<R: Paged>;

    /// The items of a list: a stream or an iterator.
    type Items<R: Paged>;

    /// Waiting for a state: a future of what came of it or, where it blocks, the result.
    type Wait<W: Waitable>;

    /// A client whose calls have these options.
    #[must_use]
    fn with_options(&self, options: CallOptions) -> Self;

    /// Returns the endpoint of requests, unless options set another.
    fn endpoint(&self) -> &Endpoint;

    /// The region that requests are signed for, unless options say otherwise.
    fn region(&self) -> &str;

    /// Calls the action that `request` is a request of.
    fn send<R: Request>(&self, request: R) -> Self::Call<R::Output>;

    /// The same, with the response as it came beside the output.
    fn send_response<R: Request>(&self, request: R) -> Self::Call<Response<R::Output>>;

    /// Calls any action, known or not.
    fn call(&self, operation: Operation) -> Self::Call<RawResponse>;

    /// The pages of a list, from the one that is asked for.
    fn pages<R: Paged>(&self, request: R) -> Self::Pages<R>;

    /// The items of a list, from the page that is asked for.
    fn items<R: Paged>(&self, request: R) -> Self::Items<R>;

    /// Waits for a state.
    fn wait<W: Waitable>(&self, waiter: W, options: WaitOptions) -> Self::Wait<W>;
}

impl private::Sealed for Client {}

impl CallExecutor for Client {
    type Call<T> = crate::Call<T>;
    type Pages<R: Paged> = crate::call::paging::Pages<R>;
    type Items<R: Paged> = crate::call::paging::Items<R>;
    type Wait<W: Waitable> = crate::call::wait::Wait<W>;

    fn with_options(&self, options: CallOptions) -> Self {
        Client::with_options(self, options)
    }

    fn endpoint(&self) -> &Endpoint {
        Client::endpoint(self)
    }

    fn region(&self) -> &str {
        Client::region(self)
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

    fn wait<W: Waitable>(&self, waiter: W, options: WaitOptions) -> Self::Wait<W> {
        Client::wait(self, waiter, options)
    }
}

/// The client that a crate gives its users, which has an executor within. A
/// [`ClientBuilder`](crate::ClientBuilder) makes it for one executor or the other.
pub trait ClientHandle {
    /// The same for another executor.
    type Of<C: CallExecutor>: From<C>;
}

impl ClientHandle for Client {
    type Of<C: CallExecutor> = C;
}

pub(crate) mod private {
    /// Keeps others from implementing [`CallExecutor`](super::CallExecutor).
    pub trait Sealed {}
}
