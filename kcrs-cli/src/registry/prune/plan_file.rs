//! A plan in a file: what was reviewed is what is carried out.

use std::path::Path;

use kcrs_generated::types::Image;
use serde::{Deserialize, Serialize};

use super::list::Repository;
use super::plan::{Plan, Planned};
use crate::error::CliError;
use crate::files;
use crate::text::Text;

/// The file.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct PlanFile {
    instance_id: String,
    images: Vec<Entry>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct Entry {
    namespace: String,
    repo_name: String,
    image_id: String,
    tag_names: Vec<String>,
    create_time: String,
    size: i64,
}

/// Writes a plan for an instance.
pub(crate) fn write_plan(path: &Path, instance_id: &str, plan: &Plan) -> Result<(), CliError> {
    let images = plan.images.iter().map(|planned| Entry {
        namespace: planned.repository.namespace.clone(),
        repo_name: planned.repository.name.clone(),
        image_id: planned.image.image_id.clone(),
        tag_names: planned.image.tag_names.clone(),
        create_time: planned.image.create_time.to_string(),
        size: planned.image.size,
    });
    let file = PlanFile {
        instance_id: instance_id.to_owned(),
        images: images.collect(),
    };
    let text = serde_json::to_string_pretty(&file);
    let text = text.map_err(|error| CliError::other(Text::verbatim(error)))?;
    files::replace(path, format!("{text}\n").as_bytes())
}

/// Reads a plan, which has to be for this instance.
pub(crate) fn read_plan(path: &Path, instance_id: &str) -> Result<Plan, CliError> {
    let wrong = |problem: Text| CliError::usage(problem.within(path.display()));
    let text =
        files::read(path)?.ok_or_else(|| wrong(text!("there is no such file", "没有该文件")))?;
    let file: PlanFile =
        serde_json::from_str(&text).map_err(|error| wrong(Text::verbatim(error)))?;
    if file.instance_id != instance_id {
        return Err(wrong(text!(
            "the plan is for the instance {}",
            "该计划属于实例 {}",
            file.instance_id
        )));
    }
    let images = file.images.into_iter().map(|entry| Planned {
        repository: Repository {
            namespace: entry.namespace,
            name: entry.repo_name,
        },
        image: Image::builder()
            .image_id(entry.image_id)
            .tag_names(entry.tag_names)
            .create_time(entry.create_time)
            .size(entry.size)
            .build(),
    });
    Ok(Plan::of(images.collect()))
}
