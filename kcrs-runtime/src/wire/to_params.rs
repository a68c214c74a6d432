//! Encoding of values as parameters: structures become dotted names, lists are counted from 1.

use std::fmt::{self, Write as _};

use crate::wire::params::{Param, Params};
use crate::wire::secret::SecretString;

/// A value that can travel as parameters.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a member of a request",
    label = "not text, a number, a Boolean, an enum, a structure or a list of these",
    note = "declare an enum with `open_enum!`, and a structure with `#[derive(Structure)]`"
)]
pub trait ToParams {
    /// Writes the value at the place where the writer is.
    fn write_params(&self, writer: &mut ParamWriter<'_>);

    /// The parameters of a request.
    ///
    /// A bare value, which has no name, and a list, which has none either, give nothing.
    fn to_params(&self) -> Params
    where
        Self: Sized,
    {
        params_of(self)
    }
}

/// Writes values under the name of the member at which it is.
#[derive(Debug)]
pub struct ParamWriter<'a> {
    params: &'a mut Params,
    /// The top-level name, borrowed because most parameters have no other; empty at the root.
    top: &'static str,
    /// The whole name where it has more than one part, else empty.
    nested: String,
    sensitive: bool,
}

/// The parameters of a request; compiled once for all requests.
pub fn params_of(value: &dyn ToParams) -> Params {
    let mut params = Params::with_capacity(8);
    value.write_params(&mut ParamWriter::new(&mut params));
    params
}

/// A bare value as it is written on the wire; empty for a structure.
pub fn wire_text(value: &dyn ToParams) -> String {
    const NAME: &str = "value";
    let mut params = Params::new();
    ParamWriter::new(&mut params).member(NAME, value);
    match params.0.pop() {
        Some(Param { name, value, .. }) if name == NAME => value,
        _ => String::new(),
    }
}

impl<'a> ParamWriter<'a> {
    fn new(params: &'a mut Params) -> Self {
        Self {
            params,
            top: "",
            nested: String::new(),
            sensitive: false,
        }
    }

    /// Writes a member of the structure at this place.
    pub fn member<T: ToParams + ?Sized>(&mut self, name: &'static str, value: &T) {
        let outer = self.enter(name);
        value.write_params(self);
        self.leave(outer);
    }

    /// Writes a member whose values must not be shown.
    pub fn sensitive_member<T: ToParams + ?Sized>(&mut self, name: &'static str, value: &T) {
        let outer = std::mem::replace(&mut self.sensitive, true);
        self.member(name, value);
        self.sensitive = outer;
    }

    /// Writes the items of the list at this place. An empty list writes nothing.
    pub fn items<'i, T: ToParams + 'i>(&mut self, items: impl IntoIterator<Item = &'i T>) {
        if self.top.is_empty() {
            return;
        }
        for (index, item) in items.into_iter().enumerate() {
            let outer = self.push_segment(format_args!("{}", index + 1));
            item.write_params(self);
            self.nested.truncate(outer);
        }
    }

    /// Writes the value at this place.
    pub fn text(&mut self, value: impl Into<String>) {
        self.write(value.into(), self.sensitive);
    }

    /// Writes the value at this place, which must not be shown.
    pub fn sensitive_text(&mut self, value: impl Into<String>) {
        self.write(value.into(), true);
    }

    fn write(&mut self, value: String, sensitive: bool) {
        if self.top.is_empty() {
            return;
        }
        let name = if self.nested.is_empty() {
            self.top.into()
        } else {
            self.nested.clone().into()
        };
        self.params.0.push(Param {
            name,
            value,
            sensitive,
        });
    }

    /// Returns what [`Self::leave`] needs: nothing when the member is at the top.
    fn enter(&mut self, name: &'static str) -> Option<usize> {
        if self.top.is_empty() {
            self.top = name;
            return None;
        }
        Some(self.push_segment(format_args!("{name}")))
    }

    fn leave(&mut self, outer: Option<usize>) {
        match outer {
            Some(length) => self.nested.truncate(length),
            None => self.top = "",
        }
    }

    fn push_segment(&mut self, segment: fmt::Arguments<'_>) -> usize {
        let outer = self.nested.len();
        if outer == 0 {
            self.nested.push_str(self.top);
        }
        self.nested.push('.');
        // Writing to a `String` cannot fail.
        let _ = self.nested.write_fmt(segment);
        outer
    }
}

impl ToParams for str {
    fn write_params(&self, writer: &mut ParamWriter<'_>) {
        writer.text(self);
    }
}

