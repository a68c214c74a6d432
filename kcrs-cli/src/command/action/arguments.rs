//! The flags of an action's command.

use clap::{Arg, ArgAction, ArgMatches};
use kcrs_generated::Params;
use kcrs_generated::schema::{Action, Member, Presence, Shape};

use super::help;
use crate::args::parameters::flag_of;
use crate::args::{command_options, flag, number, option};

pub(super) const INPUT_JSON: &str = "cli-input-json";
pub(super) const SKELETON: &str = "generate-cli-skeleton";
pub(super) const NO_VALIDATE: &str = "no-validate";
pub(super) const MAX_ITEMS: &str = "max-items";
pub(super) const PAGE_SIZE: &str = "page-size";
pub(super) const STARTING_MARKER: &str = "starting-marker";
pub(super) const NO_PAGINATE: &str = "no-paginate";

/// Flags that are not parameters.
const RESERVED_FLAGS: &[&str] = &[
    "dry-run",
    "force",
    "yes",
    "wait",
    "wait-interval",
    "wait-settle",
    "wait-timeout",
    INPUT_JSON,
    SKELETON,
    NO_VALIDATE,
    MAX_ITEMS,
    PAGE_SIZE,
    STARTING_MARKER,
    NO_PAGINATE,
];

/// A parameter and its flag.
#[derive(Clone, Debug)]
pub(crate) struct Flag {
    pub(crate) member: &'static Member,
    /// The name, without dashes.
    pub(crate) name: String,
    /// The flag that says `False`, where the parameter is a Boolean.
    negation: Option<String>,
    /// The flag of every list that stands for this one too.
    list_option: Option<&'static str>,
}

/// The flags of the parameters of an action, in the order of its schema.
pub(crate) fn flags(action: &'static Action) -> Vec<Flag> {
    let members = action.request.members;
    let names: Vec<String> = members
        .iter()
        .map(|member| flag_of(member, RESERVED_FLAGS))
        .collect();
    let flag = |(member, name): (&'static Member, &String)| {
        let negation = format!("no-{name}");
        let is_free = !names.contains(&negation) && !RESERVED_FLAGS.contains(&negation.as_str());
        let is_boolean = matches!(member.shape, Shape::Boolean);
        let list_option = action.paging.and_then(|paging| match member.wire_name {
            name if name == paging.marker => Some(STARTING_MARKER),
            name if Some(name) == paging.page_size => Some(PAGE_SIZE),
            _ => None,
        });
        Flag {
            member,
            name: name.clone(),
            negation: (is_boolean && is_free).then_some(negation),
            list_option,
        }
    };
    members.iter().zip(&names).map(flag).collect()
}

impl Flag {
    /// Returns whether a request has to have the parameter.
    pub(crate) fn is_required(&self) -> bool {
        self.member.presence == Presence::Required
    }

    /// Returns the values of the flag; empty where it is absent.
    pub(super) fn given<'a>(&self, matches: &'a ArgMatches) -> Vec<&'a str> {
        if let Some(negation) = &self.negation
            && matches.get_flag(negation)
        {
            return vec!["False"];
        }
        let mut names = [Some(self.name.as_str()), self.list_option]
            .into_iter()
            .flatten();
        let given = names.find_map(|name| matches.get_many::<String>(name));
        given.into_iter().flatten().map(String::as_str).collect()
    }

    /// The name of the flag that was given for the parameter, or could have been.
    pub(super) fn spelled<'a>(&'a self, matches: &ArgMatches) -> &'a str {
        match self.list_option {
            Some(name) if matches.contains_id(name) => name,
            _ => &self.name,
        }
    }

    /// Returns whether the parameter says which page of a list is wanted, and not where the list
    /// begins and how it is read.
    pub(super) fn asks_for_a_page(&self, matches: &ArgMatches, params: &Params) -> bool {
        let is_given = params.get(self.member.wire_name).is_some();
        is_given
            && self
                .list_option
                .is_some_and(|name| !matches.contains_id(name))
    }

    /// The flags of the parameter alone, to be declared.
    pub(crate) fn declare(&self, flags: &[Flag]) -> Vec<Arg> {
        let (short, long) = help::parameter(self, flags);
        let arg = Arg::new(self.name.clone())
            .long(self.name.clone())
            .value_name(help::value_name(self.member.shape))
            .help(short)
            .long_help(long)
            .help_heading(help::parameters_heading(self.is_required()));
        let arg = match self.member.shape {
            Shape::List(_) => arg.num_args(1..).action(ArgAction::Append),
            Shape::Integer => arg.allow_negative_numbers(true),
            Shape::Boolean => arg.num_args(0..=1).default_missing_value("true"),
            _ => arg,
        };
        let Some(negation) = &self.negation else {
            return vec![arg];
        };
        let negated = Arg::new(negation.clone())
            .long(negation.clone())
            .action(ArgAction::SetTrue)
            .conflicts_with(self.name.clone())
            .hide(true);
        vec![arg, negated]
    }
}

