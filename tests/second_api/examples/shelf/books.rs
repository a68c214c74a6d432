//! The service: what each action does to the books.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, MutexGuard, PoisonError};

use book_shelf::actions::*;
use book_shelf::error_rows::NO_SUCH_BOOK;
use book_shelf::server::{BookShelf, Context, ServerError, dispatch};
use book_shelf::types::{Binding, Book, LoanState};
use book_shelf::{Params, Timestamp};

use crate::http::Service;

/// The size of a page, unless the request says otherwise.
const PAGE: i64 = 25;

/// Books by their ISBN.
#[derive(Debug, Default)]
pub(crate) struct Books(Mutex<BTreeMap<String, Book>>);

impl Books {
    fn lock(&self) -> MutexGuard<'_, BTreeMap<String, Book>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Service for Books {
    async fn handle(
        &self,
        context: &Context,
        action: &str,
        params: &Params,
    ) -> Result<Vec<u8>, ServerError> {
        dispatch(self, context, action, params).await
    }
}

impl BookShelf for Books {
    async fn add_book(
        &self,
        context: &Context,
        request: AddBook,
    ) -> Result<AddBookOutput, ServerError> {
        let mut books = self.lock();
        if books.contains_key(&request.id) {
            let message = format!("There is a book {} already.", request.id);
            return Err(ServerError::coded(409, "AlreadyExists", message));
        }
        let book = Book::builder()
            .own_address(format!("/books/{}", request.id))
            .id(request.id.as_str())
            .r#type(request.r#type.unwrap_or(Binding::Soft))
            .author(request.author)
            .lent(request.lend.unwrap_or_default())
            .set_due(request.due)
            .build();
        books.insert(request.id, book.clone());
        let receipt = format!("receipt of {}", context.access_key());
        Ok(AddBookOutput::builder()
            .trace_id(context.request_id())
            .book(book)
            .receipt(receipt)
            .build())
    }

    async fn list_books(
        &self,
        context: &Context,
        request: ListBooks,
    ) -> Result<ListBooksOutput, ServerError> {
        let books = self.lock();
        let is_wanted = |book: &&Book| {
            let author = book.author.as_ref();
            request.author.is_empty()
                || author.is_some_and(|author| request.author.contains(&author.name))
        };
        let found: Vec<&Book> = books.values().filter(is_wanted).collect();
        let (offset, limit) = (
            request.offset.unwrap_or_default(),
            request.limit.unwrap_or(PAGE),
        );
        let start = usize::try_from(offset).unwrap_or(usize::MAX);
        let size = usize::try_from(limit).unwrap_or_default();
        let page = found.iter().skip(start).take(size);
        let page: Vec<Book> = page.map(|book| Book::clone(book)).collect();
        let end = offset.saturating_add(limit);
        let count = i64::try_from(found.len()).unwrap_or(i64::MAX);
        Ok(ListBooksOutput::builder()
            .trace_id(context.request_id())
            .books(page)
            .offset(if end < count { end } else { 0 })
            .count(count)
            .build())
    }

    async fn list_authors(
        &self,
        _: &Context,
        _: ListAuthors,
    ) -> Result<ListAuthorsOutput, ServerError> {
        let books = self.lock();
        let authors = books.values().filter_map(|book| book.author.as_ref());
        let names: BTreeSet<&String> = authors.map(|author| &author.name).collect();
        Ok(ListAuthorsOutput::builder().authors(names).build())
    }

    async fn return_book(
        &self,
        context: &Context,
        request: ReturnBook,
    ) -> Result<ReturnBookOutput, ServerError> {
        let mut books = self.lock();
        let book = books
            .get_mut(&request.book_id)
            .ok_or_else(|| ServerError::row(&NO_SUCH_BOOK, [request.book_id]))?;
        book.lent = false;
        book.due = None;
        Ok(ReturnBookOutput::builder()
            .trace_id(context.request_id())
            .build())
    }

    async fn describe_loan(
        &self,
        _: &Context,
        request: DescribeLoan,
    ) -> Result<DescribeLoanOutput, ServerError> {
        let books = self.lock();
        let book = books
            .get(&request.book_id)
            .ok_or_else(|| ServerError::row(&NO_SUCH_BOOK, [request.book_id]))?;
        let (state, since) = match book.lent {
            true => (
                LoanState::Open,
                Some(Timestamp::from("2024-02-01T00:00:00Z")),
            ),
            false => (LoanState::Closed, None),
        };
        Ok(DescribeLoanOutput::builder()
            .state(state)
            .set_since(since)
            .build())
    }
}
