//! Parameters, fields, members, and the types that are made of them.

use super::{
    ANY_NAME, COUNT, DOCS, DOCUMENTED_AS, EN, Key, LENGTH, Layout, Mapping, Named, RUST_FIELD,
    RUST_TYPE, Rule, SOURCE, SPAN, TEXTS, Value, WIRE_NAME, Word, ZH, word,
};

/// The entries under `request`.
pub(super) static REQUEST: Named = Named {
    reserved: &COMMON,
    layout: Layout::Block,
    ..Named::new(WIRE_NAME, Value::Either(&PARAMETER_WORDS, &PARAMETER))
};

/// The entries under `response`.
pub(super) static RESPONSE: Named =
    Named::new(WIRE_NAME, Value::Either(&FIELD_WORDS, &FIELD)).layout(Layout::Block);

/// The entries under `parameters`.
pub(super) static PARAMETERS: Named =
    Named::new(WIRE_NAME, Value::Mapping(&SHARED_PARAMETER)).layout(Layout::Spaced);

/// The entries under `fields`.
pub(super) static FIELDS: Named =
    Named::new(WIRE_NAME, Value::Mapping(&SHARED_FIELD)).layout(Layout::Spaced);

/// The entries under `types`.
pub(super) static TYPES: Named =
    Named::new(RUST_TYPE, Value::Mapping(&TYPE)).layout(Layout::Spaced);

static TYPE: Mapping = Mapping::new(
    "type",
    "A type: a structure with `members`, or an enum with `values`.",
)
.rules(&[Rule::OneOf("members", "values")])
.layout(Layout::Block)
.keys(&[
    DOCUMENTED_AS,
    SOURCE,
    EN,
    ZH,
    Key::optional("members", Value::Named(&MEMBERS)).about("The members of a structure."),
    Key::optional("values", Value::Named(&VALUES))
        .about("The values of an enum. It stays open for values that are not listed."),
]);

static MEMBERS: Named =
    Named::new(WIRE_NAME, Value::Either(&MEMBER_WORDS, &MEMBER)).layout(Layout::Block);

static VALUES: Named = Named::new(ANY_NAME, Value::Mapping(&ENUM_VALUE))
    .min(1)
    .layout(Layout::Block);

static ENUM_VALUE: Mapping = Mapping::new("value", "A value of an enum.").keys(&[
    Key::optional("name", Value::Form(RUST_TYPE, "TwoPointZero"))
        .about("Name of the Rust variant, where the derived one will not do."),
    SOURCE,
    EN,
    ZH,
]);

pub(crate) static PARAMETER_WORDS: [Word; 2] = [REQUIRED_WORD, OPTIONAL_WORD];
pub(crate) static FIELD_WORDS: [Word; 3] = [PLAIN_WORD, ESSENTIAL_WORD, NULLABLE_WORD];

// No long forms here: which shared definition a mapping without a type refers to depends on another
// file.
static MEMBER_WORDS: [Word; 5] = [
    word(REQUIRED_WORD.word, REQUIRED_WORD.about),
    word(OPTIONAL_WORD.word, OPTIONAL_WORD.about),
    word(PLAIN_WORD.word, PLAIN_WORD.about),
    word(ESSENTIAL_WORD.word, ESSENTIAL_WORD.about),
    word(NULLABLE_WORD.word, NULLABLE_WORD.about),
];

const REQUIRED_WORD: Word = Word {
    word: "required",
    about: "The shared parameter of that name, which must be set.",
    long_form: Some(("required", true)),
};
const OPTIONAL_WORD: Word = Word {
    word: "optional",
    about: "The shared parameter of that name, which may be left out.",
    long_form: Some(("required", false)),
};
const PLAIN_WORD: Word = word(
    "plain",
    "The shared field of that name: empty where a response lacks it.",
);
const ESSENTIAL_WORD: Word = Word {
    word: "essential",
    about: "The shared field of that name: a response without it is an error.",
    long_form: Some(("essential", true)),
};
const NULLABLE_WORD: Word = Word {
    word: "nullable",
    about: "The shared field of that name, which may be null or missing.",
    long_form: Some(("nullable", true)),
};

