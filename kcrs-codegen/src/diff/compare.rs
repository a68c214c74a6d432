//! Compares two trees of facts by a table of what each change means.

use serde_json::Value as Json;

use super::{Change, ChangeKind};

/// Rule from the change of a fact to its kind.
pub(super) enum Rule {
    /// Nothing by itself: other rules look at the fact, or it follows from another one.
    Nothing,
    /// A change of this kind.
    Any(ChangeKind),
    /// One of three kinds: the fact is new (a Boolean: became true), is gone (became false), or
    /// has another value.
    New(ChangeKind, ChangeKind, ChangeKind),
    /// The kind that the function gives, for the objects that have the fact.
    By(fn(&Pair<'_>) -> Option<ChangeKind>),
    /// The rule, if the function holds for the objects that have the fact.
    When(fn(&Pair<'_>) -> bool, &'static Rule),
    /// Rules of its own facts.
    Object(&'static Object),
    /// Rules of added and removed items, and of their facts.
    List(&'static List),
}

/// Rules of an object.
pub(super) struct Object {
    /// That there is one where there was none. Without a rule its facts are compared with none.
    pub(super) added: Option<Rule>,
    /// That there is none any more.
    pub(super) removed: Option<Rule>,
    /// The fact that is shown of an object that was added or removed.
    pub(super) shown: &'static str,
    /// Its facts: key, what the key adds to the place, and rule.
    pub(super) rows: &'static [(&'static str, &'static str, Rule)],
}

/// Rules of a list.
pub(super) struct List {
    /// The facts that items are known by: those that the first leaves over by the second.
    pub(super) names: &'static [&'static str],
    pub(super) item: Object,
    /// That items which are in both lists have another order.
    pub(super) order: Rule,
}

/// The same of both APIs; absent where one does not have it.
#[derive(Clone, Copy)]
pub(super) struct Pair<'a> {
    pub(super) old: &'a Json,
    pub(super) new: &'a Json,
}

impl<'a> Pair<'a> {
    pub(super) fn get(self, key: &str) -> Pair<'a> {
        Pair {
            old: &self.old[key],
            new: &self.new[key],
        }
    }

    pub(super) fn is_same(self, key: &str) -> bool {
        let Pair { old, new } = self.get(key);
        old == new
    }

    /// Returns whether what is in both of two lists of texts has another order.
    pub(super) fn is_reordered(self) -> bool {
        let items = |list: &'a Json| list.as_array().map_or(&[][..], Vec::as_slice);
        paired(items(self.old), items(self.new), &[""]).1
    }

    /// Returns whether both have a flag.
    pub(super) fn both(self, key: &str) -> bool {
        self.old[key] == true && self.new[key] == true
    }
}

/// Lists the changes between two objects at a place.
pub(super) fn compare(log: &mut Vec<Change>, object: &Object, place: &str, pair: Pair<'_>) {
    if pair.old == pair.new {
        return;
    }
    let rule = match (pair.old, pair.new) {
        (Json::Null, _) => &object.added,
        (_, Json::Null) => &object.removed,
        _ => &None,
    };
    if let Some(rule) = rule {
        let kind = kind(rule, pair, pair);
        return log.extend(kind.map(|kind| change(kind, place, pair, object.shown)));
    }
    for (key, suffix, rule) in object.rows {
        apply(log, rule, &format!("{place}{suffix}"), pair, key);
    }
}

/// Applies a rule to a fact of two objects.
fn apply(log: &mut Vec<Change>, rule: &Rule, place: &str, pair: Pair<'_>, key: &str) {
    let fact = pair.get(key);
    match rule {
        Rule::When(holds, rule) if holds(&pair) => apply(log, rule, place, pair, key),
        Rule::Object(object) => compare(log, object, place, fact),
        Rule::List(list) => compare_lists(log, list, place, pair, key),
        rule if fact.old != fact.new => {
            log.extend(kind(rule, pair, fact).map(|kind| change(kind, place, pair, key)));
        }
        _ => {}
    }
}

/// The kind that a rule gives to a change of one fact.
fn kind(rule: &Rule, pair: Pair<'_>, fact: Pair<'_>) -> Option<ChangeKind> {
    match rule {
        Rule::Any(kind) => Some(*kind),
        Rule::By(kind) => kind(&pair),
        Rule::New(added, removed, changed) => {
            let is_nothing = |json: &Json| matches!(json, Json::Null | Json::Bool(false));
            Some(match (is_nothing(fact.old), is_nothing(fact.new)) {
                (true, false) => *added,
                (false, true) => *removed,
                _ => *changed,
            })
        }
        Rule::Nothing | Rule::When(..) | Rule::Object(_) | Rule::List(_) => None,
    }
}

/// A list that only one API has is not compared.
fn compare_lists(log: &mut Vec<Change>, list: &List, place: &str, pair: Pair<'_>, key: &str) {
    let fact = pair.get(key);
    let (Json::Array(old), Json::Array(new)) = (fact.old, fact.new) else {
        return;
    };
    let (pairs, is_reordered) = paired(old, new, list.names);
    for item in pairs {
        let named = match item.new {
            Json::Null => item.old,
            new => new,
        };
        let name = of_item(named, list.names[0]).as_str();
        let place = format!("{place}.{}", name.unwrap_or_default());
        compare(log, &list.item, &place, item);
    }
    if is_reordered && let Some(kind) = kind(&list.order, pair, fact) {
        log.push(Change {
            kind,
            place: place.to_owned(),
            old: None,
            new: None,
        });
    }
}

/// The items of two lists, paired by what they are known by, and whether those that are known by
/// the first name stand in another order.
fn paired<'a>(old: &'a [Json], new: &'a [Json], names: &[&str]) -> (Vec<Pair<'a>>, bool) {
    let mut left: Vec<Option<&Json>> = old.iter().map(Some).collect();
    let mut found: Vec<Option<usize>> = vec![None; new.len()];
    let mut is_reordered = false;
    for name in names {
        for (item, found) in new.iter().zip(&mut found).filter(|(_, it)| it.is_none()) {
            let is_it = |old: &Option<&Json>| {
                old.is_some_and(|old| of_item(old, name) == of_item(item, name))
            };
            *found = left.iter().position(is_it);
            if let Some(index) = *found {
                left[index] = None;
            }
        }
        if name == &names[0] {
            is_reordered = !found.iter().flatten().is_sorted();
        }
    }
    let kept = new.iter().zip(found).map(|(new, found)| Pair {
        old: found.map_or(&Json::Null, |index| &old[index]),
        new,
    });
    let gone = left.into_iter().flatten().map(|old| Pair {
        old,
        new: &Json::Null,
    });
    (kept.chain(gone).collect(), is_reordered)
}

/// A fact of an item. An item that is a text is all its facts.
fn of_item<'a>(item: &'a Json, key: &str) -> &'a Json {
    match item {
        Json::String(_) => item,
        item => &item[key],
    }
}

