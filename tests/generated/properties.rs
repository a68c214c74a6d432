//! Writing and reading parameters close the circle, for generated values of every action.

use std::fmt::Debug;

use kcrs_generated::actions::*;
use kcrs_generated::schema::{ACTIONS, Presence, Shape, StructureShape};
use kcrs_generated::{FromParams, Params, Request};
use kcrs_test_support::for_each_action;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

type Pairs = Vec<(String, String)>;

/// Reads a value from generated parameters, writes it and reads it again.
fn circle<R: Request + FromParams + PartialEq + Debug>(pairs: &Pairs) -> Result<(), TestCaseError> {
    let params: Params = pairs.iter().cloned().collect();
    let value = R::from_params(&params)
        .map_err(|violations| TestCaseError::fail(violations.to_string()))?;
    let written = value.to_params();
    prop_assert_eq!(&written, &params);
    let read = R::from_params(&written);
    prop_assert_eq!(read.as_ref(), Ok(&value));

    let form = Params::from_form(written.to_form().as_bytes())
        .map_err(|error| TestCaseError::fail(error.to_string()))?;
    prop_assert_eq!(&form, &params);
    Ok(())
}

#[test]
fn the_table_has_the_33_actions_of_the_document() {
    macro_rules! names {
        ($($action:ident),* $(,)?) => { [$(<$action as Request>::ACTION),*] };
    }
    let names = for_each_action!(names);
    assert_eq!(names.len(), 33);
    let table: Vec<&str> = ACTIONS
        .iter()
        .filter(|action| !action.observed)
        .map(|action| action.name)
        .collect();
    assert_eq!(table, names);
}

#[test]
fn from_params_undoes_to_params_for_every_action() {
    type Circle = fn(&Pairs) -> Result<(), TestCaseError>;
    macro_rules! circles {
        ($($action:ident),* $(,)?) => { [$(circle::<$action> as Circle),*] };
    }
    for (action, circle) in ACTIONS
        .iter()
        .filter(|action| !action.observed)
        .zip(for_each_action!(circles))
    {
        let mut runner = TestRunner::new(Config {
            cases: 64,
            failure_persistence: None,
            ..Config::default()
        });
        if let Err(error) = runner.run(&structure("", action.request), |pairs| circle(&pairs)) {
            panic!("{}: {error}", action.name);
        }
    }
}

/// Parameters of a structure whose names begin with `prefix`, in the order in which they are
/// written.
fn structure(prefix: &str, shape: &'static StructureShape) -> BoxedStrategy<Pairs> {
    let mut all = Just(Pairs::new()).boxed();
    for member in shape.members {
        let name = format!("{prefix}{}", member.wire_name);
        let pairs = value(&name, member.shape, member.presence == Presence::Required);
        let pairs = match member.presence {
            Presence::Required => pairs,
            _ => prop_oneof![Just(Pairs::new()), pairs].boxed(),
        };
        all = (all, pairs)
            .prop_map(|(before, pairs)| [before, pairs].concat())
            .boxed();
    }
    all
}

fn value(name: &str, shape: &'static Shape, required: bool) -> BoxedStrategy<Pairs> {
    let single = |text: BoxedStrategy<String>| {
        let name = name.to_owned();
        text.prop_map(move |text| vec![(name.clone(), text)])
            .boxed()
    };
    match shape {
        Shape::Integer => single(any::<i64>().prop_map(|number| number.to_string()).boxed()),
        Shape::Boolean => single(
            any::<bool>()
                .prop_map(|flag| if flag { "True" } else { "False" }.to_owned())
                .boxed(),
        ),
        Shape::Enum(shape) => {
            let known: Vec<_> = shape
                .values
                .iter()
                .map(|value| value.value.to_owned())
                .collect();
            single(prop_oneof![proptest::sample::select(known), any::<String>()].boxed())
        }
        Shape::Structure(shape) => structure(&format!("{name}."), shape),
        Shape::List(item) => {
            let name = name.to_owned();
            (usize::from(required)..=4)
                .prop_flat_map(move |count| {
                    (1..=count)
                        .map(|number| value(&format!("{name}.{number}"), item, true))
                        .collect::<Vec<_>>()
                })
                .prop_map(|items| items.concat())
                .boxed()
        }
        _ => single(text()),
    }
}

fn text() -> BoxedStrategy<String> {
    let pieces = prop_oneof![
        Just("容器镜像"),
        Just(" "),
        Just("+"),
        Just("*"),
        Just("~"),
        Just("%"),
        Just("&"),
        Just("="),
        Just("%2B"),
        Just("\n"),
        Just("a.1"),
    ];
    prop_oneof![
        vec(pieces, 0..6).prop_map(|pieces| pieces.concat()),
        any::<String>()
    ]
    .boxed()
}
