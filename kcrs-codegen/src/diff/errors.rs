//! The table of errors.

use std::collections::BTreeSet;

use crate::model::ErrorRow;
use crate::naming::type_name;

use super::pair::Paired;
use super::{ChangeKind, Log, class_name, yes_or_no};

pub(super) fn compare(log: &mut Log, old: &[ErrorRow], new: &[ErrorRow]) {
    let paired = Paired::new(old, new, |row| &row.name);
    for row in paired.gone {
        let kind = ChangeKind::ErrorRowRemoved;
        log.add(kind, place(row), Some(row.code.clone()), None);
    }
    for row in paired.added {
        let kind = ChangeKind::ErrorRowAdded;
        log.add(kind, place(row), None, Some(row.code.clone()));
    }
    for (old, new) in &paired.kept {
        compare_rows(log, old, new);
    }
    compare_codes(log, old, new);
    if paired.is_reordered {
        compare_order(log, old, new);
    }
}

fn place(row: &ErrorRow) -> String {
    format!("errors.{}", row.name)
}

fn compare_rows(log: &mut Log, old: &ErrorRow, new: &ErrorRow) {
    let ErrorRow {
        name: _,
        // Follows from the name.
        rust: _,
        code,
        message,
        status,
        class,
        gateway,
        observed,
        docs,
    } = old;
    let (place, kind) = (place(old), ChangeKind::ErrorRowChanged);
    let key = |key: &str| format!("{place}.{key}");
    log.text(kind, key("code"), code, &new.code);
    log.text(kind, key("message"), message, &new.message);
    log.compare(kind, &key("status"), status, &new.status, |status| {
        Some(status.to_string())
    });
    log.compare(kind, &key("class"), class, &new.class, |class| {
        Some(class_name(*class).to_owned())
    });
    log.compare(kind, &key("gateway"), gateway, &new.gateway, yes_or_no);
    log.observed(&place, *observed, new.observed);
    log.docs(&place, docs, &new.docs);
}

/// The variants of `ErrorCode`.
fn compare_codes(log: &mut Log, old: &[ErrorRow], new: &[ErrorRow]) {
    let codes = |rows: &[ErrorRow]| -> BTreeSet<String> {
        rows.iter().map(|row| row.code.clone()).collect()
    };
    let (old, new) = (codes(old), codes(new));
    for code in old.difference(&new) {
        let (kind, variant) = (ChangeKind::ErrorCodeRemoved, type_name(code));
        log.add(kind, format!("errors.code.{code}"), Some(variant), None);
    }
    for code in new.difference(&old) {
        let (kind, variant) = (ChangeKind::ErrorCodeAdded, type_name(code));
        log.add(kind, format!("errors.code.{code}"), None, Some(variant));
    }
}

/// Of rows with one code and one status, the first whose message fits counts.
fn compare_order(log: &mut Log, old: &[ErrorRow], new: &[ErrorRow]) {
    let key = |row: &ErrorRow| (row.code.clone(), row.status, row.name.clone());
    let (before, after): (BTreeSet<_>, BTreeSet<_>) =
        (old.iter().map(key).collect(), new.iter().map(key).collect());
    let names_by_response = |rows: &[ErrorRow], others: &BTreeSet<_>| {
        let mut kept: Vec<_> = rows
            .iter()
            .map(key)
            .filter(|row| others.contains(row))
            .collect();
        kept.sort_by(|a, b| (&a.0, a.1).cmp(&(&b.0, b.1)));
        kept
    };
    let is_decisive = names_by_response(old, &after) != names_by_response(new, &before);
    let kind = match is_decisive {
        true => ChangeKind::ErrorRowsReordered,
        false => ChangeKind::OrderChanged,
    };
    log.add(kind, "errors", None, None);
}
