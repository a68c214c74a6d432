//! The kinds of change, each with its verdict.

use super::Verdict;

/// Scope of a breaking change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Breakage {
    /// Programs no longer compile.
    Compilation,
    /// Programs compile and behave differently.
    Behaviour,
}

impl Breakage {
    /// The name in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Compilation => "compilation",
            Self::Behaviour => "behaviour",
        }
    }
}

macro_rules! kinds {
    ($($(#[doc = $doc:literal])+ $kind:ident = $name:literal, $verdict:ident $(of $breakage:ident)?, $why:literal;)+) => {
        /// A kind of change. Its verdict is fixed: it is that of a crate which depends on the
        /// generated one.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum ChangeKind {
            $($(#[doc = $doc])+ $kind,)+
        }

        impl ChangeKind {
            /// All kinds.
            pub const ALL: &'static [Self] = &[$(Self::$kind),+];

            /// The name in reports, which stays as it is.
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$kind => $name,)+
                }
            }

            /// Returns its verdict.
            pub fn verdict(self) -> Verdict {
                match self {
                    $(Self::$kind => Verdict::$verdict,)+
                }
            }

            /// Returns what it breaks, where it breaks something.
            pub fn breakage(self) -> Option<Breakage> {
                match self {
                    $($(Self::$kind => Some(Breakage::$breakage),)?)+
                    _ => None,
                }
            }

            /// Returns the reason for the verdict.
            pub fn why(self) -> &'static str {
                match self {
                    $(Self::$kind => $why,)+
                }
            }
        }
    };
}