fn change(kind: ChangeKind, place: &str, pair: Pair<'_>, key: &str) -> Change {
    Change {
        kind,
        place: place.to_owned(),
        old: text(key, of_item(pair.old, key)),
        new: text(key, of_item(pair.new, key)),
    }
}

/// A fact as reports show it.
fn text(key: &str, fact: &Json) -> Option<String> {
    let choose = |value: &bool, yes: &str, no: &str| (if *value { yes } else { no }).to_owned();
    Some(match fact {
        // The kind of change implies the values.
        Json::Bool(_) if matches!(key, "input" | "output") => return None,
        Json::Bool(value) if key == "observed" => choose(value, "observed", "documented"),
        Json::Bool(value) => choose(value, "yes", "no"),
        Json::Number(seconds) if matches!(key, "interval" | "limit" | "settle") => {
            format!("{seconds}s")
        }
        Json::Number(number) => number.to_string(),
        Json::String(text) => text.clone(),
        Json::Array(items) if !items.is_empty() => {
            let items: Vec<&str> = items.iter().filter_map(Json::as_str).collect();
            items.join(", ")
        }
        Json::Object(_) => match (&fact["en"], &fact["unit"]) {
            (Json::String(text), _) => text.clone(),
            (_, Json::String(unit)) => format!("{} {unit}", bounds_text(&fact["bounds"])),
            _ => bounds_text(fact),
        },
        _ => return None,
    })
}

fn bounds_text(bounds: &Json) -> String {
    let end = |key| text("", &bounds[key]).unwrap_or_default();
    format!("{}..{}", end("min"), end("max"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pair(old: &str, new: &str) -> String {
        let read = |text| match serde_json::from_str(text) {
            Ok(Json::Array(items)) => items,
            other => panic!("{other:?}"),
        };
        let (old, new) = (read(old), read(new));
        let (pairs, is_reordered) = paired(&old, &new, &["a", "b"]);
        let name = |item| of_item(item, "a").as_str().unwrap_or("-");
        let pairs = pairs
            .iter()
            .map(|pair| name(pair.old).to_owned() + name(pair.new));
        format!("{} {is_reordered}", pairs.collect::<Vec<_>>().join(" "))
    }

    #[test]
    fn what_both_lists_have_is_paired_whatever_came_between() {
        let (ab, axb) = (r#"["a", "b"]"#, r#"["a", "x", "b"]"#);
        assert_eq!(pair(ab, axb), "aa -x bb false");
        assert_eq!(pair(axb, ab), "aa bb x- false");
        assert_eq!(pair(ab, r#"["b", "a"]"#), "bb aa true");
        assert_eq!(pair("[]", "[]"), " false");
    }

    #[test]
    fn what_has_another_first_name_is_known_by_the_second() {
        let old = r#"[{"a": "a", "b": "1"}, {"a": "b", "b": "2"}]"#;
        let new = r#"[{"a": "c", "b": "2"}, {"a": "a", "b": "1"}, {"a": "d", "b": "3"}]"#;
        assert_eq!(pair(old, new), "bc aa -d false");
    }
}
