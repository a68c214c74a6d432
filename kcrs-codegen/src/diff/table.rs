//! The table of what a change of each fact means.
//!
//! A row is a fact's key, what it adds to the place of a change where that is not `.key`, and the
//! [`Rule`](super::compare::Rule). The keys behind the last row have no rule: they follow from
//! other facts, or rules look at them.

use serde_json::Value as Json;

use super::ChangeKind::{self, *};
use super::compare::Rule::{Any, By, List as Items, New, Nothing, Object as Part, When};
use super::compare::{List, Object, Pair};
use super::limits::{has_looser_bounds, has_looser_length};

macro_rules! object {
    ($name:ident $(($added:expr, $removed:expr, shows $shown:ident))?;
        $($key:ident $(at $place:literal)?: $rule:expr),* $(,)? $(; $($other:ident)*)?) => {
        pub(super) const $name: Object = Object {
            added: first!($(Some($added),)? None),
            removed: first!($(Some($removed),)? None),
            shown: first!($(stringify!($shown),)? ""),
            rows: &[
                $((stringify!($key), first!($($place,)? concat!(".", stringify!($key))), $rule),)*
                $($((stringify!($other), "", Nothing),)*)?
            ],
        };
    };
}

macro_rules! list {
    ($name:ident by $($by:ident)+ $(, ordered $order:expr)?;
        $added:expr, $removed:expr, shows $shown:ident;
        $($rows:tt)*) => {
        const $name: List = {
            object! { ITEM ($added, $removed, shows $shown); $($rows)* }
            List {
                names: &[$(stringify!($by)),+],
                item: ITEM,
                order: first!($($order,)? Any(OrderChanged)),
            }
        };
    };
}

macro_rules! first {
    ($first:expr $(, $other:expr)*) => {
        $first
    };
}

object! { API;
    service at "service": Part(&SERVICE),
    chapters at "chapters": Items(&CHAPTERS),
    actions at "actions": Items(&ACTIONS),
    types at "types": Items(&TYPES),
    errors at "errors": Items(&ERRORS),
    error_codes at "errors.code": Items(&ERROR_CODES),
    waiters at "waiters": Items(&WAITERS);
    errors_by_response
}

object! { DOCS;
    en: Any(DescriptionChanged),
    zh: Any(DescriptionChanged),
}

object! { SERVICE;
    name: Any(ServiceRenamed),
    title: Part(&DOCS),
    version: Any(ApiVersionChanged),
    endpoint: Any(EndpointChanged),
    global_endpoint: New(GlobalEndpointAdded, GlobalEndpointRemoved, EndpointChanged),
    schemes: Any(NoteChanged),
    default_region: Any(DefaultRegionChanged),
    regions: Items(&REGIONS),
    signatures: Items(&SIGNATURES),
    first_signature at ".signatures": Any(DefaultSignatureChanged),
    other_signatures at ".signatures": Items(&OTHER_SIGNATURES),
    // What follows for a list is among the limits of each.
    lists: Any(NoteChanged),
    never_empty: Any(NoteChanged),
    timestamps: Any(NoteChanged),
}

list! { REGIONS by id; Any(RegionAdded), Any(RegionRemoved), shows docs;
    docs at "": Part(&DOCS),
    observed at ".source": Any(SourceChanged);
    id
}

list! { SIGNATURES by scheme, ordered Nothing;
Any(SignatureAdded), Any(SignatureRemoved), shows scheme; ; }

list! { OTHER_SIGNATURES by scheme; Nothing, Nothing, shows scheme; ; }

list! { CHAPTERS by id; Any(ChaptersChanged), Any(ChaptersChanged), shows docs;
    docs at "": Part(&DOCS);
    id
}

// An action whose name on the wire is another still has its struct.
list! { ACTIONS by wire rust; Any(ActionAdded), Any(ActionRemoved), shows rust;
    wire at "": Any(ActionWireNameChanged),
    chapter: Any(ActionMoved),
    documented_as: Any(NoteChanged),
    method: Any(MethodChanged),
    other_methods: Any(NoteChanged),
    idempotent: New(MadeIdempotent, NoLongerIdempotent, MadeIdempotent),
    observed at ".source": Any(SourceChanged),
    docs at "": Part(&DOCS),
    request: Items(&MEMBERS),
    response: Items(&MEMBERS),
    paging: Part(&PAGING),
    example: Part(&EXAMPLE);
    rust method_name waiters
}

object! { PAGING (Any(PagingAdded), Any(PagingRemoved), shows items);
    marker: Any(PageMarkerChanged),
    items: By(paged_list),
    key: Any(PageKeyChanged),
    page_size: Any(NoteChanged),
    total: Any(NoteChanged);
    item_type
}

object! { EXAMPLE;
    request: Any(ExampleChanged),
    response: Any(ExampleChanged);
    parameters
}