kinds! {
    /// The service has another name.
    ServiceRenamed = "service-renamed", Breaking of Compilation,
        "the server trait is called after the service, and signatures name it";
    /// Calls carry another API version.
    ApiVersionChanged = "api-version-changed", Breaking of Behaviour,
        "every call asks for another version of the API";
    /// An address of the service is another.
    EndpointChanged = "endpoint-changed", Breaking of Behaviour, "calls go to another address";
    /// There is an address that serves all regions.
    GlobalEndpointAdded = "global-endpoint-added", Additive, "a new constant";
    /// There is no address any more that serves all regions.
    GlobalEndpointRemoved = "global-endpoint-removed", Breaking of Compilation,
        "the constant is gone";
    /// Another region is used where none is named.
    DefaultRegionChanged = "default-region-changed", Breaking of Behaviour,
        "clients that name no region call another one";
    /// A region became known.
    RegionAdded = "region-added", Additive, "a new constant";
    /// A region is no longer known.
    RegionRemoved = "region-removed", Breaking of Compilation, "the region's constant is gone";
    /// The service takes another signature scheme.
    SignatureAdded = "signature-added", Additive, "clients go on signing as they did";
    /// The service no longer lists a signature scheme.
    SignatureRemoved = "signature-removed", Breaking of Behaviour,
        "clients that sign so are refused";
    /// The default signature scheme is another.
    DefaultSignatureChanged = "default-signature-changed", Breaking of Behaviour,
        "clients that name no scheme sign in another one";

    /// A chapter is new, or gone.
    ChaptersChanged = "chapters-changed", Documentation,
        "chapters stand in the table of actions only";
    /// An action is in another chapter.
    ActionMoved = "action-moved", Documentation, "chapters stand in the table of actions only";

    /// A new action.
    ActionAdded = "action-added", Additive,
        "a new method of the client, and one of the server trait that has a default";
    /// An action is gone.
    ActionRemoved = "action-removed", Breaking of Compilation,
        "its request, its response and the methods are gone";
    /// The service knows an action by another name.
    ActionWireNameChanged = "action-wire-name-changed", Breaking of Behaviour,
        "another action is called";
    /// An action takes the other HTTP method.
    MethodChanged = "method-changed", Breaking of Behaviour,
        "parameters travel in another part of the request";
    /// An action may be repeated.
    MadeIdempotent = "made-idempotent", Breaking of Behaviour,
        "calls whose response was lost are sent again";
    /// An action must not be repeated.
    NoLongerIdempotent = "no-longer-idempotent", Breaking of Behaviour,
        "calls whose response was lost are no longer sent again";
    /// A list can be read page by page.
    PagingAdded = "paging-added", Additive, "the builder has `pages()` and `items()` too";
    /// A list can no longer be read page by page.
    PagingRemoved = "paging-removed", Breaking of Compilation,
        "the builder's `pages()` and `items()` are gone";
    /// Pages have items of another type.
    PageItemTypeChanged = "page-item-type-changed", Breaking of Compilation,
        "`items()` gives another type";
    /// Pages have the items of another list.
    PagedListChanged = "paged-list-changed", Breaking of Behaviour,
        "`items()` gives what is in another list";
    /// Another parameter holds the start of a page.
    PageMarkerChanged = "page-marker-changed", Breaking of Behaviour,
        "the next page is asked for with another parameter";
    /// Another member identifies an item.
    PageKeyChanged = "page-key-changed", Breaking of Behaviour,
        "`items()` gives an item once, and other items count as the same";
    /// The example is another.
    ExampleChanged = "example-changed", Documentation, "examples are documentation";

    /// A parameter, or a member of a structure that is sent, which may be left out.
    ParameterAdded = "parameter-added", Additive,
        "the struct is `non_exhaustive`, and nobody has to set it";
    /// A parameter, or a member of a structure that is sent, which must be set.
    RequiredParameterAdded = "required-parameter-added", Breaking of Compilation,
        "a builder that does not set it no longer finishes";
    /// A field of a response.
    FieldAdded = "field-added", Additive,
        "the struct is `non_exhaustive`, and its builder does not insist on it";
    /// A field that every response must have.
    EssentialFieldAdded = "essential-field-added", Breaking of Compilation,
        "servers and tests that build the output have to set it, and a response without it is an error";
    /// A parameter, a field or a member is gone.
    MemberRemoved = "member-removed", Breaking of Compilation, "the field and its setter are gone";
    /// A parameter, a field or a member has another type.
    MemberTypeChanged = "member-type-changed", Breaking of Compilation,
        "the field has another type";
    /// A parameter, a field or a member has another name in Rust.
    MemberRenamedInRust = "member-renamed-in-rust", Breaking of Compilation,
        "the field and its setter have another name";
    /// A parameter, a field or a member has another name on the wire.
    MemberWireNameChanged = "member-wire-name-changed", Breaking of Behaviour,
        "another name is sent, or looked for in responses";
    /// A parameter must be set now.
    ParameterMadeRequired = "parameter-made-required", Breaking of Compilation,
        "a builder that does not set it no longer finishes";
    /// A parameter may be left out now.
    ParameterMadeOptional = "parameter-made-optional", Breaking of Compilation,
        "the field became an `Option`";
    /// A list of parameters may be left out now.
    ListMadeOptional = "list-made-optional", Additive,
        "the field is a `Vec` as before, which may be empty; the builder has a type parameter less";
    /// Every response must have a field now.
    FieldMadeEssential = "field-made-essential", Breaking of Compilation,
        "servers and tests that build the output have to set it, and a response without it is an error";
    /// A response may lack a field now.
    FieldNoLongerEssential = "field-no-longer-essential", Breaking of Behaviour,
        "a response without it was an error, and is read with an empty value";
    /// A field of a response may be null now.
    FieldMadeNullable = "field-made-nullable", Breaking of Compilation,
        "the field became an `Option`";
    /// A field of a response is never null now.
    FieldNoLongerNullable = "field-no-longer-nullable", Breaking of Compilation,
        "the field is no `Option` any more";
    /// A value is hidden now.
    MadeSensitive = "made-sensitive", Additive,
        "`Debug` and error messages no longer show the value";
    /// A value is no longer hidden.
    NoLongerSensitive = "no-longer-sensitive", Breaking of Behaviour,
        "`Debug` and error messages show a value that they hid";
    /// Responses may spell a field otherwise.
    AliasAdded = "alias-added", Additive, "more responses are read";
    /// A spelling in responses is no longer understood.
    AliasRemoved = "alias-removed", Breaking of Behaviour,
        "responses that have this spelling are read as if the field were not there";
    /// An odd encoding in responses is understood.
    DecoderAdded = "decoder-added", Additive, "more responses are read";
    /// An odd encoding in responses is no longer understood.
    DecoderRemoved = "decoder-removed", Breaking of Behaviour,
        "responses that are encoded so are no longer read";
    /// Servers write a member in another spelling or form.
    WrittenFormChanged = "written-form-changed", Breaking of Behaviour,
        "servers write the member otherwise, and so does whoever serialises it";
    /// Something else is the default of the service.
    DefaultChanged = "default-changed", Documentation, "a default is said, not sent";
    /// A note in the documentation is another.
    NoteChanged = "note-changed", Documentation, "it stands in the documentation only";
    /// Other values are offered for a parameter.
    CompletionChanged = "completion-changed", Documentation,
        "it stands in the table of actions only";
    /// It is known from observation only now, or from the document too.
    SourceChanged = "source-changed", Documentation, "it stands in the documentation only";
    /// A description is in other words.
    DescriptionChanged = "description-changed", Documentation,
        "it stands in the documentation only";
    /// Items of the spec stand in another order.
    OrderChanged = "order-changed", Documentation,
        "nothing depends on the order but documentation and tables";

    /// Values are refused that were not.
    LimitTightened = "limit-tightened", Breaking of Behaviour,
        "requests are refused that were sent";
    /// Values are sent that were refused.
    LimitLoosened = "limit-loosened", Additive, "requests are sent that were refused";
    /// A value must match another pattern.
    PatternChanged = "pattern-changed", Breaking of Behaviour,
        "a request may be refused that was sent";
    /// A pattern is described in other words.
    PatternWordsChanged = "pattern-words-changed", Documentation,
        "the words of a message change: it says of a value what the pattern demands";
    /// A parameter is required in cases in which it was not.
    ConditionAdded = "condition-added", Breaking of Behaviour,
        "requests are refused that were sent";
    /// A parameter is no longer required in certain cases.
    ConditionRemoved = "condition-removed", Additive, "requests are sent that were refused";

    /// A new type.
    TypeAdded = "type-added", Additive, "a new type";
    /// A type is gone.
    TypeRemoved = "type-removed", Breaking of Compilation, "the type is gone";
    /// A structure became an enum, or the other way round.
    TypeShapeChanged = "type-shape-changed", Breaking of Compilation,
        "a struct and an enum have nothing in common";
    /// A structure of responses is also sent.
    StructureNowSent = "structure-now-sent", Additive,
        "the struct implements `ToParams` and `Validate` too";
    /// A structure is no longer sent.
    StructureNoLongerSent = "structure-no-longer-sent", Breaking of Compilation,
        "the struct no longer implements `ToParams` and `Validate`";
    /// A structure of requests is also returned.
    StructureNowReturned = "structure-now-returned", Additive,
        "the struct implements `Deserialize` too";
    /// A structure is no longer returned.
    StructureNoLongerReturned = "structure-no-longer-returned", Breaking of Compilation,
        "the struct no longer implements `Deserialize`";
    /// A new value of an enum.
    EnumValueAdded = "enum-value-added", Additive,
        "the enum is `non_exhaustive`; the value is no longer `Unknown`";
    /// A value of an enum is gone.
    EnumValueRemoved = "enum-value-removed", Breaking of Compilation, "the variant is gone";
    /// A value of an enum has another name in Rust.
    EnumValueRenamedInRust = "enum-value-renamed-in-rust", Breaking of Compilation,
        "the variant has another name";
    /// A value of an enum is another text on the wire.
    EnumValueWireChanged = "enum-value-wire-changed", Breaking of Behaviour,
        "the variant stands for another text";

    /// A new row of the table of errors.
    ErrorRowAdded = "error-row-added", Breaking of Behaviour,
        "a response that the row fits is judged by it: what it is, and whether to try again";
    /// A row of the table of errors is gone.
    ErrorRowRemoved = "error-row-removed", Breaking of Compilation, "the row's constant is gone";
    /// A row of the table of errors matches other errors, or classifies them differently.
    ErrorRowChanged = "error-row-changed", Breaking of Behaviour,
        "the same response is judged otherwise: what it is, or whether to try again";
    /// Rows that fit the same errors stand in another order.
    ErrorRowsReordered = "error-rows-reordered", Breaking of Behaviour,
        "of the rows that fit an error the first counts";
    /// A new error code.
    ErrorCodeAdded = "error-code-added", Additive,
        "`ErrorCode` is `non_exhaustive`; the code is no longer `Unknown`";
    /// An error code that no row has any more.
    ErrorCodeRemoved = "error-code-removed", Breaking of Compilation,
        "the variant of `ErrorCode` is gone";

    /// A new waiter.
    WaiterAdded = "waiter-added", Additive, "a new method of the client";
    /// A waiter is gone.
    WaiterRemoved = "waiter-removed", Breaking of Compilation,
        "the waiter and the client's method are gone";
    /// A waiter polls another action.
    WaiterActionChanged = "waiter-action-changed", Breaking of Compilation,
        "the wait gives the output of another action";
    /// A waiter may be given something more.
    WaiterParameterAdded = "waiter-parameter-added", Additive,
        "the struct is `non_exhaustive`, and nobody has to set it";
    /// Other parameters of a waiter are required or allowed.
    WaiterParameterChanged = "waiter-parameter-changed", Breaking of Compilation,
        "a field is gone, has another type, or must be set";
    /// A wait ends on other responses.
    WaiterOutcomeChanged = "waiter-outcome-changed", Breaking of Behaviour,
        "the wait ends on other responses";
    /// A waiter gives up earlier.
    WaiterLimitShortened = "waiter-limit-shortened", Breaking of Behaviour,
        "the wait gives up earlier";
    /// A waiter asks more or less often, gives up later, or lets more or less time pass afterwards.
    WaiterPaceChanged = "waiter-pace-changed", Additive,
        "the wait ends on the same responses, at another time";
}
