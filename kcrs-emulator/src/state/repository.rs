//! Repositories, and the images and tags in them.
//!
//! A tag names one image; pushing it again moves it. An image that has lost its last tag stays,
//! untagged, until it is deleted by its digest: so do the registries that this service is one of,
//! where a tag is only a name.

use std::collections::HashMap;
use std::fmt;

use kcrs_generated::types::EventType;
use serde::{Deserialize, Serialize};

use super::instance::Instance;
use super::scan::{Finding, Scan};
use super::table::{Outer, Row, Table};
use super::time::Moment;
use super::trigger::{Delivery, Event};
use super::{RepositoryPlace, StateError, Thing, Tx};
use crate::store::{Changes, Kind, Path};

/// The size of an image that is pushed without one.
pub(crate) const DEFAULT_IMAGE_SIZE: i64 = 30 * 1024 * 1024;

/// A repository.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Repository {
    pub(crate) name: String,
    pub(crate) desc: Option<String>,
    pub(crate) created: Moment,
    pub(crate) updated: Moment,
    #[serde(skip)]
    pub(crate) inside: Images,
}

/// An image.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Image {
    /// The digest.
    pub(crate) id: String,
    pub(crate) size: i64,
    pub(crate) created: Moment,
    pub(crate) tags: Vec<String>,
    /// What scans find in it.
    pub(crate) findings: Vec<Finding>,
    /// What scans end with, where that is not success.
    pub(crate) outcome: Option<String>,
    pub(crate) scan: Option<Scan>,
}

/// The images of a repository, also found by tag.
#[derive(Clone, Default)]
pub(crate) struct Images {
    table: Table<Image>,
    by_tag: HashMap<String, String>,
}

impl fmt::Debug for Images {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.table.fmt(f)
    }
}

impl Images {
    pub(crate) fn get(&self, image_id: &str) -> Option<&Image> {
        self.table.get(image_id)
    }

    /// The images, oldest first.
    pub(crate) fn iter(
        &self,
    ) -> impl DoubleEndedIterator<Item = &Image> + ExactSizeIterator + Clone {
        self.table.iter()
    }

    pub(crate) fn restore(&mut self, number: u64, image: Image) {
        for tag in &image.tags {
            self.by_tag.insert(tag.clone(), image.id.clone());
        }
        self.table.restore(number, image);
    }

    pub(crate) fn edit<T>(
        &mut self,
        image_id: &str,
        changes: &mut Changes,
        edit: impl FnOnce(&mut Image) -> T,
    ) -> Option<T> {
        self.table.edit(image_id, changes, edit)
    }

    fn tag(&mut self, tag: &str, image_id: &str, changes: &mut Changes) {
        if self
            .by_tag
            .get(tag)
            .is_some_and(|tagged| tagged == image_id)
        {
            return;
        }
        self.untag(tag, changes);
        self.by_tag.insert(tag.to_owned(), image_id.to_owned());
        self.table.edit(image_id, changes, |image| {
            image.tags.push(tag.to_owned());
        });
    }

    fn untag(&mut self, tag: &str, changes: &mut Changes) -> bool {
        let Some(image_id) = self.by_tag.remove(tag) else {
            return false;
        };
        self.table.edit(&image_id, changes, |image| {
            image.tags.retain(|other| other != tag);
        });
        true
    }

    fn remove(&mut self, image_id: &str, changes: &mut Changes) -> Option<Image> {
        let image = self.table.remove(image_id, changes)?;
        for tag in &image.tags {
            self.by_tag.remove(tag);
        }
        Some(image)
    }
}

/// An image as it is pushed.
#[derive(Clone, Debug)]
pub(crate) struct Push {
    pub(crate) image_id: Option<String>,
    pub(crate) size: i64,
    pub(crate) tags: Vec<String>,
    pub(crate) findings: Vec<Finding>,
    pub(crate) outcome: Option<String>,
}

impl Instance {
    /// Makes a repository where there is none of that name.
    pub(crate) fn ensure_repository(
        &mut self,
        tx: &mut Tx<'_>,
        place: &RepositoryPlace,
        desc: Option<String>,
    ) -> Result<(), StateError> {
        self.check_running(tx.now)?;
        if self
            .namespace(&place.namespace)?
            .inside
            .repositories
            .contains(&place.repo_name)
        {
            return Ok(());
        }
        if self.repository_count() >= tx.quotas.repositories {
            return Err(StateError::QuotaExceeded(
                Thing::Repository,
                tx.quotas.repositories,
            ));
        }
        if let Some(namespace) = self.inside.namespaces.inside(&place.namespace) {
            let repository = Repository {
                name: place.repo_name.clone(),
                desc,
                created: tx.now,
                updated: tx.now,
                inside: Images::default(),
            };
            namespace
                .repositories
                .insert(tx.ids.number(), repository, &mut tx.changes);
        }
        Ok(())
    }

