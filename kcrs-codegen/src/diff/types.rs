//! Structures and enums.

use crate::model::{Enum, EnumValue, Shape, Structure, Type};

use super::member::{self, Side};
use super::pair::Paired;
use super::{ChangeKind, Log, Sides};

pub(super) fn compare(log: &mut Log, sides: Sides<'_>, old: &[Type], new: &[Type]) {
    let paired = Paired::new(old, new, |ty| &ty.name);
    for ty in paired.gone {
        let kind = ChangeKind::TypeRemoved;
        log.add(kind, place(ty), Some(shape_name(&ty.shape)), None);
    }
    for ty in paired.added {
        let kind = ChangeKind::TypeAdded;
        log.add(kind, place(ty), None, Some(shape_name(&ty.shape)));
    }
    for (old, new) in paired.kept {
        compare_type(log, sides, old, new);
    }
    log.order("types", paired.is_reordered);
}

fn place(ty: &Type) -> String {
    format!("types.{}", ty.name)
}

fn shape_name(shape: &Shape) -> String {
    match shape {
        Shape::Structure(_) => "structure",
        Shape::Enum(_) => "enum",
    }
    .to_owned()
}

fn compare_type(log: &mut Log, sides: Sides<'_>, old: &Type, new: &Type) {
    let Type {
        name: _,
        documented_as,
        docs,
        shape,
    } = old;
    let place = place(old);
    log.compare(
        ChangeKind::NoteChanged,
        &format!("{place}.documented_as"),
        documented_as,
        &new.documented_as,
        Clone::clone,
    );
    log.docs(&place, docs, &new.docs);
    match (shape, &new.shape) {
        (Shape::Structure(old), Shape::Structure(new)) => {
            compare_structures(log, sides, &place, old, new);
        }
        (Shape::Enum(old), Shape::Enum(new)) => compare_enums(log, &place, old, new),
        (old, new) => {
            let kind = ChangeKind::TypeShapeChanged;
            log.add(kind, place, Some(shape_name(old)), Some(shape_name(new)));
        }
    }
}

fn compare_structures(
    log: &mut Log,
    sides: Sides<'_>,
    place: &str,
    old: &Structure,
    new: &Structure,
) {
    let Structure {
        members,
        input,
        output,
    } = old;
    for (had, has, gained, lost) in [
        (
            *input,
            new.input,
            ChangeKind::StructureNowSent,
            ChangeKind::StructureNoLongerSent,
        ),
        (
            *output,
            new.output,
            ChangeKind::StructureNowReturned,
            ChangeKind::StructureNoLongerReturned,
        ),
    ] {
        let kind = if has { gained } else { lost };
        log.compare(kind, place, &had, &has, |_| None);
    }
    let side = |api, structure: &Structure| Side {
        api,
        input: structure.input,
        output: structure.output,
    };
    let before = (side(sides.old, old), members.as_slice());
    let after = (side(sides.new, new), new.members.as_slice());
    member::compare_all(log, place, before, after);
}

fn compare_enums(log: &mut Log, place: &str, old: &Enum, new: &Enum) {
    let Enum { values } = old;
    let paired = Paired::new(values, &new.values, |value| &value.wire).or_by(|value| &value.rust);
    let place_of = |value: &EnumValue| format!("{place}.{}", value.wire);
    let rust = |value: &EnumValue| Some(value.rust.clone());
    for value in paired.gone {
        let kind = ChangeKind::EnumValueRemoved;
        log.add(kind, place_of(value), rust(value), None);
    }
    for value in paired.added {
        let kind = ChangeKind::EnumValueAdded;
        log.add(kind, place_of(value), None, rust(value));
    }
    for (old, new) in paired.kept {
        let EnumValue {
            wire,
            rust,
            observed,
            docs,
        } = old;
        let place = place_of(new);
        let kind = ChangeKind::EnumValueWireChanged;
        log.text(kind, place.clone(), wire, &new.wire);
        let kind = ChangeKind::EnumValueRenamedInRust;
        log.text(kind, place.clone(), rust, &new.rust);
        log.observed(&place, *observed, new.observed);
        log.docs(&place, docs, &new.docs);
    }
    log.order(place, paired.is_reordered);
}