pub(crate) static PARAMETER: Mapping = Mapping::new(
    "parameter",
    "A request parameter. Without a `type` it is the shared one of that name, \
    with these keys changed.",
)
.rules(&[
    DESCRIBED,
    WORDED,
    Rule::NotBoth("required", "required_when"),
    Rule::NotBoth("required", "default"),
])
.keys(&[
    TYPE_KEY,
    USE,
    NAME,
    REQUIRED,
    REQUIRED_WHEN,
    IGNORED_WHEN,
    DEFAULT,
    RANGE,
    LENGTH_KEY,
    PATTERN,
    PATTERN_SAYS,
    ITEMS,
    UNIQUE,
    COMPLETED_BY,
    SENSITIVE,
    SOURCE,
    EN_WITH_TYPE,
    ZH_WITH_TYPE,
]);

pub(crate) static FIELD: Mapping = Mapping::new(
    "field",
    "A field of a response. Without a `type` it is the shared one of that name, \
    with these keys changed.",
)
.rules(&[DESCRIBED, Rule::NotBoth("essential", "nullable")])
.keys(&[
    TYPE_KEY,
    USE,
    NAME,
    DEFAULT,
    ESSENTIAL,
    NULLABLE,
    NULL_WHEN,
    ALIASES,
    DECODE,
    WRITTEN_AS,
    ENCODE,
    SENSITIVE,
    SOURCE,
    EN_WITH_TYPE,
    ZH_WITH_TYPE,
]);

pub(crate) static MEMBER: Mapping = Mapping::new(
    "member",
    "A member of a structure. One that requests reach takes the keys of a \
    parameter, one that responses reach those of a field.",
)
.rules(&ALL_RULES)
.keys(&ALL_KEYS);

static SHARED_PARAMETER: Mapping = Mapping::new(
    "shared_parameter",
    "A parameter that actions take by its name.",
)
.rules(&ALL_RULES)
.keys(&ALL_KEYS);

static SHARED_FIELD: Mapping =
    Mapping::new("shared_field", "A field that responses take by its name.")
        .rules(&ALL_RULES)
        .keys(&ALL_KEYS);

static ALL_KEYS: [Key; 25] = [
    TYPE_KEY,
    USE,
    NAME,
    REQUIRED,
    REQUIRED_WHEN,
    IGNORED_WHEN,
    DEFAULT,
    RANGE,
    LENGTH_KEY,
    PATTERN,
    PATTERN_SAYS,
    ITEMS,
    UNIQUE,
    COMPLETED_BY,
    ESSENTIAL,
    NULLABLE,
    NULL_WHEN,
    ALIASES,
    DECODE,
    WRITTEN_AS,
    ENCODE,
    SENSITIVE,
    SOURCE,
    EN_WITH_TYPE,
    ZH_WITH_TYPE,
];

/// The keys that every parameter, field and member needs, its own or from a shared definition.
pub(crate) static DEFINITION: [Key; 3] = [TYPE_KEY, EN, ZH];

static ALL_RULES: [Rule; 5] = [
    DESCRIBED,
    WORDED,
    Rule::NotBoth("essential", "nullable"),
    Rule::NotBoth("required", "required_when"),
    Rule::NotBoth("required", "default"),
];

const DESCRIBED: Rule = Rule::Needs {
    with: "type",
    without: "use",
    needed: &["en", "zh"],
};

const WORDED: Rule = Rule::Together {
    of: "type",
    first: "pattern",
    second: "pattern_says",
};

const TYPE_KEY: Key = Key::optional("type", Value::Type(&BUILT_IN))
    .about(
        "Its type: `String`, `Integer`, `Boolean`, `Timestamp`, `Secret`, a name \
        under `types`, or `[T]` for a list; `[Filter]` for filters.",
    )
    .hint("write what it is, `type: String`, or `type: [String]` for a list");
const USE: Key = Key::optional("use", Value::Form(WIRE_NAME, "InstanceId"))
    .about("The shared definition of another name, from which this one starts.");
const NAME: Key = Key::optional("name", Value::Form(RUST_FIELD, "eni_lb_ip"))
    .about("Rust name, where the derived one is ugly or taken.");
const REQUIRED: Key = Key::optional("required", Value::Boolean)
    .about("Whether it must be set. It is optional otherwise.");
const REQUIRED_WHEN: Key = Key::optional("required_when", Value::Named(&CONDITION))
    .about("It must be set if the other parameter has that value: `{ChargeType: Monthly}`.");