    /// Pushes an image, and makes the repository if need be. An image that is there already keeps
    /// its age and gets the tags.
    pub(crate) fn push(
        &mut self,
        tx: &mut Tx<'_>,
        place: &RepositoryPlace,
        push: Push,
    ) -> Result<(Image, Vec<Delivery>), StateError> {
        self.ensure_repository(tx, place, None)?;
        self.touch(tx, place);
        let number = tx.ids.number();
        let image_id = push.image_id.unwrap_or_else(|| tx.ids.digest(number));
        let images = self.images(place)?;
        if images.get(&image_id).is_none() {
            let image = Image {
                id: image_id.clone(),
                size: push.size,
                created: tx.now,
                tags: Vec::new(),
                findings: push.findings,
                outcome: push.outcome,
                scan: None,
            };
            images.table.insert(number, image, &mut tx.changes);
        } else if !push.findings.is_empty() {
            images.edit(&image_id, &mut tx.changes, |image| {
                image.findings = push.findings;
            });
        }
        for tag in &push.tags {
            images.tag(tag, &image_id, &mut tx.changes);
        }
        let image = self.image(place, &image_id)?.clone();
        let event = Event {
            kind: EventType::PushImage,
            image_id: &image_id,
            tags: &push.tags,
        };
        let deliveries = self.fire(tx, place, &[event])?;
        Ok((image, deliveries))
    }

    pub(crate) fn set_repository_desc(
        &mut self,
        tx: &mut Tx<'_>,
        place: &RepositoryPlace,
        desc: String,
    ) -> Result<(), StateError> {
        self.repository(place)?;
        let now = tx.now;
        self.edit_repository(tx, place, |repository| {
            repository.desc = Some(desc);
            repository.updated = now;
        });
        Ok(())
    }

    /// Deletes a repository with its images: for each of them the triggers fire.
    pub(crate) fn delete_repository(
        &mut self,
        tx: &mut Tx<'_>,
        place: &RepositoryPlace,
    ) -> Result<Vec<Delivery>, StateError> {
        self.repository(place)?;
        let removed = self
            .inside
            .namespaces
            .inside(&place.namespace)
            .and_then(|namespace| {
                namespace
                    .repositories
                    .remove(&place.repo_name, &mut tx.changes)
            });
        let events: Vec<Event<'_>> = removed
            .iter()
            .flat_map(|repository| repository.inside.iter().map(Event::deletion))
            .collect();
        self.fire(tx, place, &events)
    }

    pub(crate) fn delete_image(
        &mut self,
        tx: &mut Tx<'_>,
        place: &RepositoryPlace,
        image_id: &str,
    ) -> Result<Vec<Delivery>, StateError> {
        let image = self
            .images(place)?
            .remove(image_id, &mut tx.changes)
            .ok_or_else(|| StateError::not_found(Thing::Image, image_id))?;
        self.touch(tx, place);
        self.fire(tx, place, &[Event::deletion(&image)])
    }

    /// Takes a tag away. No image is deleted, so no trigger fires.
    pub(crate) fn delete_tag(
        &mut self,
        tx: &mut Tx<'_>,
        place: &RepositoryPlace,
        tag: &str,
    ) -> Result<(), StateError> {
        if !self.images(place)?.untag(tag, &mut tx.changes) {
            return Err(StateError::not_found(Thing::Tag, tag));
        }
        self.touch(tx, place);
        Ok(())
    }

    fn touch(&mut self, tx: &mut Tx<'_>, place: &RepositoryPlace) {
        let now = tx.now;
        self.edit_repository(tx, place, |repository| repository.updated = now);
    }

    fn edit_repository(
        &mut self,
        tx: &mut Tx<'_>,
        place: &RepositoryPlace,
        edit: impl FnOnce(&mut Repository),
    ) {
        if let Some(namespace) = self.inside.namespaces.inside(&place.namespace) {
            namespace
                .repositories
                .edit(&place.repo_name, &mut tx.changes, edit);
        }
    }
}

impl Row for Repository {
    const KIND: Kind = Kind::Repository;

    fn name(&self) -> String {
        self.name.clone()
    }

    fn place(&mut self, path: &Path) {
        self.inside = Images {
            table: Table::new(path),
            by_tag: HashMap::new(),
        };
    }
}

impl Outer for Repository {
    type Inside = Images;

    fn inside(&mut self) -> &mut Images {
        &mut self.inside
    }
}

impl Row for Image {
    const KIND: Kind = Kind::Image;

    fn name(&self) -> String {
        self.id.clone()
    }
}
