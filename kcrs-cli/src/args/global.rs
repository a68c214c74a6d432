//! The options that every command takes.

use std::sync::LazyLock;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Arg, ArgAction, Args, ColorChoice, Command, ValueEnum};
use kcrs_generated::{Client, ClientBuilder, Signature};

use crate::error::CliError;
use crate::language::Language;
use crate::output::{Format, Printer};
use crate::text::Text;

/// The options that every command takes.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = heading())]
pub(crate) struct GlobalArgs {
    #[arg(
        long,
        value_name = "URL",
        help = text!("Where calls go; `{{region}}` stands for the region", "请求发往的地址；`{{region}}` 代表地域")
    )]
    pub(crate) endpoint: Option<String>,
    #[arg(
        long,
        value_name = "ID",
        help = text!("The region, such as cn-beijing-6", "地域，如 cn-beijing-6")
    )]
    pub(crate) region: Option<String>,
    #[arg(long, value_name = "NAME", help = text!("The profile of the profile file", "配置文件中的配置名"))]
    pub(crate) profile: Option<String>,
    // It is replaced by the id before the arguments are parsed.
    #[arg(long, value_name = "NAME", help = text!(
        "The instance by its name or id, wherever --instance-id goes [default: that of KCRS_INSTANCE]",
        "以名称或 ID 指定实例，可代替 --instance-id [默认：KCRS_INSTANCE 的值]"
    ))]
    instance: Option<String>,
    #[arg(
        long,
        value_name = "FORM",
        value_parser = PossibleValuesParser::new(SIGNATURES.map(|(name, _)| name)).try_map(|name| signature(&name).ok_or(name)),
        help = text!(
            "How requests are signed: v4, v4-query or simplified",
            "签名方式：v4、v4-query 或 simplified"
        )
    )]
    pub(crate) signature: Option<Signature>,
    #[arg(long, help = text!(
        "Talk to an emulator that is started for this command: no account is needed",
        "为此命令启动一个模拟器，无需账号"
    ))]
    pub(crate) emulator: bool,
    /// Whether the client sends what breaks a rule. Commands of an action can ask for it.
    #[arg(skip)]
    pub(crate) no_validate: bool,
    #[command(flatten)]
    pub(crate) printer: Printer,
    #[arg(long, value_name = "LANGUAGE", help = text!(
        "The language of help and messages: en or zh (unless set: that of the locale)",
        "帮助与提示的语言：en 或 zh（默认随系统区域设置）"
    ))]
    lang: Option<Language>,
    #[arg(long, value_name = "WHEN", help = text!(
        "When to colour: auto (on a terminal), always or never",
        "何时使用颜色：auto（仅终端）、always 或 never"
    ))]
    color: Option<ColorChoice>,
    #[arg(long, help = text!(
        "Show on stderr what goes over the wire, without secrets",
        "在 stderr 上显示收发的内容（不含机密）"
    ))]
    pub(crate) debug: bool,
    #[arg(
        long,
        short,
        action = ArgAction::Help,
        help = text!("Show this help (-h: in short)", "显示帮助（-h 为简短形式）")
    )]
    help: Option<bool>,
}

/// The forms of signature, by the names that `--signature` has for them.
const SIGNATURES: [(&str, Signature); 3] = [
    ("v4", Signature::V4),
    ("v4-query", Signature::V4Query),
    ("simplified", Signature::Simplified),
];

/// The heading of these options in the help.
pub(crate) fn heading() -> Text {
    text!("Global options", "全局选项")
}

/// The declarations.
pub(crate) fn declare() -> impl Iterator<Item = Arg> {
    let command = GlobalArgs::augment_args(Command::new(""));
    let args: Vec<Arg> = command.get_arguments().cloned().collect();
    args.into_iter().map(|arg| {
        let takes_values = arg.get_action().takes_values();
        arg.global(true).hide_possible_values(takes_values)
    })
}

/// A form of signature, by its name.
pub(crate) fn signature(name: &str) -> Option<Signature> {
    let found = SIGNATURES.iter().find(|(known, _)| *known == name);
    found.map(|(_, signature)| *signature)
}

/// Returns whether an option of every command has this name, so that a parameter's flag cannot have
/// it.
pub(crate) fn is_global(name: &str) -> bool {
    static DECLARED: LazyLock<Vec<Arg>> = LazyLock::new(|| declare().collect());
    name == "version" || DECLARED.iter().any(|arg| arg.get_long() == Some(name))
}

impl GlobalArgs {
    /// With what the environment has for options that were not given.
    pub(crate) fn with_environment(mut self) -> Result<Self, CliError> {
        let format = std::env::var("KCRS_OUTPUT").unwrap_or_default();
        if self.printer.format.is_none() && !format.is_empty() {
            let known = Format::from_str(&format, false).map_err(|_| {
                let known = Format::value_variants().iter();
                let known = known.filter_map(|format| format.to_possible_value());
                let known: Vec<String> = known.map(|value| value.get_name().to_owned()).collect();
                let known = known.join(", ");
                CliError::configuration(text!(
                    "KCRS_OUTPUT: {format:?} is none of {known}",
                    "KCRS_OUTPUT：{format:?} 不是 {known} 之一"
                ))
            });
            self.printer.format = Some(known?);
        }
        Ok(self)
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
