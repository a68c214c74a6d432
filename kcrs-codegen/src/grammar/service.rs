//! `service.yaml` and `errors.yaml`.

use super::member::{FIELDS, PARAMETERS, TYPES};
use super::{
    ANY_NAME, DOCS, EN, Key, Layout, List, Mapping, Named, RUST_TYPE, SOURCE, Value, ZH, word,
};

/// `service.yaml`.
pub(crate) static SERVICE: Mapping = Mapping {
    name: "service",
    about: "The service, and what its chapters share.",
    keys: &[
        Key::required(
            "service",
            Value::Form(r"^[a-z][a-z0-9-]*$", "kcrs"),
            "Name in signatures. The server trait is called after it.",
        ),
        Key::required("title", Value::Mapping(&DOCS), "Name for people."),
        Key::required(
            "version",
            Value::Verbatim(ANY_NAME),
            "Version of the API, sent with every call.",
        ),
        Key::required(
            "endpoint",
            Value::Verbatim(r"^https?://"),
            "Where calls go. `{region}` is replaced.",
        ),
        Key::optional(
            "global_endpoint",
            Value::Verbatim(r"^https?://"),
            "Where calls go that name no region.",
        ),
        Key::required(
            "regions",
            Value::Mapping(&REGIONS),
            "The regions that are known. The set is open.",
        ),
        Key::required(
            "signatures",
            Value::List(&List {
                item: Value::Name(
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
                min: 1,
                is_unique: true,
                layout: Layout::Fit,
            }),
            "Signing schemes in order of preference.",
        ),
        Key::optional(
            "lists",
            Value::Mapping(&LISTS),
            "How the items of lists travel.",
        ),
        Key::optional(
            "timestamps",
            Value::Mapping(&TIMESTAMPS),
            "How the service writes times.",
        ),
        Key::optional(
            "paging",
            Value::Mapping(&SHARED_PAGING),
            "Names that paged lists use.",
        ),
        Key::optional(
            "lints",
            Value::Named(&LINTS),
            "Levels of lints that are not the usual ones, by the lint's name.",
        ),
        Key::optional(
            "parameters",
            Value::Named(&PARAMETERS),
            "Parameters that actions share, by name.",
        ),
        Key::optional(
            "fields",
            Value::Named(&FIELDS),
            "Fields that responses share, by name.",
        ),
        Key::optional("types", Value::Named(&TYPES), "Types that chapters share."),
    ],
    rules: &[],
    layout: Layout::Spaced,
};

static REGIONS: Mapping = Mapping {
    name: "regions",
    about: "The regions of the service.",
    keys: &[
        Key::required(
            "default",
            Value::Text,
            "The region of a client that names none.",
        ),
        Key::required(
            "known",
            Value::Named(&KNOWN),
            "The regions with their names.",
        ),
    ],
    rules: &[],
    layout: Layout::Block,
};

static KNOWN: Named = Named {
    keys: r"^[A-Za-z][A-Za-z0-9_-]*$",
    reserved: &[],
    value: Value::Mapping(&REGION),
    min: 0,
    max: None,
    layout: Layout::Block,
};

static REGION: Mapping = Mapping {
    name: "region",
    about: "A region.",
    keys: &[SOURCE, EN, ZH],
    rules: &[],
    layout: Layout::Fit,
};

static LISTS: Mapping = Mapping {
    name: "lists",
    about: "How the items of lists travel.",
    keys: &[Key::required(
        "indices",
        Value::Bounds(r"^\s*1\.\.[1-9][0-9]*\s*$", "1..100"),
        "How items are numbered, and how many there may be: `1..100`.",
    )],
    rules: &[],
    layout: Layout::Fit,
};

static TIMESTAMPS: Mapping = Mapping {
    name: "timestamps",
    about: "How the service writes times.",
    keys: &[
        Key::required(
            "format",
            Value::Verbatim(ANY_NAME),
            "The form, such as `YYYY-MM-DD hh:mm:ss`.",
        ),
        Key::required(
            "utc_offset",
            Value::Verbatim(ANY_NAME),
            "Distance from UTC, such as `+08:00`.",
        ),
        Key::optional(
            "verified",
            Value::Boolean,
            "Whether the offset is known and not a guess.",
        ),
    ],
    rules: &[],
    layout: Layout::Fit,
};

static SHARED_PAGING: Mapping = Mapping {
    name: "shared_paging",
    about: "Names that paged lists use.",
    keys: &[
        Key::optional("marker", Value::Text, "Where a page begins."),
        Key::optional("page_size", Value::Text, "How many items a page has."),
        Key::optional("total", Value::Text, "How many items there are."),
    ],
    rules: &[],
    layout: Layout::Fit,
};

static LINTS: Named = Named {
    keys: r"^[a-z][a-z0-9_]*$",
    reserved: &[],
    value: Value::Word(&[
        word("allow", "It is not reported."),
        word("warn", "It is reported."),
        word("deny", "It is an error."),
    ]),
    min: 0,
    max: None,
    layout: Layout::Fit,
};

/// `errors.yaml`.
pub(crate) static ERRORS: Mapping = Mapping {
    name: "errors",
    about: "The table of common errors.",
    keys: &[Key::required(
        "errors",
        Value::List(&List {
            item: Value::Mapping(&ERROR),
            min: 1,
            is_unique: false,
            layout: Layout::Spaced,
        }),
        "The errors, in the document's order.",
    )],
    rules: &[],
    layout: Layout::Spaced,
};

static ERROR: Mapping = Mapping {
    name: "error",
    about: "A common error.",
    keys: &[
        Key::required(
            "name",
            Value::Form(RUST_TYPE, "MissingHost"),
            "Our name, unique: `MissingHost` is the constant `MISSING_HOST`.",
        ),
        Key::required(
            "code",
            Value::Form(ANY_NAME, "MissingParameter"),
            "The code, as documented. Codes may repeat.",
        ),
        Key::required(
            "message",
            Value::Verbatim(ANY_NAME),
            "The message, as documented. `%s` stands for any text.",
        ),
        Key::required("status", Value::Integer(400, 599), "The HTTP status."),
        Key::required(
            "class",
            Value::Word(&[
                word("client", "The client gives up."),
                word("throttling", "The client slows down and tries again."),
                word("transient", "The client tries again."),
                word("clock_skew", "The clock of the client is wrong."),
                word(
                    "dry_run",
                    "The call was a dry run and would have succeeded.",
                ),
            ]),
            "What a client does about it.",
        ),
        Key::optional(
            "gateway",
            Value::Boolean,
            "Whether the API is not there: never to be read as \"the resource was not found\".",
        ),
        SOURCE,
        EN,
        ZH,
    ],
    rules: &[],
    layout: Layout::Block,
};
