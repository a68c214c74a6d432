//! The client against the server of the example, over real sockets.

use std::time::Duration;

use book_shelf::server::Verifier;
use book_shelf::types::{Binding, Label, LoanState, Person, Shelf};
use book_shelf::{
    Client, Credentials, Error, ErrorCode, SERVICE, Signature, WaitOptions, error_rows,
};
use tokio::net::TcpListener;

use crate::books::Books;
use crate::http::{Service, serve};

/// Starts a server, and gives its address.
pub(crate) async fn start(service: impl Service, name: &str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let verifier = Verifier::new(name, |access_key: &str| {
        (access_key == "AK").then(|| Credentials::new("AK", "SK"))
    });
    tokio::spawn(serve(listener, service, verifier));
    address
}

async fn client(signature: Signature, secret_key: &str) -> Client {
    let address = start(Books::default(), SERVICE.name).await;
    Client::builder()
        .endpoint(address)
        .credentials(Credentials::new("AK", secret_key))
        .signature(signature)
        .build()
        .unwrap()
}

/// The ISBN of a book.
fn isbn(number: usize) -> String {
    format!("{number:013}")
}

async fn add(client: &Client, number: usize, author: &str, is_lent: bool) -> Result<(), Error> {
    let shelf = Shelf::builder().room("A").row(-1).build();
    let added = client
        .add_book()
        .id(isbn(number))
        .title("A title & more, 周")
        .r#type(Binding::Hard)
        .author(Person::builder().name(author).aliases(["J."]).build())
        .labels([Label::builder().text("New").shelf(shelf).build()])
        .lend(is_lent)
        .due("2024-02-01T00:00:00Z")
        .send()
        .await?;
    assert!(added.trace_id.starts_with("call-"));
    assert_eq!(added.book.id, isbn(number));
    assert_eq!(added.book.r#type, Binding::Hard);
    assert_eq!(added.receipt.unwrap().expose(), "receipt of AK");
    Ok(())
}

#[tokio::test]
async fn every_scheme_of_the_service_is_signed_and_verified() {
    for signature in SERVICE.signatures {
        let right = client(*signature, "SK").await;
        add(&right, 1, "Jane", false).await.unwrap();
        let books = right.list_books().send().await.unwrap();
        assert_eq!((books.books.len(), books.count), (1, Some(1)));

        let wrong = client(*signature, "another").await;
        let error = wrong.list_books().send().await.unwrap_err();
        assert_eq!(error.code(), Some("SignatureDoesNotMatch"), "{error}");
    }
}

#[tokio::test]
async fn a_list_is_read_page_by_page() {
    let client = client(Signature::V4, "SK").await;
    for number in 0..7 {
        let author = if number < 5 { "Jane" } else { "Joan" };
        add(&client, number, author, false).await.unwrap();
    }
    let mut pages = client.list_books().limit(3).pages();
    let mut sizes = Vec::new();
    while let Some(page) = pages.next().await {
        sizes.push(page.unwrap().books.len());
    }
    assert_eq!(sizes, [3, 3, 1]);
    let mut items = client.list_books().author(["Jane"]).limit(2).items();
    let mut found = Vec::new();
    while let Some(book) = items.next().await {
        found.push(book.unwrap().id);
    }
    assert_eq!(found, (0..5).map(isbn).collect::<Vec<_>>());
    let authors = client.list_authors().send().await.unwrap();
    assert_eq!(authors.authors, ["Jane", "Joan"]);
}

#[tokio::test]
async fn errors_of_the_service_are_those_of_its_table() {
    let client = client(Signature::Simplified, "SK").await;
    let error = client
        .describe_loan()
        .book_id(isbn(9))
        .send()
        .await
        .unwrap_err();
    assert_eq!(error.row(), Some(&error_rows::NO_SUCH_BOOK));
    assert_eq!(ErrorCode::of(&error), Some(ErrorCode::NotFound));
    assert_eq!(error.status(), Some(404));
    assert!(error.is_not_found() && !error.is_retryable());
    assert!(
        error
            .to_string()
            .starts_with("NotFound: No book 0000000000009."),
        "{error}"
    );

    add(&client, 1, "Jane", false).await.unwrap();
    let error = add(&client, 1, "Jane", false).await.unwrap_err();
    assert_eq!((error.code(), error.row()), (Some("AlreadyExists"), None));
}

#[tokio::test]
async fn both_sides_check_requests_by_the_same_rules() {
    let client = client(Signature::V4, "SK").await;
    let error = client
        .describe_loan()
        .book_id("12")
        .send()
        .await
        .unwrap_err();
    let Error::Invalid(violations) = &error else {
        panic!("{error}")
    };
    let refused = book_shelf::Operation::new(
        "DescribeLoan",
        SERVICE.version,
        book_shelf::Method::Get,
        book_shelf::Params::from_iter([("BookId", "12")]),
    );
    let error = client.call(refused).await.unwrap_err();
    assert_eq!(error.code(), Some("InvalidParameter"));
    assert_eq!(error.message(), Some(violations.to_string().as_str()));
}

#[tokio::test]
async fn a_state_is_waited_for() {
    let client = client(Signature::V4, "SK").await;
    add(&client, 1, "Jane", true).await.unwrap();
    let loan = client
        .describe_loan()
        .book_id(isbn(1))
        .send()
        .await
        .unwrap();
    assert_eq!(loan.state, LoanState::Open);
    let options = WaitOptions::new()
        .interval(Duration::from_millis(1))
        .settle(Duration::ZERO);
    let waiting = client.wait_until_loan_closed().book_id(isbn(1));
    let waiting = tokio::spawn(waiting.wait_with(options));
    client
        .return_book()
        .book_id(isbn(1))
        .reason(LoanState::Closed)
        .r#match(true)
        .at("2024-02-01T00:00:00Z")
        .pin("4711")
        .weights([350])
        .send()
        .await
        .unwrap();
    let waited = waiting.await.unwrap().unwrap();
    assert_eq!(waited.status(), Some("closed"));
    assert_eq!(waited.output().unwrap().since, None);
}
