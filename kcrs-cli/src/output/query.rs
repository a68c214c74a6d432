//! Selection from a value by JMESPath.

use std::collections::HashMap;
use std::fmt;
use std::str::FromStr;

use jmespath::ast::Ast;
use serde_json::{Map, Value};

use crate::error::CliError;
use crate::text::Text;

/// A JMESPath expression.
#[derive(Clone, Debug)]
pub(crate) struct Query {
    expression: jmespath::Expression<'static>,
}

impl FromStr for Query {
    type Err = jmespath::JmespathError;

    /// Fails where it is none, and shows where.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let expression = jmespath::compile(text)?;
        Ok(Self { expression })
    }
}

impl Query {
    /// Returns what the expression selects from the value. Objects keep the order of their members:
    /// that of the value, or that of the expression where it makes the object.
    pub(crate) fn of(&self, value: &Value) -> Result<Value, CliError> {
        let wrong = |error: &dyn fmt::Display| Text::verbatim(format_args!("--query: {error}"));
        let found = self.expression.search(value);
        let found = found.map_err(|error| CliError::usage(wrong(&error)))?;
        let found = serde_json::to_value(&*found);
        let found = found.map_err(|error| CliError::other(wrong(&error)))?;
        let mut orders = Orders::default();
        orders.learn_expression(self.expression.as_ast());
        orders.learn_value(value);
        Ok(orders.restore(found))
    }
}

/// The orders of members that objects had before JMESPath, which keeps none, saw them; by their
/// names in alphabetical order.
#[derive(Default)]
struct Orders(HashMap<Vec<String>, Vec<String>>);

impl Orders {
    fn learn(&mut self, names: impl Iterator<Item = String>) {
        let order: Vec<String> = names.collect();
        let mut sorted = order.clone();
        sorted.sort_unstable();
        self.0.entry(sorted).or_insert(order);
    }

    fn learn_expression(&mut self, expression: &Ast) {
        match expression {
            Ast::MultiHash { elements, .. } => {
                self.learn(elements.iter().map(|element| element.key.clone()));
                for element in elements {
                    self.learn_expression(&element.value);
                }
            }
            Ast::Comparison { lhs, rhs, .. }
            | Ast::Projection { lhs, rhs, .. }
            | Ast::And { lhs, rhs, .. }
            | Ast::Or { lhs, rhs, .. }
            | Ast::Subexpr { lhs, rhs, .. } => {
                self.learn_expression(lhs);
                self.learn_expression(rhs);
            }
            Ast::Condition {
                predicate, then, ..
            } => {
                self.learn_expression(predicate);
                self.learn_expression(then);
            }
            Ast::Expref { ast: node, .. }
            | Ast::Flatten { node, .. }
            | Ast::Not { node, .. }
            | Ast::ObjectValues { node, .. } => self.learn_expression(node),
            Ast::Function { args: nodes, .. }
            | Ast::MultiList {
                elements: nodes, ..
            } => {
                nodes.iter().for_each(|node| self.learn_expression(node));
            }
            Ast::Identity { .. }
            | Ast::Field { .. }
            | Ast::Index { .. }
            | Ast::Literal { .. }
            | Ast::Slice { .. } => {}
        }
    }

    fn learn_value(&mut self, value: &Value) {
        match value {
            Value::Object(object) => {
                self.learn(object.keys().cloned());
                object.values().for_each(|value| self.learn_value(value));
            }
            Value::Array(items) => items.iter().for_each(|item| self.learn_value(item)),
            _ => {}
        }
    }

    fn restore(&self, value: Value) -> Value {
        match value {
            Value::Object(mut object) => {
                let mut sorted: Vec<String> = object.keys().cloned().collect();
                sorted.sort_unstable();
                let order = self.0.get(&sorted).unwrap_or(&sorted);
                let mut restored = Map::new();
                for name in order {
                    if let Some(value) = object.remove(name) {
                        restored.insert(name.clone(), self.restore(value));
                    }
                }
                Value::Object(restored)
            }
            Value::Array(items) => items.into_iter().map(|item| self.restore(item)).collect(),
            plain => plain,
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn found(query: &str) -> String {
        let value = json!({
            "Z": 1,
            "ImageSet": [
                {"ImageId": "b", "Size": 9_007_199_254_740_993_u64, "Desc": null},
                {"ImageId": "a", "Size": 5, "Desc": "x"},
            ],
        });
        query
            .parse::<Query>()
            .unwrap()
            .of(&value)
            .unwrap()
            .to_string()
    }

    #[test]
    fn objects_keep_the_order_of_their_members() {
        for (query, expected) in [
            ("@.{Z: Z, A: Z}", r#"{"Z":1,"A":1}"#),
            ("ImageSet[1]", r#"{"ImageId":"a","Size":5,"Desc":"x"}"#),
            (
                "sort_by(ImageSet, &ImageId)[].{S: Size, I: ImageId} | [0]",
                r#"{"S":5,"I":"a"}"#,
            ),
            (
                "ImageSet[?Size > `5`].[Size, ImageId]",
                r#"[[9007199254740993,"b"]]"#,
            ),
            ("Nothing", "null"),
        ] {
            assert_eq!(found(query), expected, "{query}");
        }
    }

    #[test]
    fn a_wrong_expression_is_an_error_that_shows_the_place() {
        let shown = "ImageSet[".parse::<Query>().unwrap_err().to_string();
        assert!(shown.contains("ImageSet["), "{shown}");
    }
}
