//! `docker-logout`: takes back what `docker-login` did.

use clap::{Args, Parser};

use crate::args::GlobalArgs;
use crate::error::{CliError, ExitCode};
use crate::output;
use crate::registry::docker::{
    CredentialHelper, DockerConfig, Entry, HELPER, RegistryHost, Store, not_deleted,
};

#[derive(Debug, Parser)]
#[command(name = "docker-logout", about = text!(
    "Takes back what docker-login did: deletes the token and docker's entry for the registry",
    "撤销 docker-login：删除访问凭证及 docker 中该仓库的登记"
))]
pub(super) struct DockerLogout {
    #[command(flatten)]
    which: Which,
}

#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
struct Which {
    #[arg(
        long,
        value_name = "HOST",
        value_parser = RegistryHost::parse,
        help = text!("The registry's host", "仓库的域名")
    )]
    registry_host: Vec<RegistryHost>,
    #[arg(long, value_name = "ID", help = text!(
        "The instance: every host of it that docker-login was used for",
        "实例的 ID：曾用 docker-login 登录过的该实例的全部域名"
    ))]
    instance_id: Vec<String>,
    #[arg(long, help = text!(
        "Every registry that docker-login was used for",
        "曾用 docker-login 登录过的全部仓库"
    ))]
    all: bool,
}

impl DockerLogout {
    pub(super) fn run(self, globals: &GlobalArgs) -> Result<(), CliError> {
        let helper = CredentialHelper::of_user(globals)?;
        let config = DockerConfig::of_user()?;
        let is_named = !self.which.registry_host.is_empty();
        let mut alive = 0;
        for host in &self.which.hosts(&helper.store)? {
            let lock = helper.store.lock()?;
            let entry = helper.store.remove(&lock, host)?;
            drop(lock);
            let was_asked = config.remove_helper(host, HELPER)?;
            if entry.is_none() && !was_asked && is_named {
                return Err(CliError::not_found(text!(
                    "docker is not logged in to {host}",
                    "docker 没有登录 {host}"
                )));
            }
            // What opens the registry from this machine is gone, whatever the service says to the
            // rest.
            if let Some(entry @ Entry::Made { token, .. }) = &entry
                && let Err(failure) = helper.delete_token(entry)
            {
                alive += 1;
                not_deleted(token, &failure);
            }
            let done = text!("docker is logged out of {host}\n", "docker 已登出 {host}\n");
            output::write(done.as_str())?;
        }
        match alive {
            0 => Ok(()),
            _ => Err(CliError::new(
                ExitCode::Partial,
                text!(
                    "docker is logged out, but tokens were not deleted",
                    "docker 已登出，但有访问凭证未能删除"
                ),
            )),
        }
    }
}

impl Which {
    /// The registries that are meant.
    fn hosts(&self, store: &Store) -> Result<Vec<RegistryHost>, CliError> {
        let mut hosts = self.registry_host.clone();
        for (host, entry) in store.entries()? {
            if let Entry::Made { login, .. } = entry
                && (self.all || self.instance_id.contains(&login.instance_id))
                && let Ok(host) = RegistryHost::parse(&host)
            {
                hosts.push(host);
            }
        }
        if hosts.is_empty() && !self.instance_id.is_empty() {
            return Err(CliError::not_found(text!(
                "docker is not logged in to the instance",
                "docker 没有登录该实例"
            )));
        }
        Ok(hosts)
    }
}
