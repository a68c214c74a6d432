//! `errors.rs`: the codes, and the rows of the table of errors.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::model::{ErrorClass, ErrorRow};
use crate::naming::{ident, is_type_name, type_name};

use super::{Emitter, docs};

pub(crate) fn emit(emitter: &mut Emitter<'_>) -> TokenStream {
    let errors = &emitter.api.errors;
    let codes = codes(emitter, errors);
    let of_docs = emitter.own_docs(
        "The code of an error that the service returned. Of a dotted code, the part that is known.",
        "服务端所返回错误的错误码；带点的错误码取其中已知的部分。",
    );
    let rows_docs = emitter.own_docs(
        "The rows of the table of common errors.",
        "公共错误表的各行。",
    );
    let all_docs = emitter.own_docs(
        "All rows, in the order of the document.",
        "全部各行，按文档的顺序排列。",
    );
    let names: Vec<_> = errors.iter().map(|row| ident(&row.rust)).collect();
    let rows: TokenStream = errors.iter().map(|row| row_item(emitter, row)).collect();
    quote! {
        use crate::__private::v1::{Error, open_enum};

        #codes

        impl ErrorCode {
            #of_docs
            pub fn of(error: &Error) -> Option<Self> {
                let code = error.code()?;
                let known = |code: &str| Some(Self::from(code)).filter(Self::is_known);
                let parts = || code.split('.').find_map(known);
                Some(known(code).or_else(parts).unwrap_or_else(|| Self::from(code)))
            }
        }

        #rows_docs
        pub mod error_rows {
            use crate::__private::v1::{ErrorClass, ErrorRow};

            #all_docs
            pub static ALL: &[&ErrorRow] = &[#(&#names),*];
            #rows
        }
    }
}

/// The codes, each once, described by its rows.
fn codes(emitter: &mut Emitter<'_>, errors: &[ErrorRow]) -> TokenStream {
    let mut codes: Vec<(&str, Vec<&ErrorRow>)> = Vec::new();
    for row in errors {
        match codes.iter_mut().find(|(code, _)| *code == row.code) {
            Some((_, rows)) => rows.push(row),
            None => codes.push((&row.code, vec![row])),
        }
    }
    let variants: TokenStream = codes
        .into_iter()
        .filter(|(code, _)| is_type_name(&type_name(code)))
        .map(|(code, rows)| {
            let others = rows[1..].iter().map(|row| docs::prose(&row.docs));
            let docs = emitter.docs(docs::prose(&rows[0].docs).with(others));
            let name = ident(&type_name(code));
            quote!(#docs #name = #code,)
        })
        .collect();
    let docs = emitter.own_docs(
        "The code of an error. The list is that of the common errors; services return others too.",
        "错误码。此处列出公共错误，服务端还会返回其他错误码。",
    );
    let attributes = emitter.options.attributes.of_enum("ErrorCode");
    quote!(open_enum! { #docs #attributes pub enum ErrorCode { #variants } })
}

fn row_item(emitter: &mut Emitter<'_>, row: &ErrorRow) -> TokenStream {
    let docs = emitter.docs(docs::prose_of(&row.docs, row.observed));
    let (constant, name, code, message) = (ident(&row.rust), &row.name, &row.code, &row.message);
    let status = Literal::u16_unsuffixed(row.status);
    let class = match row.class {
        ErrorClass::Client => quote!(Client),
        ErrorClass::Throttling => quote!(Throttling),
        ErrorClass::Transient => quote!(Transient),
        ErrorClass::ClockSkew => quote!(ClockSkew),
        ErrorClass::DryRun => quote!(DryRun),
    };
    let gateway = row.gateway.then(|| quote!(.gateway()));
    let keywords = &row.keywords;
    let keywords = (!keywords.is_empty()).then(|| quote!(.keywords(&[#(#keywords),*])));
    quote! {
        #docs
        pub static #constant: ErrorRow = ErrorRow::new(#name, #code, #message, #status, ErrorClass::#class) #gateway #keywords;
    }
}
