//! Parameters, fields, members, and the types that are made of them.

use super::{
    ANY_NAME, COUNT, DOCS, EN, Key, LENGTH, Layout, List, Mapping, Named, RUST_FIELD, RUST_TYPE,
    Rule, SOURCE, SPAN, Value, WIRE_NAME, Word, ZH, word,
};

/// The entries under `request`.
pub(super) static REQUEST: Named = Named {
    keys: WIRE_NAME,
    reserved: &COMMON,
    value: Value::Either(&PARAMETER_WORDS, &PARAMETER),
    min: 0,
    max: None,
    layout: Layout::Block,
};

/// The entries under `response`.
pub(super) static RESPONSE: Named = Named {
    keys: WIRE_NAME,
    reserved: &[],
    value: Value::Either(&FIELD_WORDS, &FIELD),
    min: 0,
    max: None,
    layout: Layout::Block,
};

/// The entries under `parameters`.
pub(super) static PARAMETERS: Named = Named {
    keys: WIRE_NAME,
    reserved: &[],
    value: Value::Mapping(&SHARED_PARAMETER),
    min: 0,
    max: None,
    layout: Layout::Spaced,
};

/// The entries under `fields`.
pub(super) static FIELDS: Named = Named {
    keys: WIRE_NAME,
    reserved: &[],
    value: Value::Mapping(&SHARED_FIELD),
    min: 0,
    max: None,
    layout: Layout::Spaced,
};

/// The entries under `types`.
pub(super) static TYPES: Named = Named {
    keys: RUST_TYPE,
    reserved: &[],
    value: Value::Mapping(&TYPE),
    min: 0,
    max: None,
    layout: Layout::Spaced,
};

static TYPE: Mapping = Mapping {
    name: "type",
    about: "A type: a structure with `members`, or an enum with `values`.",
    keys: &[
        Key::optional(
            "documented_as",
            Value::Text,
            "What the document calls it, where that is another name.",
        ),
        SOURCE,
        EN,
        ZH,
        Key::optional(
            "members",
            Value::Named(&MEMBERS),
            "The members of a structure.",
        ),
        Key::optional(
            "values",
            Value::Named(&VALUES),
            "The values of an enum. It stays open for values that are not listed.",
        ),
    ],
    rules: &[Rule::OneOf("members", "values")],
    layout: Layout::Block,
};

static MEMBERS: Named = Named {
    keys: WIRE_NAME,
    reserved: &[],
    value: Value::Either(&MEMBER_WORDS, &MEMBER),
    min: 0,
    max: None,
    layout: Layout::Block,
};

static VALUES: Named = Named {
    keys: ANY_NAME,
    reserved: &[],
    value: Value::Mapping(&ENUM_VALUE),
    min: 1,
    max: None,
    layout: Layout::Block,
};

static ENUM_VALUE: Mapping = Mapping {
    name: "value",
    about: "A value of an enum.",
    keys: &[
        Key::optional(
            "name",
            Value::Form(RUST_TYPE, "TwoPointZero"),
            "Name of the Rust variant, where the derived one will not do.",
        ),
        SOURCE,
        EN,
        ZH,
    ],
    rules: &[],
    layout: Layout::Fit,
};

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

pub(crate) static PARAMETER: Mapping = Mapping {
    name: "parameter",
    about: "A request parameter. Without a `type` it is the shared one of that name, with these keys changed.",
    keys: &[
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
    ],
    rules: &[
        DESCRIBED,
        WORDED,
        Rule::NotBoth("required", "required_when"),
        Rule::NotBoth("required", "default"),
    ],
    layout: Layout::Fit,
};

pub(crate) static FIELD: Mapping = Mapping {
    name: "field",
    about: "A field of a response. Without a `type` it is the shared one of that name, with these keys changed.",
    keys: &[
        TYPE_KEY,
        USE,
        NAME,
        DEFAULT,
        ESSENTIAL,
        NULLABLE,
        NULL_WHEN,
        ALIASES,
        DECODE,
        SENSITIVE,
        SOURCE,
        EN_WITH_TYPE,
        ZH_WITH_TYPE,
    ],
    rules: &[DESCRIBED, Rule::NotBoth("essential", "nullable")],
    layout: Layout::Fit,
};

pub(crate) static MEMBER: Mapping = Mapping {
    name: "member",
    about: "A member of a structure. One that requests reach takes the keys of a parameter, one that responses reach those of a field.",
    keys: &ALL_KEYS,
    rules: &ALL_RULES,
    layout: Layout::Fit,
};

static SHARED_PARAMETER: Mapping = Mapping {
    name: "shared_parameter",
    about: "A parameter that actions take by its name.",
    keys: &ALL_KEYS,
    rules: &ALL_RULES,
    layout: Layout::Fit,
};

