//! Waiting until something is in a state.

mod by_schema;
mod options;
mod output;
mod plan;
mod resource;

use std::fmt;
use std::future::Future;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use self::plan::{Plan, Step};
use crate::call::paging::page_step::{PageStep, page_step};
use crate::wire::to_params::params_of;
use crate::{Call, Client, Error, Paged, Request, Response, WaitError, schema};

pub use options::WaitOptions;
pub use output::WaitOutput;

/// A state that can be waited for: the action to call, and the path of the status in its output.
/// [`WAITER`](Self::WAITER) has the rules by which states are judged, as data. Generated code
/// implements it from the spec.
///
/// ```standalone_crate
/// # extern crate kcrs_runtime as kcrs_generated;
/// # use kcrs_generated::{Request, Structure};
/// use kcrs_generated::{Waiter, Waitable, schema};
///
/// # #[derive(Clone, PartialEq, Request)]
/// # #[request(output = DescribeThingOutput, idempotent = true)]
/// # pub struct DescribeThing { pub thing_id: String }
/// # #[derive(Clone, PartialEq, Structure)]
/// # #[structure(output)]
/// # pub struct DescribeThingOutput { pub status: String }
/// /// Waits until a thing is ready.
/// #[derive(Clone, PartialEq, Waiter)]
/// pub struct ThingReady {
///     pub thing_id: String,
/// }
///
/// impl Waitable for ThingReady {
///     type Request = DescribeThing;
///
///     const WAITER: schema::Waiter = schema::Waiter::new("thing_ready")
///         .with(&["ThingId"])
///         .path("Status")
///         .success(&["Ready"])
///         .failure(&["Broken"]);
///
///     fn request(&self) -> DescribeThing {
///         DescribeThing::builder().thing_id(self.thing_id.as_str()).build()
///     }
///     fn statuses(&self, output: &DescribeThingOutput) -> Vec<String> {
///         schema::Waiter::single(output.status.clone())
///     }
/// }
///
/// # async fn example(client: kcrs_generated::Client) -> Result<(), kcrs_generated::Error> {
/// ThingReady::builder_for(client).thing_id("t-1").wait().await?;
/// # Ok(()) }
/// ```
pub trait Waitable: Send + Sync + 'static {
    /// The request that asks for the state.
    type Request: Request;

    /// Rules by which states are judged, and the times.
    const WAITER: schema::Waiter;

    /// The request that asks for the state.
    fn request(&self) -> Self::Request;

    /// The states in a response of all resources that are waited for; none where no such resource
    /// exists.
    fn statuses(&self, output: &<Self::Request as Request>::Output) -> Vec<String>;

    /// Makes the request one for the next page of the list, if the response is a page and not the
    /// last. What is waited for may be on any.
    fn next_page(
        request: &mut Self::Request,
        page: &mut <Self::Request as Request>::Output,
    ) -> bool {
        let _ = (request, page);
        false
    }
}

/// [`Waitable::next_page`] of actions that list by pages.
pub fn next_page<R: Paged>(request: &mut R, page: &mut R::Output) -> bool {
    let next = R::next_marker(page);
    let step = page_step(
        R::ACTION,
        request.marker(),
        next,
        R::items_mut(page).is_empty(),
    );
    let goes_on = matches!(step, PageStep::Next);
    if goes_on {
        request.set_marker(next);
    }
    goes_on
}

/// A wait: a future of its outcome. Nothing is sent before it is polled, and nothing after it is
/// dropped.
#[must_use = "waiting does nothing unless it is awaited"]
pub struct Wait<W: Waitable> {
    future: Pin<Box<dyn Future<Output = Outcome<W>> + Send>>,
    waiter: PhantomData<fn() -> W>,
}

/// The output of the action that is called.
type Output<W> = <<W as Waitable>::Request as Request>::Output;

type Outcome<W> = Result<WaitOutput<Output<W>>, WaitError>;

