//! The actions as the types that the library has for them, in the order of the table.

use std::pin::Pin;

use bytes::Bytes;
use kcrs_generated::actions::*;
use kcrs_generated::{Client, FromParams, Params, Request};
use kcrs_test_support::for_each_action;

/// Makes the signed request that the library makes for these parameters.
type Signed = fn(&Client, &Params) -> http::Request<Bytes>;

/// Makes the call; what comes of it does not matter.
type Send = fn(&Client, &Params) -> Pin<Box<dyn Future<Output = ()>>>;

macro_rules! all {
    ($($action:ident),* $(,)?) => {
        pub(super) const ALL: &[Signed] = &[$(signed::<$action>),*];
        pub(super) const SENT: &[Send] = &[$(send::<$action>),*];

        #[test]
        fn the_types_are_those_of_the_table() {
            let names: Vec<&str> = super::documented().map(|action| action.name).collect();
            assert_eq!(names, [$(<$action as Request>::ACTION),*]);
        }
    };
}
for_each_action!(all);

fn request<R: FromParams>(params: &Params) -> R {
    R::from_params(params).expect("a request")
}

fn signed<R: Request + FromParams>(client: &Client, params: &Params) -> http::Request<Bytes> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .expect("a runtime");
    let call = client.send(request::<R>(params));
    runtime.block_on(call.signed()).expect("a signed request")
}

fn send<R: Request + FromParams>(
    client: &Client,
    params: &Params,
) -> Pin<Box<dyn Future<Output = ()>>> {
    let call = client.send(request::<R>(params));
    Box::pin(async move {
        let _ = call.await;
    })
}
