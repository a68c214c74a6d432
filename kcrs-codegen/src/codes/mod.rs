//! The codes of what can be wrong with a spec: one a kind of mistake. A code keeps its meaning for
//! ever; a new one is appended. `errors.md` and `lints.md` explain each.

#[cfg(feature = "cli")]
mod explain;
mod levels;

use std::fmt;

#[cfg(feature = "cli")]
pub use explain::{Example, Explanation};
pub use levels::{Level, Levels};

/// A kind of mistake: an error (`E0012`) or a lint (`W0003`).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code(Index);

impl Code {
    /// Every code: the errors, then the lints.
    pub fn all() -> impl Iterator<Item = Self> {
        ROWS.iter().map(|row| Self(row.index))
    }

    /// The code of an id such as `E0012`, in any case, or of a name such as `unknown_key`.
    pub fn parse(text: &str) -> Option<Self> {
        Self::all().find(|code| code.id().eq_ignore_ascii_case(text) || code.name() == text)
    }

    /// The id, such as `E0012`.
    pub fn id(self) -> &'static str {
        self.row().id
    }

    /// The name, in snake_case. That of a lint is a key under `lints` of service.yaml.
    pub fn name(self) -> &'static str {
        self.row().name
    }

    /// The level that a lint has where nobody sets one. None for an error, which has no level.
    pub fn default_level(self) -> Option<Level> {
        self.row().level
    }

    fn row(self) -> &'static Row {
        &ROWS[self.0 as usize]
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id())
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}({})", self.id(), self.name())
    }
}

struct Row {
    index: Index,
    id: &'static str,
    name: &'static str,
    level: Option<Level>,
}

macro_rules! codes {
    ($($constant:ident $variant:ident $id:literal $name:literal $($level:ident)?;)*) => {
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        enum Index {
            $($variant),*
        }

        impl Code {
            $(pub(crate) const $constant: Self = Self(Index::$variant);)*
        }

        const ROWS: &[Row] = &[$(Row {
            index: Index::$variant,
            id: $id,
            name: $name,
            level: codes!(@level $($level)?),
        }),*];
    };
    (@level) => { None };
    (@level $level:ident) => { Some(Level::$level) };
}

