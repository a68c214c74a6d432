//! Wire type of a field's Rust type. Types are recognised by the last segment of their path: a
//! macro sees no more.

use syn::{GenericArgument, PathArguments, Type};

/// A field's type, taken apart.
pub(crate) struct FieldType {
    pub(crate) is_option: bool,
    pub(crate) is_list: bool,
    pub(crate) scalar: Scalar,
    /// The type within `Option` and `Vec`: `T` of `Option<T>`, `Vec<T>` and `Option<Vec<T>>`.
    pub(crate) element: Type,
    /// The type that is there when a value is there: `Vec<T>` of `Option<Vec<T>>`, else as
    /// `element` or the list.
    pub(crate) value: Type,
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

/// Types of the standard library that are taken for neither an enum nor a structure.
const UNSUPPORTED: [&str; 17] = [
    "f32", "f64", "char", "str", "Option", "Vec", "i8", "i16", "i32", "i128", "isize", "u8", "u16",
    "u32", "u64", "u128", "usize",
];

impl FieldType {
    pub(crate) fn of(ty: &Type) -> Self {
        let ty = ungrouped(ty);
        let optional = argument_of(ty, "Option");
        let value = optional.unwrap_or(ty);
        let item = argument_of(value, "Vec");
        let element = item.unwrap_or(value);
        Self {
            is_option: optional.is_some(),
            is_list: item.is_some(),
            scalar: Scalar::of(element),
            element: element.clone(),
            value: value.clone(),
        }
    }
}

impl Scalar {
    fn of(ty: &Type) -> Self {
        let name = match ty {
            Type::Path(path) => path.path.segments.last().map(|last| last.ident.to_string()),
            _ => None,
        };
        match name.as_deref() {
            Some("String" | "SecretString" | "Timestamp") => Self::Text,
            Some("i64") => Self::Integer,
            Some("bool") => Self::Boolean,
            Some(name) if !UNSUPPORTED.contains(&name) => Self::Named,
            _ => Self::Unsupported,
        }
    }
}

/// `T` of `Name<T>`, however the path to `Name` is written.
fn argument_of<'a>(ty: &'a Type, name: &str) -> Option<&'a Type> {
    if let Type::Path(path) = ty
        && let Some(last) = path.path.segments.last()
        && last.ident == name
        && let PathArguments::AngleBracketed(arguments) = &last.arguments
        && arguments.args.len() == 1
        && let Some(GenericArgument::Type(inner)) = arguments.args.first()
    {
        return Some(ungrouped(inner));
    }
    None
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
        const PLAIN: (bool, bool) = (false, false);
        const OPTION: (bool, bool) = (true, false);
        const LIST: (bool, bool) = (false, true);
        const OPTIONAL_LIST: (bool, bool) = (true, true);
        let cases: [(Type, (bool, bool), Scalar); 11] = [
            (parse_quote!(String), PLAIN, Scalar::Text),
            (parse_quote!(::std::string::String), PLAIN, Scalar::Text),
            (
                parse_quote!(std::option::Option<i64>),
                OPTION,
                Scalar::Integer,
            ),
            (parse_quote!(Vec<kcrs::SecretString>), LIST, Scalar::Text),
            (
                parse_quote!(Option<Vec<bool>>),
                OPTIONAL_LIST,
                Scalar::Boolean,
            ),
            (parse_quote!((Vec<(Kind)>)), LIST, Scalar::Named),
            (parse_quote!(Box<Part>), PLAIN, Scalar::Named),
            (parse_quote!(Vec<Vec<i64>>), LIST, Scalar::Unsupported),
            (parse_quote!(&'static str), PLAIN, Scalar::Unsupported),
            (parse_quote!(Option<u32>), OPTION, Scalar::Unsupported),
            (parse_quote!(Option), PLAIN, Scalar::Unsupported),
        ];
        for (ty, wrapper, scalar) in cases {
            let shape = FieldType::of(&ty);
            assert_eq!((shape.is_option, shape.is_list), wrapper);
            assert_eq!(shape.scalar, scalar);
        }
    }
}
