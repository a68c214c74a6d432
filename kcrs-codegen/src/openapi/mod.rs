//! The API as an OpenAPI document.
//!
//! OpenAPI tells operations apart by their paths; a query API has one path and tells them apart by a parameter. So the document
//! is for reading and for tools: each action has a path of its own, `/CreateInstance`, which the service does not have, and
//! the document says so (`x-documentary`). The emulator takes these paths when it is asked to.
//!
//! What OpenAPI has no word for:
//!
//! - **Numbered lists and structures** (`Trigger.Header.1.Key`). `deepObject` writes `Trigger[Header]`, and is defined for one
//!   level only; a form has no encoding for it at all. So parameters stand in the document by their names on the wire, with the
//!   first items of each list spelt out ([`Options::list_items`]) and an `x-list` that says how the list goes on. Where the version
//!   has `patternProperties`, forms describe all items.
//! - **Null of a reference**, in 3.0: fields that an answer may lack are nullable as well, since the service is known to write null for
//!   them; those that refer to another schema are only optional there, unless the spec says that they are null at times.
//! - **Booleans**, which requests write `True` and `False`: an enum of these two texts.
//! - **Enums that the service may add to**: a text that is one of the known values or another. Written so that generators which know
//!   `anyOf` give an enum that bears new values, and others a text.
//! - **Other spellings**, `requestId` for `RequestId`: `x-aliases`. Fields that have some are not `required`, since the generators of clients
//!   that we know make one name of both. Examples have the spelling and the types that the schema has.
//! - **Lengths in bytes**: an upper bound in characters, and `x-length-bytes`.
//! - **Signatures**: where they are. What is signed, and how, no security scheme says.

mod errors;
mod examples;
mod fields;
mod parameters;
mod yaml;

use std::collections::BTreeSet;

use crate::dump::json::Json;
use crate::emit::docs::{OBSERVED, chinese, code, english};
use crate::language::Language;
use crate::model::{Action, Api, Docs, Method, Paging, Signature};

/// A version of OpenAPI.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Version {
    /// 3.0, which most generators of clients read. It says `nullable`, and a reference stands alone.
    V3_0,
    /// 3.1, whose schemas are those of JSON Schema 2020-12.
    V3_1,
}

/// What a document is to be like.
#[derive(Clone, Debug)]
pub struct Options {
    version: Version,
    languages: Vec<Language>,
    servers: Vec<String>,
    list_items: u16,
}

impl Options {
    /// A document of this version with English descriptions.
    #[must_use]
    pub fn new(version: Version) -> Self {
        Self {
            version,
            languages: vec![Language::English],
            servers: Vec::new(),
            list_items: 1,
        }
    }

    /// The languages of descriptions. Of several, each is a paragraph.
    #[must_use]
    pub fn languages(mut self, languages: &[Language]) -> Self {
        self.languages = languages.to_vec();
        self
    }

    /// Puts the address of a server, such as an emulator's, before those of the service; may be called for several.
    #[must_use]
    pub fn server(mut self, url: impl Into<String>) -> Self {
        self.servers.push(url.into());
        self
    }

    /// How many items of each list are spelt out as parameters: 1 unless set. Of lists within lists it is so many of each,
    /// so a document grows quickly. A list that cannot have so many items has as many as it can.
    #[must_use]
    pub fn list_items(mut self, items: u16) -> Self {
        self.list_items = items.max(1);
        self
    }
}

/// The document as indented JSON. Keys and entries have a fixed order.
#[must_use]
pub fn to_json(api: &Api, options: &Options) -> String {
    Document::new(api, options).write().pretty()
}

/// The document as YAML. Texts are quoted, so that readers of every YAML version take `2021-11-09` and `True` for texts.
#[must_use]
pub fn to_yaml(api: &Api, options: &Options) -> String {
    yaml::write(&Document::new(api, options).write())
}

struct Document<'a> {
    api: &'a Api,
    options: &'a Options,
    names: ComponentNames,
}

/// What our own components are called. The types of the spec keep their names.
struct ComponentNames {
    boolean: String,
    error: String,
    filter: String,
    /// By action.
    requests: Vec<String>,
    /// By action.
    answers: Vec<String>,
}