impl ToParams for String {
    fn write_params(&self, writer: &mut ParamWriter<'_>) {
        writer.text(self.as_str());
    }
}

impl ToParams for SecretString {
    fn write_params(&self, writer: &mut ParamWriter<'_>) {
        writer.sensitive_text(self.expose());
    }
}

impl ToParams for bool {
    fn write_params(&self, writer: &mut ParamWriter<'_>) {
        writer.text(if *self { "True" } else { "False" });
    }
}

impl ToParams for i64 {
    fn write_params(&self, writer: &mut ParamWriter<'_>) {
        writer.text(self.to_string());
    }
}

impl<T: ToParams> ToParams for Option<T> {
    fn write_params(&self, writer: &mut ParamWriter<'_>) {
        if let Some(value) = self {
            value.write_params(writer);
        }
    }
}

impl<T: ToParams> ToParams for Vec<T> {
    fn write_params(&self, writer: &mut ParamWriter<'_>) {
        writer.items(self);
    }
}

impl<T: ToParams + ?Sized> ToParams for Box<T> {
    fn write_params(&self, writer: &mut ParamWriter<'_>) {
        (**self).write_params(writer);
    }
}

impl<T: ToParams + ?Sized> ToParams for &T {
    fn write_params(&self, writer: &mut ParamWriter<'_>) {
        (**self).write_params(writer);
    }
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use super::*;

    struct Header {
        key: &'static str,
        values: Vec<&'static str>,
    }

    impl ToParams for Header {
        fn write_params(&self, writer: &mut ParamWriter<'_>) {
            writer.member("Key", self.key);
            writer.sensitive_member("Value", &self.values);
        }
    }

    struct Trigger {
        name: Option<&'static str>,
        headers: Vec<Header>,
        enabled: Option<bool>,
    }

    impl ToParams for Trigger {
        fn write_params(&self, writer: &mut ParamWriter<'_>) {
            writer.member("TriggerName", &self.name);
            writer.member("Header", &self.headers);
            writer.member("Enabled", &self.enabled);
        }
    }

    struct Request {
        trigger: Trigger,
        secret: SecretString,
        count: i64,
    }

    impl ToParams for Request {
        fn write_params(&self, writer: &mut ParamWriter<'_>) {
            writer.member("Trigger", &self.trigger);
            writer.member("Secret", &self.secret);
            writer.member("Count", &self.count);
        }
    }

    #[test]
    fn writes_dotted_names_and_counts_from_one() {
        let trigger = Trigger {
            name: Some("测试"),
            headers: vec![
                Header {
                    key: "a",
                    values: vec!["1", "2"],
                },
                Header {
                    key: "b",
                    values: vec![],
                },
            ],
            enabled: Some(false),
        };
        let params = Request {
            trigger,
            secret: "hush".into(),
            count: -7,
        }
        .to_params();
        assert_eq!(
            params.iter().collect::<Vec<_>>(),
            [
                ("Trigger.TriggerName", "测试"),
                ("Trigger.Header.1.Key", "a"),
                ("Trigger.Header.1.Value.1", "1"),
                ("Trigger.Header.1.Value.2", "2"),
                ("Trigger.Header.2.Key", "b"),
                ("Trigger.Enabled", "False"),
                ("Secret", "hush"),
                ("Count", "-7"),
            ]
        );
        let hidden: Vec<_> = params
            .into_iter()
            .filter(Param::is_sensitive)
            .map(|param| param.name)
            .collect();
        assert_eq!(
            hidden,
            [
                "Trigger.Header.1.Value.1",
                "Trigger.Header.1.Value.2",
                "Secret"
            ]
        );
    }

    #[test]
    fn what_is_absent_sends_nothing() {
        let trigger = Trigger {
            name: None,
            headers: vec![],
            enabled: None,
        };
        assert!(trigger.to_params().is_empty());
    }

    #[test]
    fn top_level_names_are_borrowed() {
        let params = Trigger {
            name: Some("x"),
            headers: vec![],
            enabled: None,
        }
        .to_params();
        assert!(matches!(params.0[0].name, Cow::Borrowed("TriggerName")));
    }

    #[test]
    fn a_value_without_a_name_gives_no_parameter() {
        assert!(params_of(&"x").is_empty());
        assert!(vec!["x"].to_params().is_empty());
        assert_eq!(wire_text(&true), "True");
        assert_eq!(wire_text(&i64::MIN), "-9223372036854775808");
        assert_eq!(wire_text(&None::<bool>), "");
        assert_eq!(wire_text(&vec!["x"]), "");
    }
}