static SHARED_FIELD: Mapping = Mapping {
    name: "shared_field",
    about: "A field that responses take by its name.",
    keys: &ALL_KEYS,
    rules: &ALL_RULES,
    layout: Layout::Fit,
};

static ALL_KEYS: [Key; 23] = [
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

const TYPE_KEY: Key = Key::optional(
    "type",
    Value::Type(&BUILT_IN),
    "Its type: `String`, `Integer`, `Boolean`, `Timestamp`, `Secret`, a name under `types`, or `[T]` for a list; `[Filter]` for filters.",
)
.hint("write what it is, `type: String`, or `type: [String]` for a list");
const USE: Key = Key::optional(
    "use",
    Value::Form(WIRE_NAME, "InstanceId"),
    "The shared definition of another name, from which this one starts.",
);
const NAME: Key = Key::optional(
    "name",
    Value::Form(RUST_FIELD, "eni_lb_ip"),
    "Rust name, where the derived one is ugly or taken.",
);
const REQUIRED: Key = Key::optional(
    "required",
    Value::Boolean,
    "Whether it must be set. It is optional otherwise.",
);
const REQUIRED_WHEN: Key = Key::optional(
    "required_when",
    Value::Named(&CONDITION),
    "It must be set if the other parameter has that value: `{ChargeType: Monthly}`.",
);
const IGNORED_WHEN: Key = Key::optional(
    "ignored_when",
    Value::Named(&CONDITION),
    "It has no effect if the other parameter has that value. Said in the docs, not checked.",
);
const DEFAULT: Key = Key::optional(
    "default",
    Value::Constant,
    "What the service assumes. Said in the docs, not sent.",
);
const RANGE: Key = Key::optional(
    "range",
    Value::Bounds(SPAN, "1..99"),
    "Smallest and largest number, `1..99`. Either end may be left out.",
);
const LENGTH_KEY: Key = Key::optional(
    "length",
    Value::Bounds(LENGTH, "2..30 characters"),
    "Length of the text with its unit: `2..30 characters`, `..256 bytes`.",
);
const PATTERN: Key = Key::optional(
    "pattern",
    Value::Verbatim(ANY_NAME),
    "Regular expression for the whole value.",
);
const PATTERN_SAYS: Key = Key::optional(
    "pattern_says",
    Value::Mapping(&DOCS),
    "The pattern in words, which messages and docs quote.",
);
const ITEMS: Key = Key::optional(
    "items",
    Value::Bounds(COUNT, "1..10"),
    "How many items a list may have. `lists` of the service otherwise.",
);
const UNIQUE: Key = Key::optional("unique", Value::Boolean, "Whether no item may occur twice.");
const COMPLETED_BY: Key = Key::optional(
    "completed_by",
    Value::Mapping(&COMPLETION),
    "The list that knows the values.",
);
const ESSENTIAL: Key = Key::optional(
    "essential",
    Value::Boolean,
    "Whether a response without it is an error: ids and secrets that a call creates, items and marker of a page.",
);
const NULLABLE: Key = Key::optional(
    "nullable",
    Value::Boolean,
    "Whether it may be null or missing. It is an `Option` in Rust.",
);
const NULL_WHEN: Key = Key::optional(
    "null_when",
    Value::Named(&CONDITION),
    "When it is null: `{ChargeType: Monthly}`. Said in the docs.",
);
const ALIASES: Key = Key::optional(
    "aliases",
    Value::List(&List {
        item: Value::Text,
        min: 0,
        is_unique: true,
        layout: Layout::Fit,
    }),
    "Other spellings that responses use.",
);
const DECODE: Key = Key::optional(
    "decode",
    Value::Name(
        "decoder",
        &[word(
            "header_text",
            "A list of headers that may also be one text, `key:value;key:value`.",
        )],
    ),
    "Decoder for an odd encoding.",
);
const SENSITIVE: Key = Key::optional(
    "sensitive",
    Value::Boolean,
    "Whether the value is never printed.",
);
const EN_WITH_TYPE: Key = Key::optional("en", Value::Text, EN.about);
const ZH_WITH_TYPE: Key = Key::optional("zh", Value::Text, ZH.about);

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
    keys: WIRE_NAME,
    reserved: &[],
    value: Value::Constant,
    min: 1,
    max: Some(1),
    layout: Layout::Fit,
};

static COMPLETION: Mapping = Mapping {
    name: "completion",
    about: "The list that knows the values of a parameter.",
    keys: &[
        Key::required("action", Value::Text, "The action that lists them."),
        Key::required("items", Value::Text, "The list in its response."),
        Key::optional(
            "value",
            Value::Text,
            "The member of an item that is the value, where items are structures.",
        ),
    ],
    rules: &[],
    layout: Layout::Fit,
};

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
