//! Waiters: what they are given, what ends them, and when.

use std::collections::BTreeMap;

use crate::emit::{is_option, waiter_members};
use crate::model::{Action, Api, Member, Outcome, Waiter};

use super::action::pair;
use super::{ChangeKind, Log, Sides, listed, type_text};

/// A waiter and the action that it polls.
type Waiting<'a> = (&'a Action, &'a Waiter);

pub(super) fn compare(log: &mut Log, sides: Sides<'_>) {
    let (mut old, new) = (all(sides.old), all(sides.new));
    let kept: BTreeMap<&str, &str> = pair(&sides.old.actions, &sides.new.actions)
        .kept
        .iter()
        .map(|(old, new)| (old.wire.as_str(), new.wire.as_str()))
        .collect();
    for (name, (action, waiter)) in new {
        let place = place(name);
        let Some((old_action, old_waiter)) = old.remove(name) else {
            log.add(
                ChangeKind::WaiterAdded,
                place,
                None,
                Some(action.wire.clone()),
            );
            continue;
        };
        if kept.get(old_action.wire.as_str()) != Some(&action.wire.as_str()) {
            let kind = ChangeKind::WaiterActionChanged;
            log.text(
                kind,
                format!("{place}.action"),
                &old_action.wire,
                &action.wire,
            );
        } else {
            let (before, after) = ((old_action, old_waiter), (action, waiter));
            compare_fields(log, sides, &place, before, after);
        }
        compare_waiters(log, &place, old_waiter, waiter);
    }
    for (name, (action, _)) in old {
        let kind = ChangeKind::WaiterRemoved;
        log.add(kind, place(name), Some(action.wire.clone()), None);
    }
}

/// All waiters by name, which is unique in an API.
fn all(api: &Api) -> BTreeMap<&str, Waiting<'_>> {
    let mut all = BTreeMap::new();
    for action in &api.actions {
        all.extend(
            action
                .waiters
                .iter()
                .map(|waiter| (waiter.name.as_str(), (action, waiter))),
        );
    }
    all
}

fn place(name: &str) -> String {
    format!("waiters.{name}")
}

/// The fields of the waiter's struct. That a parameter came to the action, or went from it, is told
/// there.
fn compare_fields(
    log: &mut Log,
    sides: Sides<'_>,
    place: &str,
    old: Waiting<'_>,
    new: Waiting<'_>,
) {
    let has = |action: &Action, wire: &str| action.request.iter().any(|member| member.wire == wire);
    let is_own = |wire: &str| has(old.0, wire) == has(new.0, wire);
    let (mut before, after) = (fields(sides.old, old), fields(sides.new, new));
    for (wire, (text, is_demanded)) in after {
        let was = before.remove(&wire).map(|(text, _)| text);
        if !is_own(&wire) || was.as_ref() == Some(&text) {
            continue;
        }
        let kind = match was.is_none() && !is_demanded {
            true => ChangeKind::WaiterParameterAdded,
            false => ChangeKind::WaiterParameterChanged,
        };
        log.add(kind, format!("{place}.{wire}"), was, Some(text));
    }
    for (wire, (text, _)) in before.into_iter().filter(|(wire, _)| is_own(wire)) {
        let kind = ChangeKind::WaiterParameterChanged;
        log.add(kind, format!("{place}.{wire}"), Some(text), None);
    }
}

/// Each field by its name on the wire: whether it is a list, whether it may be left out, and
/// whether it must be set.
fn fields(api: &Api, (action, waiter): Waiting<'_>) -> BTreeMap<String, (String, bool)> {
    let text = |member: &Member| {
        let ty = type_text(api, member.ty);
        match is_option(member, true, false) || (member.ty.list && !member.required) {
            true => format!("{ty}, optional"),
            false => format!("{ty}, required"),
        }
    };
    waiter_members(api, action, waiter)
        .into_iter()
        .map(|member| (member.wire.clone(), (text(&member), member.required)))
        .collect()
}

fn compare_waiters(log: &mut Log, place: &str, old: &Waiter, new: &Waiter) {
    let Waiter {
        name: _,
        // What follows from them for a caller is among the fields.
        with: _,
        matching,
        path,
        success,
        failure,
        retry,
        empty,
        not_found,
        interval,
        limit,
        settle,
    } = old;
    let key = |key: &str| format!("{place}.{key}");
    let outcome = ChangeKind::WaiterOutcomeChanged;
    for (kind, name, old, new) in [
        (outcome, "match", matching, &new.matching),
        (outcome, "success", success, &new.success),
        (outcome, "failure", failure, &new.failure),
        // In a state that no list has, the wait goes on.
        (ChangeKind::NoteChanged, "retry", retry, &new.retry),
    ] {
        let sorted = |names: &[String]| {
            let mut names = names.to_vec();
            names.sort();
            names
        };
        log.compare(kind, &key(name), &sorted(old), &sorted(new), |names| {
            listed(names)
        });
    }
    log.compare(outcome, &key("path"), path, &new.path, Clone::clone);
    for (name, old, new) in [
        ("empty", empty, &new.empty),
        ("not_found", not_found, &new.not_found),
    ] {
        log.compare(outcome, &key(name), old, new, |outcome| {
            outcome.map(outcome_name)
        });
    }
    let kind = match new.limit < old.limit {
        true => ChangeKind::WaiterLimitShortened,
        false => ChangeKind::WaiterPaceChanged,
    };
    log.compare(kind, &key("limit"), limit, &new.limit, |time| {
        Some(seconds(*time))
    });
    let kind = ChangeKind::WaiterPaceChanged;
    log.compare(kind, &key("interval"), interval, &new.interval, |time| {
        Some(seconds(*time))
    });
    log.compare(kind, &key("settle"), settle, &new.settle, |time| {
        time.map(seconds)
    });
}

fn outcome_name(outcome: Outcome) -> String {
    match outcome {
        Outcome::Retry => "retry",
        Outcome::Success => "success",
        Outcome::Failure => "failure",
    }
    .to_owned()
}

fn seconds(time: u64) -> String {
    format!("{time}s")
}
