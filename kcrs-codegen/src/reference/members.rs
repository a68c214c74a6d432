//! Parameters and fields as rows of tables.

use crate::constraint_docs::{self, IN_REQUESTS, IN_RESPONSES};
use crate::language::Language;
use crate::markdown::{code, observed, prose};
use crate::model::{Docs, Kind, Member, Parameter, Presence};

use super::markdown::table;
use super::{Reference, action_path};

impl Reference<'_> {
    /// Parameters by their names on the wire: those of structures stand below theirs.
    pub(super) fn parameters(&self, members: &[Member], up: &str) -> String {
        let parameters = self.api.parameters(members, |_| vec![".N".to_owned()]);
        let rows = parameters.iter().flat_map(|it| self.parameter_rows(it, up));
        let head = [
            self.pick("Name", "名称"),
            self.pick("Type", "类型"),
            self.pick("Required", "必填"),
            self.pick("Description", "说明"),
        ];
        table(&head, rows)
    }

    /// The row of a parameter, and those of the parts of a filter.
    fn parameter_rows(&self, parameter: &Parameter<'_>, up: &str) -> Vec<[String; 4]> {
        let Parameter { member, name, .. } = parameter;
        let required = match (member.required, &parameter.optional_within) {
            (true, Some(within)) => format!("{} {}", self.pick("with", "随"), code(within)),
            _ => self.required(member).to_owned(),
        };
        let member = constraint_docs::within(parameter.prefix(), member);
        let mut rows = vec![[
            code(name),
            self.member_type(&member, up),
            required.clone(),
            self.parameter_description(&member, up),
        ]];
        if member.ty.kind == Kind::Filter {
            let parts = [
                (
                    "Name",
                    "What to filter by; each name once.",
                    "过滤字段，名称不能重复。",
                ),
                (
                    "Value.N",
                    "Values to keep; at least one.",
                    "要保留的值，至少一个。",
                ),
            ];
            rows.extend(parts.map(|(part, english, chinese)| {
                let name = code(&format!("{name}.{part}"));
                let says = self.pick(english, chinese).to_owned();
                [name, "String".to_owned(), required.clone(), says]
            }));
        }
        rows
    }

    fn required(&self, member: &Member) -> &'static str {
        match (member.required, &member.required_when) {
            (true, _) => self.pick("yes", "是"),
            (false, Some(_)) => self.pick("conditional", "视条件"),
            (false, None) => self.pick("no", "否"),
        }
    }

    /// Members of a structure, as requests and responses have them.
    pub(super) fn structure_members(
        &self,
        members: &[Member],
        input: bool,
        output: bool,
        up: &str,
    ) -> String {
        let is_shown = [true, true, input, output || !input, true];
        let name = self.pick("Name", "名称");
        let ty = self.pick("Type", "类型");
        let required = self.pick("Required", "必填");
        let presence = self.pick("Presence", "应答中");
        let description = self.pick("Description", "说明");
        let rows = members.iter().map(|member| {
            let mut description = match input {
                true => self.parameter_description(member, up),
                false => String::new(),
            };
            if output {
                description.push_str(&self.field_description(member, input));
            }
            shown(
                is_shown,
                [
                    code(&member.wire),
                    self.member_type(member, up),
                    self.required(member).to_owned(),
                    self.presence(member).to_owned(),
                    description.trim().to_owned(),
                ],
            )
        });
        table(
            &shown(is_shown, [name, ty, required, presence, description]),
            rows,
        )
    }

    fn member_type(&self, member: &Member, up: &str) -> String {
        let ty = self.type_link(member.ty.kind, up);
        match (member.ty.list, self.language) {
            (false, _) => ty,
            (true, Language::English) => format!("list of {ty}"),
            (true, Language::Chinese) => format!("{ty} 列表"),
        }
    }

    fn presence(&self, member: &Member) -> &'static str {
        match member.presence {
            Presence::Essential => self.pick("always", "必有"),
            Presence::Defaulted => self.pick("may be missing", "可缺"),
            Presence::Nullable => self.pick("may be null", "可为 null"),
        }
    }

    fn parameter_description(&self, member: &Member, up: &str) -> String {
        let mut sentences = constraint_docs::limits(self.api, member);
        sentences.extend(constraint_docs::conditions(member, &IN_REQUESTS));
        sentences.extend(member.completed_by.as_ref().map(|completion| {
            let value = completion.value.as_ref();
            let value = value.map_or(String::new(), |value| format!(".{value}"));
            let path = code(&format!("{}[]{value}", completion.items));
            let action = self.actions.get(completion.action.as_str());
            let asked = action.map_or_else(
                || code(&completion.action),
                |action| format!("[{}]({}{})", action.wire, up, action_path(action)),
            );
            Docs::new(
                format!("Values to choose from: {path} of {asked}."),
                format!("可选值见 {asked} 的 {path}。"),
            )
        }));
        let text = prose(&member.docs).with(sentences).with(marks(member));
        self.language.of(&text).to_owned()
    }

    /// The description of a field; of one that is a parameter too, only what the parameter's
    /// description lacks.
    fn field_description(&self, member: &Member, is_described: bool) -> String {
        let null_when = member.null_when.as_ref();
        let null_when = null_when.map(|it| constraint_docs::null_when(it, &IN_RESPONSES, "null"));
        let aliases: Vec<String> = member.aliases.iter().map(|alias| code(alias)).collect();
        let aliases = (!aliases.is_empty()).then(|| {
            Docs::new(
                format!("Also spelt {}.", aliases.join(", ")),
                format!("也写作 {}。", aliases.join("、")),
            )
        });
        let (text, marks) = match is_described {
            true => (Docs::default(), Vec::new()),
            false => (prose(&member.docs), marks(member)),
        };
        let text = text.with(null_when).with(aliases).with(marks);
        self.language.of(&text).to_owned()
    }
}

/// The cells of the columns that are shown.
fn shown<T>(is_shown: [bool; 5], cells: [T; 5]) -> Vec<T> {
    let cells = is_shown.into_iter().zip(cells);
    cells
        .filter(|(is_shown, _)| *is_shown)
        .map(|(_, cell)| cell)
        .collect()
}

/// That a value is secret, or that the document does not have it.
fn marks(member: &Member) -> Vec<Docs> {
    let is_hidden = member.sensitive || member.ty.kind == Kind::Secret;
    let hidden = is_hidden.then(|| {
        Docs::new(
            "Sensitive: tools do not show it.",
            "敏感信息，工具不会显示。",
        )
    });
    let observed = member.observed.then(observed);
    hidden.into_iter().chain(observed).collect()
}
