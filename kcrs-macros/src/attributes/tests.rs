use super::{ContainerAttributes, REQUEST, WireAttributes};
use crate::errors::Errors;
use crate::types::Scalar;
use quote::ToTokens;
use syn::{Attribute, parse_quote};

fn wire(attributes: &[Attribute]) -> (WireAttributes, Vec<String>) {
    let mut errors = Errors::default();
    let wire = WireAttributes::parse(attributes, &mut errors);
    (wire, errors.messages())
}

fn request(attributes: &[Attribute]) -> (ContainerAttributes, Vec<String>) {
    let mut errors = Errors::default();
    let container = ContainerAttributes::parse(attributes, &REQUEST, &mut errors);
    (container, errors.messages())
}

#[test]
fn every_key_of_a_field_is_read() {
    let (wire, messages) = wire(&[
        parse_quote!(#[doc = " Docs, which are no business of ours."]),
        parse_quote!(#[wire(name = "EniLBIp", alias = "eniLbIp", alias = "ip", essential, optional)]),
        parse_quote!(#[wire(decode = header_text, length(2..=30, bytes), range(-5..), items(..=100))]),
        parse_quote!(#[wire(pattern("[a-z]+", "lower-case letters"), unique, sensitive, default = -20)]),
        parse_quote!(#[wire(required_when(r#type = f(1, 2)),)]),
    ]);
    assert_eq!(messages, Vec::<String>::new());
    assert_eq!(
        wire.name.map(|name| name.value()).as_deref(),
        Some("EniLBIp")
    );
    let aliases: Vec<_> = wire
        .aliases
        .iter()
        .map(|alias| alias.value.value())
        .collect();
    assert_eq!(aliases, ["eniLbIp", "ip"]);
    assert!(wire.essential.is_some() && wire.optional.is_some());
    assert!(wire.sensitive.is_some());
    assert!(
        wire.decode
            .is_some_and(|decode| decode.value.is_ident("header_text"))
    );

    let rules: Vec<_> = wire
        .rules
        .iter()
        .map(|rule| rule.call.to_string().replace(' ', ""))
        .collect();
    assert_eq!(
        rules,
        [
            "length(2,30,__v1::LengthUnit::Bytes)",
            "range(-5,::core::primitive::i64::MAX)",
            "items(0,100)",
            r#"pattern(__v1::pattern!("[a-z]+","lower-caseletters"))"#,
            "unique()",
        ]
    );
    assert_eq!(wire.max_items, Some(100));
    let default = wire.default.expect("read above");
    assert_eq!(
        (default.scalar, default.text.as_str()),
        (Scalar::Integer, "-20")
    );
    let condition = wire.required_when.expect("read above").value;
    assert_eq!(condition.field, "r#type");
    assert_eq!(condition.value.into_token_stream().to_string(), "f (1 , 2)");
}

#[test]
fn every_key_of_a_request_is_read() {
    let (container, messages) = request(&[
        parse_quote!(#[request(action = "CreateThing", output = Page<Thing, 3>, method = POST)]),
        parse_quote!(#[request(idempotent = true, version = "2021-11-09", crate = ::a::b)]),
    ]);
    assert_eq!(messages, Vec::<String>::new());
    assert_eq!(
        container.action.map(|action| action.value()).as_deref(),
        Some("CreateThing")
    );
    assert_eq!(
        container.version.map(|version| version.value()).as_deref(),
        Some("2021-11-09")
    );
    assert_eq!(container.method.expect("read above"), "Post");
    assert!(container.idempotent);
    assert!(container.output.is_some() && container.krate.is_some());
}

#[test]
fn a_mistake_leaves_the_rest_of_the_list_readable() {
    let (wire, messages) = wire(&[parse_quote!(
        #[wire(lenght(1..=2, characters), name = 3, "x", range(1..=9) 7, unique = true, alias = "a")]
    )]);
    assert_eq!(messages.len(), 5, "{messages:#?}");
    assert!(messages[0].starts_with("unknown key `lenght`; did you mean `length`?"));
    assert!(messages[1].starts_with("expected text in quotes; write for example `name = "));
    assert!(messages[2].starts_with("expected a key: `name`, "));
    assert!(messages[3].starts_with("expected `,`"));
    assert!(messages[4].starts_with("`unique` takes no value"));
    let rules: Vec<_> = wire.rules.iter().map(|rule| rule.name).collect();
    assert_eq!(rules, ["range", "unique"]);
    assert_eq!(wire.aliases.len(), 1);
}

#[test]
fn suggestions_need_some_likeness() {
    for (written, suggestion) in [
        ("optionnal", Some("optional")),
        ("item", Some("items")),
        ("foo", None),
    ] {
        let key = syn::Ident::new(written, proc_macro2::Span::call_site());
        let (_, messages) = wire(&[parse_quote!(#[wire(#key)])]);
        let expected = suggestion.map(|name| format!("did you mean `{name}`?"));
        match expected {
            Some(expected) => assert!(messages[0].contains(&expected), "{messages:?}"),
            None => assert!(!messages[0].contains("did you mean"), "{messages:?}"),
        }
    }
}