impl ComponentNames {
    fn new(api: &Api) -> Self {
        let mut taken: BTreeSet<String> = api.types.iter().map(|ty| ty.name.clone()).collect();
        let mut own = |name: String| {
            let mut name = name;
            while !taken.insert(name.clone()) {
                name.push('_');
            }
            name
        };
        let mut of_actions = |ending: &str| {
            let names = api.actions.iter().map(|action| &action.rust);
            names.map(|name| own(format!("{name}{ending}"))).collect()
        };
        Self {
            requests: of_actions("Request"),
            answers: of_actions("Output"),
            boolean: own("RequestBoolean".to_owned()),
            error: own("ErrorAnswer".to_owned()),
            filter: own("Filter".to_owned()),
        }
    }
}

impl<'a> Document<'a> {
    fn new(api: &'a Api, options: &'a Options) -> Self {
        Self {
            api,
            options,
            names: ComponentNames::new(api),
        }
    }

    fn write(&self) -> Json {
        let version = match self.options.version {
            Version::V3_0 => "3.0.3",
            Version::V3_1 => "3.1.0",
        };
        let actions = self.api.actions.iter().enumerate();
        let schemes = self.api.service.signatures.iter();
        Json::object([
            ("openapi", Json::text(version)),
            ("info", self.info()),
            ("x-documentary", Json::Boolean(true)),
            ("servers", self.servers()),
            (
                "tags",
                Json::list(&self.api.chapters, |chapter| {
                    Json::object([
                        ("name", Json::text(&chapter.id)),
                        ("description", Json::text(self.describe(&chapter.docs, []))),
                        ("x-displayName", Json::text(self.plain(&chapter.docs))),
                    ])
                }),
            ),
            (
                "paths",
                Json::map(actions.map(|(index, action)| {
                    let method = match action.method {
                        Method::Get => "get",
                        Method::Post => "post",
                    };
                    let operation = self.operation(index, action);
                    (
                        format!("/{}", action.wire),
                        Json::object([(method, operation)]),
                    )
                })),
            ),
            (
                "components",
                Json::object([
                    ("schemas", self.schemas()),
                    ("responses", self.error_responses()),
                    (
                        "securitySchemes",
                        Json::map(schemes.clone().map(|scheme| self.security_scheme(*scheme))),
                    ),
                ]),
            ),
            (
                "security",
                Json::List(
                    schemes
                        .map(|scheme| {
                            Json::object([(scheme_name(*scheme), Json::List(Vec::new()))])
                        })
                        .collect(),
                ),
            ),
        ])
    }

    fn info(&self) -> Json {
        let service = &self.api.service;
        let (version, lists) = (code(&service.version), service.lists);
        let (first, last) = (lists.min.unwrap_or(1), lists.max);
        let last = last.map_or_else(|| "…".to_owned(), |last| last.to_string());
        let says = ours(
            format!(
                "**This document is for reading and for tools; the service does not have its paths.** The service has one path, \
                 `/`. There the parameter `Action` names the action, `Version` is {version}, and each request is signed. Each \
                 action is a path of its own here, because OpenAPI tells operations apart by their paths.\n\n\
                 Items of lists are numbered from {first} to {last} on the wire: `Name.{first}`, and so on. The first ones are \
                 spelt out as parameters; `x-list` tells how a list goes on."
            ),
            format!(
                "**本文档供阅读和工具使用，服务本身没有文中的路径。** 服务只有一个路径 `/`，由参数 `Action` 指明接口，`Version` 为 \
                 {version}，且每个请求都须签名。此处每个接口各占一个路径，因为 OpenAPI 以路径区分操作。\n\n\
                 线上的列表项从 {first} 到 {last} 编号：`Name.{first}` 等。排在前面的项已逐一写作参数，`x-list` 说明列表如何继续。"
            ),
        );
        let times = service.timestamps.as_ref().map(|timestamps| {
            let (format, offset) = (code(&timestamps.format), &timestamps.utc_offset);
            let (doubt_en, doubt_zh) = match timestamps.verified {
                true => ("", ""),
                false => (" (assumed)", "（推测）"),
            };
            ours(
                format!("Times are written {format}, at UTC{offset}{doubt_en}."),
                format!("时间格式为 {format}，时区为 UTC{offset}{doubt_zh}。"),
            )
        });
        let paragraphs: Vec<String> = [Some(says), times]
            .into_iter()
            .flatten()
            .map(|docs| self.each(|language| language.of(&docs).to_owned()))
            .collect();
        Json::object([
            ("title", Json::text(self.plain(&service.title))),
            ("description", Json::text(paragraphs.join("\n\n"))),
            ("version", Json::text(&service.version)),
        ])
    }

