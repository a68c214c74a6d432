//! `docker-logout`: takes back what `docker-login` did.

use std::io::{self, Write};

use clap::{Arg, ArgAction, ArgGroup, ArgMatches, Command};

use crate::docker::{DockerConfig, Entry, HELPER, Helper, RegistryHost, Store};
use crate::failure::{Exit, Failure};
use crate::globals::Globals;

pub(super) fn declare() -> Command {
    Command::new("docker-logout")
        .about("Takes back what docker-login did: deletes the token and docker's entry for the registry")
        .args([
            Arg::new("registry-host")
                .long("registry-host")
                .value_name("HOST")
                .action(ArgAction::Append)
                .value_parser(|text: &str| RegistryHost::parse(text))
                .help("The registry's host"),
            Arg::new("instance-id")
                .long("instance-id")
                .value_name("ID")
                .action(ArgAction::Append)
                .help("The instance: every host of it that docker-login was used for"),
            Arg::new("all")
                .long("all")
                .action(ArgAction::SetTrue)
                .help("Every registry that docker-login was used for"),
        ])
        .group(
            ArgGroup::new("which")
                .args(["registry-host", "instance-id", "all"])
                .required(true),
        )
}

pub(super) fn run(matches: &ArgMatches, globals: &Globals) -> Result<(), Failure> {
    let helper = Helper {
        store: Store::of_user()?,
        globals,
    };
    let config = DockerConfig::of_user()?;
    let (hosts, is_named) = hosts(matches, &helper.store)?;
    let mut alive = 0;
    for host in &hosts {
        let lock = helper.store.lock()?;
        let entry = helper.store.remove(&lock, host)?;
        drop(lock);
        let was_asked = config.remove_helper(host, HELPER)?;
        if entry.is_none() && !was_asked && is_named {
            return Err(Failure::new(
                Exit::NotFound,
                format!("docker is not logged in to {host}"),
            ));
        }
        // What opens the registry from this machine is gone, whatever the service says to the rest.
        if let Some(entry @ Entry::Made { token, .. }) = &entry
            && let Err(failure) = helper.delete_token(entry)
        {
            alive += 1;
            let (id, expiry) = (&token.token_id, token.expiry());
            eprintln!("kcrs: the token {id} was not deleted and lasts until {expiry}: {failure}");
        }
        writeln!(io::stdout(), "docker is logged out of {host}")?;
    }
    match alive {
        0 => Ok(()),
        _ => Err(Failure::new(
            Exit::Partial,
            "docker is logged out, but tokens were not deleted",
        )),
    }
}

/// The registries that are meant, and whether each of them was named.
fn hosts(matches: &ArgMatches, store: &Store) -> Result<(Vec<RegistryHost>, bool), Failure> {
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
        return Err(Failure::new(
            Exit::NotFound,
            "docker is not logged in to the instance",
        ));
    }
    Ok((hosts, false))
}
