//! A chapter and its actions.

use super::member::{REQUEST, RESPONSE, TYPES};
use super::{
    ANY_NAME, DURATION, EN, Key, Layout, List, Mapping, Named, RUST_FIELD, Rule, Value, Word, ZH,
    word,
};

/// A file that is neither `service.yaml` nor `errors.yaml`.
pub(crate) static CHAPTER: Mapping = Mapping {
    name: "chapter",
    about: "A chapter of the API document: its types and its actions.",
    keys: &[
        Key::required(
            "chapter",
            Value::Mapping(&HEAD),
            "Place and title of the chapter.",
        ),
        Key::optional(
            "types",
            Value::Named(&TYPES),
            "Types, in one name space with those of other files.",
        ),
        Key::required("actions", Value::Named(&ACTIONS), "The actions."),
    ],
    rules: &[],
    layout: Layout::Spaced,
};

static HEAD: Mapping = Mapping {
    name: "chapter_head",
    about: "Place and title of a chapter.",
    keys: &[
        Key::required(
            "order",
            Value::Integer(i64::MIN, i64::MAX),
            "Place among the chapters, each at its own.",
        ),
        EN,
        ZH,
    ],
    rules: &[],
    layout: Layout::Fit,
};

static ACTIONS: Named = Named {
    keys: ANY_NAME,
    reserved: &[],
    value: Value::Mapping(&ACTION),
    min: 1,
    max: None,
    layout: Layout::Spaced,
};

static ACTION: Mapping = Mapping {
    name: "action",
    about: "An action of the API.",
    keys: &[
        EN,
        ZH,
        Key::required(
            "method",
            Value::Word(&[
                word("GET", "The parameters travel in the query."),
                word(
                    "POST",
                    "For what creates or changes something: the parameters travel in the body.",
                ),
            ]),
            "The HTTP method.",
        )
        .hint("write `method: GET`, or `method: POST` for what creates or changes something"),
        Key::optional(
            "idempotent",
            Value::Boolean,
            "Whether a call may be repeated when its response was lost. False, the careful choice, where it is left out.",
        ),
        Key::optional(
            "request",
            Value::Named(&REQUEST),
            "The parameters, in the document's order.",
        ),
        Key::optional(
            "response",
            Value::Named(&RESPONSE),
            "The fields of the response, in the document's order.",
        ),
        Key::optional(
            "paging",
            Value::Mapping(&PAGING),
            "How the list is read page by page.",
        ),
        Key::optional(
            "waiters",
            Value::Named(&WAITERS),
            "What one can wait for by polling this action.",
        ),
        Key::required(
            "example",
            Value::Mapping(&EXAMPLE),
            "A call and its response.",
        )
        .hint("write a call and its response, `example: {request: …, response: …}`"),
    ],
    rules: &[],
    layout: Layout::Block,
};

static PAGING: Mapping = Mapping {
    name: "paging",
    about: "How a list is read page by page.",
    keys: &[
        Key::required("items", Value::Text, "The list in the response."),
        Key::optional(
            "key",
            Value::Text,
            "The member that distinguishes two items.",
        ),
        Key::optional(
            "marker",
            Value::Text,
            "Where a page begins. As `paging` of the service says, if left out.",
        ),
        Key::optional(
            "page_size",
            Value::Text,
            "How many items a page has. Likewise.",
        ),
        Key::optional("total", Value::Text, "How many items there are. Likewise."),
    ],
    rules: &[],
    layout: Layout::Fit,
};

static WAITERS: Named = Named {
    keys: RUST_FIELD,
    reserved: &[],
    value: Value::Mapping(&WAITER),
    min: 0,
    max: None,
    layout: Layout::Block,
};

static WAITER: Mapping = Mapping {
    name: "waiter",
    about: "What one can wait for by polling an action.",
    keys: &[
        Key::optional(
            "with",
            Value::List(&NAMES),
            "Parameters of the action that the caller gives. Others may be given.",
        ),
        Key::optional(
            "match",
            Value::List(&NAMES),
            "Members of the listed item that the caller gives too. Other items are not looked at.",
        ),
        Key::optional(
            "path",
            Value::Text,
            "Where the state is: `Field`, or `List.Member`.",
        ),
        Key::optional(
            "success",
            Value::List(&STATES),
            "States that end the wait well.",
        ),
        Key::optional(
            "failure",
            Value::List(&STATES),
            "States that end the wait badly.",
        ),
        Key::optional("retry", Value::List(&STATES), "States that are on the way."),
        Key::optional(
            "empty",
            Value::Word(&OUTCOMES),
            "What an empty list counts as.",
        ),
        Key::optional(
            "not_found",
            Value::Word(&OUTCOMES),
            "What a not-found error counts as.",
        ),
        Key::required(
            "interval",
            Value::Form(DURATION, "5s"),
            "Time between two polls: `5s`, `2m`, `1h`.",
        ),
        Key::required("limit", Value::Form(DURATION, "20m"), "When to give up."),
        Key::optional(
            "settle",
            Value::Form(DURATION, "10s"),
            "Time to let pass after success.",
        ),
    ],
    rules: &[Rule::Demands("match", "path")],
    layout: Layout::Fit,
};

static NAMES: List = List {
    item: Value::Text,
    min: 0,
    is_unique: true,
    layout: Layout::Fit,
};

static STATES: List = List {
    item: Value::Text,
    min: 0,
    is_unique: true,
    layout: Layout::Fit,
};

static OUTCOMES: [Word; 3] = [
    word("retry", "The wait goes on."),
    word("success", "The wait ends well."),
    word("failure", "The wait ends badly."),
];

static EXAMPLE: Mapping = Mapping {
    name: "example",
    about: "A call and its response, word for word from the document.",
    keys: &[
        Key::required(
            "request",
            Value::Verbatim(r"[?&]Action="),
            "The URL of the call, over as many lines as it needs.",
        )
        .hint("write the parameters, `request: {}` where there are none"),
        Key::required(
            "response",
            Value::Verbatim(ANY_NAME),
            "The response, in JSON.",
        )
        .hint("write the fields of the response, such as `response: {RequestId: plain}`"),
    ],
    rules: &[],
    layout: Layout::Block,
};
