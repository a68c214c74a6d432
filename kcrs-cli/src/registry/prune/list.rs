//! Images of the repositories that are selected.

use futures_util::future::try_join_all;
use kcrs_generated::Error;
use kcrs_generated::types::{Image, Repo};

use super::policy::Rule;
use crate::args::{NamePattern, Named};
use crate::error::CliError;
use crate::registry::lists::Lists;

/// A repository of an instance.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Repository {
    pub(crate) namespace: String,
    pub(crate) name: String,
}

/// A repository and all images in it.
#[derive(Clone, Debug)]
pub(crate) struct Listed {
    pub(crate) repository: Repository,
    pub(crate) images: Vec<Image>,
}

/// All images of the repositories that a rule is about, read whole.
pub(crate) async fn list(lists: Lists<'_>, rules: &[Rule]) -> Result<Vec<Listed>, CliError> {
    let repositories = repositories(lists, rules).await?;
    Ok(read(lists, repositories).await?)
}

/// All images of these repositories.
pub(crate) async fn read(
    lists: Lists<'_>,
    repositories: Vec<Repository>,
) -> Result<Vec<Listed>, Error> {
    let read = repositories.into_iter().map(|repository| async move {
        let images = lists.images(&repository.namespace, &repository.name).await;
        match images {
            // It is gone, and all images with it.
            Err(error) if error.is_not_found() => Ok(Vec::new()),
            images => images,
        }
        .map(|images| Listed { repository, images })
    });
    try_join_all(read).await
}

async fn repositories(lists: Lists<'_>, rules: &[Rule]) -> Result<Vec<Repository>, CliError> {
    let namespaces = lists.namespaces().await?.into_iter();
    let names: Vec<String> = namespaces.map(|namespace| namespace.namespace).collect();
    for rule in rules {
        check_names(Named::Namespace, &rule.namespaces, &names)?;
    }
    let is_wanted = |name: &String| {
        let mut patterns = rules.iter().flat_map(|rule| &rule.namespaces);
        patterns.any(|pattern| pattern.matches(name))
    };
    let read = names
        .into_iter()
        .filter(is_wanted)
        .map(|namespace| async move {
            let found = lists.repositories(&namespace).await?.into_iter();
            let repository = |repo: Repo| Repository {
                namespace: namespace.clone(),
                name: repo.repo_name,
            };
            Ok::<Vec<_>, Error>(found.map(repository).collect())
        });
    let repositories = try_join_all(read).await?.concat();
    let names: Vec<String> = repositories.iter().map(|one| one.name.clone()).collect();
    for rule in rules {
        check_names(Named::Repository, &rule.repositories, &names)?;
    }
    let covered = |one: &Repository| rules.iter().any(|rule| rule.covers(one));
    Ok(repositories.into_iter().filter(covered).collect())
}

/// Fails where a name that is given as such is not there: it may be mistyped.
fn check_names(named: Named, patterns: &[NamePattern], names: &[String]) -> Result<(), CliError> {
    let missing = patterns
        .iter()
        .find(|pattern| pattern.is_name() && !names.iter().any(|name| name == pattern.as_str()));
    let Some(missing) = missing else {
        return Ok(());
    };
    let (noun, name) = (named.noun(), missing.as_str());
    Err(CliError::not_found(text!(
        "there is no {noun} {name:?}",
        "没有{noun} {name:?}"
    )))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_have_to_be_there_and_patterns_need_not_match() {
        let names = ["web", "web/api", "db"].map(str::to_owned);
        let check = |patterns: &str| {
            let patterns = NamePattern::parse_list(Named::Repository, patterns).unwrap();
            check_names(Named::Repository, &patterns, &names).map_err(|error| error.to_string())
        };
        for patterns in ["w*", "db,web", "x*"] {
            assert_eq!(check(patterns), Ok(()), "{patterns}");
        }
        let error = "there is no repository \"wbe\"".to_owned();
        assert_eq!(check("w*,wbe"), Err(error));
    }
}
