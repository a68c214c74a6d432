//! A server of the API with its books in memory.
//!
//! `cargo run -p book-shelf --example shelf -- 127.0.0.1:8080`; the access key is `AK`, its secret
//! key `SK`.

mod books;
mod http;

use std::io;

use book_shelf::{Credentials, SERVICE, server::Verifier};
use tokio::net::TcpListener;

#[tokio::main(flavor = "current_thread")]
async fn main() -> io::Result<()> {
    let address = std::env::args()
        .nth(1)
        .unwrap_or_else(|| "127.0.0.1:0".to_owned());
    let listener = TcpListener::bind(address).await?;
    println!("The shelf listens on http://{}.", listener.local_addr()?);
    let verifier = Verifier::new(SERVICE.name, |access_key: &str| {
        (access_key == "AK").then(|| Credentials::new("AK", "SK"))
    });
    http::serve(listener, books::Books::default(), verifier).await
}
