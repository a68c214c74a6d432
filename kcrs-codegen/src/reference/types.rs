//! The page of types.

use crate::language::Language;
use crate::markdown::{code, documented_as, escape, prose};
use crate::model::{Action, Api, Shape, Type};

use super::markdown::table;
use super::{ON_TYPES_PAGE, Reference, action_path};

pub(super) fn title(language: Language) -> &'static str {
    language.pick("Types", "类型")
}

pub(super) fn write(reference: &Reference<'_>) -> String {
    let mut out = format!("# {}\n\n", title(reference.language));
    out.push_str(&reference.way_of("types.md"));
    for (index, ty) in reference.api.types.iter().enumerate() {
        out.push_str(&reference.ty(index, ty));
    }
    out
}

impl Reference<'_> {
    /// Returns the navigation of a page of the first level: the service, and the other language.
    pub(super) fn way_of(&self, path: &str) -> String {
        let title = escape(self.language.of(&self.api.service.title));
        let mut way = format!("[{title}](README.md)");
        let translations = self.translations(path);
        if !translations.is_empty() {
            way.push_str(&format!(" · {translations}"));
        }
        way.push_str("\n\n");
        way
    }

    fn ty(&self, index: usize, ty: &Type) -> String {
        let other = ty.documented_as.as_deref().map(documented_as);
        let docs = prose(&ty.docs).with(other);
        let mut out = format!("## {}\n\n{}", ty.name, self.language.of(&docs));
        out.push_str("\n\n");
        match &ty.shape {
            Shape::Structure(shape) => {
                out.push_str(&self.structure_members(
                    &shape.members,
                    shape.input,
                    shape.output,
                    ON_TYPES_PAGE,
                ));
            }
            Shape::Enum(shape) => {
                let head = [self.pick("Value", "取值"), self.pick("Meaning", "含义")];
                let rows = shape.values.iter().map(|value| {
                    let meaning = self.prose_of(&value.docs, value.observed);
                    [code(&value.wire), meaning]
                });
                out.push_str(&table(&head, rows));
                out.push_str(
                    self.pick("\nThe service may add values.\n", "\n服务可能新增取值。\n"),
                );
            }
        }
        let users = self.users(index);
        if !users.is_empty() {
            let (used_by, comma) = (self.pick("Used by", "用于"), self.pick(", ", "、"));
            out.push_str(&format!("\n{used_by} {}\n", users.join(comma)));
        }
        out.push('\n');
        out
    }

    /// The actions that reach a type, as links.
    fn users(&self, ty: usize) -> Vec<String> {
        let users = self.users[ty].iter();
        users
            .map(|action| format!("[{}]({})", action.wire, action_path(action)))
            .collect()
    }
}

/// By type, the actions that reach it.
pub(super) fn users(api: &Api) -> Vec<Vec<&Action>> {
    let mut users = vec![Vec::new(); api.types.len()];
    for action in &api.actions {
        for index in api.types_of(action) {
            users[index].push(action);
        }
    }
    users
}
