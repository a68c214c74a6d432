//! `docker-login`: lets docker into the registry of an instance.

use std::time::SystemTime;

use clap::{ArgMatches, Command, value_parser};
use serde_json::json;

use crate::args::{self, GlobalArgs};
use crate::error::CliError;
use crate::language::Language;
use crate::output;
use crate::registry::docker::{
    CredentialHelper, DockerConfig, Entry, HELPER, Login, RegistryHost, Token,
};
use crate::run::Session;

pub(super) fn declare(language: Language) -> Command {
    let argument = args::options(language);
    let flag = args::flags(language);
    Command::new("docker-login")
        .about(language.choose(
            "Logs docker in to the registry of an instance",
            "让 docker 登录实例的镜像仓库",
        ))
        .long_about(language.choose(ABOUT, ABOUT_CHINESE))
        .args([
            argument("instance-id", "ID", "The instance", "实例的 ID").required(true),
            argument(
                "project-id",
                "ID",
                "The project of the instance, where that is not the default one",
                "实例所属项目的 ID，不在默认项目时给出",
            ),
            argument(
                "registry-host",
                "HOST",
                "The registry's host [default: the public domain that the service names, else the internal one]",
                "仓库的域名 [默认：服务给出的公网域名，没有则用内网域名]",
            )
            .value_parser(|text: &str| RegistryHost::parse(text)),
            flag(
                "internal",
                "Log in to the instance's internal domain, for machines in a linked VPC",
                "登录实例的内网域名，用于已建立内网链接的 VPC 中的机器",
            )
            .conflicts_with("registry-host"),
            argument(
                "username",
                "NAME",
                "The user name [default: the one that the service returns]",
                "登录用户名 [默认：服务返回的用户名]",
            ),
            argument(
                "token-hours",
                "HOURS",
                "How long each token lives, in hours",
                "每个访问凭证的有效小时数",
            )
            .value_parser(value_parser!(u32).range(1..=87_600))
            .default_value("12"),
            flag(
                "renew",
                "Make a new token even if the last one is still good",
                "即使上一个访问凭证仍然有效也新建一个",
            ),
            flag(
                "password",
                "Print the password, and leave docker's configuration alone; the user name goes to stderr",
                "只打印密码，不改动 docker 的配置；用户名打印到 stderr",
            ),
        ])
}

const ABOUT: &str = "Logs docker in to the registry of an instance

An access token of the instance is made and kept in ~/.kcrs/docker.json (in the folder KCRS_HOME where that is set), readable \
to you alone, and docker's config.json names docker-credential-kcrs for the registry. That hands the token out, and \
makes another with the same account when it is about to expire, so there is no need to log in again. A token that is still good \
is used again. `kcrs docker-logout` deletes the token and takes docker's entry back; `docker logout HOST` deletes the token.

Podman, buildah and skopeo read docker's entry too. What cannot run a helper is given the password once:

  kcrs docker-login --instance-id ID --password | podman login --username NAME --password-stdin HOST";

const ABOUT_CHINESE: &str = "让 docker 登录实例的镜像仓库

为实例新建一个访问凭证，存于 ~/.kcrs/docker.json（设置了 KCRS_HOME 时存于该目录），仅本人可读；并在 docker 的 config.json 中登记由 \
docker-credential-kcrs 提供该仓库的凭证。凭证快过期时它会用同一账号新建，无需再次登录；仍然有效的凭证会被复用。\
`kcrs docker-logout` 删除凭证并撤销登记，`docker logout HOST` 只删除凭证。

podman、buildah、skopeo 也读取 docker 的登记。不能运行凭证助手的工具可一次性取得密码：

  kcrs docker-login --instance-id ID --password | podman login --username NAME --password-stdin HOST";

pub(super) fn run(matches: &ArgMatches, globals: &GlobalArgs) -> Result<(), CliError> {
    if globals.emulator {
        return Err(CliError::usage(
            "docker-login needs a service that is there afterwards: start `kcrs emulator` and give its --endpoint",
        ));
    }
    let instance_id: String = args::value_of(matches, "instance-id");
    let hours = args::value_of(matches, "token-hours");
    let login = Login {
        username: args::text_of(matches, "username"),
        ..Login::new(instance_id.clone(), hours, globals)?
    };
    let session = Session::start(globals)?;
    let host = match matches.get_one::<RegistryHost>("registry-host") {
        Some(host) => host.clone(),
        None => host_of(&session, &login, matches)?,
    };
    let helper = CredentialHelper::of_user(globals)?;
    let token = enter(&session, &helper, &host, login, matches.get_flag("renew"))?;
    if matches.get_flag("password") {
        eprintln!("kcrs: the user name is {}", token.username);
        return output::write(&format!("{}\n", token.secret.expose()));
    }
    let config = DockerConfig::of_user()?;
    let before = config.set_helper(&host, HELPER)?;
    if let Some(before) = before.filter(|before| before != HELPER) {
        eprintln!("kcrs: docker asked docker-credential-{before} for {host} before");
    }
    if globals.printer.is_for_people() {
        return output::write(&format!(
            "docker is logged in to {host} as {} ({})\n",
            token.username,
            config.path().display()
        ));
    }
    let output = json!({
        "RegistryHost": host.as_str(),
        "InstanceId": instance_id,
        "Username": token.username,
        "TokenId": token.token_id,
        "ExpireTime": token.expiry(),
        "DockerConfig": config.path().display().to_string(),
    });
    globals.printer.print(&output)
}

/// The host that the service names for the instance.
fn host_of(
    session: &Session,
    login: &Login,
    matches: &ArgMatches,
) -> Result<RegistryHost, CliError> {
    let project_id = args::text_of(matches, "project-id");
    let internal = matches.get_flag("internal");
    let id = &login.instance_id;
    let instances = session.run(
        session
            .client
            .describe_instance()
            .instance_id([id])
            .project_id(project_id)
            .send(),
    )?;
    let instance = instances
        .instance_set
        .into_iter()
        .find(|instance| instance.instance_id == *id);
    let instance = instance.ok_or_else(|| {
        CliError::not_found(format!(
            "there is no instance {id} in this region, or it is in another project (--project-id)"
        ))
    })?;
    let public = instance
        .public_domain
        .filter(|domain| !internal && !domain.is_empty());
    let is_public = public.is_some();
    let domain = public.unwrap_or(instance.internal_endpoint);
    if domain.is_empty() {
        return Err(CliError::usage(format!(
            "the service names no domain of the instance {id}: give the registry's with --registry-host"
        )));
    }
    if !is_public && !internal {
        eprintln!(
            "kcrs: the service names no public domain of the instance: this is the internal one"
        );
    }
    RegistryHost::parse(&domain).map_err(|error| {
        CliError::other(format!(
            "the service returns a domain that is not valid: {error}"
        ))
    })
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
