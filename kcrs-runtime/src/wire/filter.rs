//! Filters of list queries.

use crate::wire::schema::{Constraints, Docs, Member, Presence, Reflect, Shape, StructureShape};
use crate::wire::to_params::{ParamWriter, ToParams};
use crate::wire::validate::{Validate, Validator};
use crate::wire::violation::Rule;

/// Maximum number of filters of a query, and of values of a filter: the numbers on the wire go from
/// 1 to this.
const MAX_ITEMS: usize = 100;

const VALUES: &Constraints = &Constraints::NONE.required().items(1, MAX_ITEMS);

/// A filter of a list query: `Filter.1.Name=vpc-id&Filter.1.Value.1=vpc-12345678`.
///
/// It has a name and at least one value; a query has each name once, and no more than 100 filters
/// of no more than 100 values.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Filter {
    /// Name of the filter.
    pub name: String,
    /// The values to keep.
    pub values: Vec<String>,
}

impl Filter {
    /// A filter that keeps what has one of the values.
    pub fn new(
        name: impl Into<String>,
        values: impl IntoIterator<Item = impl Into<String>>,
    ) -> Self {
        Self {
            name: name.into(),
            values: values.into_iter().map(Into::into).collect(),
        }
    }
}

impl ToParams for Filter {
    fn write_params(&self, writer: &mut ParamWriter<'_>) {
        writer.member("Name", &self.name);
        writer.member("Value", &self.values);
    }
}

impl Validate for Filter {
    fn validate_into(&self, validator: &mut Validator<'_>) {
        if self.name.is_empty() {
            validator.child("Name").report(Rule::Missing, "missing");
        }
        validator.member("Value", &self.values, VALUES);
    }

    fn validate_items(items: &[Self], validator: &mut Validator<'_>) {
        if items.len() > MAX_ITEMS {
            let message = format!("must have at most {MAX_ITEMS} items, has {}", items.len());
            validator.report(Rule::ItemCount, message);
        }
        for (number, item) in (1..).zip(items) {
            item.validate_into(&mut validator.item(number));
        }
        let key = |number: usize| items[number - 1].name.clone();
        validator.unique_keys(items.len(), &key, Some("Name"));
    }
}

impl Reflect for Filter {
    const SHAPE: &'static Shape = &Shape::Structure(StructureShape::new(
        "Filter",
        Docs::new("A filter of a list query.\n\n列表查询的过滤条件。"),
        &[
            Member::new("Name", "name", String::SHAPE, Presence::Required).docs(Docs::new(
                "What to filter by; each name once.\n\n过滤字段，名称不能重复。",
            )),
            Member::new("Value", "values", <Vec<String>>::SHAPE, Presence::Required)
                .docs(Docs::new("The values to keep.\n\n过滤值。"))
                .constraints(VALUES),
        ],
    ));
}

#[cfg(feature = "server")]
impl crate::wire::from_params::FromParams for Filter {
    fn read_params(reader: &mut crate::wire::from_params::ParamReader<'_>) -> Option<Self> {
        let name = reader.required("Name");
        let values = reader.required_list("Value", MAX_ITEMS);
        Some(Self {
            name: name?,
            values: values?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::validate::validate;

    struct Query(Vec<Filter>);

    impl ToParams for Query {
        fn write_params(&self, writer: &mut ParamWriter<'_>) {
            writer.member("Filter", &self.0);
        }
    }

    impl Validate for Query {
        fn validate_into(&self, validator: &mut Validator<'_>) {
            validator.nested("Filter", &self.0);
        }
    }

    #[cfg(feature = "server")]
    impl crate::wire::from_params::FromParams for Query {
        fn read_params(reader: &mut crate::wire::from_params::ParamReader<'_>) -> Option<Self> {
            reader.optional_list("Filter", MAX_ITEMS).map(Self)
        }
    }

    fn problems(filters: Vec<Filter>) -> String {
        validate(&Query(filters))
            .map_or_else(|violations| violations.to_string(), |()| String::new())
    }

    #[test]
    fn has_numbered_names_and_values() {
        let query = Query(vec![
            Filter::new("vpc-id", ["a", "b"]),
            Filter::new("acl", ["c"]),
        ]);
        assert_eq!(
            query.to_params().to_form(),
            "Filter.1.Name=vpc-id&Filter.1.Value.1=a&Filter.1.Value.2=b&Filter.2.Name=acl&Filter.2.Value.1=c"
        );
    }

    #[test]
    fn name_and_value_go_together_and_names_differ() {
        let filters = |names: &[&str]| {
            names
                .iter()
                .map(|name| Filter::new(*name, ["x"]))
                .collect::<Vec<_>>()
        };
        for (filters, expected) in [
            (vec![], ""),
            (filters(&["a", "b"]), ""),
            (vec![Filter::new("a", ["x", "x"])], ""),
            (
                filters(&["a", "b", "a"]),
                "Filter.3.Name: must be unique, is the same as in item 1",
            ),
            (filters(&["a", ""]), "Filter.2.Name: missing"),
            (
                vec![Filter::new("a", [""; 0])],
                "Filter.1.Value: missing: must have at least one item",
            ),
            (
                vec![Filter::new("a", ["x"; 101])],
                "Filter.1.Value: must have 1 to 100 items, has 101",
            ),
        ] {
            assert_eq!(problems(filters), expected);
        }
        let many = |count: usize| {
            (0..count)
                .map(|number| Filter::new(number.to_string(), ["x"]))
                .collect()
        };
        assert_eq!(problems(many(100)), "");
        assert_eq!(
            problems(many(101)),
            "Filter: must have at most 100 items, has 101"
        );
    }

    #[cfg(feature = "server")]
    #[test]
    fn the_documents_examples_are_judged_as_it_says() {
        use crate::wire::from_params::FromParams;
        use crate::wire::params::Params;

        for (form, expected) in [
            (
                "Filter.1.Name=vpc-idA&Filter.1.Name=subnet-id&Filter.1.Value.1=x",
                "Filter.1.Name: given twice",
            ),
            (
                "Filter.1.Name=vpc-id&Filter.2.Name=vpc-id&Filter.1.Value.1=x&Filter.2.Value.1=y",
                "Filter.2.Name: must be unique, is the same as in item 1",
            ),
            (
                "Filter.1.Name=vpc-id&Filter.1.Value.1=vpc-12345678&Filter.1.Value.1=vpc-23456789",
                "Filter.1.Value.1: given twice",
            ),
            (
                "Filter.1.Name=vpc-id&Filter.1.Value.1=vpc-12345678&Filter.2.Value.1=subnet-12345678",
                "Filter.2.Name: missing",
            ),
            (
                "Filter.1.Name=vpc-id&Filter.1.Value.1=vpc-12345678&Filter.2.Name=subnet-id",
                "Filter.2.Value: missing: must have at least one item",
            ),
            (
                "Filter.1.Name=vpc-id&Filter.1.Value.100=vpc-12345678&Filter.100.Name=acl&Filter.100.Value.1=acl-1",
                "",
            ),
            (
                "Filter.101.Name=a&Filter.101.Value.1=x",
                "Filter.101: the number must be 1 to 100",
            ),
            (
                "Filter.1.Name=a&Filter.1.Value.0=x",
                "Filter.1.Value.0: the number must be 1 to 100",
            ),
        ] {
            let params = Params::from_form(form.as_bytes()).unwrap();
            let judged = Query::from_params(&params).and_then(|query| validate(&query));
            assert_eq!(
                judged.map_or_else(|violations| violations.to_string(), |()| String::new()),
                expected
            );
        }
    }
}
