//! Rust names of wire names.

use heck::{ToShoutySnakeCase, ToSnakeCase, ToUpperCamelCase};
use proc_macro2::{Ident, Span};

/// `InstanceId` → `instance_id`.
pub(crate) fn snake(wire: &str) -> String {
    wire.to_snake_case()
}

/// `instance_id` → `InstanceId`; the derives name a member so by default.
pub(crate) fn upper_camel(name: &str) -> String {
    name.to_upper_camel_case()
}

/// `InstanceId` → `INSTANCE_ID`.
pub(crate) fn shouty(name: &str) -> String {
    name.to_shouty_snake_case()
}

/// The name of a Rust type for a wire name: the name itself where it can be one.
pub(crate) fn type_name(wire: &str) -> String {
    if is_type_name(wire) {
        wire.to_owned()
    } else {
        upper_camel(wire)
    }
}

/// The name of the trait that servers of a service implement.
pub(crate) fn trait_name(service: &str) -> String {
    let name = upper_camel(service);
    match is_type_name(&name) && !RESERVED.contains(&&*name) && !OF_SERVERS.contains(&&*name) {
        true => name,
        false => name + "Service",
    }
}

/// Returns whether a field or method can have the name, perhaps as a raw identifier.
pub(crate) fn is_field_name(name: &str) -> bool {
    let mut chars = name.chars();
    chars.next().is_some_and(|c| c.is_ascii_lowercase())
        && chars.all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
        && !matches!(name, "self" | "super" | "crate")
}

/// Returns whether a type or a variant can have the name.
pub(crate) fn is_type_name(name: &str) -> bool {
    let mut chars = name.chars();
    chars.next().is_some_and(|c| c.is_ascii_uppercase())
        && chars.all(|c| c.is_ascii_alphanumeric())
        && name != "Self"
}

/// The identifier of a field or method: raw where the name is a keyword.
pub(crate) fn field_ident(name: &str) -> Ident {
    if KEYWORDS.contains(&name) {
        Ident::new_raw(name, Span::call_site())
    } else {
        ident(name)
    }
}

/// The identifier of a name that is no keyword.
pub(crate) fn ident(name: &str) -> Ident {
    Ident::new(name, Span::call_site())
}

/// Words that only a raw identifier can be, in edition 2024.
const KEYWORDS: [&str; 48] = [
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn",
    "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let",
    "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return",
    "static", "struct", "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use",
    "virtual", "where", "while", "yield",
];

/// Names in scope of generated code: the built-in types of a spec, and what Rust and the generated
/// files bring.
pub(crate) const RESERVED: [&str; 39] = [
    "String",
    "Integer",
    "Boolean",
    "Timestamp",
    "Secret",
    "SecretString",
    "Filter",
    "Option",
    "Some",
    "None",
    "Result",
    "Ok",
    "Err",
    "Vec",
    "Box",
    "Default",
    "Clone",
    "Copy",
    "PartialEq",
    "Debug",
    "From",
    "Into",
    "Send",
    "Sync",
    "Request",
    "Structure",
    "FromParams",
    "Client",
    "Context",
    "Future",
    "Params",
    "Duration",
    "ItemKey",
    "Paged",
    "Outcome",
    "Waiter",
    "Waitable",
    "Actions",
    "ServerError",
];

/// Names of the runtime that the module of the trait imports.
const OF_SERVERS: [&str; 5] = [
    "IncomingRequest",
    "KeyLookup",
    "Verified",
    "Verifier",
    "VerifyError",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names() {
        for (wire, expected) in [
            ("InstanceId", "instance_id"),
            ("tokenId", "token_id"),
            ("EniLBIp", "eni_lb_ip"),
            ("Key", "key"),
        ] {
            assert_eq!(snake(wire), expected);
        }
        for (wire, expected) in [
            ("basic", "Basic"),
            ("NeverExpire", "NeverExpire"),
            ("DNSList", "DNSList"),
            ("a-b", "AB"),
        ] {
            assert_eq!(type_name(wire), expected);
        }
        assert_eq!(shouty("MissingHostHeader"), "MISSING_HOST_HEADER");
    }

    #[test]
    fn what_can_be_a_name() {
        assert!(["type", "a", "a1_b"].into_iter().all(is_field_name));
        assert!(
            !["", "self", "crate", "1a", "A", "a-b", "_a", "名"]
                .into_iter()
                .any(is_field_name)
        );
        assert!(["A", "AB1"].into_iter().all(is_type_name));
        assert!(
            !["", "Self", "a", "1A", "A_B", "A.B"]
                .into_iter()
                .any(is_type_name)
        );
    }

    #[test]
    fn a_trait_has_a_name_that_nothing_else_has() {
        let services = ["kcrs", "book-shelf", "self", "send", "verifier"];
        assert_eq!(
            services.map(trait_name),
            [
                "Kcrs",
                "BookShelf",
                "SelfService",
                "SendService",
                "VerifierService"
            ]
        );
    }

    #[test]
    fn keywords_become_raw() {
        assert_eq!(field_ident("type").to_string(), "r#type");
        assert_eq!(field_ident("kind").to_string(), "kind");
    }
}
