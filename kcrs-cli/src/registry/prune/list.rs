//! What is in the repositories that are meant.

use futures_util::future::try_join_all;
use kcrs_generated::Error;
use kcrs_generated::types::{Image, Repo};

use crate::args::{NamePattern, Named};
use crate::error::CliError;
use crate::registry::lists::Lists;

/// The repositories that are meant.
#[derive(Clone, Debug)]
pub(crate) struct Patterns {
    pub(crate) namespaces: Vec<NamePattern>,
    /// None: all.
    pub(crate) repositories: Vec<NamePattern>,
}

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

/// All images of the repositories that are meant, read whole.
pub(crate) async fn list(lists: Lists<'_>, patterns: &Patterns) -> Result<Vec<Listed>, CliError> {
    let repositories = repositories(lists, patterns).await?;
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

async fn repositories(lists: Lists<'_>, patterns: &Patterns) -> Result<Vec<Repository>, CliError> {
    let namespaces = lists.namespaces().await?.into_iter();
    let names = namespaces.map(|namespace| namespace.namespace).collect();
    let namespaces = matching(Named::Namespace, &patterns.namespaces, names)?;
    let read = namespaces.into_iter().map(|namespace| async move {
        let found = lists.repositories(&namespace).await?.into_iter();
        let repository = |repo: Repo| Repository {
            namespace: namespace.clone(),
            name: repo.repo_name,
        };
        Ok::<Vec<_>, Error>(found.map(repository).collect())
    });
    let repositories = try_join_all(read).await?.concat();
    if patterns.repositories.is_empty() {
        return Ok(repositories);
    }
    let names = repositories.iter().map(|one| one.name.clone()).collect();
    let names = matching(Named::Repository, &patterns.repositories, names)?;
    let repositories = repositories.into_iter();
    Ok(repositories
        .filter(|one| names.contains(&one.name))
        .collect())
}

/// The names that match a pattern. A name that is given as such has to be there: it may be
/// mistyped.
fn matching(
    named: Named,
    patterns: &[NamePattern],
    names: Vec<String>,
) -> Result<Vec<String>, CliError> {
    let missing = patterns
        .iter()
        .find(|pattern| pattern.is_name() && !names.iter().any(|name| name == pattern.as_str()));
    if let Some(missing) = missing {
        let (noun, name) = (named.noun(), missing.as_str());
        return Err(CliError::not_found(text!(
            "there is no {noun} {name:?}",
            "没有{noun} {name:?}"
        )));
    }
    Ok(names
        .into_iter()
        .filter(|name| patterns.iter().any(|pattern| pattern.matches(name)))
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_have_to_be_there_and_patterns_need_not_match() {
        let names = || vec!["web".to_owned(), "web/api".to_owned(), "db".to_owned()];
        let matching = |patterns: &str| {
            let patterns = NamePattern::parse_list(Named::Repository, patterns).unwrap();
            matching(Named::Repository, &patterns, names()).map_err(|failure| failure.to_string())
        };
        assert_eq!(matching("w*").unwrap(), ["web", "web/api"]);
        assert_eq!(matching("db,web").unwrap(), ["web", "db"]);
        assert!(matching("x*").unwrap().is_empty());
        assert_eq!(
            matching("w*,wbe").unwrap_err(),
            "there is no repository \"wbe\""
        );
    }
}
