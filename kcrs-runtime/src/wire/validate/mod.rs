//! Checking a request, before it is sent and after it was received, against what the API's
//! description states.

mod member;
mod rules;

pub(crate) use member::check_unique;
pub use member::{LengthUnit, MemberValidator};
pub use rules::{Integers, Is, Items, Pattern, Texts, UniqueKey};

use crate::wire::path::Path;
use crate::wire::secret::SecretString;
use crate::wire::to_params::{ToParams, wire_text};
use crate::wire::violation::{Rule, Violation, Violations};

/// A value that knows the rules of its members.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a member of a request",
    label = "not text, a number, a Boolean, an enum, a structure or a list of these",
    note = "declare an enum with `open_enum!`, and a structure with `#[derive(Structure)]`"
)]
pub trait Validate {
    /// Reports every broken rule.
    fn validate_into(&self, validator: &mut Validator<'_>);

    /// Reports every broken rule of a list of such values, those of the list as a whole among them.
    #[doc(hidden)]
    fn validate_items(items: &[Self], validator: &mut Validator<'_>)
    where
        Self: Sized,
    {
        for (index, item) in items.iter().enumerate() {
            item.validate_into(&mut validator.item(index + 1));
        }
    }
}

/// Collects the violations of a value and its members.
#[derive(Debug)]
pub struct Validator<'a> {
    path: Path<'a>,
    violations: &'a mut Violations,
}

/// All broken rules of a value; compiled once for all requests.
pub fn validate(value: &dyn Validate) -> Result<(), Violations> {
    let mut violations = Violations::default();
    value.validate_into(&mut Validator {
        path: Path::ROOT,
        violations: &mut violations,
    });
    violations.into_result()
}

impl Validator<'_> {
    /// Begins the checks of a member.
    pub fn member<'v, T: ?Sized>(
        &'v mut self,
        name: &'v str,
        value: &'v T,
    ) -> MemberValidator<'v, T> {
        MemberValidator::new(self.child(name), value)
    }

    /// Reports the member `name` where it is missing although the member `other` has the value that
    /// requires it.
    pub fn required_when<T: Is<V> + ?Sized, V: ToParams>(
        &mut self,
        name: &str,
        is_set: bool,
        other: &str,
        value: &T,
        expected: &V,
    ) {
        if !is_set && value.is(expected) {
            let message = format!("is required when {other} is {}", wire_text(expected));
            self.child(name).report(Rule::RequiredWhen, message);
        }
    }

    pub(crate) fn child<'v>(&'v mut self, name: &'v str) -> Validator<'v> {
        Validator {
            path: self.path.member(name),
            violations: self.violations,
        }
    }

    pub(crate) fn item(&mut self, number: usize) -> Validator<'_> {
        Validator {
            path: self.path.item(number),
            violations: self.violations,
        }
    }

    pub(crate) fn report(&mut self, rule: Rule, message: impl Into<String>) {
        self.violations
            .push(Violation::new(self.path.to_string(), rule, message));
    }
}

impl<T: Validate> Validate for Option<T> {
    fn validate_into(&self, validator: &mut Validator<'_>) {
        if let Some(value) = self {
            value.validate_into(validator);
        }
    }
}

impl<T: Validate> Validate for Vec<T> {
    fn validate_into(&self, validator: &mut Validator<'_>) {
        T::validate_items(self, validator);
    }
}

impl<T: Validate> Validate for Box<T> {
    fn validate_into(&self, validator: &mut Validator<'_>) {
        (**self).validate_into(validator);
    }
}

/// Types without members of their own.
macro_rules! without_members {
    ($($scalar:ty),*) => {$(
        impl Validate for $scalar {
            fn validate_into(&self, _: &mut Validator<'_>) {}
        }
    )*};
}

without_members!(String, SecretString, bool, i64);

#[cfg(test)]
mod tests;
