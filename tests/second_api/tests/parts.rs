//! A client without anything else against a server without anything else.

use book_shelf::Params;
use book_shelf::keeper::actions::{ListAuthors, ListAuthorsOutput};
use book_shelf::keeper::server::{BookShelf, Context, ServerError, dispatch};
use book_shelf::reader::{Client, Credentials, SERVICE};

use crate::http::Service;
use crate::shelf::start;

/// A server that knows one action.
struct Keeper;

impl BookShelf for Keeper {
    async fn list_authors(
        &self,
        _: &Context,
        _: ListAuthors,
    ) -> Result<ListAuthorsOutput, ServerError> {
        Ok(ListAuthorsOutput::builder().authors(["Jane"]).build())
    }
}

impl Service for Keeper {
    async fn handle(
        &self,
        context: &Context,
        action: &str,
        params: &Params,
    ) -> Result<Vec<u8>, ServerError> {
        dispatch(self, context, action, params).await
    }
}

#[tokio::test]
async fn a_client_alone_calls_a_server_alone() {
    let address = start(Keeper, book_shelf::keeper::SERVICE.name).await;
    let client = Client::builder()
        .endpoint(address)
        .credentials(Credentials::new("AK", "SK"))
        .build()
        .unwrap();
    let output = client.list_authors().send().await.unwrap();
    assert_eq!(output.authors, ["Jane"]);
    let error = client.list_books().send().await.unwrap_err();
    assert_eq!(
        (error.code(), error.status()),
        (Some("NotImplemented"), Some(501))
    );
    assert_eq!(SERVICE.version, "2024-02-01");
}
