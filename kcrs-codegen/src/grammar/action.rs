//! A chapter and its actions.

use super::member::{REQUEST, RESPONSE, TYPES};
use super::{
    ANY_NAME, DOCUMENTED_AS, DURATION, EN, Key, Layout, List, Mapping, Named, RUST_FIELD, Rule,
    SOURCE, TEXTS, Value, Word, ZH, word,
};

/// A file that is neither `service.yaml` nor `errors.yaml`.
pub(crate) static CHAPTER: Mapping = Mapping::new(
    "chapter",
    "A chapter of the API document: its types and its actions.",
)
.layout(Layout::Spaced)
.keys(&[
    Key::required("chapter", Value::Mapping(&HEAD)).about("Place and title of the chapter."),
    Key::optional("types", Value::Named(&TYPES))
        .about("Types, in one name space with those of other files."),
    Key::required("actions", Value::Named(&ACTIONS)).about("The actions."),
]);

static HEAD: Mapping = Mapping::new("chapter_head", "Place and title of a chapter.").keys(&[
    Key::required("order", Value::Integer(i64::MIN, i64::MAX))
        .about("Place among the chapters, each at its own."),
    EN,
    ZH,
]);

static ACTIONS: Named = Named::new(ANY_NAME, Value::Mapping(&ACTION))
    .min(1)
    .layout(Layout::Spaced);

static ACTION: Mapping = Mapping::new("action", "An action of the API.")
    .layout(Layout::Block)
    .keys(&[
        DOCUMENTED_AS,
        EN,
        ZH,
        SOURCE,
        Key::required("methods", Value::List(&METHODS))
            .about("The HTTP methods that the service takes. Clients use the first one.")
            .hint("write `methods: [GET]`, or `methods: [POST]` for what creates or changes something"),
        Key::optional("idempotent", Value::Boolean).about(
            "Whether a call may be repeated when its response was lost. False, the \
            careful choice, where it is left out.",
        ),
        Key::optional("request", Value::Named(&REQUEST))
            .about("The parameters, in the document's order."),
        Key::optional("response", Value::Named(&RESPONSE))
            .about("The fields of the response, in the document's order."),
        Key::optional("paging", Value::Mapping(&PAGING))
            .about("How the list is read page by page."),
        Key::optional("waiters", Value::Named(&WAITERS))
            .about("What one can wait for by polling this action."),
        Key::required("example", Value::Mapping(&EXAMPLE))
            .about("A call and its response.")
            .unless("source")
            .hint("write a call and its response, `example: {request: …, response: …}`"),
    ]);

static METHODS: List = List::new(
    Value::Word(&[
        word("GET", "The parameters travel in the query."),
        word(
            "POST",
            "For what creates or changes something: the parameters travel in the body.",
        ),
    ]),
    1,
)
.unique();

static PAGING: Mapping = Mapping::new("paging", "How a list is read page by page.").keys(&[
    Key::required("items", Value::Text).about("The list in the response."),
    Key::optional("key", Value::Text).about("The member that distinguishes two items."),
    Key::optional("marker", Value::Text)
        .about("Where a page begins. As `paging` of the service says, if left out."),
    Key::optional("page_size", Value::Text).about("How many items a page has. Likewise."),
    Key::optional("total", Value::Text).about("How many items there are. Likewise."),
]);

static WAITERS: Named = Named::new(RUST_FIELD, Value::Mapping(&WAITER)).layout(Layout::Block);

static WAITER: Mapping = Mapping::new("waiter", "What one can wait for by polling an action.")
    .rules(&[Rule::Demands("match", "path")])
    .keys(&[
        Key::optional("with", Value::List(&TEXTS))
            .about("Parameters of the action that the caller gives. Others may be given."),
        Key::optional("match", Value::List(&TEXTS)).about(
            "Members of the listed item that the caller gives too. Other items are not \
            looked at.",
        ),
        Key::optional("path", Value::Text).about("Where the state is: `Field`, or `List.Member`."),
        Key::optional("success", Value::List(&TEXTS)).about("States that end the wait well."),
        Key::optional("failure", Value::List(&TEXTS)).about("States that end the wait badly."),
        Key::optional("retry", Value::List(&TEXTS)).about("States that are on the way."),
        Key::optional("empty", Value::Word(&OUTCOMES)).about("What an empty list counts as."),
        Key::optional("not_found", Value::Word(&OUTCOMES))
            .about("What a not-found error counts as."),
        Key::required("interval", Value::Form(DURATION, "5s"))
            .about("Time between two polls: `5s`, `2m`, `1h`."),
        Key::required("limit", Value::Form(DURATION, "20m")).about("When to give up."),
        Key::optional("settle", Value::Form(DURATION, "10s"))
            .about("Time to let pass after success."),
    ]);

static OUTCOMES: [Word; 3] = [
    word("retry", "The wait goes on."),
    word("success", "The wait ends well."),
    word("failure", "The wait ends badly."),
];

static EXAMPLE: Mapping = Mapping::new(
    "example",
    "A call and its response, word for word from the document.",
)
.layout(Layout::Block)
.keys(&[
    Key::required("request", Value::Verbatim(r"[?&]Action="))
        .about("The URL of the call, over as many lines as it needs.")
        .hint("write the parameters, `request: {}` where there are none"),
    Key::required("response", Value::Verbatim(ANY_NAME))
        .about("The response, in JSON.")
        .hint("write the fields of the response, such as `response: {RequestId: plain}`"),
]);
