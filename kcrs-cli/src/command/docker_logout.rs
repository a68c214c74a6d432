//! `docker-logout`: takes back what `docker-login` did.

use clap::{ArgAction, ArgGroup, ArgMatches, Command};

use crate::args::{self, GlobalArgs};
use crate::error::{CliError, ExitCode};
use crate::language::Language;
use crate::output;
use crate::registry::docker::{CredentialHelper, DockerConfig, Entry, HELPER, RegistryHost, Store};

pub(super) fn declare(language: Language) -> Command {
    let option = args::options(language);
    Command::new("docker-logout")
        .about(language.choose(
            "Takes back what docker-login did: deletes the token and docker's entry for the registry",
            "撤销 docker-login：删除访问凭证及 docker 中该仓库的登记",
        ))
        .args([
            option("registry-host", "HOST", "The registry's host", "仓库的域名")
                .action(ArgAction::Append)
                .value_parser(|text: &str| RegistryHost::parse(text)),
            option(
                "instance-id",
                "ID",
                "The instance: every host of it that docker-login was used for",
                "实例的 ID：曾用 docker-login 登录过的该实例的全部域名",
            )
            .action(ArgAction::Append),
            args::flags(language)(
                "all",
                "Every registry that docker-login was used for",
                "曾用 docker-login 登录过的全部仓库",
            ),
        ])
        .group(
            ArgGroup::new("which")
                .args(["registry-host", "instance-id", "all"])
                .required(true)
                .multiple(false),
        )
}

pub(super) fn run(matches: &ArgMatches, globals: &GlobalArgs) -> Result<(), CliError> {
    let helper = CredentialHelper::of_user(globals)?;
    let config = DockerConfig::of_user()?;
    let (hosts, is_named) = hosts(matches, &helper.store)?;
    let mut alive = 0;
    for host in &hosts {
        let lock = helper.store.lock()?;
        let entry = helper.store.remove(&lock, host)?;
        drop(lock);
        let was_asked = config.remove_helper(host, HELPER)?;
        if entry.is_none() && !was_asked && is_named {
            return Err(CliError::not_found(format!(
                "docker is not logged in to {host}"
            )));
        }
        // What opens the registry from this machine is gone, whatever the service says to the rest.
        if let Some(entry @ Entry::Made { token, .. }) = &entry
            && let Err(failure) = helper.delete_token(entry)
        {
            alive += 1;
            let (id, expiry) = (&token.token_id, token.expiry());
            eprintln!("kcrs: the token {id} was not deleted and lasts until {expiry}: {failure}");
        }
        output::write(&format!("docker is logged out of {host}\n"))?;
    }
    match alive {
        0 => Ok(()),
        _ => Err(CliError::new(
            ExitCode::Partial,
            "docker is logged out, but tokens were not deleted",
        )),
    }
}

/// The registries that are meant, and whether each of them was named.
fn hosts(matches: &ArgMatches, store: &Store) -> Result<(Vec<RegistryHost>, bool), CliError> {
    if let Some(hosts) = matches.get_many::<RegistryHost>("registry-host") {
        return Ok((hosts.cloned().collect(), true));
    }
    let ids: Vec<&String> = matches
        .get_many("instance-id")
        .unwrap_or_default()
        .collect();
    let mut hosts = Vec::new();
    for (host, entry) in store.entries()? {
        if let Entry::Made { login, .. } = entry
            && (matches.get_flag("all") || ids.contains(&&login.instance_id))
            && let Ok(host) = RegistryHost::parse(&host)
        {
            hosts.push(host);
        }
    }
    if hosts.is_empty() && !ids.is_empty() {
        return Err(CliError::not_found(
            "docker is not logged in to the instance",
        ));
    }
    Ok((hosts, false))
}
