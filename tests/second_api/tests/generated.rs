//! What is generated: requests, their checks, the table of actions, attributes.

use std::collections::{BTreeSet, HashSet};

use book_shelf::actions::{AddBook, ListBooks, ReturnBook};
use book_shelf::schema::ACTIONS;
use book_shelf::types::{Binding, Book, Label, LoanState, Person, Shelf};

fn label(row: i64) -> Label {
    let shelf = Shelf::builder().room("A").row(row).build();
    Label::builder().text("New").shelf(shelf).build()
}

fn add_book() -> AddBook {
    AddBook::builder()
        .id("9780000000000")
        .title("A title")
        .author(Person::builder().name("Jane").build())
        .labels([label(-1), label(-2)])
        .pages([1, 2])
        .build_number(6)
        .lend(true)
        .due("2024-02-01T00:00:00Z")
        .r#type(Binding::Digital)
        .build()
}

#[test]
fn names_and_lists_go_out_as_the_spec_has_them() {
    let form = add_book().to_params().to_form();
    let expected = "Id=9780000000000&Title=A%20title&Type=2.0&Author.name=Jane\
        &Labels.1.Text=New&Labels.1.Shelf.Room=A&Labels.1.Shelf.Row=-1\
        &Labels.2.Text=New&Labels.2.Shelf.Room=A&Labels.2.Shelf.Row=-2\
        &Pages.1=1&Pages.2=2&Build=6&Lend=True&Due=2024-02-01T00%3A00%3A00Z";
    assert_eq!(form, expected);
}

#[cfg(feature = "server")]
#[test]
fn items_are_numbered_as_far_as_the_spec_says() {
    use book_shelf::{FromParams, Params};

    let read = |name| ListBooks::from_params(&Params::from_iter([(name, "Jane")]));
    assert!(read("Author.50").is_ok());
    let violations = read("Author.77").unwrap_err();
    assert_eq!(
        violations.to_string(),
        "Author.77: the number must be 1 to 50"
    );
}

#[test]
fn limits_and_conditions_are_checked() {
    assert!(add_book().validate().is_ok());
    let mut wrong = add_book();
    wrong.id = "978".into();
    wrong.labels.push(label(0));
    wrong.pages = vec![0];
    wrong.build_number = Some(7);
    wrong.due = None;
    wrong.author.born = Some(-501);
    wrong.author.aliases = vec!["J".into(), "J".into()];
    let violations = wrong.validate().unwrap_err();
    let mut paths: Vec<&str> = violations
        .iter()
        .map(|violation| violation.path())
        .collect();
    paths.sort_unstable();
    paths.dedup();
    assert_eq!(
        paths,
        [
            "Author.Aliases.2",
            "Author.Born",
            "Comment",
            "Due",
            "Id",
            "Labels.3.Shelf.Row",
            "Pages.1"
        ]
    );
}

#[test]
fn the_table_has_every_action() {
    let names: Vec<&str> = ACTIONS.iter().map(|action| action.name).collect();
    assert_eq!(
        names,
        [
            "AddBook",
            "ListBooks",
            "ListAuthors",
            "return_book",
            "DescribeLoan"
        ]
    );
}

#[test]
fn an_action_need_not_have_parameters_that_are_required() {
    assert_eq!(ListBooks::builder().build().to_params().len(), 0);
}

#[test]
fn secrets_do_not_show() {
    let request = ReturnBook::builder()
        .book_id("9780000000000")
        .reason(LoanState::Closed)
        .r#match(true)
        .at("2024-02-01T00:00:00Z")
        .pin("4711")
        .weights([350])
        .build();
    assert!(!format!("{request:?}").contains("4711"));
}

#[cfg(feature = "server")]
#[test]
fn the_examples_pass_the_checks_of_the_table() {
    for action in ACTIONS {
        let example = action
            .example
            .expect("the spec gives each action an example");
        let address: String = example.request.lines().map(str::trim).collect();
        let (_, query) = address.split_once('?').expect("an example has a query");
        let params = book_shelf::Params::from_form(query.as_bytes()).unwrap();
        assert_eq!(action.check(&params), Ok(()), "{}", action.name);
    }
}

#[test]
fn types_have_the_attributes_that_the_build_script_adds() {
    let book = |id: &str| Book::builder().id(id).lent(false).build();
    assert_eq!(HashSet::from([book("1"), book("1"), book("2")]).len(), 2);
    let bindings = BTreeSet::from([Binding::EBook, Binding::Hard, Binding::from("scroll")]);
    let bindings: Vec<&str> = bindings.iter().map(Binding::as_str).collect();
    assert_eq!(bindings, ["hard", "e-book", "scroll"]);
}
