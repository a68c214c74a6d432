//! Error responses: one schema, and a response for each status of the table.

use std::collections::BTreeMap;

use crate::dump::json::Json;
use crate::markdown::code;
use crate::model::{Docs, ErrorRow};

use super::document::Document;
use super::text::ours;

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
                (status, Json::object([("$ref", Json::Text(reference))]))
            })
            .collect()
    }

    /// The responses that all operations share.
    pub(super) fn error_responses(&self) -> Json {
        let documented = self.rows().into_iter().map(|(status, rows)| {
            let says = ours(
                format!("Errors of status {status}:"),
                format!("状态码为 {status} 的错误："),
            );
            let described: Vec<(&str, &Docs)> = rows
                .iter()
                .map(|row| (row.code.as_str(), &row.docs))
                .collect();
            let examples = rows
                .iter()
                .map(|row| (row.name.clone(), self.error_example(row)));
            let response =
                self.error_response(self.enumerate(&says, &described), Json::object(examples));
            (component(status), response)
        });
        let says = ours(
            "Errors that the table of common errors does not have.".to_owned(),
            "公共错误码表未列出的错误。".to_owned(),
        );
        let others = OTHERS.map(|(_, name)| {
            let description = self.describe(&says, []);
            (
                name.to_owned(),
                self.error_response(description, Json::Absent),
            )
        });
        Json::object(documented.chain(others))
    }

    fn error_response(&self, description: String, examples: Json) -> Json {
        let media = Json::object([
            ("schema", self.reference(&self.names.error)),
            ("examples", examples),
        ]);
        Json::object([
            ("description", Json::Text(description)),
            ("content", Json::object([("application/json", media)])),
        ])
    }

    fn error_example(&self, row: &ErrorRow) -> Json {
        let summary = self.plain(&row.docs);
        let kind = if row.status >= 500 {
            "Receiver"
        } else {
            "Sender"
        };
        Json::object([
            ("summary", Json::Text(summary)),
            (
                "value",
                Json::object([
                    (
                        "RequestId",
                        Json::text("00000000-0000-4000-8000-000000000000"),
                    ),
                    (
                        "Error",
                        Json::object([
                            ("Type", Json::text(kind)),
                            ("Code", Json::text(&row.code)),
                            ("Message", Json::text(&row.message)),
                        ]),
                    ),
                ]),
            ),
        ])
    }

    /// An error response with a description.
    pub(super) fn error_schema(&self) -> Json {
        let text = |en: String, zh: &str| {
            let says = ours(en, zh.to_owned());
            Json::object([
                ("type", Json::text("string")),
                ("description", Json::Text(self.describe(&says, []))),
            ])
        };
        let error = Json::object([
            ("type", Json::text("object")),
            (
                "properties",
                Json::object([
                    (
                        "Type",
                        text(
                            format!(
                                "Whose fault it is: {} or {}.",
                                code("Sender"),
                                code("Receiver")
                            ),
                            "错误归于请求方（`Sender`）还是服务方（`Receiver`）。",
                        ),
                    ),
                    (
                        "Code",
                        text("The code, for programs.".to_owned(), "错误码，供程序判断。"),
                    ),
                    (
                        "Message",
                        text(
                            "The message, for people.".to_owned(),
                            "错误信息，供人阅读。",
                        ),
                    ),
                ]),
            ),
            (
                "required",
                Json::List(vec![Json::text("Code"), Json::text("Message")]),
            ),
        ]);
        let says = ours("An error response.".to_owned(), "错误应答。".to_owned());
        Json::object([
            ("type", Json::text("object")),
            ("description", Json::Text(self.describe(&says, []))),
            (
                "properties",
                Json::object([
                    (
                        "RequestId",
                        text("Id of the call.".to_owned(), "本次调用的 ID。"),
                    ),
                    ("Error", error),
                ]),
            ),
            ("required", Json::List(vec![Json::text("Error")])),
        ])
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
