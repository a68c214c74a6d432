//! Enumerations that keep values that they do not know.

use std::fmt;

/// A value that the version at hand does not know.
///
/// It is made by converting from text, which finds the known values first:
/// `InstanceType::from("basic")` is never unknown.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UnknownValue(String);

impl UnknownValue {
    /// For [`open_enum!`](crate::wire::open_enum) only: it has checked that the value is not a
    /// known one.
    #[doc(hidden)]
    pub const fn __new(text: String) -> Self {
        Self(text)
    }

    /// The value on the wire.
    pub const fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

impl fmt::Debug for UnknownValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Display for UnknownValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Declares an enumeration of text values that keeps unknown ones.
///
/// ```
/// kcrs_runtime::open_enum! {
///     /// Size of an instance.
///     pub enum InstanceType {
///         /// The basic size.
///         Basic = "basic",
///         /// The large size.
///         Premium = "premium",
///     }
/// }
///
/// assert_eq!(InstanceType::from("basic"), InstanceType::Basic);
/// assert_eq!(InstanceType::from("huge").as_str(), "huge");
/// assert!(!InstanceType::from("huge").is_known());
/// assert_eq!(InstanceType::VALUES, ["basic", "premium"]);
/// ```
///
/// Further attributes stand behind the docs, each as `#[attribute(…)]`:
/// `#[attribute(derive(PartialOrd, Ord))]`, say.
///
/// It is `#[non_exhaustive]` and has a further variant, `Unknown`. Its `Default` is the unknown
/// empty value, which is what a response without the value is read as.
#[macro_export]
macro_rules! open_enum {
    (
        $(#[doc = $doc:literal])*
        $(#[attribute($attribute:meta)])*
        $visibility:vis enum $name:ident {
            $(
                $(#[doc = $variant_doc:literal])*
                $(#[attribute($variant_attribute:meta)])*
                $variant:ident = $value:literal
            ),* $(,)?
        }
    ) => {
        $(#[doc = $doc])*
        #[non_exhaustive]
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        $(#[$attribute])*
        $visibility enum $name {
            $($(#[doc = $variant_doc])* $(#[$variant_attribute])* $variant,)*
            /// A value that this version does not know. Another version may: what is compared
            /// with a text is `as_str()`.
            Unknown($crate::__private::v1::UnknownValue),
        }

        impl $name {
            /// The values on the wire that this version knows.
            $visibility const VALUES: &'static [&'static ::core::primitive::str] = &[$($value),*];

            /// The value on the wire.
            $visibility const fn as_str(&self) -> &::core::primitive::str {
                match self {
                    $(Self::$variant => $value,)*
                    Self::Unknown(value) => value.as_str(),
                }
            }

            /// Returns whether this version knows the value.
            $visibility const fn is_known(&self) -> ::core::primitive::bool {
                !::core::matches!(self, Self::Unknown(_))
            }
        }

        impl ::core::convert::From<&::core::primitive::str> for $name {
            fn from(value: &::core::primitive::str) -> Self {
                match value {
                    $($value => Self::$variant,)*
                    unknown => Self::Unknown($crate::__private::v1::UnknownValue::__new(
                        $crate::__private::v1::String::from(unknown),
                    )),
                }
            }
        }

        impl ::core::convert::From<$crate::__private::v1::String> for $name {
            fn from(value: $crate::__private::v1::String) -> Self {
                match value.as_str() {
                    $($value => Self::$variant,)*
                    _ => Self::Unknown($crate::__private::v1::UnknownValue::__new(value)),
                }
            }
        }

        impl ::core::default::Default for $name {
            fn default() -> Self {
                Self::Unknown($crate::__private::v1::UnknownValue::__new($crate::__private::v1::String::new()))
            }
        }

        $crate::__private::v1::text_value!($name);

        impl $crate::__private::v1::Validate for $name {
            fn validate_into(&self, _: &mut $crate::__private::v1::Validator<'_>) {}
        }

        impl $crate::__private::v1::Reflect for $name {
            const SHAPE: &'static $crate::__private::v1::schema::Shape =
                &$crate::__private::v1::schema::Shape::Enum($crate::__private::v1::schema::EnumShape::new(
                    ::core::stringify!($name),
                    $crate::__private::v1::schema::Docs::new(::core::concat!($($doc, "\n"),*)),
                    &[$($crate::__private::v1::schema::EnumValue::new(
                        $value,
                        $crate::__private::v1::schema::Docs::new(::core::concat!($($variant_doc, "\n"),*)),
                    )),*],
                ));
        }
    };
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use crate::wire::schema::{Reflect, Shape};
    use crate::wire::to_params::wire_text;

    crate::open_enum! {
        /// Kind of charge.
        ///
        /// 计费方式。
        pub(crate) enum ChargeType {
            /// Pay as you go.
            ///
            /// 按量付费
            HourlyInstantSettlement = "HourlyInstantSettlement",
            /// By the month.
            Monthly = "Monthly",
        }
    }

    crate::open_enum! {
        /// No value is known yet.
        enum Status {}
    }

    #[test]
    fn knows_its_values_and_bears_others() {
        assert_eq!(ChargeType::from("Monthly"), ChargeType::Monthly);
        assert_eq!(
            ChargeType::from(String::from("Monthly")),
            ChargeType::Monthly
        );
        let unknown = ChargeType::from("Yearly");
        assert_eq!((unknown.as_str(), unknown.is_known()), ("Yearly", false));
        assert_eq!(
            format!("{unknown} {unknown:?} {:?}", ChargeType::Monthly),
            r#"Yearly Unknown("Yearly") Monthly"#
        );
        assert_eq!(format!("{:>9}", ChargeType::Monthly), "  Monthly");
        assert!(ChargeType::Monthly == "Monthly" && unknown != *"Monthly");
        assert_eq!("Monthly".parse(), Ok(ChargeType::Monthly));
        assert_eq!(ChargeType::default().as_str(), "");
        assert_eq!(ChargeType::VALUES, ["HourlyInstantSettlement", "Monthly"]);
        assert_eq!(wire_text(&unknown), "Yearly");
        assert_eq!(Status::from("x").as_str(), "x");
        assert!(Status::VALUES.is_empty() && !Status::default().is_known());
        assert!(!HashSet::from([ChargeType::Monthly]).contains(&unknown));
    }

    crate::open_enum! {
        /// Size of the value.
        #[attribute(derive(PartialOrd, Ord))]
        enum Size {
            /// Small.
            Small = "s",
            /// Large.
            #[attribute(doc(alias = "big"))]
            Large = "l",
        }
    }

    #[test]
    fn takes_further_attributes() {
        let unknown = Size::from("xl");
        assert!(Size::Small < Size::Large && Size::Large < unknown);
        assert_eq!(Size::VALUES, ["s", "l"]);
        assert!(Size::from("l").is_known());
        assert!(
            matches!(Size::SHAPE, Shape::Enum(shape) if shape.docs.en() == "Size of the value.")
        );
    }

    #[test]
    fn is_read_from_text_case_sensitively() {
        let read = |json| {
            serde_json::from_str::<ChargeType>(json)
                .map(|value| value.as_str().to_owned())
                .ok()
        };
        assert_eq!(read(r#""Monthly""#).as_deref(), Some("Monthly"));
        assert_eq!(read(r#""monthly""#).as_deref(), Some("monthly"));
        assert_eq!(read("7").as_deref(), Some("7"));
        assert_eq!(read("{}"), None);
    }

    #[test]
    fn reflects_values_with_their_docs() {
        let Shape::Enum(shape) = ChargeType::SHAPE else {
            panic!("not an enumeration")
        };
        assert_eq!(
            (
                shape.name,
                shape.docs.en().as_str(),
                shape.docs.zh().as_str()
            ),
            ("ChargeType", "Kind of charge.", "计费方式。")
        );
        assert_eq!(shape.values[0].docs.zh(), "按量付费");
        assert_eq!(
            shape
                .values
                .iter()
                .map(|value| value.value)
                .collect::<Vec<_>>(),
            ChargeType::VALUES
        );
        assert!(matches!(Status::SHAPE, Shape::Enum(shape) if shape.values.is_empty()));
    }
}
