//! Actions as data.

use super::docs::Docs;
use super::shape::{Reflect, StructureShape};
use super::waiter::Waiter;
#[cfg(feature = "server")]
use crate::wire::from_params::FromParams;
#[cfg(feature = "server")]
use crate::wire::params::Params;
use crate::wire::request::{Method, Request};
#[cfg(feature = "server")]
use crate::wire::validate::validate;
#[cfg(feature = "server")]
use crate::wire::violation::Violations;

/// An action: its name, its request and its output.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Action {
    /// The name on the wire.
    pub name: &'static str,
    /// Description.
    pub docs: Docs,
    /// The chapter of the API's description that it belongs to, such as `instances`.
    pub chapter: &'static str,
    /// The chapter's title.
    pub chapter_docs: Docs,
    /// The HTTP method.
    pub method: Method,
    /// Whether repeating the call has no further effect, so that it may be retried.
    pub idempotent: bool,
    /// Whether only real clients show it: the vendor's document does not have it.
    pub observed: bool,
    /// The shape of the request.
    pub request: &'static StructureShape,
    /// The shape of the output.
    pub output: &'static StructureShape,
    /// Pagination of its list.
    pub paging: Option<Paging>,
    /// States that can be waited for by polling it.
    pub waiters: &'static [Waiter],
    /// Lists that hold the values of its parameters, for completion.
    pub completions: &'static [Completion],
    /// An example of a request and its response.
    #[cfg(feature = "server")]
    pub example: Option<Example>,
    #[cfg(feature = "server")]
    check: Option<Check>,
}

#[cfg(feature = "server")]
type Check = fn(&Params) -> Result<(), Violations>;

/// Pagination of an action's list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Paging {
    /// The parameter that says where a page begins; the output's member of the same name is the
    /// value for the next page.
    pub marker: &'static str,
    /// The list in the output.
    pub items: &'static str,
    /// The parameter that limits the number of items per page.
    pub page_size: Option<&'static str>,
    /// The output's member with the total number of items.
    pub total: Option<&'static str>,
    /// The item's member that identifies it.
    pub key: Option<&'static str>,
}

/// The list that holds the values of a parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Completion {
    /// The parameter, without the numbers of list items, such as `Trigger.TriggerId`.
    pub parameter: &'static str,
    /// Source of its values.
    pub by: CompletedBy,
}

/// A list that holds the values of a parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct CompletedBy {
    /// The action whose output has the list.
    pub action: &'static str,
    /// The list in the output.
    pub items: &'static str,
    /// The item's member that is the value; `None` where it is the item itself.
    pub value: Option<&'static str>,
}

/// A request and its response as the API's description shows them.
#[cfg(feature = "server")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Example {
    /// The request.
    pub request: &'static str,
    /// The response.
    pub response: &'static str,
}

impl Action {
    /// The action of a request.
    pub const fn of<R>() -> Self
    where
        R: Request + Reflect,
        R::Output: Reflect,
    {
        let request = StructureShape::of::<R>();
        Self {
            name: R::ACTION,
            docs: request.docs,
            chapter: "",
            chapter_docs: Docs::NONE,
            method: R::METHOD,
            idempotent: R::IDEMPOTENT,
            observed: false,
            request,
            output: StructureShape::of::<R::Output>(),
            paging: None,
            waiters: &[],
            completions: &[],
            #[cfg(feature = "server")]
            example: None,
            #[cfg(feature = "server")]
            check: None,
        }
    }

    /// Sets the chapter of the API's description that it belongs to, and the chapter's title.
    pub const fn chapter(mut self, chapter: &'static str, docs: Docs) -> Self {
        self.chapter = chapter;
        self.chapter_docs = docs;
        self
    }

    /// Marks an action that the vendor's document does not have.
    pub const fn observed(mut self) -> Self {
        self.observed = true;
        self
    }

    /// Lets [`Self::check`] apply the rules of the request.
    #[cfg(feature = "server")]
    pub const fn checked<R: Request + FromParams>(mut self) -> Self {
        self.check = Some(check::<R>);
        self
    }

    /// Lets [`Self::check`] apply the rules of the request, and sets the example.
    #[cfg(feature = "server")]
    pub const fn served<R: Request + FromParams>(mut self, example: Example) -> Self {
        self.example = Some(example);
        self.checked::<R>()
    }

    /// Checks parameters as a server of the action does: whether they make up a request, and
    /// whether it breaks no rule.
    #[cfg(feature = "server")]
    pub fn check(&self, params: &Params) -> Result<(), Violations> {
        self.check.map_or(Ok(()), |check| check(params))
    }

    /// Returns the list that holds the values of a parameter, whose name is without the numbers of
    /// list items.
    pub fn completed_by(&self, parameter: &str) -> Option<CompletedBy> {
        let completion = self
            .completions
            .iter()
            .find(|completion| completion.parameter == parameter)?;
        Some(completion.by)
    }
}

setters!(Action {
    /// Sets how its list is paginated.
    paging: Paging => Some,
    /// Sets the states that can be waited for by polling it.
    waiters: &'static [Waiter],
    /// Sets the lists that hold the values of its parameters.
    completions: &'static [Completion],
});

#[cfg(feature = "server")]
fn check<R: Request + FromParams>(params: &Params) -> Result<(), Violations> {
    validate(&R::from_params(params)?)
}

impl Paging {
    /// Pages of the list `items`, each beginning at `marker`.
    pub const fn new(marker: &'static str, items: &'static str) -> Self {
        Self {
            marker,
            items,
            page_size: None,
            total: None,
            key: None,
        }
    }
}

setters!(Paging {
    /// Sets the parameter that limits a page.
    page_size: &'static str => Some,
    /// Sets the output's member with the total number of items.
    total: &'static str => Some,
    /// Sets the item's member that identifies it.
    key: &'static str => Some,
});

impl Completion {
    /// Takes the values of `parameter` from the list `items` in the output of `action`.
    pub const fn new(parameter: &'static str, action: &'static str, items: &'static str) -> Self {
        Self {
            parameter,
            by: CompletedBy {
                action,
                items,
                value: None,
            },
        }
    }

    /// Takes the values from the items' member of this name.
    pub const fn value(mut self, member: &'static str) -> Self {
        self.by.value = Some(member);
        self
    }
}

#[cfg(feature = "server")]
impl Example {
    /// A request and its response.
    pub const fn new(request: &'static str, response: &'static str) -> Self {
        Self { request, response }
    }
}
