//! Arguments of a command line: global options, parameters, durations.

pub(crate) mod dry_run;
pub(crate) mod duration;
pub(crate) mod global;
mod name_pattern;
mod number;
pub(crate) mod parameters;
mod violations;

pub(crate) use global::GlobalArgs;
pub(crate) use name_pattern::{
    NamePattern, Named, PatternList, dialect, namespaces, repositories, tags,
};
pub(crate) use number::number;
pub(crate) use violations::invalid_request;

use clap::{Arg, ArgAction};

use crate::text::Text;

/// The heading of options that are none of a parameter.
pub(crate) fn command_options() -> Text {
    text!("Command options", "命令选项")
}

/// An option that takes a value.
pub(crate) fn option(name: impl Into<String>, value: &'static str, help: Text) -> Arg {
    let name = name.into();
    let arg = Arg::new(name.clone()).long(name);
    arg.value_name(value).help(help)
}

/// An option without a value.
pub(crate) fn flag(name: &'static str, help: Text) -> Arg {
    let arg = Arg::new(name).long(name);
    arg.action(ArgAction::SetTrue).help(help)
}
