//! `service.rs`: the service's constants for the runtime, and the regions.

use proc_macro2::TokenStream;
use quote::quote;

use crate::model::Signature;
use crate::naming::{ident, shouty};

use super::{Emitter, docs};

pub(crate) fn emit(emitter: &mut Emitter<'_>) -> TokenStream {
    let service = &emitter.api.service;
    let service_docs = emitter.own_docs(
        "What every call needs to know of the service.",
        "每次调用都需要的服务信息。",
    );
    let (name, version, endpoint, default_region) = (
        &service.name,
        &service.version,
        &service.endpoint,
        &service.default_region,
    );
    let signatures = service.signatures.iter().map(|signature| match signature {
        Signature::V4 => quote!(Signature::V4),
        Signature::V4Query => quote!(Signature::V4Query),
        Signature::Simplified => quote!(Signature::Simplified),
    });
    let never_empty = &service.never_empty;
    let never_empty = (!never_empty.is_empty()).then(|| quote!(.never_empty(&[#(#never_empty),*])));
    let global = service.global_endpoint.as_ref().map(|endpoint| {
        let docs = emitter.own_docs(
            "An address that serves all regions.",
            "适用于所有地域的服务地址。",
        );
        quote!(#docs pub const GLOBAL_ENDPOINT: &str = #endpoint;)
    });
    let utc_offset = service.timestamps.as_ref().map(|timestamps| {
        let (en, zh) = match timestamps.verified {
            true => ("", ""),
            false => (" A guess: nobody has verified it.", "此为推测，未经证实。"),
        };
        let docs = emitter.own_docs(
            &format!("What the times of the service are local to, as an offset from UTC.{en}"),
            &format!("服务端时间所用的 UTC 偏移。{zh}"),
        );
        let offset = &timestamps.utc_offset;
        quote!(#docs pub const UTC_OFFSET: &str = #offset;)
    });
    let regions_docs = emitter.own_docs(
        "The regions known. There may be others.",
        "已知的地域，可能还有其他地域。",
    );
    let all_docs = emitter.own_docs(
        "All of them, the default one included.",
        "全部已知地域，含默认地域。",
    );
    let constants: Vec<_> = service
        .regions
        .iter()
        .map(|region| region_ident(&region.id))
        .collect();
    let regions: TokenStream = service
        .regions
        .iter()
        .map(|region| {
            let docs = emitter.docs(docs::prose_of(&region.docs, region.observed));
            let (constant, id) = (region_ident(&region.id), &region.id);
            quote!(#docs pub const #constant: &str = #id;)
        })
        .collect();
    quote! {
        use crate::__private::v1::{Service, Signature};
        use crate::errors::error_rows;

        #service_docs
        pub static SERVICE: Service = Service::new(#name, #version, #endpoint)
            .default_region(#default_region)
            .signatures(&[#(#signatures),*])
            .errors(error_rows::ALL)
            #never_empty
            .user_agent(concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION")));
        #global
        #utc_offset

        #regions_docs
        pub mod regions {
            #all_docs
            pub const ALL: &[&str] = &[#(#constants),*];
            #regions
        }
    }
}

fn region_ident(id: &str) -> proc_macro2::Ident {
    ident(&shouty(id))
}
