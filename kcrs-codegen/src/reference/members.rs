//! Parameters and fields as rows of tables.

use crate::constraint_docs::{self, IN_REQUESTS, IN_RESPONSES};
use crate::language::Language;
use crate::markdown::{OBSERVED, chinese, code, english};
use crate::model::{Docs, Kind, Member, Presence};

use super::markdown::table;
use super::{Reference, action_path};

impl Reference<'_> {
    /// Parameters by their names on the wire: those of structures stand below theirs.
    pub(super) fn parameters(&self, members: &[Member], up: &str) -> String {
        let mut rows = Vec::new();
        self.add_parameters(members, "", None, up, &mut rows);
        let head = [
            self.pick("Name", "名称"),
            self.pick("Type", "类型"),
            self.pick("Required", "必填"),
            self.pick("Description", "说明"),
        ];
        table(head, rows)
    }

    fn add_parameters(
        &self,
        members: &[Member],
        prefix: &str,
        optional_within: Option<&str>,
        up: &str,
        rows: &mut Vec<[String; 4]>,
    ) {
        for member in members {
            let number = if member.ty.list { ".N" } else { "" };
            let name = format!("{prefix}{}{number}", member.wire);
            let required = match (member.required, optional_within) {
                (true, None) => self.pick("yes", "是").to_owned(),
                (true, Some(within)) => match self.language {
                    Language::English => format!("with {}", code(within)),
                    Language::Chinese => format!("随 {}", code(within)),
                },
                (false, _) if member.required_when.is_some() => {
                    self.pick("conditional", "视条件").to_owned()
                }
                (false, _) => self.pick("no", "否").to_owned(),
            };
            let member = constraint_docs::within(prefix, member);
            rows.push([
                code(&name),
                self.member_type(&member, up),
                required,
                self.parameter_description(&member, up),
            ]);
            let below = format!("{name}.");
            let optional_within = match member.required {
                true => optional_within,
                false => Some(name.as_str()),
            };
            if let Some(structure) = self.api.structure(member.ty.kind) {
                self.add_parameters(&structure.members, &below, optional_within, up, rows);
            }
            if member.ty.kind == Kind::Filter {
                let own = [
                    (
                        "Name",
                        self.pick(
                            "What to filter by; each name once.",
                            "过滤字段，名称不能重复。",
                        ),
                    ),
                    (
                        "Value.N",
                        self.pick("Values to keep; at least one.", "要保留的值，至少一个。"),
                    ),
                ];
                let required = rows.last().map_or_else(String::new, |row| row[2].clone());
                rows.extend(own.map(|(part, says)| {
                    [
                        code(&format!("{below}{part}")),
                        "String".to_owned(),
                        required.clone(),
                        says.to_owned(),
                    ]
                }));
            }
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
        let name = self.pick("Name", "名称");
        let ty = self.pick("Type", "类型");
        let required = self.pick("Required", "必填");
        let presence = self.pick("Presence", "应答中");
        let description = self.pick("Description", "说明");
        let cells = |member: &Member| {
            let required = match (member.required, &member.required_when) {
                (true, _) => self.pick("yes", "是"),
                (false, Some(_)) => self.pick("conditional", "视条件"),
                (false, None) => self.pick("no", "否"),
            };
            let mut description = match input {
                true => self.parameter_description(member, up),
                false => String::new(),
            };
            if output {
                let field = self.field_description(member, input);
                description.push_str(&field);
            }
            (
                code(&member.wire),
                self.member_type(member, up),
                required.to_owned(),
                self.presence(member).to_owned(),
                description.trim().to_owned(),
            )
        };
        let rows = members.iter().map(cells);
        match (input, output) {
            (true, true) => table(
                [name, ty, required, presence, description],
                rows.map(|(a, b, c, d, e)| [a, b, c, d, e]),
            ),
            (true, false) => table(
                [name, ty, required, description],
                rows.map(|(a, b, c, _, e)| [a, b, c, e]),
            ),
            (false, _) => table(
                [name, ty, presence, description],
                rows.map(|(a, b, _, d, e)| [a, b, d, e]),
            ),
        }
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
        let mut text = self.prose(&member.docs);
        let mut sentences = constraint_docs::limits(self.api, member);
        sentences.extend(constraint_docs::conditions(member, &IN_REQUESTS));
        if let Some(completion) = &member.completed_by {
            let mut path = format!("{}[]", completion.items);
            if let Some(value) = &completion.value {
                path.push_str(&format!(".{value}"));
            }
            let action = self.actions.get(completion.action.as_str());
            let asked = action.map_or_else(
                || code(&completion.action),
                |action| format!("[{}]({}{})", action.wire, up, action_path(action)),
            );
            sentences.push(Docs {
                en: format!("Values to choose from: {} of {asked}.", code(&path)),
                zh: format!("可选值见 {asked} 的 {}。", code(&path)),
            });
        }
        self.add(&mut text, sentences);
        self.add_marks(&mut text, member);
        text
    }

    /// The description of a field; of one that is a parameter too, only what the parameter's
    /// description lacks.
    fn field_description(&self, member: &Member, is_described: bool) -> String {
        let mut text = match is_described {
            true => String::new(),
            false => self.prose(&member.docs),
        };
        let mut sentences = Vec::new();
        if let Some(condition) = &member.null_when {
            sentences.push(constraint_docs::null_when(condition, &IN_RESPONSES, "null"));
        }
        if !member.aliases.is_empty() {
            let aliases: Vec<String> = member.aliases.iter().map(|alias| code(alias)).collect();
            sentences.push(Docs {
                en: format!("Also spelt {}.", aliases.join(", ")),
                zh: format!("也写作 {}。", aliases.join("、")),
            });
        }
        self.add(&mut text, sentences);
        if !is_described {
            self.add_marks(&mut text, member);
        }
        text
    }

    fn add_marks(&self, text: &mut String, member: &Member) {
        let mut marks = Vec::new();
        if member.sensitive || member.ty.kind == Kind::Secret {
            marks.push(Docs {
                en: "Sensitive: tools do not show it.".to_owned(),
                zh: "敏感信息，工具不会显示。".to_owned(),
            });
        }
        if member.observed {
            let (en, zh) = OBSERVED;
            marks.push(Docs {
                en: en.to_owned(),
                zh: zh.to_owned(),
            });
        }
        self.add(text, marks);
    }

    fn add(&self, text: &mut String, sentences: Vec<Docs>) {
        for sentence in sentences {
            text.push_str(self.pick(" ", ""));
            text.push_str(self.language.of(&sentence));
        }
    }

    /// Words of the spec as Markdown sentences.
    pub(super) fn prose(&self, docs: &Docs) -> String {
        match self.language {
            Language::English => english(&docs.en),
            Language::Chinese => chinese(&docs.zh),
        }
    }
}
