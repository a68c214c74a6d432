//! Checking a request, before it is sent and after it was received, against what the API's
//! description states.

mod checks;

use crate::wire::path::Path;
use crate::wire::schema::Constraints;
use crate::wire::secret::SecretString;
use crate::wire::to_params::{ToParams, wire_text};
use crate::wire::violation::{Rule, Violation, Violations};

/// A value that can be checked.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a member of a request",
    label = "not text, a number, a Boolean, an enum, a structure or a list of these",
    note = "declare an enum with `open_enum!`, and a structure with `#[derive(Structure)]`"
)]
pub trait Validate {
    /// Reports every broken rule: of a plain value those that the validator has for it, of a
    /// structure those of its members.
    fn validate_into(&self, validator: &mut Validator<'_>);

    /// Reports every broken rule of a list of such values, those of the list as a whole among them.
    #[doc(hidden)]
    fn validate_items(items: &[Self], validator: &mut Validator<'_>)
    where
        Self: Sized,
    {
        for (number, item) in (1..).zip(items) {
            item.validate_into(&mut validator.item(number));
        }
    }
}

/// A value that a condition compares with another: itself, or an option that has to be there.
#[diagnostic::on_unimplemented(
    message = "a condition cannot compare `{Self}` with `{V}`",
    note = "name a value of the member's own type, without the `Option`"
)]
pub trait Is<V: ?Sized> {
    /// Returns whether this is that value.
    fn is(&self, value: &V) -> bool;
}

/// Collects the violations of a value and its members.
#[derive(Debug)]
pub struct Validator<'a> {
    path: Path<'a>,
    constraints: &'static Constraints,
    violations: &'a mut Violations,
}

/// All broken rules of a value; compiled once for all requests.
pub fn validate(value: &dyn Validate) -> Result<(), Violations> {
    let mut violations = Violations::default();
    value.validate_into(&mut Validator {
        path: Path::ROOT,
        constraints: &Constraints::NONE,
        violations: &mut violations,
    });
    violations.into_result()
}

impl Validator<'_> {
    /// Checks the members of a member that has no rules itself.
    pub fn nested<T: Validate>(&mut self, name: &str, value: &T) {
        value.validate_into(&mut self.child(name));
    }

    /// Checks a member by its rules, and then the members of the member.
    pub fn member<T: Validate>(
        &mut self,
        name: &str,
        value: &T,
        constraints: &'static Constraints,
    ) {
        let mut member = self.child(name);
        member.constraints = constraints;
        if constraints.sensitive {
            member.path = member.path.sensitive();
        }
        value.validate_into(&mut member);
    }

    /// Reports each item of the member `name` that equals an earlier one. [`Self::member`] leaves
    /// this out, so that programs without such lists do without its code.
    pub fn unique<T: ToParams>(&mut self, name: &str, items: &[T]) {
        let key = |number: usize| wire_text(&items[number - 1]);
        self.child(name).unique_keys(items.len(), &key, None);
    }

    /// Reports the member `name` where it is missing although the member that its rules name has
    /// the value that requires it.
    pub fn required_when<T: Is<V> + ?Sized, V>(
        &mut self,
        name: &str,
        is_set: bool,
        constraints: &'static Constraints,
        other: &T,
        expected: &V,
    ) {
        if let Some(condition) = constraints.required_when
            && !is_set
            && other.is(expected)
        {
            let message = format!(
                "is required when {} is {}",
                condition.member,
                condition.value()
            );
            self.child(name).report(Rule::RequiredWhen, message);
        }
    }

    pub(crate) fn child<'v>(&'v mut self, name: &'v str) -> Validator<'v> {
        Validator {
            path: self.path.member(name),
            constraints: &Constraints::NONE,
            violations: self.violations,
        }
    }

    pub(crate) fn item(&mut self, number: usize) -> Validator<'_> {
        Validator {
            path: self.path.item(number),
            constraints: self.constraints,
            violations: self.violations,
        }
    }

    pub(crate) fn report(&mut self, rule: Rule, message: impl Into<String>) {
        self.violations
            .push(Violation::new(self.path.to_string(), rule, message));
    }
}

impl Validate for String {
    fn validate_into(&self, validator: &mut Validator<'_>) {
        validator.text(self);
    }
}

impl Validate for SecretString {
    fn validate_into(&self, validator: &mut Validator<'_>) {
        validator.secret(self.expose());
    }
}

impl Validate for i64 {
    fn validate_into(&self, validator: &mut Validator<'_>) {
        validator.integer(*self);
    }
}

impl Validate for bool {
    fn validate_into(&self, _: &mut Validator<'_>) {}
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
        validator.count(self.len());
        T::validate_items(self, validator);
    }
}

impl<T: Validate> Validate for Box<T> {
    fn validate_into(&self, validator: &mut Validator<'_>) {
        (**self).validate_into(validator);
    }
}

impl<T: PartialEq> Is<T> for T {
    fn is(&self, value: &T) -> bool {
        self == value
    }
}

impl<T: PartialEq> Is<T> for Option<T> {
    fn is(&self, value: &T) -> bool {
        self.as_ref() == Some(value)
    }
}

impl Is<&str> for String {
    fn is(&self, value: &&str) -> bool {
        self == value
    }
}

impl Is<&str> for Option<String> {
    fn is(&self, value: &&str) -> bool {
        self.as_deref() == Some(*value)
    }
}

#[cfg(test)]
mod tests;
