//! The page of errors.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::language::Language;
use crate::markdown::{code, observed, prose};
use crate::model::{Action, Api, BrokenRule, Docs, ErrorClass, ErrorRow, Kind, Limits, Member};

use super::Reference;
use super::markdown::table;

pub(super) fn write(reference: &Reference<'_>) -> String {
    let pick = |english, chinese| reference.pick(english, chinese);
    let mut out = format!("# {}\n\n", pick("Common errors", "公共错误码"));
    out.push_str(&reference.way_of("errors.md"));
    out.push_str(pick(
        "Every action can fail with these. `%s` stands for what the service fills in. A code may stand for several messages, and \
         actions have codes of their own beside these. The [index](README.md) \
         shows a response.\n\n",
        "所有接口都可能返回这些错误。`%s` 表示由服务填入的内容。同一错误码可对应多条信息，接口也可能返回表外的错误码。应答的\
         示例见[目录](README.md)。\n\n",
    ));
    let head = [
        pick("Code", "错误码"),
        pick("Status", "状态码"),
        pick("Message", "错误信息"),
        pick("What to do", "处理办法"),
        pick("Meaning", "含义"),
    ];
    let rows = reference.api.errors.iter().map(|row| reference.row(row));
    out.push_str(&table(&head, rows));
    out
}

/// The errors of an action: those that its parameters imply, and the codes that every action has.
pub(super) fn of_action(reference: &Reference<'_>, action: &Action) -> String {
    let pick = |english, chinese| reference.pick(english, chinese);
    let api = reference.api;
    let parameters = api.parameters(&action.request, |_| vec![".N".to_owned()]);
    let own = api.errors.iter().filter_map(|row| {
        let broken = row.rule?;
        let names = parameters
            .iter()
            .filter(|it| has_rule(api, it.member, broken));
        let names: Vec<String> = names.map(|parameter| code(&parameter.name)).collect();
        let says = match broken {
            BrokenRule::Required => pick("A parameter is missing:", "缺少参数："),
            BrokenRule::Value => pick("A value is not allowed:", "取值不合要求："),
        };
        let names_text = names.join(pick(", ", "、"));
        let when = format!("{says}{}{names_text}{}", pick(" ", ""), pick(".", "。"));
        (!names.is_empty()).then(|| [code(&row.code), row.status.to_string(), when])
    });
    let head = [
        pick("Code", "错误码"),
        pick("Status", "状态码"),
        pick("When", "何时返回"),
    ];
    let own = table(&head, own);
    let common: BTreeSet<&str> = api
        .errors
        .iter()
        .filter(|row| row.rule.is_none())
        .map(|row| row.code.as_str())
        .collect();
    let common: Vec<String> = common.into_iter().map(code).collect();
    let common = common.join(pick(", ", "、"));
    let gap = if own.is_empty() { "" } else { "\n" };
    let says = match reference.language {
        Language::English => format!(
            "As for every action, any of the [common errors](../errors.md): {common}. The service may also return codes that the \
             spec does not know."
        ),
        Language::Chinese => format!(
            "所有接口都可能返回[公共错误码](../errors.md)：{common}。服务端还可能返回规格文件未载的错误码。"
        ),
    };
    format!("{own}{gap}{says}\n")
}

/// Returns whether a request can break such a rule of a member.
fn has_rule(api: &Api, member: &Member, rule: BrokenRule) -> bool {
    match rule {
        BrokenRule::Required => member.required || member.required_when.is_some(),
        BrokenRule::Value => match member.ty.kind {
            Kind::Integer | Kind::Boolean => true,
            kind => member.limits != Limits::default() || api.enumeration(kind).is_some(),
        },
    }
}

/// The response with the first error that is the caller's and whose message is fixed.
pub(super) fn example(rows: &[ErrorRow]) -> String {
    let is_fixed = |row: &&ErrorRow| row.class == ErrorClass::Client && !row.message.contains("%s");
    let row = rows.iter().find(is_fixed);
    let (status, code, message) = match row {
        Some(row) => (row.status, row.code.as_str(), row.message.as_str()),
        None => (400, "…", "…"),
    };
    format!(
        r#"HTTP/1.1 {status}
Content-Type: application/json

{{
    "RequestId": "00000000-0000-4000-8000-000000000000",
    "Error": {{
        "Type": "Sender",
        "Code": {},
        "Message": {}
    }}
}}"#,
        Value::from(code),
        Value::from(message)
    )
}

impl Reference<'_> {
    fn row(&self, row: &ErrorRow) -> [String; 5] {
        let class = match row.class {
            ErrorClass::Client => self.pick("Send another request.", "更正请求。"),
            ErrorClass::Throttling => self.pick("Slow down and try again.", "放慢后重试。"),
            ErrorClass::Transient => self.pick("Try again.", "重试。"),
            ErrorClass::ClockSkew => self.pick("Set the clock.", "校准时钟。"),
            ErrorClass::DryRun => {
                self.pick("Nothing: the dry run succeeded.", "无须处理：试运行成功。")
            }
        };
        let gateway = row.gateway.then(|| {
            Docs::new(
                "It does not mean that a resource was not found.",
                "并非资源不存在。",
            )
        });
        let observed = row.observed.then(observed);
        let meaning = prose(&row.docs).with(gateway).with(observed);
        [
            code(&row.code),
            row.status.to_string(),
            code(&row.message),
            class.to_owned(),
            self.language.of(&meaning).to_owned(),
        ]
    }
}
