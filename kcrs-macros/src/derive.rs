//! The stages in order: attributes → model → checks → emit.

use crate::checks;
use crate::emit;
use crate::errors::Errors;
use crate::model::{Derive, Model};
use proc_macro2::TokenStream;
use quote::quote;
use syn::{Data, DeriveInput, Fields, FieldsNamed};

/// Expands one derive; mistakes become errors beside an expansion that keeps other code compiling.
pub(crate) fn expand(derive: Derive, input: &DeriveInput) -> TokenStream {
    let mut errors = Errors::default();
    let expansion = match named_fields(input) {
        Ok(fields) => expand_struct(derive, input, fields, &mut errors),
        Err(error) => {
            errors.push(error);
            emit::stub::of_item(derive, input)
        }
    };
    let errors = errors.into_compile_errors();
    quote!(#errors #expansion)
}

fn expand_struct(
    derive: Derive,
    input: &DeriveInput,
    fields: Option<&FieldsNamed>,
    errors: &mut Errors,
) -> TokenStream {
    let mut model = Model::new(derive, input, fields, errors);
    checks::check(&mut model, errors);
    if derive == Derive::FromParams && !model.input {
        let message = "`FromParams` reads requests, and this structure is used in responses only; \
                       `#[structure(input, output)]` is for both";
        errors.at(model.ident.span(), message);
    }
    emit::expansion(derive, &model, !errors.is_empty())
}

/// The named fields of a struct, none of a struct without fields. The messages name no derive, so
/// that those of two derives are one error.
fn named_fields(input: &DeriveInput) -> syn::Result<Option<&FieldsNamed>> {
    let takes = "this derive takes a struct with named fields";
    let data = match &input.data {
        Data::Struct(data) => data,
        Data::Enum(data) => {
            let message = format!("{takes}; for an enum of the wire there is `open_enum!`");
            return Err(syn::Error::new_spanned(data.enum_token, message));
        }
        Data::Union(data) => {
            return Err(syn::Error::new_spanned(data.union_token, takes));
        }
    };
    let generics = &input.generics.params;
    if !generics.is_empty() {
        let message = format!("{takes} and without generic parameters: members own their values");
        return Err(syn::Error::new_spanned(generics, message));
    }
    match &data.fields {
        Fields::Named(fields) => Ok(Some(fields)),
        Fields::Unit => Ok(None),
        Fields::Unnamed(fields) => {
            let message = format!("{takes}: the members are called as the fields are");
            Err(syn::Error::new_spanned(fields, message))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use syn::parse_quote;

    #[test]
    fn a_request_expands_as_committed() {
        let input: DeriveInput = parse_quote! {
            /// Creates a thing.
            ///
            /// 创建。
            #[request(output = Created, method = POST)]
            pub struct CreateThing {
                /// Its name.
                #[wire(length(2..=30, characters), pattern("[a-z]+", "lower-case letters"))]
                pub name: String,
                #[wire(range(1..), required_when(kind = Kind::Monthly))]
                pub size: Option<i64>,
                pub kind: Kind,
                #[wire(sensitive, items(1..=200), unique)]
                pub r#type: Vec<String>,
                #[wire(optional)]
                pub part: Vec<Part>,
            }
        };
        compare("request.rs", &expand(Derive::Request, &input));
        compare(
            "request_from_params.rs",
            &expand(Derive::FromParams, &input),
        );
    }

    #[test]
    fn a_structure_of_both_sides_expands_as_committed() {
        let input: DeriveInput = parse_quote! {
            #[structure(input, output, crate = crate)]
            struct Part {
                #[wire(essential, alias = "partId", written_as = "partId")]
                part_id: String,
                #[wire(decode = header_text, encode = header_text, sensitive)]
                header: Vec<Header>,
                #[wire(default = true)]
                enabled: Option<bool>,
            }
        };
        compare("structure.rs", &expand(Derive::Structure, &input));
    }

    #[test]
    fn a_name_that_a_type_mentions_is_not_taken_for_a_type_parameter() {
        let input: DeriveInput = parse_quote! {
            #[request(output = O)]
            struct Ask { a: C, b: Option<AState> }
        };
        let expansion = expand(Derive::Request, &input).to_string();
        assert!(
            expansion.contains("struct AskBuilder < C_ = () , AState_ ="),
            "{expansion}"
        );
    }

    fn compare(file: &str, expansion: &TokenStream) {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/golden");
        let parsed = syn::parse2(expansion.clone()).expect("an expansion is a list of items");
        kcrs_test_support::expect_file(&folder.join(file), &prettyplease::unparse(&parsed));
    }
}
