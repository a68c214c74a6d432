//! Repositories, and the images and tags in them.
//!
//! A tag names one image; pushing it again moves it. An image that has lost its last tag stays,
//! untagged, until it is deleted by its digest: so do the registries that this service is one of,
//! where a tag is only a name.

use kcrs_generated::actions::{DeleteRepository, ModifyRepoDesc};
use kcrs_generated::server::ServerError;
use kcrs_generated::types::EventType;
use serde::{Deserialize, Serialize};

use super::instance::Instance;
use super::scan::{Finding, Scan};
use super::table::{Row, Rows, Table};
use super::time::Moment;
use super::trigger::Event;
use super::{RepositoryPlace, ResourceKind, Tx, error, names};
use crate::store::{Changes, Kind};

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
    pub(crate) images: Table<Image>,
}

/// An image.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Image {
    /// The digest.
    pub(crate) id: String,
    pub(crate) size: i64,
    pub(crate) created: Moment,
    pub(crate) tags: Vec<String>,
    /// Vulnerabilities that scans find in it.
    pub(crate) findings: Vec<Finding>,
    /// Status in which scans end, where that is not success.
    pub(crate) outcome: Option<String>,
    pub(crate) scan: Option<Scan>,
}

impl Table<Image> {
    fn tagged(&self, tag: &str) -> Option<&Image> {
        self.iter()
            .find(|image| image.tags.iter().any(|other| other == tag))
    }

    fn tag(&mut self, tag: &str, image_id: &str, changes: &mut Changes) -> Result<(), ServerError> {
        match self.tagged(tag) {
            Some(tagged) if tagged.id == image_id => return Ok(()),
            Some(_) => self.untag(tag, changes)?,
            None => {}
        }
        self.edit(image_id, changes, |image| image.tags.push(tag.to_owned()))
    }

    fn untag(&mut self, tag: &str, changes: &mut Changes) -> Result<(), ServerError> {
        let image_id = self.tagged(tag).map(|image| image.id.clone());
        let image_id = image_id.ok_or_else(|| error::not_found(ResourceKind::Tag, tag))?;
        self.edit(&image_id, changes, |image| {
            image.tags.retain(|other| other != tag);
        })
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

impl Push {
    /// Checks what no rule of the API is about.
    pub(crate) fn check(&self) -> Result<(), ServerError> {
        self.tags.iter().try_for_each(|tag| names::check_tag(tag))?;
        let digest = self.image_id.as_deref();
        digest.map_or(Ok(()), names::check_digest)?;
        match self.size {
            ..0 => Err(error::invalid("Size")),
            _ => Ok(()),
        }
    }
}

impl Instance {
    /// Makes a repository where there is none of that name.
    pub(crate) fn ensure_repository(
        &mut self,
        tx: &mut Tx<'_>,
        place: &RepositoryPlace,
        desc: Option<String>,
    ) -> Result<(), ServerError> {
        self.check_running(tx.now)?;
        if self.repositories(place)?.contains(&place.repo_name) {
            return Ok(());
        }
        let quota = tx.quotas.repositories;
        if self.repository_count() >= quota {
            return Err(error::quota_exceeded(ResourceKind::Repository, quota));
        }
        let repository = Repository {
            name: place.repo_name.clone(),
            desc,
            created: tx.now,
            updated: tx.now,
            images: Table::default(),
        };
        let repositories = self.repositories(place)?;
        repositories.insert(tx.ids.number(), repository, &mut tx.changes);
        Ok(())
    }

    /// Pushes an image, and makes the repository if need be. An image that is there already keeps
    /// its age and gets the tags.
    pub(crate) fn push(
        &mut self,
        tx: &mut Tx<'_>,
        place: &RepositoryPlace,
        push: Push,
    ) -> Result<Image, ServerError> {
        self.ensure_repository(tx, place, None)?;
        self.touch(tx, place)?;
        let number = tx.ids.number();
        let image_id = push.image_id.unwrap_or_else(|| tx.ids.digest(number));
        let images = self.images(place)?;
        if images.get(&image_id).is_err() {
            let image = Image {
                id: image_id.clone(),
                size: push.size,
                created: tx.now,
                tags: Vec::new(),
                findings: push.findings,
                outcome: push.outcome,
                scan: None,
            };
            images.insert(number, image, &mut tx.changes);
        } else if !push.findings.is_empty() || push.outcome.is_some() {
            images.edit(&image_id, &mut tx.changes, |image| {
                image.findings = push.findings;
                image.outcome = push.outcome;
            })?;
        }
        for tag in &push.tags {
            images.tag(tag, &image_id, &mut tx.changes)?;
        }
        let image = self.image(place, &image_id)?.clone();
        let event = Event {
            kind: EventType::PushImage,
            image_id: &image_id,
            tags: &push.tags,
        };
        self.fire(tx, place, &[event])?;
        Ok(image)
    }

    pub(crate) fn modify_repository_desc(
        &mut self,
        tx: &mut Tx<'_>,
        request: ModifyRepoDesc,
    ) -> Result<(), ServerError> {
        let place = RepositoryPlace::new(request.instance_id, request.namespace, request.repo_name);
        let repositories = self.repositories(&place)?;
        repositories.edit(&place.repo_name, &mut tx.changes, |repository| {
            repository.desc = Some(request.desc);
            repository.updated = tx.now;
        })
    }

    /// Deletes a repository with its images: for each of them the triggers fire.
    pub(crate) fn delete_repository(
        &mut self,
        tx: &mut Tx<'_>,
        request: DeleteRepository,
    ) -> Result<(), ServerError> {
        let place = RepositoryPlace::new(request.instance_id, request.namespace, request.repo_name);
        let repositories = self.repositories(&place)?;
        let removed = repositories.remove(&place.repo_name, &mut tx.changes)?;
        let events: Vec<_> = removed.images.iter().map(Event::deletion).collect();
        self.fire(tx, &place, &events)
    }

    pub(crate) fn delete_image(
        &mut self,
        tx: &mut Tx<'_>,
        place: &RepositoryPlace,
        image_id: &str,
    ) -> Result<(), ServerError> {
        let image = self.images(place)?.remove(image_id, &mut tx.changes)?;
        self.touch(tx, place)?;
        self.fire(tx, place, &[Event::deletion(&image)])
    }

    /// Takes a tag away. No image is deleted, so no trigger fires.
    pub(crate) fn delete_tag(
        &mut self,
        tx: &mut Tx<'_>,
        place: &RepositoryPlace,
        tag: &str,
    ) -> Result<(), ServerError> {
        self.images(place)?.untag(tag, &mut tx.changes)?;
        self.touch(tx, place)
    }

    fn touch(&mut self, tx: &mut Tx<'_>, place: &RepositoryPlace) -> Result<(), ServerError> {
        let repositories = self.repositories(place)?;
        repositories.edit(&place.repo_name, &mut tx.changes, |repository| {
            repository.updated = tx.now;
        })
    }
}

impl Row for Repository {
    const KIND: Kind = Kind::REPOSITORY;
    const RESOURCE: ResourceKind = ResourceKind::Repository;

    fn name(&self) -> String {
        self.name.clone()
    }

    fn tables(&mut self) -> Vec<&mut dyn Rows> {
        vec![&mut self.images]
    }
}

impl Row for Image {
    const KIND: Kind = Kind::IMAGE;
    const RESOURCE: ResourceKind = ResourceKind::Image;

    fn name(&self) -> String {
        self.id.clone()
    }
}