/// All flags of the action's command.
pub(super) fn declare(action: &'static Action, flags: &[Flag]) -> Vec<Arg> {
    let (required, others): (Vec<&Flag>, Vec<&Flag>) =
        flags.iter().partition(|flag| flag.is_required());
    let parameters = required.into_iter().chain(others);
    let mut args: Vec<Arg> = parameters.flat_map(|flag| flag.declare(flags)).collect();
    if action.paging.is_some() {
        let heading = text!("List options", "列表选项");
        let options = list_options(flags).into_iter();
        args.extend(options.map(|arg| arg.help_heading(heading.clone())));
    }
    args.extend(common_options().map(|arg| arg.help_heading(command_options())));
    args
}

fn list_options(flags: &[Flag]) -> Vec<Arg> {
    let paging = flags.iter().filter(|flag| flag.list_option.is_some());
    let single: Vec<String> = paging.map(|flag| flag.name.clone()).collect();
    let max_items = text!(
        "Stop after so many items. Marker then says where the list goes on",
        "最多返回多少条；此时 Marker 为续读的位置"
    );
    let no_paginate = text!(
        "Make one call only. Without it the whole list is read, unless --marker or --max-results asks for a page",
        "只调用一次。默认读取整个列表，除非以 --marker 或 --max-results 指定某一页"
    );
    let mut args = vec![
        option(MAX_ITEMS, "NUMBER", max_items)
            .value_parser(number(1, usize::MAX))
            .conflicts_with_all(&single),
        flag(NO_PAGINATE, no_paginate).conflicts_with(MAX_ITEMS),
    ];
    for flag in flags {
        let Some(name) = flag.list_option else {
            continue;
        };
        let help = match name {
            PAGE_SIZE => text!("How many items a call asks for", "每次调用请求多少条"),
            _ => text!(
                "Where to begin: the Marker of a response that was cut",
                "从何处开始：上次中断的应答中的 Marker"
            ),
        };
        let arg = option(name, "NUMBER", help).allow_negative_numbers(true);
        args.push(arg.conflicts_with(flag.name.clone()));
    }
    args
}

fn common_options() -> impl Iterator<Item = Arg> {
    let input = text!(
        "All parameters as one JSON document: itself, file://PATH, or - for stdin. Flags go before it",
        "以一个 JSON 文档给出全部参数：文档本身、file://路径，或 -（标准输入）。命令行参数优先"
    );
    let skeleton = text!(
        "Print such a document with every parameter, to be filled in; nothing is called",
        "输出包含全部参数的文档模板，供填写；不发起调用"
    );
    let no_validate = text!(
        "Send without checking, for a service whose rules have changed",
        "不校验即发送，用于服务端规则已变的情形"
    );
    let args = [
        option(INPUT_JSON, "JSON", input),
        flag(SKELETON, skeleton),
        flag(NO_VALIDATE, no_validate),
    ];
    args.into_iter()
}