impl Client {
    /// Waits until what `waiter` describes is in a state of success.
    ///
    /// - The action is called at once, and then at intervals that grow from
    ///   [`WaitOptions::interval`] to [`WaitOptions::max_interval`], each of random length so that
    ///   many waits do not call in step.
    /// - All resources in the response must be in a state of success. One in a state of failure
    ///   ends the waiting, as does a response without the resource, where that is no success. Any
    ///   other state means: not yet.
    /// - The resource does not exist if the list is empty, or if an error "not found" names it. An
    ///   error that the *service* or the *action* does not exist is an error like any other.
    /// - Transient errors (throttling, outages, broken connections) do not end the waiting, others
    ///   do.
    /// - After success it goes on for the service's settling time, so that what comes next is not
    ///   refused.
    ///
    /// [`WaitError`] holds the last status and the last response.
    pub fn wait<W: Waitable>(&self, waiter: W, options: WaitOptions) -> Wait<W> {
        Wait {
            future: Box::pin(run(self.clone(), waiter, options)),
            waiter: PhantomData,
        }
    }
}

async fn run<W: Waitable>(client: Client, waiter: W, options: WaitOptions) -> Outcome<W> {
    let params = params_of(&waiter.request());
    let now = client.shared.timer.now();
    let plan = Plan::new(&W::WAITER, W::Request::ACTION, params, options, now);
    let waited = follow(plan, &client, &Typed(waiter), &mut |_| {}).await?;
    Ok(waited.map(Response::into_output))
}

/// Asks until the plan ends. `look` sees the status that decides, each time.
async fn follow<A: StatusSource>(
    mut plan: Plan,
    client: &Client,
    source: &A,
    look: &mut (dyn FnMut(Option<&str>) + Send),
) -> Result<WaitOutput<Response<A::Output>>, WaitError> {
    let timer = &client.shared.timer;
    loop {
        let limit = plan.limit_of_call(timer.now(), client.options.timeout_or_default());
        let (step, page) = match poll_once(client, source, limit).await {
            Ok((statuses, page)) => (plan.judge(statuses, page.raw(), timer.now()), Some(page)),
            Err(error) => (plan.judge_error(error, timer.now()), None),
        };
        match step {
            Step::Wait(pause) => {
                look(plan.status());
                timer.sleep(pause).await;
            }
            Step::Succeed { settle } => {
                look(plan.status());
                if !settle.is_zero() {
                    timer.sleep(settle).await;
                }
                return Ok(plan.waited(page, timer.now()));
            }
            Step::Fail(error) => {
                look(error.status());
                return Err(error);
            }
        }
    }
}

/// Asks for the states once: the statuses on all pages, and the last page. `limit` is that of each
/// call, where it is not that of the options.
async fn poll_once<A: StatusSource>(
    client: &Client,
    source: &A,
    limit: Option<Duration>,
) -> Result<(Vec<String>, Response<A::Output>), Error> {
    let mut request = source.request(client);
    let mut all = Vec::new();
    loop {
        let mut call = source.call(client, &request);
        if let Some(limit) = limit {
            call = call.timeout(limit);
        }
        let mut page = call.await?;
        let (statuses, has_next) = source.read(&mut request, &mut page)?;
        all.extend(statuses);
        if !has_next {
            return Ok((all, page));
        }
    }
}

/// Source of the states: typed or by schema.
trait StatusSource: Sync {
    type Request: Send + Sync;
    type Output: Send;

    fn request(&self, client: &Client) -> Self::Request;

    fn call(&self, client: &Client, request: &Self::Request) -> Call<Response<Self::Output>>;

    /// Reads the statuses on a page. Where it is not the last, makes the request one for the next
    /// page and returns true.
    fn read(
        &self,
        request: &mut Self::Request,
        page: &mut Response<Self::Output>,
    ) -> Result<(Vec<String>, bool), Error>;
}

struct Typed<W>(W);

impl<W: Waitable> StatusSource for Typed<W> {
    type Request = W::Request;
    type Output = Output<W>;

    fn request(&self, _: &Client) -> W::Request {
        self.0.request()
    }

    fn call(&self, client: &Client, request: &W::Request) -> Call<Response<Output<W>>> {
        client.send_response_ref(request)
    }

    fn read(
        &self,
        request: &mut W::Request,
        page: &mut Response<Output<W>>,
    ) -> Result<(Vec<String>, bool), Error> {
        let statuses = self.0.statuses(page.output());
        Ok((statuses, W::next_page(request, page.output_mut())))
    }
}

impl<W: Waitable> Future for Wait<W> {
    type Output = Outcome<W>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        self.future.as_mut().poll(context)
    }
}

impl<W: Waitable> fmt::Debug for Wait<W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Wait").field(&W::WAITER.name).finish()
    }
}