codes! {
    UNREADABLE Unreadable "E0001" "unreadable";
    NOT_UTF8 NotUtf8 "E0002" "not_utf8";
    FILE_ENDING FileEnding "E0003" "file_ending";
    MISSING_FILE MissingFile "E0004" "missing_file";
    NO_CHAPTER NoChapter "E0005" "no_chapter";
    EMPTY_FILE EmptyFile "E0006" "empty_file";
    SYNTAX Syntax "E0007" "syntax";
    WRONG_KIND WrongKind "E0008" "wrong_kind";
    KEY_NOT_TEXT KeyNotText "E0009" "key_not_text";
    MERGE_KEY MergeKey "E0010" "merge_key";
    DUPLICATE_KEY DuplicateKey "E0011" "duplicate_key";
    UNKNOWN_KEY UnknownKey "E0012" "unknown_key";
    MISSING_KEY MissingKey "E0013" "missing_key";
    MISSING_DESCRIPTION MissingDescription "E0014" "missing_description";
    EMPTY Empty "E0015" "empty";
    DUPLICATE_ITEM DuplicateItem "E0016" "duplicate_item";
    UNKNOWN_WORD UnknownWord "E0017" "unknown_word";
    UNKNOWN_NAME UnknownName "E0018" "unknown_name";
    UNKNOWN_TYPE UnknownType "E0019" "unknown_type";
    UNKNOWN_SHARED UnknownShared "E0020" "unknown_shared";
    UNKNOWN_VALUE UnknownValue "E0021" "unknown_value";
    SHORT_FORM ShortForm "E0022" "short_form";
    DEFINED_TWICE DefinedTwice "E0023" "defined_twice";
    NAME_COLLISION NameCollision "E0024" "name_collision";
    RESERVED_NAME ReservedName "E0025" "reserved_name";
    INVALID_NAME InvalidName "E0026" "invalid_name";
    WIRE_NAME WireName "E0027" "wire_name";
    RUST_NAME RustName "E0028" "rust_name";
    COMMON_PARAMETER CommonParameter "E0029" "common_parameter";
    CHAPTER_ORDER ChapterOrder "E0030" "chapter_order";
    ENDPOINT Endpoint "E0031" "endpoint";
    INDICES Indices "E0032" "indices";
    MEMBERS_OR_VALUES MembersOrValues "E0033" "members_or_values";
    RECURSION Recursion "E0034" "recursion";
    LIST_TYPE ListType "E0035" "list_type";
    FILTER_PLACE FilterPlace "E0036" "filter_place";
    DECODER_TYPE DecoderType "E0037" "decoder_type";
    ESSENTIAL_AND_NULLABLE EssentialAndNullable "E0038" "essential_and_nullable";
    NO_EMPTY_VALUE NoEmptyValue "E0039" "no_empty_value";
    NULLABLE_LIST NullableList "E0040" "nullable_list";
    NULL_WHEN_NOT_NULLABLE NullWhenNotNullable "E0041" "null_when_not_nullable";
    TWO_SIDES TwoSides "E0042" "two_sides";
    WRONG_SIDE WrongSide "E0043" "wrong_side";
    ALIAS_COLLISION AliasCollision "E0044" "alias_collision";
    RANGE Range "E0045" "range";
    LENGTH Length "E0046" "length";
    PATTERN Pattern "E0047" "pattern";
    PATTERN_WORDS PatternWords "E0048" "pattern_words";
    ITEM_COUNT ItemCount "E0049" "item_count";
    LIMIT_OF_ANOTHER_TYPE LimitOfAnotherType "E0050" "limit_of_another_type";
    CONSTANT_KIND ConstantKind "E0051" "constant_kind";
    DEFAULT_NOT_POSSIBLE DefaultNotPossible "E0052" "default_not_possible";
    DEFAULT_OUTSIDE_LIMITS DefaultOutsideLimits "E0053" "default_outside_limits";
    CONDITION_FORM ConditionForm "E0054" "condition_form";
    CONDITION_ON_MANY ConditionOnMany "E0055" "condition_on_many";
    REQUIRED_ANYWAY RequiredAnyway "E0056" "required_anyway";
    NOT_A_LIST NotAList "E0057" "not_a_list";
    ITEM_MEMBER ItemMember "E0058" "item_member";
    PAGING_MARKER PagingMarker "E0059" "paging_marker";
    PAGING_ESSENTIAL PagingEssential "E0060" "paging_essential";
    WAITER_PAGES WaiterPages "E0061" "waiter_pages";
    WAITER_MATCH WaiterMatch "E0062" "waiter_match";
    WAITER_PATH WaiterPath "E0063" "waiter_path";
    WAITER_NEVER_SUCCEEDS WaiterNeverSucceeds "E0064" "waiter_never_succeeds";
    WAITER_STATES WaiterStates "E0065" "waiter_states";
    DURATION Duration "E0066" "duration";
    ERROR_STATUS ErrorStatus "E0067" "error_status";
    EXAMPLE_CALL ExampleCall "E0068" "example_call";
    EXAMPLE_PARAMETER ExampleParameter "E0069" "example_parameter";
    EXAMPLE_INCOMPLETE ExampleIncomplete "E0070" "example_incomplete";
    EXAMPLE_RESPONSE ExampleResponse "E0071" "example_response";
    EXAMPLE_FIELD ExampleField "E0072" "example_field";
    FILE_PLACE FilePlace "E0073" "file_place";
    ANCHOR Anchor "E0074" "anchor";
    TOO_MANY_MEMBERS TooManyMembers "E0075" "too_many_members";
    OTHER_SYNTAX OtherSyntax "E0076" "other_syntax";
    UNPAGED Unpaged "W0001" "unpaged" Warn;
    DESCRIBED_LIMIT DescribedLimit "W0002" "described_limit" Warn;
    UNUSED_DEFINITION UnusedDefinition "W0003" "unused_definition" Deny;
    EXAMPLE_MISMATCH ExampleMismatch "W0004" "example_mismatch" Warn;
    IMPOSSIBLE_CONDITION ImpossibleCondition "W0005" "impossible_condition" Warn;
    NAMING Naming "W0006" "naming" Warn;
    LOOKALIKE_NAMES LookalikeNames "W0007" "lookalike_names" Warn;
    SHADOWED_NAME ShadowedName "W0008" "shadowed_name" Warn;
    SAME_DESCRIPTION SameDescription "W0009" "same_description" Warn;
    UNTRANSLATED Untranslated "W0010" "untranslated" Warn;
    FULL_STOP FullStop "W0011" "full_stop" Warn;
    LOWER_CASE LowerCase "W0012" "lower_case" Warn;
    UNCOMMENTED_OBSERVATION UncommentedObservation "W0013" "uncommented_observation" Allow;
    EXPOSED_SECRET ExposedSecret "W0014" "exposed_secret" Warn;
    IDEMPOTENCE Idempotence "W0015" "idempotence" Warn;
    REDUNDANT_KEY RedundantKey "W0016" "redundant_key" Warn;
    MISSPELT_STATE MisspeltState "W0017" "misspelt_state" Warn;
    REPEATED_DESCRIPTION RepeatedDescription "W0018" "repeated_description" Warn;
    ERROR_MEMBER ErrorMember "W0019" "error_member" Warn;
    IMPOSSIBLE_LENGTH ImpossibleLength "W0020" "impossible_length" Warn;
    NOTHING_ESSENTIAL NothingEssential "W0021" "nothing_essential" Warn;
}
