//! The options that every command takes.

use std::sync::LazyLock;

use clap::builder::{EnumValueParser, PossibleValuesParser};
use clap::{Arg, ArgAction, ArgMatches, ColorChoice};
use kcrs_generated::{Client, ClientBuilder, Signature};

use super::option::{flags, options, text_of};
use crate::error::CliError;
use crate::language::Language;
use crate::output::{Format, Printer, Query};

/// The options that every command takes.
#[derive(Clone, Debug)]
pub(crate) struct GlobalArgs {
    pub(crate) endpoint: Option<String>,
    pub(crate) region: Option<String>,
    pub(crate) profile: Option<String>,
    pub(crate) signature: Option<Signature>,
    /// Whether to start an emulator for this command.
    pub(crate) emulator: bool,
    pub(crate) printer: Printer,
    pub(crate) language: Language,
    /// Whether to show on stderr what goes over the wire.
    pub(crate) debug: bool,
}

/// The forms of signature, by the names that `--signature` has for them.
const SIGNATURES: [(&str, Signature); 3] = [
    ("v4", Signature::V4),
    ("v4-query", Signature::V4Query),
    ("simplified", Signature::Simplified),
];

/// The heading of these options in the help.
pub(crate) fn heading(language: Language) -> &'static str {
    language.choose("Global options", "全局选项")
}

/// The declarations.
pub(crate) fn declare(language: Language) -> Vec<Arg> {
    let heading = heading(language);
    let (option, flag) = (options(language), flags(language));
    let one_of = |values: &[&'static str]| PossibleValuesParser::new(values.iter().copied());
    let args = [
        option(
            "endpoint",
            "URL",
            "Where calls go; `{region}` stands for the region",
            "请求发往的地址；`{region}` 代表地域",
        ),
        option(
            "region",
            "ID",
            "The region, such as cn-beijing-6",
            "地域，如 cn-beijing-6",
        ),
        option(
            "profile",
            "NAME",
            "The profile of the profile file",
            "配置文件中的配置名",
        ),
        option(
            "signature",
            "FORM",
            "How requests are signed: v4, v4-query or simplified",
            "签名方式：v4、v4-query 或 simplified",
        )
        .value_parser(one_of(&SIGNATURES.map(|(name, _)| name))),
        flag(
            "emulator",
            "Talk to an emulator that is started for this command: no account is needed",
            "为此命令启动一个模拟器，无需账号",
        ),
        option(
            "output",
            "FORMAT",
            "How the output is shown: json (unless set), yaml, table or text (tabs between the values)",
            "输出格式：json（默认）、yaml、table 或 text（以制表符分隔）",
        )
        .value_parser(one_of(Format::NAMES)),
        option(
            "query",
            "JMESPATH",
            "What of the output is shown, such as 'ImageSet[].ImageId' (https://jmespath.org)",
            "只输出应答的哪一部分，如 'ImageSet[].ImageId'（https://jmespath.org）",
        ),
        option(
            "lang",
            "LANGUAGE",
            "The language of help and messages: en or zh (unless set: that of the locale)",
            "帮助与提示的语言：en 或 zh（默认随系统区域设置）",
        )
        .value_parser(one_of(&["en", "zh"])),
        option(
            "color",
            "WHEN",
            "When to colour: auto (on a terminal), always or never",
            "何时使用颜色：auto（仅终端）、always 或 never",
        )
        .value_parser(EnumValueParser::<ColorChoice>::new()),
        flag(
            "debug",
            "Show on stderr what goes over the wire, without secrets",
            "在 stderr 上显示收发的内容（不含机密）",
        ),
        flag("help", "Show this help (-h: in short)", "显示帮助（-h 为简短形式）")
            .short('h')
            .action(ArgAction::Help),
    ];
    let global = |arg: Arg| {
        let takes_values = arg.get_action().takes_values();
        let arg = arg.global(true).help_heading(heading);
        arg.hide_possible_values(takes_values)
    };
    args.map(global).into()
}

/// A form of signature, by its name.
pub(crate) fn signature(name: &str) -> Option<Signature> {
    let found = SIGNATURES.iter().find(|(known, _)| *known == name);
    found.map(|(_, signature)| *signature)
}

/// Whether an option of every command has this name, so that a parameter's flag cannot have it.
pub(crate) fn is_global(name: &str) -> bool {
    static DECLARED: LazyLock<Vec<Arg>> = LazyLock::new(|| declare(Language::English));
    name == "version" || DECLARED.iter().any(|arg| arg.get_long() == Some(name))
}

impl GlobalArgs {
    /// Fails where `--query` is no JMESPath.
    pub(crate) fn read(matches: &ArgMatches, language: Language) -> Result<Self, CliError> {
        let text = |name: &str| text_of(matches, name);
        Ok(Self {
            endpoint: text("endpoint"),
            region: text("region"),
            profile: text("profile"),
            signature: text("signature").and_then(|name| signature(&name)),
            emulator: matches.get_flag("emulator"),
            printer: Printer {
                format: text("output").and_then(|name| Format::from_name(&name)),
                query: text("query").map(|text| Query::new(&text)).transpose()?,
            },
            language,
            debug: matches.get_flag("debug"),
        })
    }

    /// A client as the options say, and else the environment and the profile file.
    pub(crate) fn client_builder(&self) -> ClientBuilder<Client> {
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
        builder
    }

    /// The name of the form of signature that is used.
    pub(crate) fn signature_name(&self) -> &'static str {
        let used = self.signature.unwrap_or_default();
        let found = SIGNATURES.iter().find(|(_, known)| *known == used);
        found.map_or("", |(name, _)| name)
    }
}
