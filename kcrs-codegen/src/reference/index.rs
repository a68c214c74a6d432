//! The index: the actions by chapter, and what all of them have in common.

use crate::language::Language;
use crate::markdown::{code, escape, observed, prose};
use crate::model::{Action, Docs, Method, Signature};

use super::markdown::{fenced, table};
use super::{Reference, action_path, errors};

/// The title of the section that holds the chapters.
pub(super) fn actions_title(language: Language) -> &'static str {
    language.pick("Actions", "接口")
}

pub(super) fn write(reference: &Reference<'_>) -> String {
    let service = &reference.api.service;
    let mut out = format!("# {}\n\n", escape(reference.language.of(&service.title)));
    let translations = reference.translations("README.md");
    if !translations.is_empty() {
        out.push_str(&format!("{translations}\n\n"));
    }
    out.push_str(&reference.introduction());
    out.push_str(&format!("## {}\n", actions_title(reference.language)));
    for chapter in 0..reference.api.chapters.len() {
        out.push_str(&reference.chapter(chapter));
    }
    for section in [
        Reference::endpoints,
        Reference::signatures,
        Reference::errors,
        Reference::conventions,
    ] {
        out.push('\n');
        out.push_str(&section(reference));
    }
    out
}

impl Reference<'_> {
    fn introduction(&self) -> String {
        let service = &self.api.service;
        let (actions, version) = (self.api.actions.len(), code(&service.version));
        match self.language {
            Language::English => format!(
                "{actions} actions of API version {version}. A call names its action in the parameter `Action` and the version in \
                 `Version`. See also the [types](types.md) and the [common errors](errors.md).\n\n"
            ),
            Language::Chinese => format!(
                "API 版本 {version}，共 {actions} 个接口。调用时以参数 `Action` 指明接口，以 `Version` 指明版本。另见[类型](types.md)和\
                 [公共错误码](errors.md)。\n\n"
            ),
        }
    }

    fn chapter(&self, index: usize) -> String {
        let title = escape(self.language.of(&self.api.chapters[index].docs));
        let actions = self.api.actions.iter();
        let rows = actions
            .filter(|action| action.chapter == index)
            .map(|action| {
                [
                    format!("[{}]({})", action.wire, action_path(action)),
                    action.method.name().to_owned(),
                    self.prose_of(&action.docs, action.observed),
                ]
            });
        let head = [
            self.pick("Action", "接口"),
            self.pick("Method", "方法"),
            self.pick("What it does", "作用"),
        ];
        format!("\n### {title}\n\n{}", table(&head, rows))
    }

    fn endpoints(&self) -> String {
        let service = &self.api.service;
        let pick = |english, chinese| self.pick(english, chinese);
        let rows = service.regions.iter().map(|region| {
            let default = Docs::new("The default.", "默认地域。");
            let default = (region.id == service.default_region).then_some(default);
            let observed = region.observed.then(observed);
            let name = prose(&region.docs).with(default).with(observed);
            let name = self.language.of(&name).to_owned();
            let address = service.endpoint.replace("{region}", &region.id);
            [code(&region.id), code(&address), name]
        });
        let head = [
            pick("Region", "地域"),
            pick("Address", "地址"),
            pick("Name", "名称"),
        ];
        let global = service.global_endpoint.as_ref().map(|address| {
            let address = code(address);
            match self.language {
                Language::English => format!(" {address} serves all regions."),
                Language::Chinese => format!("{address} 可用于所有地域。"),
            }
        });
        format!(
            "## {}\n\n{}\n{}{}\n",
            pick("Regions", "地域"),
            table(&head, rows),
            pick("There may be other regions.", "可能还有其他地域。"),
            global.unwrap_or_default()
        )
    }

    fn signatures(&self) -> String {
        let items = self.api.service.signatures.iter().map(|signature| {
            let says = match signature {
                Signature::V4 => self.pick(
                    "AWS Signature Version 4 in the `Authorization` header.",
                    "AWS 签名第 4 版，置于 `Authorization` 头。",
                ),
                Signature::V4Query => self.pick(
                    "AWS Signature Version 4 in the query.",
                    "AWS 签名第 4 版，置于查询串。",
                ),
                Signature::Simplified => self.pick(
                    "One HMAC-SHA256 over the sorted parameters, in the parameter `Signature`.",
                    "对排序后的参数计算一次 HMAC-SHA256，置于参数 `Signature`。",
                ),
            };
            format!("- {says}\n")
        });
        format!(
            "## {}\n\n{}\n\n{}{}",
            self.pick("Signatures", "签名"),
            self.pick(
                "Each call is signed in one of these ways, the preferred one first:",
                "每次调用须以下列方式之一签名，首选者在前：",
            ),
            items.collect::<String>(),
            self.signed_request().unwrap_or_default()
        )
    }

    /// A request with the headers of Signature Version 4, where the service takes that and has an
    /// action which needs no parameters.
    fn signed_request(&self) -> Option<String> {
        let service = &self.api.service;
        let mut signatures = service.signatures.iter();
        signatures.find(|signature| **signature == Signature::V4)?;
        let is_simple = |action: &&Action| {
            action.method == Method::Get && !action.request.iter().any(|it| it.required)
        };
        let action = &self.api.actions.iter().find(is_simple)?.wire;
        let (name, version, region) = (&service.name, &service.version, &service.default_region);
        let endpoint = service.endpoint.replace("{region}", region);
        let host = endpoint.split_once("://")?.1;
        let request = format!(
            "GET /?Action={action}&Version={version} HTTP/1.1\nHost: {host}\n\
             X-Amz-Date: 20240131T120000Z\n\
             Authorization: AWS4-HMAC-SHA256 Credential=AK/20240131/{region}/{name}/aws4_request, \
             SignedHeaders=host;x-amz-date, Signature=…"
        );
        let says = self.pick(
            "A signed request, where `AK` is the access key and `…` the signature in 64 hexadecimal digits:",
            "已签名的请求，其中 `AK` 为访问密钥 ID，`…` 为 64 位十六进制签名：",
        );
        Some(format!("\n{says}\n\n{}", fenced("http", &request)))
    }

    fn errors(&self) -> String {
        let says = self.pick(
            "The response to a call that fails has a status from 400 to 599 and a body of this form. See the \
             [common errors](errors.md).",
            "调用失败时，应答的状态码为 400 至 599，其内容形式如下。另见[公共错误码](errors.md)。",
        );
        let response = fenced("http", &errors::example(&self.api.errors));
        format!("## {}\n\n{says}\n\n{response}", self.pick("Errors", "错误"))
    }

    fn conventions(&self) -> String {
        let service = &self.api.service;
        let first = service.lists.min.unwrap_or(1);
        let lists = match (self.language, service.lists.max) {
            (Language::English, Some(last)) => format!(
                "- **Lists**: `N` in a parameter's name stands for the number of an item, from {first} to {last}: `Name.{first}`, \
                 `Name.{}`.\n",
                first + 1
            ),
            (Language::English, None) => format!(
                "- **Lists**: `N` in a parameter's name stands for the number of an item, from {first} on.\n"
            ),
            (Language::Chinese, Some(last)) => format!(
                "- **列表**：参数名中的 `N` 为列表项的编号，从 {first} 到 {last}：`Name.{first}`、`Name.{}`。\n",
                first + 1
            ),
            (Language::Chinese, None) => {
                format!("- **列表**：参数名中的 `N` 为列表项的编号，从 {first} 开始。\n")
            }
        };
        let mut out = format!("## {}\n\n{lists}", self.pick("Conventions", "约定"));
        out.push_str(self.pick(
            "- **Structures**: a member's name follows its structure's, after a dot: `Structure.Member`.\n\
             - **Boolean**: `True` or `False` in requests, a JSON Boolean in responses.\n\
             - **Secret**: a text that tools do not show.\n",
            "- **结构**：成员名接在结构名之后，以点分隔：`Structure.Member`。\n\
             - **Boolean**：请求中为 `True` 或 `False`，应答中为 JSON 布尔值。\n\
             - **Secret**：工具不会显示的文本。\n",
        ));
        if let Some(timestamps) = &service.timestamps {
            let (format, offset) = (code(&timestamps.format), &timestamps.utc_offset);
            out.push_str(&match (self.language, timestamps.verified) {
                (Language::English, true) => format!("- **Timestamp**: {format}, at UTC{offset}.\n"),
                (Language::English, false) => format!(
                    "- **Timestamp**: {format}, at UTC{offset}, which is assumed and not verified.\n"
                ),
                (Language::Chinese, true) => {
                    format!("- **Timestamp**：{format}，时区为 UTC{offset}。\n")
                }
                (Language::Chinese, false) => {
                    format!("- **Timestamp**：{format}，时区推测为 UTC{offset}，尚未证实。\n")
                }
            });
        }
        out.push_str(self.pick(
            "- **Presence** of a field: always; may be missing, which then means an empty value; may be null.\n",
            "- **应答中**的字段：必有；可缺，缺少即为空值；可为 null。\n",
        ));
        out
    }
}