    fn servers(&self) -> Json {
        let service = &self.api.service;
        let mut servers: Vec<Json> = self
            .options
            .servers
            .iter()
            .map(|url| Json::object([("url", Json::text(url))]))
            .collect();
        let regions: Vec<(&str, &Docs)> = service
            .regions
            .iter()
            .map(|region| (region.id.as_str(), &region.docs))
            .collect();
        let says = ours(
            "The region. There may be others than:".to_owned(),
            "地域，可能还有其他地域：".to_owned(),
        );
        let variable = Json::object([
            ("default", Json::text(&service.default_region)),
            ("description", Json::text(self.enumerate(&says, &regions))),
        ]);
        servers.push(Json::object([
            ("url", Json::text(&service.endpoint)),
            (
                "variables",
                match service.endpoint.contains("{region}") {
                    true => Json::object([("region", variable)]),
                    false => Json::Absent,
                },
            ),
        ]));
        servers.extend(
            service
                .global_endpoint
                .iter()
                .map(|url| Json::object([("url", Json::text(url))])),
        );
        Json::List(servers)
    }

    fn operation(&self, index: usize, action: &Action) -> Json {
        let chapter = &self.api.chapters[action.chapter];
        let (parameters, body) = match action.method {
            Method::Get => (self.query(action), Json::Absent),
            Method::Post => (Json::Absent, self.form_of(index, action)),
        };
        let output = self.reference(&self.names.answers[index]);
        let example = examples::answer(self.api, action);
        let succeeded = ours(
            "What the action answers.".to_owned(),
            "接口的应答。".to_owned(),
        );
        let success = Json::object([
            ("description", Json::text(self.describe(&succeeded, []))),
            (
                "content",
                Json::object([(
                    "application/json",
                    Json::object([("schema", output), ("example", example)]),
                )]),
            ),
        ]);
        Json::object([
            ("tags", Json::List(vec![Json::text(&chapter.id)])),
            ("summary", Json::text(self.summary(&action.docs))),
            ("description", Json::text(self.describe(&action.docs, []))),
            ("operationId", Json::text(&action.wire)),
            ("x-action", Json::text(&action.wire)),
            ("x-idempotent", Json::Boolean(action.idempotent)),
            ("x-paging", Json::optional(action.paging.as_ref(), paging)),
            ("parameters", parameters),
            ("requestBody", body),
            (
                "responses",
                Json::map(
                    std::iter::once(("200".to_owned(), success)).chain(self.error_references()),
                ),
            ),
        ])
    }

    fn security_scheme(&self, signature: Signature) -> (&'static str, Json) {
        let (place, name, says) = match signature {
            Signature::V4 => (
                "header",
                "Authorization",
                ours(
                    "AWS Signature Version 4 in the Authorization header.".to_owned(),
                    "AWS 签名第 4 版，置于 Authorization 头。".to_owned(),
                ),
            ),
            Signature::V4Query => (
                "query",
                "X-Amz-Signature",
                ours(
                    "AWS Signature Version 4 in the query, beside the other `X-Amz-` parameters.".to_owned(),
                    "AWS 签名第 4 版，与其他 `X-Amz-` 参数同置于查询串。".to_owned(),
                ),
            ),
            Signature::Simplified => (
                "query",
                "Signature",
                ours(
                    "One HMAC-SHA256 over the sorted parameters, beside `Accesskey`, `Timestamp` and others.".to_owned(),
                    "对排序后的参数计算一次 HMAC-SHA256，与 `Accesskey`、`Timestamp` 等参数同传。".to_owned(),
                ),
            ),
        };
        let scheme = Json::object([
            ("type", Json::text("apiKey")),
            ("in", Json::text(place)),
            ("name", Json::text(name)),
            ("description", Json::text(self.describe(&says, []))),
        ]);
        (scheme_name(signature), scheme)
    }

