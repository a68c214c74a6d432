//! The service, and the chapters of its document.

use crate::model::{Chapter, Region, Service, Signature, Timestamps};

use super::limits::bounds_text;
use super::pair::Paired;
use super::{ChangeKind, Log, signature_name, yes_or_no};

pub(super) fn compare(log: &mut Log, old: &Service, new: &Service) {
    let Service {
        name,
        title,
        version,
        endpoint,
        global_endpoint,
        default_region,
        regions,
        signatures,
        lists,
        timestamps,
    } = old;
    for (kind, key, old, new) in [
        (ChangeKind::ServiceRenamed, "name", name, &new.name),
        (
            ChangeKind::ApiVersionChanged,
            "version",
            version,
            &new.version,
        ),
        (
            ChangeKind::EndpointChanged,
            "endpoint",
            endpoint,
            &new.endpoint,
        ),
        (
            ChangeKind::DefaultRegionChanged,
            "default_region",
            default_region,
            &new.default_region,
        ),
    ] {
        log.text(kind, format!("service.{key}"), old, new);
    }
    log.docs("service.title", title, &new.title);
    let kind = match (global_endpoint, &new.global_endpoint) {
        (None, _) => ChangeKind::GlobalEndpointAdded,
        (_, None) => ChangeKind::GlobalEndpointRemoved,
        _ => ChangeKind::EndpointChanged,
    };
    let place = "service.global_endpoint";
    log.compare(
        kind,
        place,
        global_endpoint,
        &new.global_endpoint,
        Clone::clone,
    );
    compare_regions(log, regions, &new.regions);
    compare_signatures(log, signatures, &new.signatures);
    // What follows for a list is among the limits of each.
    let kind = ChangeKind::NoteChanged;
    log.compare(kind, "service.lists", lists, &new.lists, |span| {
        Some(bounds_text(*span))
    });
    compare_timestamps(log, timestamps.as_ref(), new.timestamps.as_ref());
}

pub(super) fn compare_chapters(log: &mut Log, old: &[Chapter], new: &[Chapter]) {
    let kind = ChangeKind::ChaptersChanged;
    let paired = Paired::new(old, new, |chapter| &chapter.id);
    let place = |chapter: &Chapter| format!("chapters.{}", chapter.id);
    let title = |chapter: &Chapter| Some(chapter.docs.en.clone());
    for chapter in paired.gone {
        log.add(kind, place(chapter), title(chapter), None);
    }
    for chapter in paired.added {
        log.add(kind, place(chapter), None, title(chapter));
    }
    for (old, new) in paired.kept {
        let Chapter { id: _, docs } = old;
        log.docs(&place(old), docs, &new.docs);
    }
    log.order("chapters", paired.is_reordered);
}

fn compare_regions(log: &mut Log, old: &[Region], new: &[Region]) {
    let paired = Paired::new(old, new, |region| &region.id);
    let place = |region: &Region| format!("service.regions.{}", region.id);
    let name = |region: &Region| Some(region.docs.en.clone());
    for region in paired.gone {
        log.add(ChangeKind::RegionRemoved, place(region), name(region), None);
    }
    for region in paired.added {
        log.add(ChangeKind::RegionAdded, place(region), None, name(region));
    }
    for (old, new) in paired.kept {
        let Region {
            id: _,
            docs,
            observed,
        } = old;
        log.docs(&place(old), docs, &new.docs);
        log.observed(&place(old), *observed, new.observed);
    }
    log.order("service.regions", paired.is_reordered);
}

fn compare_signatures(log: &mut Log, old: &[Signature], new: &[Signature]) {
    let place = |scheme: Signature| format!("service.signatures.{}", signature_name(scheme));
    let name = |scheme: &Signature| Some(signature_name(*scheme).to_owned());
    for scheme in old.iter().filter(|scheme| !new.contains(scheme)) {
        let kind = ChangeKind::SignatureRemoved;
        log.add(kind, place(*scheme), name(scheme), None);
    }
    for scheme in new.iter().filter(|scheme| !old.contains(scheme)) {
        let kind = ChangeKind::SignatureAdded;
        log.add(kind, place(*scheme), None, name(scheme));
    }
    let kind = ChangeKind::DefaultSignatureChanged;
    let (first, others) = (old.first(), old.get(1..).unwrap_or_default());
    log.compare(kind, "service.signatures", &first, &new.first(), |scheme| {
        scheme.and_then(name)
    });
    let in_both = |schemes: &[Signature], other: &[Signature]| {
        let both = schemes.iter().filter(|scheme| other.contains(scheme));
        both.copied().collect::<Vec<_>>()
    };
    let other_news = new.get(1..).unwrap_or_default();
    let is_reordered = in_both(others, other_news) != in_both(other_news, others);
    log.order("service.signatures", is_reordered);
}

fn compare_timestamps(log: &mut Log, old: Option<&Timestamps>, new: Option<&Timestamps>) {
    let parts = |timestamps: Option<&Timestamps>| {
        let Timestamps {
            format,
            utc_offset,
            verified,
        } = timestamps?.clone();
        Some((format, utc_offset, verified))
    };
    let (old, new) = (parts(old), parts(new));
    let kind = ChangeKind::NoteChanged;
    log.compare(kind, "service.timestamps", &old, &new, |parts| {
        let (format, utc_offset, verified) = parts.as_ref()?;
        let verified = yes_or_no(verified).unwrap_or_default();
        Some(format!("{format} {utc_offset}, verified: {verified}"))
    });
}
