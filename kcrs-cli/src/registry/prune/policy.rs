//! Rules of which images go, from options or from a file.

use std::path::Path;

use serde::Deserialize;

use super::criteria::Criteria;
use super::list::Repository;
use crate::args::{NamePattern, Named, PatternList};
use crate::error::CliError;
use crate::files;
use crate::text::Text;

/// Which images go from some repositories.
#[derive(Clone, Debug)]
pub(crate) struct Rule {
    pub(crate) namespaces: PatternList,
    /// None: all.
    pub(crate) repositories: PatternList,
    pub(crate) criteria: Criteria,
}

impl Rule {
    /// Returns whether the rule is about a repository.
    pub(crate) fn covers(&self, repository: &Repository) -> bool {
        let matches = |patterns: &[NamePattern], name: &str| {
            patterns.iter().any(|pattern| pattern.matches(name))
        };
        matches(&self.namespaces, &repository.namespace)
            && (self.repositories.is_empty() || matches(&self.repositories, &repository.name))
    }
}

/// A policy as its file has it; `retention.schema.json` describes it.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct Policy {
    utc_offset: Option<String>,
    rules: Vec<Entry>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct Entry {
    namespace: String,
    repository: Option<String>,
    tag: Option<String>,
    #[serde(default)]
    untagged: bool,
    #[serde(default)]
    no_index_check: bool,
    #[serde(default)]
    all: bool,
    exclude_tag: Option<String>,
    keep: Option<usize>,
    older_than: Option<String>,
}

/// Reads the rules of a policy's file. Of several that are about a repository the first counts.
pub(crate) fn read_policy(path: &Path) -> Result<Vec<Rule>, CliError> {
    let wrong = |problem: Text| CliError::usage(problem.within(path.display()));
    let text =
        files::read(path)?.ok_or_else(|| wrong(text!("there is no such file", "没有该文件")))?;
    let policy: Policy =
        serde_yaml::from_str(&text).map_err(|error| wrong(Text::verbatim(error)))?;
    let zone = policy.utc_offset.as_deref();
    let rules = policy.rules.iter().enumerate().map(|(index, entry)| {
        let rule = entry.rule(zone);
        let number = text!("rule {}", "第 {} 条", index + 1);
        rule.map_err(|problem| wrong(problem.within(number)))
    });
    rules.collect()
}

impl Entry {
    fn rule(&self, zone: Option<&str>) -> Result<Rule, Text> {
        let patterns = |named, text: &Option<String>| match text {
            Some(text) => NamePattern::parse_list(named, text),
            None => Ok(Vec::new()),
        };
        let criteria = Criteria {
            tags: patterns(Named::Tag, &self.tag)?,
            untagged: self.untagged,
            no_index_check: self.no_index_check,
            exclude_tags: patterns(Named::Tag, &self.exclude_tag)?,
            keep: self.keep,
            older_than: self.older_than.as_deref().map(str::parse).transpose()?,
            zone: zone.map(str::parse).transpose()?.unwrap_or_default(),
        };
        criteria.check_selection(self.all)?;
        Ok(Rule {
            namespaces: NamePattern::parse_list(Named::Namespace, &self.namespace)?,
            repositories: patterns(Named::Repository, &self.repository)?,
            criteria,
        })
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use serde_json::Value;

    use super::*;

    fn read(text: &str) -> Result<Vec<Rule>, String> {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("retention.yaml");
        std::fs::write(&path, text).expect("a file");
        read_policy(&path).map_err(|error| error.to_string())
    }

    #[test]
    fn a_policy_is_refused_where_it_is_not_clear() {
        let rules = read(
            "utc-offset: '+00:00'\nrules:\n- {namespace: 'te*', repository: web, keep: 3, exclude-tag: 'v*,latest'}\n\
             - {namespace: '*', tag: pr-*, older-than: 2w}\n",
        );
        assert_eq!(rules.expect("rules").len(), 2);
        for (text, says) in [
            ("rules: [{namespace: team}]", "rule 1: which images?"),
            (
                "rules: [{namespace: team, keep: 0}]",
                "rule 1: which images?",
            ),
            ("rules: [{keep: 1}]", "missing field `namespace`"),
            ("rules: [{namespace: team, kep: 1}]", "unknown field `kep`"),
            (
                "rules: [{namespace: team, tag: 'v{1}'}]",
                "rule 1: the pattern",
            ),
            (
                "rules: [{namespace: team, older-than: '30'}]",
                "such as 2w, 30d or 36h",
            ),
            ("rule: []", "unknown field `rule`"),
        ] {
            let error = read(text).unwrap_err();
            assert!(error.contains(says), "{text}: {error}");
        }
    }

    #[test]
    fn the_schema_has_every_key_and_no_other() {
        let schema: Value =
            serde_json::from_str(include_str!("../../../retention.schema.json")).expect("a schema");
        let keys = |schema: &Value| -> BTreeSet<String> {
            assert_eq!(schema["additionalProperties"], false);
            let properties = schema["properties"].as_object().expect("properties");
            properties.keys().cloned().collect()
        };
        // An error for a key that is not known lists those that are.
        let known = |text: &str| -> BTreeSet<String> {
            let error = read(text).unwrap_err();
            let (_, known) = error.split_once("expected ").expect("a list");
            let known = known.split('`').skip(1).step_by(2);
            known.map(str::to_owned).collect()
        };
        assert_eq!(keys(&schema), known("none: 1"));
        let rule = &schema["properties"]["rules"]["items"];
        assert_eq!(keys(rule), known("rules: [{none: 1}]"));
    }
}
