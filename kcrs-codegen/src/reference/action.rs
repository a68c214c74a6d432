//! The page of an action.

use crate::emit;
use crate::emit::waiters::words_about;
use crate::language::Language;
use crate::markdown::{code, escape};
use crate::model::{Action, Method, Paging, Waiter};

use super::markdown::fenced;
use super::{Reference, action_path, errors, kebab};

/// From the page to the folder of the language.
const UP: &str = "../";

pub(super) fn write(reference: &Reference<'_>, action: &Action) -> String {
    let pick = |english, chinese| reference.pick(english, chinese);
    let mut out = format!("# {}\n\n", escape(&action.wire));
    out.push_str(&reference.way(action));
    out.push_str(&format!(
        "{}\n\n",
        reference.prose_of(&action.docs, action.observed)
    ));
    out.push_str(&reference.method(action));

    out.push_str(&format!("## {}\n\n", pick("Parameters", "请求参数")));
    out.push_str(&or_none(
        reference.parameters(&action.request, UP),
        pick("None.", "无。"),
    ));
    out.push_str(&format!("\n## {}\n\n", pick("Response", "应答")));
    out.push_str(&or_none(
        reference.structure_members(&action.response, false, true, UP),
        pick("Nothing.", "无。"),
    ));
    out.push_str(&format!("\n## {}\n\n", pick("Errors", "错误码")));
    out.push_str(&errors::of_action(reference, action));
    if let Some(paging) = &action.paging {
        out.push_str(&reference.paging(paging));
    }
    out.push_str(&reference.calls(action));
    if !action.waiters.is_empty() {
        out.push_str(&reference.waiters(action));
    }
    out
}

fn or_none(table: String, none: &str) -> String {
    match table.is_empty() {
        true => format!("{none}\n"),
        false => table,
    }
}

impl Reference<'_> {
    /// Returns the navigation of the page: the service, the chapter, the other language.
    fn way(&self, action: &Action) -> String {
        let chapter = &self.api.chapters[action.chapter];
        let mut way = format!(
            "[{}](../README.md) › [{}](../README.md#{})",
            escape(self.language.of(&self.api.service.title)),
            escape(self.language.of(&chapter.docs)),
            self.chapter_slugs[action.chapter],
        );
        let translations = self.translations(&action_path(action));
        if !translations.is_empty() {
            way.push_str(&format!(" · {translations}"));
        }
        way.push_str("\n\n");
        way
    }

    fn method(&self, action: &Action) -> String {
        let method = match action.method {
            Method::Get => self.pick(
                "**GET**, with the parameters in the query.",
                "**GET**，参数置于查询串。",
            ),
            Method::Post => self.pick(
                "**POST**, with the parameters in the body as a form.",
                "**POST**，参数以表单置于请求体。",
            ),
        };
        let repeats = match action.idempotent {
            true => self.pick(
                "Idempotent: sending it again changes nothing more, so a call whose response was lost may be repeated.",
                "幂等：重复调用不会造成更多改变，未收到应答时可重试。",
            ),
            false => self.pick(
                "Not idempotent: sending it again may do it again, so a call whose response was lost should not be repeated blindly.",
                "非幂等：重复调用可能再次生效，未收到应答时不要贸然重试。",
            ),
        };
        format!("{method}{}{repeats}\n\n", self.pick(" ", ""))
    }

    fn paging(&self, paging: &Paging) -> String {
        let (marker, items) = (code(&paging.marker), code(&paging.items));
        let mut text = match self.language {
            Language::English => format!(
                "The list {items} comes page by page. {marker} of a response says where the next page begins: pass it on as the \
                 parameter {marker}, until it is 0."
            ),
            Language::Chinese => format!(
                "列表 {items} 分页返回。应答中的 {marker} 为下一页的起点：将其作为参数 {marker} 传入，直至为 0。"
            ),
        };
        let more = [
            (&paging.page_size, " {} bounds a page.", "{} 限定每页条数。"),
            (&paging.total, " {} counts all items.", "{} 为总条数。"),
            (&paging.key, " {} identifies an item.", "各项以 {} 区分。"),
        ];
        for (name, english, chinese) in more {
            if let Some(name) = name {
                text.push_str(&self.pick(english, chinese).replace("{}", &code(name)));
            }
        }
        text.push_str(self.pick(
            " In Rust, `.items()` in place of `.send()` reads all of them.",
            "在 Rust 中，以 `.items()` 代替 `.send()` 即可读取全部。",
        ));
        format!("\n## {}\n\n{text}\n", self.pick("Pages", "分页"))
    }

    /// A call and its response, and the same in Rust and on the command line.
    fn calls(&self, action: &Action) -> String {
        let title = |english, chinese| format!("\n## {}\n\n", self.pick(english, chinese));
        let rust = emit::sample(self.api, &self.options.crate_name, action);
        let command = self.command(action);
        let example = &action.example;
        let shown_example = [
            title("Example", "示例"),
            fenced("text", &example.request),
            "\n".to_owned(),
            fenced("json", &example.response),
        ];
        let given = match example.request.is_empty() {
            true => String::new(),
            false => shown_example.concat(),
        };
        [
            given,
            title("In Rust", "在 Rust 中"),
            fenced("rust", &shown(&rust)),
            title("On the command line", "在命令行中"),
            fenced("sh", &command),
        ]
        .concat()
    }

    fn waiters(&self, action: &Action) -> String {
        let mut out = format!("\n## {}\n", self.pick("Waiters", "等待"));
        let samples = emit::waiter_samples(self.api, &self.options.crate_name, action);
        for (waiter, rust) in action.waiters.iter().zip(samples) {
            out.push_str(&self.waiter(waiter, action, &shown(&rust)));
        }
        out
    }

    fn waiter(&self, waiter: &Waiter, action: &Action, rust: &str) -> String {
        let text = words_about(waiter, &code(&action.wire));
        let text = self.language.of(&text);
        let settings = self.waiter_command(waiter, action);
        format!(
            "\n### {}\n\n{text}\n\n{}\n{}",
            escape(&kebab(&waiter.name)),
            fenced("rust", rust),
            fenced("sh", &settings)
        )
    }
}

/// The lines of a documentation's example that rustdoc shows.
fn shown(lines: &[String]) -> String {
    let lines = lines
        .iter()
        .filter(|line| !line.starts_with("# ") && !line.starts_with("```"));
    lines.map(String::as_str).collect::<Vec<_>>().join("\n")
}
