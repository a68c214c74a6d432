//! `docker-login`: lets docker into the registry of an instance.

use std::io::{self, Write};
use std::time::SystemTime;

use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use kcrs_generated::types::Instance;

use crate::docker::{DockerConfig, Entry, HELPER, Helper, Login, RegistryHost, Store, Token};
use crate::failure::{Exit, Failure};
use crate::globals::Globals;
use crate::session::Session;

const ABOUT: &str = "Logs docker in to the registry of an instance

An access token of the instance is made and kept in ~/.kcrs/docker.json (in the folder KCRS_HOME where that is set), readable \
to you alone, and docker's config.json is told to ask docker-credential-kcrs for the registry. That hands the token out, and \
makes another with the same account when it is about to expire, so there is no need to log in again. A token that is still good is used \
again. `kcrs docker-logout` deletes the token and takes the entry back; `docker logout HOST` deletes the token.

Podman, buildah and skopeo read the same entry. What cannot run a helper is given the password once:

  kcrs docker-login --instance-id ID --password | podman login --username NAME --password-stdin HOST

The user name is the one that the service answers with the token; --username takes its place.";

pub(super) fn declare() -> Command {
    Command::new("docker-login")
        .about("Logs docker in to the registry of an instance")
        .long_about(ABOUT)
        .args([
            Arg::new("instance-id")
                .long("instance-id")
                .value_name("ID")
                .required(true)
                .help("The instance"),
            Arg::new("project-id")
                .long("project-id")
                .value_name("ID")
                .help("The project of the instance, where that is not the default one"),
            Arg::new("registry-host")
                .long("registry-host")
                .value_name("HOST")
                .value_parser(|text: &str| RegistryHost::parse(text))
                .help("The registry's host [default: the public domain that the service tells, else the internal one]"),
            Arg::new("internal")
                .long("internal")
                .action(ArgAction::SetTrue)
                .conflicts_with("registry-host")
                .help("Log in to the instance's internal domain, for machines in a linked VPC"),
            Arg::new("username")
                .long("username")
                .value_name("NAME")
                .help("The user name [default: the one that the service answers]"),
            Arg::new("token-hours")
                .long("token-hours")
                .value_name("HOURS")
                .value_parser(value_parser!(u32).range(1..=87_600))
                .default_value("12")
                .help("How long each token lives"),
            Arg::new("renew")
                .long("renew")
                .action(ArgAction::SetTrue)
                .help("Make a new token even if the last one is still good"),
            Arg::new("password")
                .long("password")
                .action(ArgAction::SetTrue)
                .help("Print the password, and leave docker's configuration alone; the user name goes to stderr"),
        ])
}

pub(super) fn run(matches: &ArgMatches, globals: &Globals) -> Result<(), Failure> {
    if globals.emulator {
        return Err(Failure::new(
            Exit::Usage,
            "docker-login needs a service that is there afterwards: start `kcrs emulator` and give its --endpoint",
        ));
    }
    let text = |name: &str| matches.get_one::<String>(name).cloned();
    let instance_id = text("instance-id").expect("the argument is required");
    let hours = *matches
        .get_one::<u32>("token-hours")
        .expect("the argument has a default");
    let login = Login {
        username: text("username"),
        ..Login::new(instance_id, hours, globals)
    };
    let session = Session::start(globals)?;
    let host = match matches.get_one::<RegistryHost>("registry-host") {
        Some(host) => host.clone(),
        None => host_of(
            &session,
            &login,
            text("project-id"),
            matches.get_flag("internal"),
        )?,
    };
    let helper = Helper {
        store: Store::of_user()?,
        globals,
    };
    let token = enter(&session, &helper, &host, login, matches.get_flag("renew"))?;
    if matches.get_flag("password") {
        eprintln!("kcrs: the user name is {}", token.username);
        return Ok(writeln!(io::stdout(), "{}", token.secret.expose())?);
    }
    let config = DockerConfig::of_user()?;
    let before = config.set_helper(&host, HELPER)?;
    if let Some(before) = before.filter(|before| before != HELPER) {
        eprintln!("kcrs: docker asked docker-credential-{before} for {host} before");
    }
    Ok(writeln!(
        io::stdout(),
        "docker is logged in to {host} as {} ({})",
        token.username,
        config.path().display()
    )?)
}

/// The host that the service tells for the instance.
fn host_of(
    session: &Session,
    login: &Login,
    project_id: Option<String>,
    internal: bool,
) -> Result<RegistryHost, Failure> {
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
        Failure::new(
            Exit::NotFound,
            format!("there is no instance {id} in this region, or it is in another project (--project-id)"),
        )
    })?;
    let Instance {
        public_domain,
        internal_endpoint,
        ..
    } = instance;
    let public = public_domain
        .filter(|_| !internal)
        .filter(|domain| !domain.is_empty());
    let is_public = public.is_some();
    let domain = public.unwrap_or(internal_endpoint);
    if domain.is_empty() {
        return Err(Failure::new(
            Exit::Usage,
            format!(
                "the service tells no domain of the instance {id}: give the registry's with --registry-host"
            ),
        ));
    }
    if !is_public && !internal {
        eprintln!(
            "kcrs: the service tells no public domain of the instance: this is the internal one"
        );
    }
    RegistryHost::parse(&domain).map_err(|error| {
        Failure::new(
            Exit::Other,
            format!("the service answers a domain that is none: {error}"),
        )
    })
}

/// A token for the registry, which the store has from then on: the last one where it is still good, or else a new one.
fn enter(
    session: &Session,
    helper: &Helper<'_>,
    host: &RegistryHost,
    login: Login,
    renew: bool,
) -> Result<Token, Failure> {
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
