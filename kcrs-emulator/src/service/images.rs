//! Chapter 5, second half: images, tags and scans; and pushing images, which the API has no action
//! for.

use std::time::SystemTime;

use kcrs_generated::actions::{
    DeleteImages, DeleteRepoTag, DescribeImageScan, DescribeImageScanOutput, DescribeImages,
    StartImageScan,
};
use kcrs_generated::server::{Context, ServerError};
use kcrs_generated::types;

use super::Registry;
use crate::state::{
    DEFAULT_IMAGE_SIZE, Finding, Image, Instance, Page, Paged, Push, RUNNING, RepositoryPlace, Tx,
    count, names,
};

/// An image to push.
///
/// ```
/// use kcrs_emulator::{ImagePush, RepositoryPlace};
///
/// let place = RepositoryPlace::new("instance-id", "team", "app");
/// let push = ImagePush::new(place).tag("v1");
/// assert_eq!(push.tag_name.as_deref(), Some("v1"));
/// ```
#[derive(Clone, Debug)]
#[must_use = "it does nothing until it is pushed"]
#[non_exhaustive]
pub struct ImagePush {
    /// Repository to push to. It is created if it does not exist; the namespace must exist.
    pub place: RepositoryPlace,
    /// The tag; none pushes an image without one.
    pub tag_name: Option<String>,
    /// The digest; without it a new image is made up.
    pub image_id: Option<String>,
    /// The size in bytes.
    pub size: Option<i64>,
    /// Vulnerabilities that scans find in the image.
    pub vulnerabilities: Vec<Finding>,
    /// The status that scans end with; without it, `Success`.
    pub scan_status: Option<String>,
}

impl ImagePush {
    /// A new image for this repository.
    pub fn new(place: RepositoryPlace) -> Self {
        Self {
            place,
            tag_name: None,
            image_id: None,
            size: None,
            vulnerabilities: Vec::new(),
            scan_status: None,
        }
    }

    /// Gives it this tag.
    pub fn tag(mut self, name: impl Into<String>) -> Self {
        self.tag_name = Some(name.into());
        self
    }

    /// Gives it this digest, such as `sha256:…`.
    pub fn image_id(mut self, digest: impl Into<String>) -> Self {
        self.image_id = Some(digest.into());
        self
    }

    /// Gives it this size in bytes.
    pub fn size(mut self, bytes: i64) -> Self {
        self.size = Some(bytes);
        self
    }

    /// Lets scans end with this status, such as `Failed`.
    pub fn scan_status(mut self, status: impl Into<String>) -> Self {
        self.scan_status = Some(status.into());
        self
    }

    /// Lets scans find these in it.
    pub fn vulnerabilities(mut self, findings: impl IntoIterator<Item = Finding>) -> Self {
        self.vulnerabilities.extend(findings);
        self
    }
}

/// An image after a push.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct PushedImage {
    /// The digest.
    pub image_id: String,
    /// The size in bytes.
    pub size: i64,
    /// All tags that it has now.
    pub tag_names: Vec<String>,
}

impl Registry {
    /// Pushes an image, as `docker push` does to the service, and fires the triggers that listen to
    /// it.
    ///
    /// # Errors
    ///
    /// Fails as the service would: where the instance or the namespace is not there, a quota
    /// is used up, or a name has characters that no registry takes.
    pub async fn push_image(
        &self,
        push: ImagePush,
        now: SystemTime,
    ) -> Result<PushedImage, ServerError> {
        let place = push.place;
        let push = Push {
            image_id: push.image_id,
            size: push.size.unwrap_or(DEFAULT_IMAGE_SIZE),
            tags: push.tag_name.into_iter().collect(),
            findings: push.vulnerabilities,
            outcome: push.scan_status,
        };
        names::check_repository(&place.repo_name)?;
        push.check()?;
        let image = self
            .change(now, &place.instance_id, |instance, tx| {
                instance.push(tx, &place, push)
            })
            .await?;
        Ok(PushedImage {
            image_id: image.id,
            size: image.size,
            tag_names: image.tags,
        })
    }

    /// Deletes an image with its tags, and fires the triggers that listen to it.
    ///
    /// # Errors
    ///
    /// Fails where there is no such image.
    pub async fn delete_image(
        &self,
        place: &RepositoryPlace,
        image_id: &str,
        now: SystemTime,
    ) -> Result<(), ServerError> {
        self.change(now, &place.instance_id, |instance, tx| {
            instance.delete_image(tx, place, image_id)
        })
        .await
    }

    /// Deletes a tag. The image that it names stays.
    ///
    /// # Errors
    ///
    /// Fails where there is no such tag.
    pub async fn delete_tag(
        &self,
        place: &RepositoryPlace,
        tag_name: &str,
        now: SystemTime,
    ) -> Result<(), ServerError> {
        self.change(now, &place.instance_id, |instance, tx| {
            instance.delete_tag(tx, place, tag_name)
        })
        .await
    }
}

pub(super) fn describe(
    instance: &Instance,
    page: Page,
    request: &DescribeImages,
) -> Result<Paged<types::Image>, ServerError> {
    let place = RepositoryPlace::new(&request.instance_id, &request.namespace, &request.repo_name);
    let images = &instance.repository(&place)?.images;
    Ok(match &request.image_id {
        Some(image_id) => page.of_matching(images.get(image_id).into_iter()),
        None => page.of_all(images.iter().rev()),
    }
    .map(describe_image))
}

pub(super) fn delete(
    instance: &mut Instance,
    tx: &mut Tx<'_>,
    request: DeleteImages,
) -> Result<(), ServerError> {
    let place = RepositoryPlace::new(request.instance_id, request.namespace, request.repo_name);
    instance.delete_image(tx, &place, &request.image_id)
}

pub(super) fn delete_tag(
    instance: &mut Instance,
    tx: &mut Tx<'_>,
    request: DeleteRepoTag,
) -> Result<(), ServerError> {
    let place = RepositoryPlace::new(request.instance_id, request.namespace, request.repo_name);
    instance.delete_tag(tx, &place, &request.tag_name)
}

pub(super) fn start_scan(
    instance: &mut Instance,
    tx: &mut Tx<'_>,
    request: StartImageScan,
) -> Result<(), ServerError> {
    let place = RepositoryPlace::new(request.instance_id, request.namespace, request.repo_name);
    instance.start_scan(tx, &place, &request.image_id)
}

/// While a scan is under way there is a status and nothing else.
pub(super) async fn describe_scan(
    registry: &Registry,
    context: &Context,
    request: DescribeImageScan,
) -> Result<DescribeImageScanOutput, ServerError> {
    let place = RepositoryPlace::new(request.instance_id, request.namespace, request.repo_name);
    let output = DescribeImageScanOutput::builder().request_id(context.request_id());
    let output = registry.look(context, &place.instance_id, |instance, now| {
        let image = instance.image(&place, &request.image_id)?;
        let scan = image.scan()?;
        Ok(if now < scan.finished {
            output.status(RUNNING.into()).build()
        } else {
            output
                .status(scan.outcome.as_str().into())
                .total_count(count(image.findings.len()))
                .finish_time(scan.finished.timestamp())
                .summary(image.summary())
                .vulnerability_set(image.findings.iter().map(Finding::describe))
                .build()
        })
    })?;
    Ok(output)
}

fn describe_image(image: &Image) -> types::Image {
    types::Image::builder()
        .image_id(&image.id)
        .size(image.size)
        .create_time(image.created.timestamp())
        .tag_names(&image.tags)
        .build()
}
