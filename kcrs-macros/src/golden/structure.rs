///Builds [`Part`]; made by [`Part::builder`].
///
///Type parameters whose names end with `State` are not part of the API: another version has others.
#[must_use = "a builder does nothing until its last method is called"]
struct PartBuilder<
    PartIdState = crate::__private::v1::Unset,
    HeaderState = crate::__private::v1::Unset,
> {
    part_id: PartIdState,
    header: HeaderState,
    enabled: Option<bool>,
}
const _: () = {
    use crate::__private::v1 as __v1;
    #[diagnostic::on_unimplemented(
        message = "required parameter `part_id` was not set",
        label = "`part_id` is missing",
        note = "call `.part_id(…)` before `.build()`"
    )]
    pub trait PartIdIsSet: __v1::Holds<String> {}
    #[diagnostic::do_not_recommend]
    impl PartIdIsSet for __v1::Set<String> {}
    #[diagnostic::on_unimplemented(
        message = "required parameter `part_id` was set twice",
        label = "`part_id` has a value already",
        note = "keep one of the calls"
    )]
    pub trait PartIdIsUnset {}
    #[diagnostic::do_not_recommend]
    impl PartIdIsUnset for __v1::Unset {}
    #[diagnostic::on_unimplemented(
        message = "required parameter `header` was not set",
        label = "`header` is missing",
        note = "call `.header(…)` before `.build()`"
    )]
    pub trait HeaderIsSet: __v1::Holds<Vec<Header>> {}
    #[diagnostic::do_not_recommend]
    impl HeaderIsSet for __v1::Set<Vec<Header>> {}
    #[diagnostic::on_unimplemented(
        message = "required parameter `header` was set twice",
        label = "`header` has a value already",
        note = "keep one of the calls"
    )]
    pub trait HeaderIsUnset {}
    #[diagnostic::do_not_recommend]
    impl HeaderIsUnset for __v1::Unset {}
    #[automatically_derived]
    impl Part {
        ///Starts a [`Part`].
        pub fn builder() -> PartBuilder {
            PartBuilder {
                part_id: __v1::Unset,
                header: __v1::Unset,
                enabled: ::core::option::Option::None,
            }
        }
    }
    #[automatically_derived]
    impl<PartIdState, HeaderState> PartBuilder<PartIdState, HeaderState> {
        ///Sets `part_id`.
        pub fn part_id(
            self,
            value: impl ::core::convert::Into<String>,
        ) -> PartBuilder<__v1::Set<String>, HeaderState>
        where
            PartIdState: PartIdIsUnset,
        {
            PartBuilder {
                part_id: __v1::Set(::core::convert::Into::into(value)),
                header: self.header,
                enabled: self.enabled,
            }
        }
        ///Sets `header`.
        pub fn header(
            self,
            value: impl ::core::iter::IntoIterator<Item = Header>,
        ) -> PartBuilder<PartIdState, __v1::Set<Vec<Header>>>
        where
            HeaderState: HeaderIsUnset,
        {
            PartBuilder {
                header: __v1::Set(
                    ::core::iter::Iterator::collect(
                        ::core::iter::IntoIterator::into_iter(value),
                    ),
                ),
                part_id: self.part_id,
                enabled: self.enabled,
            }
        }
        ///Sets `enabled`.
        pub fn enabled(mut self, value: bool) -> Self {
            self.enabled = ::core::option::Option::Some(value);
            self
        }
        ///Sets `enabled` to a value or to none; see [`enabled`](Self::enabled).
        pub fn set_enabled(mut self, value: Option<bool>) -> Self {
            self.enabled = value;
            self
        }
        ///The finished [`Part`].
        pub fn build(self) -> Part
        where
            PartIdState: PartIdIsSet,
            HeaderState: HeaderIsSet,
        {
            Part {
                part_id: __v1::Holds::into_value(self.part_id),
                header: __v1::Holds::into_value(self.header),
                enabled: self.enabled,
            }
        }
    }
    #[automatically_derived]
    impl ::core::fmt::Debug for Part {
        fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
            __v1::debug_struct(
                f,
                "Part",
                &[
                    ("part_id", &self.part_id),
                    ("header", &__v1::Redacted),
                    ("enabled", &self.enabled),
                ],
            )
        }
    }
    #[automatically_derived]
    impl<PartIdState, HeaderState> ::core::fmt::Debug
    for PartBuilder<PartIdState, HeaderState>
    where
        PartIdState: ::core::fmt::Debug,
    {
        fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
            __v1::debug_struct(
                f,
                "PartBuilder",
                &[
                    ("part_id", &self.part_id),
                    ("header", &__v1::Redacted),
                    ("enabled", &self.enabled),
                ],
            )
        }
    }
    #[allow(non_upper_case_globals)]
    const __header: &__v1::Constraints = &__v1::Constraints::NONE
        .required()
        .sensitive()
        .of(<Vec<Header> as __v1::Reflect>::SHAPE);
    #[automatically_derived]
    impl __v1::ToParams for Part {
        fn write_params(&self, writer: &mut __v1::ParamWriter<'_>) {
            writer.member("PartId", &self.part_id);
            writer.sensitive_member("Header", &self.header);
            writer.member("Enabled", &self.enabled);
        }
    }
    #[automatically_derived]
    impl __v1::Validate for Part {
        fn validate_into(&self, validator: &mut __v1::Validator<'_>) {
            validator.member("Header", &self.header, __header);
        }
    }
    #[derive(::core::default::Default)]
    struct __Parts {
        part_id: ::core::option::Option<String>,
        header: ::core::option::Option<Vec<Header>>,
        enabled: ::core::option::Option<bool>,
    }
    #[automatically_derived]
    impl __v1::decode::Members for __Parts {
        fn member<'de, __A: __v1::serde::de::MapAccess<'de>>(
            &mut self,
            name: &::core::primitive::str,
            value: &mut __v1::decode::Value<'_, __A>,
        ) -> ::core::result::Result<(), __A::Error> {
            match name {
                "PartId" | "partId" => {
                    __v1::decode::set(&mut self.part_id, value.read()?)
                }
                "Header" => {
                    __v1::decode::set(
                        &mut self.header,
                        __v1::decode::header_text(value.sensitive())?,
                    )
                }
                "Enabled" => __v1::decode::set(&mut self.enabled, value.read()?),
                _ => {}
            }
            ::core::result::Result::Ok(())
        }
    }
    #[automatically_derived]
    impl __v1::decode::FromJson for Part {
        const EXPECTED: &'static ::core::primitive::str = "an object";
        fn from_object<'de, __A: __v1::serde::de::MapAccess<'de>>(
            object: __A,
            path: &__v1::decode::Path<'_>,
        ) -> ::core::result::Result<::core::option::Option<Self>, __A::Error> {
            let parts = __v1::decode::members::<__Parts, __A>(object, path)?;
            ::core::result::Result::Ok(
                ::core::option::Option::Some(Self {
                    part_id: __v1::decode::essential(parts.part_id, "PartId", path)?,
                    header: parts.header.unwrap_or_default(),
                    enabled: parts.enabled,
                }),
            )
        }
    }
    __v1::deserialize!(Part);
    __v1::if_serialize! {
        #[automatically_derived] impl __v1::serde::Serialize for Part { fn serialize <
        __S : __v1::serde::Serializer > (& self, serializer : __S,) ->
        ::core::result::Result < __S::Ok, __S::Error > { let mut fields =
        __v1::serde::Serializer::serialize_struct(serializer, "Part", 3) ?;
        __v1::serde::ser::SerializeStruct::serialize_field(& mut fields, "partId", & self
        .part_id) ?; __v1::serde::ser::SerializeStruct::serialize_field(& mut fields,
        "Header", & __v1::encode::header_text(& self.header)) ?;
        __v1::serde::ser::SerializeStruct::serialize_field(& mut fields, "Enabled", &
        self.enabled) ?; __v1::serde::ser::SerializeStruct::end(fields) } }
    }
    #[automatically_derived]
    impl __v1::Reflect for Part {
        const SHAPE: &'static __v1::schema::Shape = &__v1::schema::Shape::Structure(
            __v1::schema::StructureShape::new(
                "Part",
                __v1::schema::Docs::new(""),
                &[
                    __v1::schema::Member::new(
                            "PartId",
                            "part_id",
                            <String as __v1::Reflect>::SHAPE,
                            __v1::schema::Presence::Required,
                        )
                        .aliases(&["partId"]),
                    __v1::schema::Member::new(
                            "Header",
                            "header",
                            <Vec<Header> as __v1::Reflect>::SHAPE,
                            __v1::schema::Presence::Required,
                        )
                        .constraints(__header),
                    __v1::schema::Member::new(
                            "Enabled",
                            "enabled",
                            <Option<bool> as __v1::Reflect>::SHAPE,
                            __v1::schema::Presence::Optional,
                        )
                        .default("True"),
                ],
            ),
        );
    }
};
