//! `service.yaml` and `errors.yaml`.

use super::member::{FIELDS, PARAMETERS, TYPES};
use super::{
    ANY_NAME, DOCS, EN, Key, Layout, List, Mapping, Named, RUST_TYPE, SOURCE, TEXTS, Value, Word,
    ZH, word,
};

/// `service.yaml`.
pub(crate) static SERVICE: Mapping =
    Mapping::new("service", "The service, and what its chapters share.")
        .layout(Layout::Spaced)
        .keys(&[
            Key::required("service", Value::Form(r"^[a-z][a-z0-9-]*$", "kcrs"))
                .about("Name in signatures. The server trait is called after it."),
            Key::required("title", Value::Mapping(&DOCS)).about("Name for people."),
            Key::required("version", Value::Verbatim(ANY_NAME))
                .about("Version of the API, sent with every call."),
            Key::required("endpoint", Value::Verbatim(r"^https?://"))
                .about("Where calls go. `{region}` is replaced."),
            Key::optional("global_endpoint", Value::Verbatim(r"^https?://"))
                .about("Where calls go that name no region."),
            Key::optional("schemes", Value::List(&SCHEMES))
                .about("Schemes by which the service can be reached, the recommended one first."),
            Key::required("regions", Value::Mapping(&REGIONS))
                .about("The regions that are known. The set is open."),
            Key::required("signatures", Value::List(&SIGNATURES))
                .about("Signing schemes in order of preference."),
            Key::optional("lists", Value::Mapping(&LISTS)).about("How the items of lists travel."),
            Key::optional("never_empty", Value::List(&TEXTS)).about(
                "Shared parameters without which a call is about something else: an empty one is \
                not sent.",
            ),
            Key::optional("timestamps", Value::Mapping(&TIMESTAMPS))
                .about("How the service writes times."),
            Key::optional("paging", Value::Mapping(&SHARED_PAGING))
                .about("Names that paged lists use."),
            Key::optional("lints", Value::Named(&LINTS))
                .about("Levels of lints that are not the usual ones, by the lint's name."),
            Key::optional("parameters", Value::Named(&PARAMETERS))
                .about("Parameters that actions share, by name."),
            Key::optional("fields", Value::Named(&FIELDS))
                .about("Fields that responses share, by name."),
            Key::optional("types", Value::Named(&TYPES)).about("Types that chapters share."),
        ]);

static REGIONS: Mapping = Mapping::new("regions", "The regions of the service.")
    .layout(Layout::Block)
    .keys(&[
        Key::required("default", Value::Text).about("The region of a client that names none."),
        Key::required("known", Value::Named(&KNOWN)).about("The regions with their names."),
    ]);

static KNOWN: Named =
    Named::new(r"^[A-Za-z][A-Za-z0-9_-]*$", Value::Mapping(&REGION)).layout(Layout::Block);

static REGION: Mapping = Mapping::new("region", "A region.").keys(&[SOURCE, EN, ZH]);

static SCHEMES: List = List::new(
    Value::Word(&[
        word("https", "Encrypted."),
        word("http", "Without encryption."),
    ]),
    1,
)
.unique();

static SIGNATURES: List = List::new(
    Value::Name(
        "signature",
        &[
            word("v4", "Signature version 4 in the Authorization header."),
            word("v4_query", "Signature version 4 in the query."),
            word(
                "simplified",
                "The simplified signature, among the parameters.",
            ),
        ],
    ),
    1,
)
.unique();

static LISTS: Mapping =
    Mapping::new("lists", "How the items of lists travel.").keys(&[Key::required(
        "indices",
        Value::Bounds(r"^\s*1\.\.[1-9][0-9]*\s*$", "1..100"),
    )
    .about("How items are numbered, and how many there may be: `1..100`.")]);

static TIMESTAMPS: Mapping = Mapping::new("timestamps", "How the service writes times.").keys(&[
    Key::required("format", Value::Verbatim(ANY_NAME))
        .about("The form, such as `YYYY-MM-DD hh:mm:ss`."),
    Key::required("utc_offset", Value::Verbatim(ANY_NAME))
        .about("Distance from UTC, such as `+08:00`."),
    Key::optional("verified", Value::Boolean).about("Whether the offset is known and not a guess."),
]);

static SHARED_PAGING: Mapping =
    Mapping::new("shared_paging", "Names that paged lists use.").keys(&[
        Key::optional("marker", Value::Text).about("Where a page begins."),
        Key::optional("page_size", Value::Text).about("How many items a page has."),
        Key::optional("total", Value::Text).about("How many items there are."),
    ]);

static LINTS: Named = Named::new(
    r"^[a-z][a-z0-9_]*$",
    Value::Word(&[
        word("allow", "It is not reported."),
        word("warn", "It is reported."),
        word("deny", "It is an error."),
    ]),
);

/// `errors.yaml`.
pub(crate) static ERRORS: Mapping = Mapping::new("errors", "The table of common errors.")
    .layout(Layout::Spaced)
    .keys(&[
        Key::required("errors", Value::List(&ROWS)).about("The errors, in the document's order.")
    ]);

static ROWS: List = List {
    layout: Layout::Spaced,
    ..List::new(Value::Mapping(&ERROR), 1)
};

static ERROR: Mapping = Mapping::new("error", "A common error.")
    .layout(Layout::Block)
    .keys(&[
        Key::required("name", Value::Form(RUST_TYPE, "MissingHost"))
            .about("Our name, unique: `MissingHost` is the constant `MISSING_HOST`."),
        Key::required("code", Value::Form(ANY_NAME, "MissingParameter"))
            .about("The code, as documented. Codes may repeat."),
        Key::required("message", Value::Verbatim(ANY_NAME))
            .about("The message, as documented. `%s` stands for any text."),
        Key::required("status", Value::Integer(400, 599)).about("The HTTP status."),
        Key::required("class", Value::Word(&CLASSES)).about("What a client does about it."),
        Key::optional("rule", Value::Word(&RULES))
            .about("The rule of a parameter that the request breaks, for documents."),
        Key::optional("gateway", Value::Boolean).about(
            "Whether the API is not there: never to be read as \"the resource was not \
            found\".",
        ),
        Key::optional("keywords", Value::List(&TEXTS)).about(
            "Words, one of which a message with the code and status 400 has if it is throttling \
            all the same.",
        ),
        SOURCE,
        EN,
        ZH,
    ]);

static RULES: [Word; 2] = [
    word("required", "A parameter that must be given is missing."),
    word(
        "value",
        "A value does not keep to its parameter's type or limits.",
    ),
];

static CLASSES: [Word; 5] = [
    word("client", "The client gives up."),
    word("throttling", "The client slows down and tries again."),
    word("transient", "The client tries again."),
    word("clock_skew", "The clock of the client is wrong."),
    word(
        "dry_run",
        "The call was a dry run and would have succeeded.",
    ),
];
