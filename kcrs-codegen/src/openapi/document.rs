//! The document, but for its schemas.

use std::collections::BTreeSet;

use serde_json::{Value as Json, json};

use crate::dump::json::present;
use crate::markdown::{code, observed};
use crate::model::{Action, Api, Docs, Method, Paging, Signature};

use super::{Options, examples};

pub(super) struct Document<'a> {
    pub(super) api: &'a Api,
    pub(super) options: &'a Options,
    pub(super) names: ComponentNames,
}

/// Names of components that are not types of the spec, which keep theirs.
pub(super) struct ComponentNames {
    pub(super) boolean: String,
    pub(super) error: String,
    pub(super) filter: String,
    /// By action.
    pub(super) requests: Vec<String>,
    /// By action.
    pub(super) responses: Vec<String>,
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
            responses: of_actions("Output"),
            boolean: own("RequestBoolean".to_owned()),
            error: own("ErrorResponse".to_owned()),
            filter: own("Filter".to_owned()),
        }
    }
}

impl<'a> Document<'a> {
    pub(super) fn new(api: &'a Api, options: &'a Options) -> Self {
        Self {
            api,
            options,
            names: ComponentNames::new(api),
        }
    }

    pub(super) fn write(&self) -> Json {
        let tags = self.api.chapters.iter().map(|chapter| {
            json!({
                "name": chapter.id,
                "description": self.describe(&chapter.docs, []),
                "x-displayName": self.plain(&chapter.docs),
            })
        });
        let paths = self.api.actions.iter().enumerate().map(|(index, action)| {
            let method = action.method.name().to_lowercase();
            let operation = self.operation(index, action);
            (format!("/{}", action.wire), json!({ method: operation }))
        });
        let schemes = self.api.service.signatures.iter();
        let security = schemes
            .clone()
            .map(|scheme| json!({scheme_name(*scheme): []}));
        let schemes = schemes.map(|scheme| self.security_scheme(*scheme));
        json!({
            "openapi": "3.1.0",
            "info": self.info(),
            "x-documentary": true,
            "servers": self.servers(),
            "tags": tags.collect::<Json>(),
            "paths": paths.collect::<Json>(),
            "components": {
                "schemas": self.schemas(),
                "responses": self.error_responses(),
                "securitySchemes": schemes.collect::<Json>(),
            },
            "security": security.collect::<Json>(),
        })
    }

    fn info(&self) -> Json {
        let service = &self.api.service;
        let (version, lists) = (code(&service.version), service.lists);
        let (first, last) = (lists.min.unwrap_or(1), lists.max);
        let last = last.map_or_else(|| "…".to_owned(), |last| last.to_string());
        let says = Docs::new(
            format!(
                "**This document is for reading and for tools; the service does not have its paths.** The service has one path, \
                 `/`. There the parameter `Action` names the action, `Version` is {version}, and each request is signed. Each \
                 action is a path of its own here, because OpenAPI distinguishes operations by their paths.\n\n\
                 Items of lists are numbered from {first} to {last} on the wire: `Name.{first}`, and so on. The first ones are \
                 spelt out as parameters; `x-list` says how a list goes on."
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
            Docs::new(
                format!("Times are written {format}, at UTC{offset}{doubt_en}."),
                format!("时间格式为 {format}，时区为 UTC{offset}{doubt_zh}。"),
            )
        });
        let paragraphs: Vec<String> = [Some(says), times]
            .into_iter()
            .flatten()
            .map(|docs| self.each(|language| language.of(&docs).to_owned()))
            .collect();
        json!({
            "title": self.plain(&service.title),
            "description": paragraphs.join("\n\n"),
            "version": service.version,
        })
    }

    fn servers(&self) -> Json {
        let service = &self.api.service;
        let regions = service.regions.iter();
        let regions: Vec<_> = regions
            .map(|region| (region.id.as_str(), &region.docs))
            .collect();
        let says = Docs::new(
            "The region. There may be others than:",
            "地域，可能还有其他地域：",
        );
        let mut regional = json!({"url": service.endpoint});
        if service.endpoint.contains("{region}") {
            regional["variables"] = json!({"region": {
                "default": service.default_region,
                "description": self.enumerate(&says, &regions),
            }});
        }
        let given = self.options.servers.iter().map(|url| json!({"url": url}));
        let global = service.global_endpoint.iter();
        let global = global.map(|url| json!({"url": url}));
        given.chain([regional]).chain(global).collect()
    }

    fn operation(&self, index: usize, action: &Action) -> Json {
        let chapter = &self.api.chapters[action.chapter];
        let (parameters, body) = match action.method {
            Method::Get => (self.query(action), Json::Null),
            Method::Post => (Json::Null, self.form_of(index, action)),
        };
        let output = self.reference(&self.names.responses[index]);
        let example = examples::response(self.api, action);
        let succeeded = Docs::new("The response of the action.", "接口的应答。");
        let success = json!({
            "description": self.describe(&succeeded, []),
            "content": {"application/json": present(json!({"schema": output, "example": example}))},
        });
        let responses = std::iter::once(("200".to_owned(), success));
        present(json!({
            "tags": [chapter.id],
            "summary": self.summary(&action.docs),
            "description": self.describe(&action.docs, action.observed.then(observed)),
            "operationId": action.wire,
            "x-action": action.wire,
            "x-idempotent": action.idempotent,
            "x-paging": action.paging.as_ref().map(paging),
            "parameters": parameters,
            "requestBody": body,
            "responses": responses.chain(self.error_references()).collect::<Json>(),
        }))
    }

    fn security_scheme(&self, signature: Signature) -> (&'static str, Json) {
        let (place, name, says) = match signature {
            Signature::V4 => (
                "header",
                "Authorization",
                Docs::new(
                    "AWS Signature Version 4 in the Authorization header.",
                    "AWS 签名第 4 版，置于 Authorization 头。",
                ),
            ),
            Signature::V4Query => (
                "query",
                "X-Amz-Signature",
                Docs::new(
                    "AWS Signature Version 4 in the query, beside the other `X-Amz-` parameters.",
                    "AWS 签名第 4 版，与其他 `X-Amz-` 参数同置于查询串。",
                ),
            ),
            Signature::Simplified => (
                "query",
                "Signature",
                Docs::new(
                    "One HMAC-SHA256 over the sorted parameters, beside `Accesskey`, `Timestamp` and others.",
                    "对排序后的参数计算一次 HMAC-SHA256，与 `Accesskey`、`Timestamp` 等参数同传。",
                ),
            ),
        };
        let scheme = json!({
            "type": "apiKey",
            "in": place,
            "name": name,
            "description": self.describe(&says, []),
        });
        (scheme_name(signature), scheme)
    }

    /// A time as a text, with a mark that says how it is written.
    pub(super) fn timestamp(&self) -> Json {
        let timestamps = self.api.service.timestamps.as_ref();
        let format = timestamps.map(|timestamps| &timestamps.format);
        present(json!({"type": "string", "x-timestamp-format": format}))
    }

    /// A reference to a schema.
    pub(super) fn reference(&self, name: &str) -> Json {
        json!({"$ref": format!("#/components/schemas/{name}")})
    }
}

fn paging(paging: &Paging) -> Json {
    present(json!({
        "marker": paging.marker,
        "pageSize": paging.page_size,
        "total": paging.total,
        "items": paging.items,
        "key": paging.key,
    }))
}

fn scheme_name(scheme: Signature) -> &'static str {
    match scheme {
        Signature::V4 => "v4",
        Signature::V4Query => "v4Query",
        Signature::Simplified => "simplified",
    }
}
