//! Parameters, fields and the members of structures.

use crate::emit::is_option;
use crate::model::{Api, Completion, Condition, Kind, Literal, Member, Presence};

use super::pair::Paired;
use super::{ChangeKind, Log, limits, listed, type_name, type_text, yes_or_no};

/// Where members are.
#[derive(Clone, Copy)]
pub(super) struct Side<'a> {
    pub(super) api: &'a Api,
    /// Whether requests have them.
    pub(super) input: bool,
    /// Whether responses have them.
    pub(super) output: bool,
}

impl Side<'_> {
    /// Whether the builder of their struct insists on a member.
    fn insists_on(self, member: &Member) -> bool {
        match self.input {
            true => member.required,
            false => member.presence == Presence::Essential,
        }
    }

    /// Whether a response without a member is an error. One Rust type for both sides reads what it
    /// does not have to send.
    fn needs(self, member: &Member) -> bool {
        !self.input && member.presence == Presence::Essential
    }

    fn rust_type(self, member: &Member) -> String {
        let name = type_text(self.api, member.ty);
        match is_option(member, self.input, self.output) {
            true => format!("{name} or none"),
            false => name,
        }
    }
}

/// Compares the members of one place, each list with where it is.
pub(super) fn compare_all(
    log: &mut Log,
    place: &str,
    (before, old): (Side<'_>, &[Member]),
    (after, new): (Side<'_>, &[Member]),
) {
    let paired = Paired::new(old, new, |member| &member.wire).or_by(|member| &member.rust);
    let place_of = |member: &Member| format!("{place}.{}", member.wire);
    for member in paired.gone {
        let ty = before.rust_type(member);
        log.add(ChangeKind::MemberRemoved, place_of(member), Some(ty), None);
    }
    for member in paired.added {
        let kind = match (after.input, after.insists_on(member)) {
            (true, true) => ChangeKind::RequiredParameterAdded,
            (true, false) => ChangeKind::ParameterAdded,
            (false, true) => ChangeKind::EssentialFieldAdded,
            (false, false) => ChangeKind::FieldAdded,
        };
        log.add(kind, place_of(member), None, Some(after.rust_type(member)));
    }
    for (old, new) in paired.kept {
        compare(log, &place_of(new), (before, old), (after, new));
    }
    log.order(place, paired.is_reordered);
}

fn compare(
    log: &mut Log,
    place: &str,
    (before, old): (Side<'_>, &Member),
    (after, new): (Side<'_>, &Member),
) {
    let Member {
        wire,
        rust,
        ty: _,
        required: _,
        presence: _,
        null_when,
        required_when,
        ignored_when,
        default,
        limits,
        sensitive: _,
        aliases,
        decode,
        completed_by,
        observed,
        docs,
    } = old;
    let key = |key: &str| format!("{place}.{key}");
    log.text(
        ChangeKind::MemberWireNameChanged,
        place.to_owned(),
        wire,
        &new.wire,
    );
    log.text(
        ChangeKind::MemberRenamedInRust,
        key("name"),
        rust,
        &new.rust,
    );
    compare_types(log, place, (before, old), (after, new));
    compare_sensitivity(log, &key("sensitive"), old, new);
    if before.input && after.input {
        limits::compare(log, place, limits, &new.limits);
        let kind = match new.required_when {
            Some(_) => ChangeKind::ConditionAdded,
            None => ChangeKind::ConditionRemoved,
        };
        condition(
            log,
            kind,
            &key("required_when"),
            required_when,
            &new.required_when,
        );
    }
    let note = ChangeKind::NoteChanged;
    condition(
        log,
        note,
        &key("ignored_when"),
        ignored_when,
        &new.ignored_when,
    );
    condition(log, note, &key("null_when"), null_when, &new.null_when);
    let kind = ChangeKind::DefaultChanged;
    log.compare(kind, &key("default"), default, &new.default, |default| {
        default.as_ref().map(Literal::wire)
    });
    if before.output && after.output {
        compare_reading(log, place, (aliases, &new.aliases), (decode, &new.decode));
    }
    let kind = ChangeKind::CompletionChanged;
    log.compare(
        kind,
        &key("completed_by"),
        completed_by,
        &new.completed_by,
        |completion| completion.as_ref().map(completion_text),
    );
    log.observed(place, *observed, new.observed);
    log.docs(place, docs, &new.docs);
}

/// The field's type, and who insists on it.
fn compare_types(
    log: &mut Log,
    place: &str,
    (before, old): (Side<'_>, &Member),
    (after, new): (Side<'_>, &Member),
) {
    let shape = |side: Side<'_>, member: &Member| {
        (
            member.ty.list,
            type_name(side.api, member.ty.kind).to_owned(),
        )
    };
    let types = (before.rust_type(old), after.rust_type(new));
    if shape(before, old) != shape(after, new) {
        let kind = ChangeKind::MemberTypeChanged;
        log.add(kind, place, Some(types.0), Some(types.1));
        return;
    }
    let option = |side: Side<'_>, member| is_option(member, side.input, side.output);
    let demand = |side: Side<'_>, member| side.insists_on(member) || side.needs(member);
    let change = match (option(before, old), option(after, new), after.input) {
        (false, true, true) => Some(ChangeKind::ParameterMadeOptional),
        (true, false, true) => Some(ChangeKind::ParameterMadeRequired),
        (false, true, false) => Some(ChangeKind::FieldMadeNullable),
        (true, false, false) => Some(ChangeKind::FieldNoLongerNullable),
        _ => None,
    };
    if let Some(kind) = change {
        log.add(kind, place, Some(types.0), Some(types.1));
        return;
    }
    let change = match (demand(before, old), demand(after, new), after.input) {
        (false, true, true) => Some(ChangeKind::ParameterMadeRequired),
        (true, false, true) => Some(ChangeKind::ListMadeOptional),
        (false, true, false) => Some(ChangeKind::FieldMadeEssential),
        (true, false, false) => Some(ChangeKind::FieldNoLongerEssential),
        _ if before.needs(old) && !after.needs(new) => Some(ChangeKind::FieldNoLongerEssential),
        _ if !before.needs(old) && after.needs(new) => Some(ChangeKind::FieldMadeEssential),
        _ if old.presence != new.presence => Some(ChangeKind::NoteChanged),
        _ => None,
    };
    if let Some(kind) = change {
        let marks = (mark(before, old), mark(after, new));
        log.add(kind, place, Some(marks.0), Some(marks.1));
    }
}

fn mark(side: Side<'_>, member: &Member) -> String {
    let presence = match member.presence {
        Presence::Defaulted => "plain",
        Presence::Essential => "essential",
        Presence::Nullable => "nullable",
    };
    let need = if member.required {
        "required"
    } else {
        "optional"
    };
    match (side.input, side.output) {
        (true, true) => format!("{need}, {presence}"),
        (true, false) => need.to_owned(),
        _ => presence.to_owned(),
    }
}

fn compare_sensitivity(log: &mut Log, place: &str, old: &Member, new: &Member) {
    // A secret is hidden whatever else is said; its type is looked at already.
    if [old, new]
        .iter()
        .any(|member| member.ty.kind == Kind::Secret)
    {
        return;
    }
    let kind = match new.sensitive {
        true => ChangeKind::MadeSensitive,
        false => ChangeKind::NoLongerSensitive,
    };
    log.compare(kind, place, &old.sensitive, &new.sensitive, yes_or_no);
}

fn condition(
    log: &mut Log,
    kind: ChangeKind,
    place: &str,
    old: &Option<Condition>,
    new: &Option<Condition>,
) {
    let text = |condition: &Option<Condition>| {
        let Condition {
            wire,
            // Compared where the sibling is.
            rust: _,
            value,
        } = condition.as_ref()?;
        Some(format!("{wire} = {}", value.wire()))
    };
    log.compare(kind, place, &text(old), &text(new), Clone::clone);
}

/// What responses may look like.
fn compare_reading(
    log: &mut Log,
    place: &str,
    (old, new): (&Vec<String>, &Vec<String>),
    (old_decoder, new_decoder): (&Option<String>, &Option<String>),
) {
    let place_of = |alias: &String| format!("{place}.aliases.{alias}");
    for alias in old.iter().filter(|alias| !new.contains(alias)) {
        let kind = ChangeKind::AliasRemoved;
        log.add(kind, place_of(alias), Some(alias.clone()), None);
    }
    for alias in new.iter().filter(|alias| !old.contains(alias)) {
        let kind = ChangeKind::AliasAdded;
        log.add(kind, place_of(alias), None, Some(alias.clone()));
    }
    let same: Vec<_> = old
        .iter()
        .filter(|alias| new.contains(alias))
        .cloned()
        .collect();
    let same_new: Vec<_> = new
        .iter()
        .filter(|alias| old.contains(alias))
        .cloned()
        .collect();
    let kind = ChangeKind::OrderChanged;
    log.compare(
        kind,
        &format!("{place}.aliases"),
        &same,
        &same_new,
        |aliases| listed(aliases),
    );
    let kind = match old_decoder {
        None => ChangeKind::DecoderAdded,
        Some(_) => ChangeKind::DecoderRemoved,
    };
    let place = format!("{place}.decode");
    log.compare(kind, &place, old_decoder, new_decoder, Clone::clone);
}

fn completion_text(completion: &Completion) -> String {
    let Completion {
        action,
        items,
        value,
    } = completion;
    let value = value.iter().map(|value| format!(".{value}"));
    format!("{action}.{items}{}", value.collect::<String>())
}