// Parameters, fields and the members of structures.
list! { MEMBERS by wire rust; By(added_member), Any(MemberRemoved), shows rust_type;
    wire at "": Any(MemberWireNameChanged),
    rust at ".name": Any(MemberRenamedInRust),
    rust_type at "": By(rust_type),
    demand at "": By(demand),
    sensitive: When(is_no_secret, &New(MadeSensitive, NoLongerSensitive, MadeSensitive)),
    limits at "": When(is_sent, &Part(&LIMITS)),
    required_when: When(is_sent, &New(ConditionAdded, ConditionRemoved, ConditionAdded)),
    ignored_when: Any(NoteChanged),
    null_when: Any(NoteChanged),
    default: Any(DefaultChanged),
    aliases: When(is_returned, &Items(&ALIASES)),
    written_as: When(is_returned, &Any(WrittenFormChanged)),
    encode: When(is_returned, &Any(WrittenFormChanged)),
    decode: When(is_returned, &New(DecoderAdded, DecoderRemoved, DecoderRemoved)),
    completed_by: Any(CompletionChanged),
    observed at ".source": Any(SourceChanged),
    docs at "": Part(&DOCS);
    type required presence is_option is_demanded input output
}

list! { ALIASES by alias; Any(AliasAdded), Any(AliasRemoved), shows alias; ; }

object! { LIMITS;
    range: By(|limits| looser_if(has_looser_bounds(limits.get("range")))),
    items: By(|limits| looser_if(has_looser_bounds(limits.get("items")))),
    length: By(|limits| looser_if(has_looser_length(limits.get("length")))),
    pattern: Part(&PATTERN),
    unique: New(LimitTightened, LimitLoosened, LimitTightened),
}

object! { PATTERN (Any(LimitTightened), Any(LimitLoosened), shows regex);
    // Which of two patterns allows more cannot be decided in general.
    regex at "": Any(PatternChanged),
    says at "_says": Part(&PATTERN_DOCS),
}

object! { PATTERN_DOCS;
    // The words of a violation.
    en: Any(PatternWordsChanged),
    zh: Any(NoteChanged),
}

list! { TYPES by name; Any(TypeAdded), Any(TypeRemoved), shows kind;
    documented_as: Any(NoteChanged),
    docs at "": Part(&DOCS),
    kind at "": Any(TypeShapeChanged),
    input at "": When(
        has_same_shape,
        &New(StructureNowSent, StructureNoLongerSent, StructureNowSent)
    ),
    output at "": When(
        has_same_shape,
        &New(StructureNowReturned, StructureNoLongerReturned, StructureNowReturned)
    ),
    members at "": Items(&MEMBERS),
    values at "": Items(&ENUM_VALUES);
    name
}

list! { ENUM_VALUES by wire rust; Any(EnumValueAdded), Any(EnumValueRemoved), shows rust;
    wire at "": Any(EnumValueWireChanged),
    rust at "": Any(EnumValueRenamedInRust),
    observed at ".source": Any(SourceChanged),
    docs at "": Part(&DOCS),
}

list! { ERRORS by name, ordered By(error_order);
    Any(ErrorRowAdded), Any(ErrorRowRemoved), shows code;
    code: Any(ErrorRowChanged),
    message: Any(ErrorRowChanged),
    status: Any(ErrorRowChanged),
    class: Any(ErrorRowChanged),
    rule: Any(NoteChanged),
    gateway: Any(ErrorRowChanged),
    keywords: Any(ErrorRowChanged),
    observed at ".source": Any(SourceChanged),
    docs at "": Part(&DOCS);
    name rust
}

// The variants of `ErrorCode`.
list! { ERROR_CODES by code, ordered Nothing;
    Any(ErrorCodeAdded), Any(ErrorCodeRemoved), shows variant; ;
    code variant
}

list! { WAITERS by name, ordered Nothing; Any(WaiterAdded), Any(WaiterRemoved), shows action;
    action: By(polled_action),
    fields at "": When(polls_the_same, &Items(&WAITER_FIELDS)),
    matching at ".match": Any(WaiterOutcomeChanged),
    path: Any(WaiterOutcomeChanged),
    success: Any(WaiterOutcomeChanged),
    failure: Any(WaiterOutcomeChanged),
    // In a state that no list has, the wait goes on.
    retry: Any(NoteChanged),
    empty: Any(WaiterOutcomeChanged),
    not_found: Any(WaiterOutcomeChanged),
    limit: By(waiter_limit),
    interval: Any(WaiterPaceChanged),
    settle: Any(WaiterPaceChanged);
    name action_struct with
}

list! { WAITER_FIELDS by wire, ordered Nothing; By(waiter_field), By(waiter_field), shows field;
    field at "": By(waiter_field);
    wire is_demanded is_parameter
}

fn paged_list(paging: &Pair<'_>) -> Option<ChangeKind> {
    Some(match paging.is_same("item_type") {
        true => PagedListChanged,
        false => PageItemTypeChanged,
    })
}

fn looser_if(is_looser: bool) -> Option<ChangeKind> {
    Some(match is_looser {
        true => LimitLoosened,
        false => LimitTightened,
    })
}

fn is_sent(member: &Pair<'_>) -> bool {
    member.both("input")
}

