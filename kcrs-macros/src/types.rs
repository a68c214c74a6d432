//! What a field's type means on the wire. Types are recognised by the last segment of their path: a
//! macro sees no more.

use syn::{GenericArgument, PathArguments, Type};

/// A field's type, taken apart.
pub(crate) struct FieldType {
    pub(crate) wrapper: Wrapper,
    pub(crate) scalar: Scalar,
    /// The type within `Option` and `Vec`: `T` of `Option<T>`, `Vec<T>` and `Option<Vec<T>>`.
    pub(crate) element: Type,
    /// The type that is there when a value is there: `Vec<T>` of `Option<Vec<T>>`, else as
    /// `element` or the list.
    pub(crate) value: Type,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wrapper {
    Plain,
    Option,
    List,
    OptionalList,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scalar {
    Text,
    Integer,
    Boolean,
    /// An enum or a structure.
    Named,
    /// A type which has no form on the wire: `f64`, a tuple, a reference, …
    Unsupported,
}

impl FieldType {
    pub(crate) fn of(ty: &Type) -> Self {
        let ty = ungrouped(ty);
        let (optional, value) = match argument_of(ty, "Option") {
            Some(inner) => (true, inner),
            None => (false, ty),
        };
        let (list, element) = match argument_of(value, "Vec") {
            Some(inner) => (true, inner),
            None => (false, value),
        };
        let wrapper = match (optional, list) {
            (false, false) => Wrapper::Plain,
            (true, false) => Wrapper::Option,
            (false, true) => Wrapper::List,
            (true, true) => Wrapper::OptionalList,
        };
        Self {
            wrapper,
            scalar: Scalar::of(element),
            element: element.clone(),
            value: value.clone(),
        }
    }

    pub(crate) fn is_list(&self) -> bool {
        matches!(self.wrapper, Wrapper::List | Wrapper::OptionalList)
    }

    pub(crate) fn is_option(&self) -> bool {
        matches!(self.wrapper, Wrapper::Option | Wrapper::OptionalList)
    }
}

impl Scalar {
    fn of(ty: &Type) -> Self {
        let Type::Path(path) = ty else {
            return Self::Unsupported;
        };
        let Some(last) = path.path.segments.last() else {
            return Self::Unsupported;
        };
        match last.ident.to_string().as_str() {
            "String" | "SecretString" | "Timestamp" => Self::Text,
            "i64" => Self::Integer,
            "bool" => Self::Boolean,
            "f32" | "f64" | "char" | "str" | "Option" | "Vec" => Self::Unsupported,
            "i8" | "i16" | "i32" | "i128" | "isize" => Self::Unsupported,
            "u8" | "u16" | "u32" | "u64" | "u128" | "usize" => Self::Unsupported,
            _ => Self::Named,
        }
    }
}

/// `T` of `Name<T>`, however the path to `Name` is written.
fn argument_of<'a>(ty: &'a Type, name: &str) -> Option<&'a Type> {
    let Type::Path(path) = ty else {
        return None;
    };
    let last = path.path.segments.last()?;
    if last.ident != name {
        return None;
    }
    let PathArguments::AngleBracketed(arguments) = &last.arguments else {
        return None;
    };
    match arguments.args.first() {
        Some(GenericArgument::Type(inner)) if arguments.args.len() == 1 => Some(ungrouped(inner)),
        _ => None,
    }
}

/// Types that come through a `macro_rules!` variable are wrapped in an invisible group.
fn ungrouped(mut ty: &Type) -> &Type {
    loop {
        match ty {
            Type::Group(group) => ty = &group.elem,
            Type::Paren(paren) => ty = &paren.elem,
            _ => return ty,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use syn::parse_quote;

    #[test]
    fn types_are_known_by_their_last_segment() {
        let cases: [(Type, Wrapper, Scalar); 11] = [
            (parse_quote!(String), Wrapper::Plain, Scalar::Text),
            (
                parse_quote!(::std::string::String),
                Wrapper::Plain,
                Scalar::Text,
            ),
            (
                parse_quote!(std::option::Option<i64>),
                Wrapper::Option,
                Scalar::Integer,
            ),
            (
                parse_quote!(Vec<kcrs::SecretString>),
                Wrapper::List,
                Scalar::Text,
            ),
            (
                parse_quote!(Option<Vec<bool>>),
                Wrapper::OptionalList,
                Scalar::Boolean,
            ),
            (parse_quote!((Vec<(Kind)>)), Wrapper::List, Scalar::Named),
            (parse_quote!(Box<Part>), Wrapper::Plain, Scalar::Named),
            (
                parse_quote!(Vec<Vec<i64>>),
                Wrapper::List,
                Scalar::Unsupported,
            ),
            (
                parse_quote!(&'static str),
                Wrapper::Plain,
                Scalar::Unsupported,
            ),
            (
                parse_quote!(Option<u32>),
                Wrapper::Option,
                Scalar::Unsupported,
            ),
            (parse_quote!(Option), Wrapper::Plain, Scalar::Unsupported),
        ];
        for (ty, wrapper, scalar) in cases {
            let shape = FieldType::of(&ty);
            assert_eq!(shape.wrapper, wrapper);
            assert_eq!(shape.scalar, scalar);
        }
    }
}