    /// A reference to a schema.
    fn reference(&self, name: &str) -> Json {
        Json::object([("$ref", Json::Text(format!("#/components/schemas/{name}")))])
    }

    /// A schema with words and marks. In 3.0 nothing can stand beside a reference.
    fn annotated<const N: usize>(&self, schema: Json, marks: [(&'static str, Json); N]) -> Json {
        if marks.iter().all(|(_, mark)| *mark == Json::Absent) {
            return schema;
        }
        match (&schema, self.options.version) {
            (Json::Object(members), Version::V3_0) if members[0].0 == "$ref" => {
                Json::object([("allOf", Json::List(vec![schema]))]).with(marks)
            }
            _ => schema.with(marks),
        }
    }

    /// Words of the spec with sentences behind them.
    fn describe(&self, docs: &Docs, sentences: impl IntoIterator<Item = Docs>) -> String {
        let sentences: Vec<Docs> = sentences.into_iter().collect();
        self.each(|language| {
            let mut text = match language {
                Language::English => english(&docs.en),
                Language::Chinese => chinese(&docs.zh),
            };
            for sentence in &sentences {
                text.push_str(language.pick(" ", ""));
                text.push_str(language.of(sentence));
            }
            text
        })
    }

    /// A sentence, and a list of what it is about.
    fn enumerate(&self, says: &Docs, items: &[(&str, &Docs)]) -> String {
        self.each(|language| {
            let mut text = language.of(says).to_owned();
            text.push('\n');
            for (name, docs) in items {
                let says = match language {
                    Language::English => english(&docs.en),
                    Language::Chinese => chinese(&docs.zh),
                };
                text.push_str(&format!(
                    "\n- {}{}{says}",
                    code(name),
                    language.pick(": ", "：")
                ));
            }
            text
        })
    }

    /// A paragraph of each language.
    fn each(&self, text: impl FnMut(Language) -> String) -> String {
        let languages = self.options.languages.iter().copied();
        languages.map(text).collect::<Vec<_>>().join("\n\n")
    }

    /// For what takes no Markdown.
    fn plain(&self, docs: &Docs) -> String {
        self.in_a_line(|language| language.of(docs))
    }

    /// The first sentence of each language, for lists of operations.
    fn summary(&self, docs: &Docs) -> String {
        self.in_a_line(|language| first_sentence(language.of(docs)))
    }

    fn in_a_line<'d>(&self, text: impl FnMut(Language) -> &'d str) -> String {
        let languages = self.options.languages.iter().copied();
        languages.map(text).collect::<Vec<_>>().join(" / ")
    }

    /// How a time is written, as a mark of its schema.
    fn timestamp_format(&self) -> [(&'static str, Json); 1] {
        let timestamps = self.api.service.timestamps.as_ref();
        let format = Json::optional(timestamps, |timestamps| Json::text(&timestamps.format));
        [("x-timestamp-format", format)]
    }
}

fn ours(en: String, zh: String) -> Docs {
    Docs { en, zh }
}

fn observed(is_observed: bool) -> Option<Docs> {
    let (en, zh) = OBSERVED;
    is_observed.then(|| ours(en.to_owned(), zh.to_owned()))
}

fn paging(paging: &Paging) -> Json {
    Json::object([
        ("marker", Json::text(&paging.marker)),
        (
            "pageSize",
            Json::optional(paging.page_size.as_ref(), Json::text),
        ),
        ("total", Json::optional(paging.total.as_ref(), Json::text)),
        ("items", Json::text(&paging.items)),
        ("key", Json::optional(paging.key.as_ref(), Json::text)),
    ])
}

fn scheme_name(scheme: Signature) -> &'static str {
    match scheme {
        Signature::V4 => "v4",
        Signature::V4Query => "v4Query",
        Signature::Simplified => "simplified",
    }
}

/// The first sentence, without its full stop.
fn first_sentence(text: &str) -> &str {
    let ends = [". ", "。"];
    let end = ends.iter().filter_map(|end| text.find(end)).min();
    let sentence = end.map_or(text, |end| &text[..end]);
    sentence.trim_end_matches(['.', '。'])
}