fn is_returned(member: &Pair<'_>) -> bool {
    member.both("output")
}

/// A secret is always hidden; a change of its type is a change of `rust_type`.
fn is_no_secret(member: &Pair<'_>) -> bool {
    [member.old, member.new]
        .iter()
        .all(|member| member["type"]["kind"].as_str() != Some("Secret"))
}

fn added_member(member: &Pair<'_>) -> Option<ChangeKind> {
    let is_demanded = member.new["is_demanded"] == true;
    Some(match (member.new["input"] == true, is_demanded) {
        (true, true) => RequiredParameterAdded,
        (true, false) => ParameterAdded,
        (false, true) => EssentialFieldAdded,
        (false, false) => FieldAdded,
    })
}

/// The type of the field in Rust: another one, or the same as an `Option` or no longer as one.
fn rust_type(member: &Pair<'_>) -> Option<ChangeKind> {
    if !member.is_same("type") {
        return Some(MemberTypeChanged);
    }
    let is_option = member.new["is_option"] == true;
    Some(match (is_option, member.new["input"] == true) {
        (true, true) => ParameterMadeOptional,
        (false, true) => ParameterMadeRequired,
        (true, false) => FieldMadeNullable,
        (false, false) => FieldNoLongerNullable,
    })
}

/// Returns whether the builder insists on the member, and whether a response without it is an
/// error. One Rust type for both sides reads what it does not have to send.
fn demand(member: &Pair<'_>) -> Option<ChangeKind> {
    if !member.is_same("rust_type") {
        return None;
    }
    let is_demanded = |member: &Json| member["is_demanded"] == true;
    let is_needed = |member: &Json| is_demanded(member) && member["input"] == false;
    let Pair { old, new } = *member;
    match (is_demanded(old), is_demanded(new), new["input"] == true) {
        (false, true, true) => Some(ParameterMadeRequired),
        (true, false, true) => Some(ListMadeOptional),
        (false, true, false) => Some(FieldMadeEssential),
        (true, false, false) => Some(FieldNoLongerEssential),
        _ if is_needed(old) && !is_needed(new) => Some(FieldNoLongerEssential),
        _ if !is_needed(old) && is_needed(new) => Some(FieldMadeEssential),
        _ if !member.is_same("presence") => Some(NoteChanged),
        _ => None,
    }
}

fn has_same_shape(ty: &Pair<'_>) -> bool {
    ty.is_same("kind")
}

/// Of rows with one code and one status, the first whose message fits counts.
fn error_order(api: &Pair<'_>) -> Option<ChangeKind> {
    Some(match api.get("errors_by_response").is_reordered() {
        true => ErrorRowsReordered,
        false => OrderChanged,
    })
}

/// Returns whether the action that is polled is the same one, perhaps by another name on the wire.
fn polls_the_same(waiter: &Pair<'_>) -> bool {
    waiter.is_same("action") || waiter.is_same("action_struct")
}

fn polled_action(waiter: &Pair<'_>) -> Option<ChangeKind> {
    (!polls_the_same(waiter)).then_some(WaiterActionChanged)
}

fn waiter_limit(waiter: &Pair<'_>) -> Option<ChangeKind> {
    let Pair { old, new } = waiter.get("limit");
    Some(match new.as_i64() < old.as_i64() {
        true => WaiterLimitShortened,
        false => WaiterPaceChanged,
    })
}

/// That a parameter came to the action, or went from it, is a change of the action.
fn waiter_field(field: &Pair<'_>) -> Option<ChangeKind> {
    if (field.old["is_parameter"] == true) != (field.new["is_parameter"] == true) {
        return None;
    }
    let is_new = field.old["field"].is_null();
    Some(match is_new && field.new["is_demanded"] != true {
        true => WaiterParameterAdded,
        false => WaiterParameterChanged,
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use super::*;
    use crate::diff::facts::facts;
    use crate::{Sources, check};

    /// Every fact that has no row.
    fn without_rows(object: &Object, place: &str, fact: &Json, found: &mut BTreeSet<String>) {
        let Json::Object(members) = fact else {
            return;
        };
        for (key, value) in members {
            let place = format!("{place}.{key}");
            let mut rule = match object.rows.iter().find(|(known, ..)| known == key) {
                Some((.., rule)) => rule,
                None => {
                    found.insert(place);
                    continue;
                }
            };
            if let When(_, inner) = rule {
                rule = inner;
            }
            match (rule, value) {
                (Part(object), value) => without_rows(object, &place, value, found),
                (Items(list), Json::Array(items)) => {
                    for item in items {
                        without_rows(&list.item, &place, item, found);
                    }
                }
                _ => {}
            }
        }
    }

    #[test]
    fn every_fact_has_a_row() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let mut found = BTreeSet::new();
        for folder in ["spec", "tests/second_api/spec"] {
            let api = check(&Sources::read(root.join(folder))).unwrap();
            without_rows(&API, "", &facts(&api), &mut found);
        }
        assert_eq!(found, BTreeSet::new());
    }
}
