//! Deleting what is planned.

use std::cell::{Cell, RefCell};

use futures_util::stream::{self, StreamExt};
use kcrs_generated::Error;
use kcrs_generated::types::Image;

use super::plan::Planned;
use crate::error::CliError;
use crate::registry::lists::Lists;
use crate::text::Text;

/// After so many failures in a row nothing else is tried: they are not the images' fault.
const MAX_FAILURES_IN_A_ROW: usize = 20;

/// Result of the deletion of an image.
#[derive(Debug)]
pub(crate) enum Outcome {
    Deleted,
    /// Somebody else had deleted it before.
    Gone,
    /// It was changed since it was listed, so it was left alone. How.
    Changed(Text),
    Failed(CliError),
    NotTried,
}

/// Whether no more deletions are begun.
#[derive(Debug, Default)]
pub(crate) struct Stop(Cell<bool>);

impl Stop {
    pub(crate) fn set(&self) {
        self.0.set(true);
    }

    pub(crate) fn is_set(&self) -> bool {
        self.0.get()
    }
}

/// Deletes the images, so many at the same time, until `stop` is set or nothing succeeds any more.
/// Returns the outcome for each image, in their order; `progress` is called with how many are done.
///
/// Before each deletion the image is looked at once more, and left alone if anything about it has
/// changed. The API cannot delete on a condition: a tag that is moved to the image within the
/// moment between the two is deleted with it.
pub(crate) async fn carry_out(
    lists: Lists<'_>,
    images: &[Planned],
    concurrency: usize,
    stop: &Stop,
    progress: impl FnMut(usize),
) -> Vec<Outcome> {
    let failures_in_a_row = Cell::new(0);
    let progress = RefCell::new((0, progress));
    let mut outcomes: Vec<(usize, Outcome)> = stream::iter(images.iter().enumerate())
        .map(|(index, planned)| {
            let (failures_in_a_row, progress) = (&failures_in_a_row, &progress);
            async move {
                if stop.is_set() || failures_in_a_row.get() >= MAX_FAILURES_IN_A_ROW {
                    return (index, Outcome::NotTried);
                }
                let outcome = delete(lists, planned).await;
                failures_in_a_row.set(match outcome {
                    Outcome::Failed(_) => failures_in_a_row.get() + 1,
                    _ => 0,
                });
                let (done, report) = &mut *progress.borrow_mut();
                *done += 1;
                report(*done);
                (index, outcome)
            }
        })
        .buffer_unordered(concurrency)
        .collect()
        .await;
    outcomes.sort_by_key(|(index, _)| *index);
    outcomes.into_iter().map(|(_, outcome)| outcome).collect()
}

async fn delete(lists: Lists<'_>, planned: &Planned) -> Outcome {
    match look(lists, planned).await {
        Ok(None) => return Outcome::Gone,
        Ok(Some(now)) => {
            if let Some(change) = change(&planned.image, &now) {
                return Outcome::Changed(change);
            }
        }
        Err(error) => return Outcome::Failed(error.into()),
    }
    let delete = || {
        let delete = lists.client.delete_images().instance_id(lists.instance_id);
        let delete = delete.namespace(&planned.repository.namespace);
        let delete = delete.repo_name(&planned.repository.name);
        delete.image_id(&planned.image.image_id).send()
    };
    match lists.pacing.call(delete).await {
        Ok(_) => Outcome::Deleted,
        // A first attempt whose response was lost has deleted it.
        Err(error) if error.is_not_found() => Outcome::Deleted,
        Err(error) => Outcome::Failed(error.into()),
    }
}

/// The image as it is now; `None` where it is not there any more.
async fn look(lists: Lists<'_>, planned: &Planned) -> Result<Option<Image>, Error> {
    let look = || {
        let list = lists
            .client
            .describe_images()
            .instance_id(lists.instance_id);
        let list = list.namespace(&planned.repository.namespace);
        let list = list.repo_name(&planned.repository.name);
        list.image_id(&planned.image.image_id).send()
    };
    match lists.pacing.call(look).await {
        Ok(images) => {
            let mut images = images.image_set.into_iter();
            Ok(images.find(|image| image.image_id == planned.image.image_id))
        }
        Err(error) if error.is_not_found() => Ok(None),
        Err(error) => Err(error),
    }
}

/// Describes how an image has changed.
fn change(before: &Image, now: &Image) -> Option<Text> {
    let sorted = |image: &Image| {
        let mut tags = image.tag_names.clone();
        tags.sort();
        tags
    };
    let tags = sorted(now);
    if tags != sorted(before) {
        return Some(match tags.is_empty() {
            true => text!("it has lost its tags", "已没有 Tag"),
            false => text!("it is tagged {} now", "现在的 Tag 为 {}", tags.join(" ")),
        });
    }
    (before.create_time != now.create_time).then(|| {
        text!(
            "it was pushed again at {}",
            "于 {} 再次推送",
            now.create_time
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_tags_and_another_time_are_changes_and_another_order_is_none() {
        let image = |tags: &[&str], time: &str| {
            Image::builder()
                .image_id("x")
                .tag_names(tags.iter().copied())
                .create_time(time)
                .build()
        };
        let before = image(&["a", "b"], "1");
        for (now, changed) in [
            (image(&["b", "a"], "1"), None),
            (image(&["a"], "1"), Some("it is tagged a now")),
            (image(&["c", "a", "b"], "1"), Some("it is tagged a b c now")),
            (image(&[], "1"), Some("it has lost its tags")),
            (image(&["a", "b"], "2"), Some("it was pushed again at 2")),
        ] {
            assert_eq!(change(&before, &now).as_ref().map(Text::as_str), changed);
        }
    }
}
