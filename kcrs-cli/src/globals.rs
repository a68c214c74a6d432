//! The options that every command takes.

use clap::{Arg, ArgAction, ArgMatches};
use kcrs_generated::{Client, Signature};

use crate::failure::Failure;

/// The options that every command takes.
#[derive(Clone, Debug)]
pub(crate) struct Globals {
    pub(crate) endpoint: Option<String>,
    pub(crate) region: Option<String>,
    pub(crate) profile: Option<String>,
    pub(crate) signature: Option<Signature>,
    /// Whether to start an emulator for this command.
    pub(crate) emulator: bool,
}

const HEADING: &str = "Global options";

/// The declarations.
pub(crate) fn declare() -> Vec<Arg> {
    let option = |name: &'static str, value: &'static str, help: &'static str| {
        Arg::new(name)
            .long(name)
            .value_name(value)
            .help(help)
            .global(true)
            .help_heading(HEADING)
    };
    vec![
        option(
            "endpoint",
            "URL",
            "Where calls go; `{region}` stands for the region",
        ),
        option("region", "ID", "The region, such as cn-beijing-6"),
        option("profile", "NAME", "The profile of the profile file"),
        option("signature", "FORM", "How requests are signed").value_parser([
            "v4",
            "v4-query",
            "simplified",
        ]),
        Arg::new("emulator")
            .long("emulator")
            .action(ArgAction::SetTrue)
            .help("Talk to an emulator that is started for this command: no account is needed")
            .global(true)
            .help_heading(HEADING),
    ]
}

impl Globals {
    pub(crate) fn read(matches: &ArgMatches) -> Self {
        let text = |name: &str| matches.get_one::<String>(name).cloned();
        Self {
            endpoint: text("endpoint"),
            region: text("region"),
            profile: text("profile"),
            signature: text("signature").map(|form| match form.as_str() {
                "v4" => Signature::V4,
                "v4-query" => Signature::V4Query,
                _ => Signature::Simplified,
            }),
            emulator: matches.get_flag("emulator"),
        }
    }

    /// A client as the options want it, and else the environment and the profile file.
    pub(crate) fn client(&self) -> Result<Client, Failure> {
        let mut builder =
            Client::builder().app_name(concat!("kcrs-cli/", env!("CARGO_PKG_VERSION")));
        if let Some(endpoint) = &self.endpoint {
            builder = builder.endpoint(endpoint);
        }
        if let Some(region) = &self.region {
            builder = builder.region(region);
        }
        if let Some(profile) = &self.profile {
            builder = builder.profile(profile);
        }
        if let Some(signature) = self.signature {
            builder = builder.signature(signature);
        }
        Ok(builder.build()?)
    }
}
