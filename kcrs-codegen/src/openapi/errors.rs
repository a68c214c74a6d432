//! Error responses: one schema, and a response for each status of the table.

use std::collections::BTreeMap;

use serde_json::{Value as Json, json};

use crate::dump::json::present;
use crate::model::{Docs, ErrorRow};

use super::document::Document;

/// For statuses that the table does not have.
const OTHERS: [(&str, &str); 2] = [("4XX", "OtherClientError"), ("5XX", "OtherServerError")];

impl Document<'_> {
    /// The responses of an operation beside success.
    pub(super) fn error_references(&self) -> Vec<(String, Json)> {
        let documented = self.rows().into_keys();
        let documented = documented.map(|status| (status.to_string(), component(status)));
        let others = OTHERS.map(|(range, name)| (range.to_owned(), name.to_owned()));
        documented
            .chain(others)
            .map(|(status, name)| {
                let reference = format!("#/components/responses/{name}");
                (status, json!({"$ref": reference}))
            })
            .collect()
    }

    /// The responses that all operations share.
    pub(super) fn error_responses(&self) -> Json {
        let documented = self.rows().into_iter().map(|(status, rows)| {
            let says = Docs::new(
                format!("Errors of status {status}:"),
                format!("状态码为 {status} 的错误："),
            );
            let described: Vec<(&str, &Docs)> = rows
                .iter()
                .map(|row| (row.code.as_str(), &row.docs))
                .collect();
            let examples = rows.iter();
            let examples = examples.map(|row| (row.name.clone(), self.error_example(row)));
            let description = self.enumerate(&says, &described);
            let response = self.error_response(description, examples.collect());
            (component(status), response)
        });
        let says = Docs::new(
            "Errors that the table of common errors does not have.",
            "公共错误码表未列出的错误。",
        );
        let others = OTHERS.map(|(_, name)| {
            let description = self.describe(&says, []);
            (
                name.to_owned(),
                self.error_response(description, Json::Null),
            )
        });
        documented.chain(others).collect()
    }

    fn error_response(&self, description: String, examples: Json) -> Json {
        let schema = self.reference(&self.names.error);
        let media = present(json!({"schema": schema, "examples": examples}));
        json!({"description": description, "content": {"application/json": media}})
    }

    fn error_example(&self, row: &ErrorRow) -> Json {
        let kind = if row.status >= 500 {
            "Receiver"
        } else {
            "Sender"
        };
        json!({
            "summary": self.plain(&row.docs),
            "value": {
                "RequestId": "00000000-0000-4000-8000-000000000000",
                "Error": {"Type": kind, "Code": row.code, "Message": row.message},
            },
        })
    }

    /// An error response with a description.
    pub(super) fn error_schema(&self) -> Json {
        let describe = |en: &str, zh: &str| self.describe(&Docs::new(en, zh), []);
        let text = |en, zh| json!({"type": "string", "description": describe(en, zh)});
        let kind = text(
            "Whose fault it is: `Sender` or `Receiver`.",
            "错误归于请求方（`Sender`）还是服务方（`Receiver`）。",
        );
        let error = json!({
            "type": "object",
            "properties": {
                "Type": kind,
                "Code": text("The code, for programs.", "错误码，供程序判断。"),
                "Message": text("The message, for people.", "错误信息，供人阅读。"),
            },
            "required": ["Code", "Message"],
        });
        json!({
            "type": "object",
            "description": describe("An error response.", "错误应答。"),
            "properties": {"RequestId": text("Id of the call.", "本次调用的 ID。"), "Error": error},
            "required": ["Error"],
        })
    }

    fn rows(&self) -> BTreeMap<u16, Vec<&ErrorRow>> {
        let mut rows: BTreeMap<u16, Vec<&ErrorRow>> = BTreeMap::new();
        for row in &self.api.errors {
            rows.entry(row.status).or_default().push(row);
        }
        rows
    }
}

fn component(status: u16) -> String {
    format!("Error{status}")
}
