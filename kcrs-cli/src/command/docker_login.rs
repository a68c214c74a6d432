//! `docker-login`: lets docker into the registry of an instance.

use std::time::SystemTime;

use clap::Parser;
use serde_json::json;

use crate::args::{GlobalArgs, number};
use crate::error::CliError;
use crate::output;
use crate::registry::docker::{
    self, CredentialHelper, DockerConfig, Entry, HELPER, Login, RegistryHost, Token,
};
use crate::run::{Session, no_instance};

#[derive(Debug, Parser)]
#[command(
    name = "docker-login",
    about = text!("Logs docker in to the registry of an instance", "让 docker 登录实例的镜像仓库"),
    long_about = prose!("docker-login")
)]
pub(super) struct DockerLogin {
    #[arg(long, value_name = "ID", help = text!("The instance", "实例的 ID"))]
    instance_id: String,
    #[arg(long, value_name = "ID", help = text!(
        "The project of the instance, where that is not the default one",
        "实例所属项目的 ID，不在默认项目时给出"
    ))]
    project_id: Option<String>,
    #[arg(long, value_name = "HOST", value_parser = RegistryHost::parse, help = text!(
        "The registry's host [default: the public domain that the service names, else the internal one]",
        "仓库的域名 [默认：服务给出的公网域名，没有则用内网域名]"
    ))]
    registry_host: Option<RegistryHost>,
    #[arg(long, conflicts_with = "registry_host", help = text!(
        "Log in to the instance's internal domain, for machines in a linked VPC",
        "登录实例的内网域名，用于已建立内网链接的 VPC 中的机器"
    ))]
    internal: bool,
    #[arg(long, value_name = "NAME", help = text!(
        "The user name [default: the one that the service returns]",
        "登录用户名 [默认：服务返回的用户名]"
    ))]
    username: Option<String>,
    #[arg(
        long,
        value_name = "HOURS",
        default_value = "12",
        value_parser = number::<u32>(1, 87_600),
        help = text!("How long each token lives, in hours", "每个访问凭证的有效小时数")
    )]
    token_hours: u32,
    #[arg(long, help = text!(
        "Make a new token even if the last one is still good",
        "即使上一个访问凭证仍然有效也新建一个"
    ))]
    renew: bool,
    #[arg(long, help = text!(
        "Print the password, and leave docker's configuration alone; the user name goes to stderr",
        "只打印密码，不改动 docker 的配置；用户名打印到 stderr"
    ))]
    password: bool,
}

impl DockerLogin {
    pub(super) fn run(self, globals: &GlobalArgs) -> Result<(), CliError> {
        if globals.emulator {
            return Err(CliError::usage(text!(
                "docker-login needs a service that is there afterwards: start `kcrs emulator` and give its --endpoint",
                "docker-login 需要一个之后仍在的服务：请启动 `kcrs emulator` 并给出其 --endpoint"
            )));
        }
        if !self.password {
            docker::check_helper()?;
        }
        let login = Login {
            username: self.username.clone(),
            ..Login::new(self.instance_id.clone(), self.token_hours, globals)?
        };
        let session = Session::start(globals)?;
        let host = match &self.registry_host {
            Some(host) => host.clone(),
            None => self.host(&session)?,
        };
        let helper = CredentialHelper::of_user(globals)?;
        let token = enter(&session, &helper, &host, login, self.renew)?;
        let username = &token.username;
        if self.password {
            output::warn(text!("the user name is {username}", "用户名为 {username}"));
            return output::write(&format!("{}\n", token.secret.expose()));
        }
        let config = DockerConfig::of_user()?;
        let before = config.set_helper(&host, HELPER)?;
        if let Some(before) = before.filter(|before| before != HELPER) {
            output::warn(text!(
                "docker asked docker-credential-{before} for {host} before",
                "此前 docker 由 docker-credential-{before} 取得 {host} 的凭证"
            ));
        }
        if let Some(warning) = docker::other_file(&host) {
            output::warn(warning);
        }
        let path = config.path().display();
        if globals.printer.is_for_people() {
            let text = text!(
                "docker is logged in to {host} as {username} ({path})\n",
                "docker 已以 {username} 登录 {host}（{path}）\n"
            );
            return output::write(text.as_str());
        }
        globals.printer.print(&json!({
            "RegistryHost": host.as_str(),
            "InstanceId": self.instance_id,
            "Username": username,
            "TokenId": token.token_id,
            "ExpireTime": token.expiry(),
            "DockerConfig": path.to_string(),
        }))
    }

    /// The host that the service names for the instance.
    fn host(&self, session: &Session) -> Result<RegistryHost, CliError> {
        let id = &self.instance_id;
        let instances = session.client.describe_instance().instance_id([id]);
        let instances = session.run(instances.project_id(self.project_id.clone()).send())?;
        let mut instances = instances.instance_set.into_iter();
        let instance = instances
            .find(|instance| instance.instance_id == *id)
            .ok_or_else(|| no_instance(id))?;
        let public = instance
            .public_domain
            .filter(|domain| !self.internal && !domain.is_empty());
        let is_public = public.is_some();
        let domain = public.unwrap_or(instance.internal_endpoint);
        if domain.is_empty() {
            return Err(CliError::usage(text!(
                "the service names no domain of the instance {id}: give the registry's with --registry-host",
                "服务没有给出实例 {id} 的域名：请用 --registry-host 指定仓库的域名"
            )));
        }
        if !is_public && !self.internal {
            output::warn(text!(
                "the service names no public domain of the instance: this is the internal one",
                "服务没有给出该实例的公网域名：这是内网域名"
            ));
        }
        RegistryHost::parse(&domain).map_err(|error| {
            CliError::other(text!(
                "the service returns a domain that is not valid: {error}",
                "服务返回的域名无效：{error}"
            ))
        })
    }
}

/// A token for the registry, which the store has from then on: the last one where it is still good,
/// or else a new one.
fn enter(
    session: &Session,
    helper: &CredentialHelper<'_>,
    host: &RegistryHost,
    login: Login,
    renew: bool,
) -> Result<Token, CliError> {
    let lock = helper.store.lock()?;
    let old = helper.store.entry(host)?;
    if let Some(Entry::Made { login: last, token }) = &old
        && !renew
        && *last == login
        && token.is_fresh(SystemTime::now())
        && session.run(token.is_known(&session.client, &login.instance_id))?
    {
        return Ok(token.clone());
    }
    let token = session.run(login.create_token(&session.client, host))?;
    let entry = Entry::Made {
        login,
        token: token.clone(),
    };
    helper.store.put(&lock, host, entry)?;
    drop(lock);
    helper.clear_away(old);
    Ok(token)
}