const IGNORED_WHEN: Key = Key::optional("ignored_when", Value::Named(&CONDITION)).about(
    "It has no effect if the other parameter has that value. Said in the docs, \
    not checked.",
);
const DEFAULT: Key = Key::optional("default", Value::Constant)
    .about("What the service assumes. Said in the docs, not sent.");
const RANGE: Key = Key::optional("range", Value::Bounds(SPAN, "1..99"))
    .about("Smallest and largest number, `1..99`. Either end may be left out.");
const LENGTH_KEY: Key = Key::optional("length", Value::Bounds(LENGTH, "2..30 characters"))
    .about("Length of the text with its unit: `2..30 characters`, `..256 bytes`.");
const PATTERN: Key = Key::optional("pattern", Value::Verbatim(ANY_NAME))
    .about("Regular expression for the whole value.");
const PATTERN_SAYS: Key = Key::optional("pattern_says", Value::Mapping(&DOCS))
    .about("The pattern in words, which messages and docs quote.");
const ITEMS: Key = Key::optional("items", Value::Bounds(COUNT, "1..10"))
    .about("How many items a list may have. `lists` of the service otherwise.");
const UNIQUE: Key =
    Key::optional("unique", Value::Boolean).about("Whether no item may occur twice.");
const COMPLETED_BY: Key = Key::optional("completed_by", Value::Mapping(&COMPLETION))
    .about("The list that knows the values.");
const ESSENTIAL: Key = Key::optional("essential", Value::Boolean).about(
    "Whether a response without it is an error: ids and secrets that a call \
    creates, items and marker of a page.",
);
const NULLABLE: Key = Key::optional("nullable", Value::Boolean)
    .about("Whether it may be null or missing. It is an `Option` in Rust.");
const NULL_WHEN: Key = Key::optional("null_when", Value::Named(&CONDITION))
    .about("When it is null: `{ChargeType: Monthly}`. Said in the docs.");
const ALIASES: Key =
    Key::optional("aliases", Value::List(&TEXTS)).about("Other spellings that responses use.");
const DECODE: Key = Key::optional(
    "decode",
    Value::Name(
        "decoder",
        &[
            word(
                "header_text",
                "A list of headers that may also be one text, `key:value;key:value`.",
            ),
            word(
                "one_or_many",
                "A list that may also be its only item, without the list around it.",
            ),
        ],
    ),
)
.about("Decoder for an odd encoding.");
const WRITTEN_AS: Key = Key::optional("written_as", Value::Form(WIRE_NAME, "tokenId"))
    .about("The spelling that the service writes. Both are read.");
const ENCODE: Key = Key::optional(
    "encode",
    Value::Name(
        "encoder",
        &[
            word("text", "A number as a text of its digits."),
            word(
                "header_text",
                "A list of headers as one text, `key:value;key:value`, and null for none.",
            ),
            word("null_if_empty", "Null for an empty list."),
        ],
    ),
)
.about("How the service writes it, where that is not as its type is written. Both are read.");
const SENSITIVE: Key =
    Key::optional("sensitive", Value::Boolean).about("Whether the value is never printed.");
const EN_WITH_TYPE: Key = Key::optional("en", Value::Text).about(EN.about);
const ZH_WITH_TYPE: Key = Key::optional("zh", Value::Text).about(ZH.about);

static BUILT_IN: [Word; 6] = [
    word("String", "A text."),
    word("Integer", "A number of up to 64 bits."),
    word("Boolean", "True or false."),
    word("Timestamp", "A time as the service writes it."),
    word(
        "Secret",
        "A text that is never printed and is wiped from memory.",
    ),
    word("Filter", "A name with its values. Only as `[Filter]`."),
];

static CONDITION: Named = Named {
    min: 1,
    max: Some(1),
    ..Named::new(WIRE_NAME, Value::Constant)
};

static COMPLETION: Mapping = Mapping::new(
    "completion",
    "The list that knows the values of a parameter.",
)
.keys(&[
    Key::required("action", Value::Text).about("The action that lists them."),
    Key::required("items", Value::Text).about("The list in its response."),
    Key::optional("value", Value::Text)
        .about("The member of an item that is the value, where items are structures."),
]);

/// Parameters that the client adds to every call, for any signature.
pub(crate) const COMMON: [&str; 10] = [
    "Action",
    "Version",
    "Accesskey",
    "Service",
    "Timestamp",
    "Signature",
    "SignatureVersion",
    "SignatureMethod",
    "SecurityToken",
    "Region",
];
