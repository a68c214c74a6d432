///Builds [`CreateThing`]; made by [`CreateThing::builder`].
///
///Type parameters whose names end with `State` are not part of the API: another version has others.
#[derive(::core::clone::Clone)]
#[must_use = "a builder does nothing until its last method is called"]
pub struct CreateThingBuilder<
    C = (),
    NameState = ::kcrs_generated::__private::v1::Unset,
    KindState = ::kcrs_generated::__private::v1::Unset,
    TypeState = ::kcrs_generated::__private::v1::Unset,
> {
    __executor: C,
    name: NameState,
    size: Option<i64>,
    kind: KindState,
    r#type: TypeState,
    part: Vec<Part>,
}
const _: () = {
    use ::kcrs_generated::__private::v1 as __v1;
    #[diagnostic::on_unimplemented(
        message = "required parameter `name` was not set",
        label = "`name` is missing",
        note = "call `.name(…)` before `.send()` or `.build()`"
    )]
    pub trait NameIsSet: __v1::Holds<String> {}
    #[diagnostic::do_not_recommend]
    impl NameIsSet for __v1::Set<String> {}
    #[diagnostic::on_unimplemented(
        message = "required parameter `name` was set twice",
        label = "`name` has a value already",
        note = "keep one of the calls"
    )]
    pub trait NameIsUnset {}
    #[diagnostic::do_not_recommend]
    impl NameIsUnset for __v1::Unset {}
    #[diagnostic::on_unimplemented(
        message = "required parameter `kind` was not set",
        label = "`kind` is missing",
        note = "call `.kind(…)` before `.send()` or `.build()`"
    )]
    pub trait KindIsSet: __v1::Holds<Kind> {}
    #[diagnostic::do_not_recommend]
    impl KindIsSet for __v1::Set<Kind> {}
    #[diagnostic::on_unimplemented(
        message = "required parameter `kind` was set twice",
        label = "`kind` has a value already",
        note = "keep one of the calls"
    )]
    pub trait KindIsUnset {}
    #[diagnostic::do_not_recommend]
    impl KindIsUnset for __v1::Unset {}
    #[diagnostic::on_unimplemented(
        message = "required parameter `type` was not set",
        label = "`type` is missing",
        note = "call `.r#type(…)` before `.send()` or `.build()`"
    )]
    pub trait TypeIsSet: __v1::Holds<Vec<String>> {}
    #[diagnostic::do_not_recommend]
    impl TypeIsSet for __v1::Set<Vec<String>> {}
    #[diagnostic::on_unimplemented(
        message = "required parameter `type` was set twice",
        label = "`type` has a value already",
        note = "keep one of the calls"
    )]
    pub trait TypeIsUnset {}
    #[diagnostic::do_not_recommend]
    impl TypeIsUnset for __v1::Unset {}
    #[automatically_derived]
    impl CreateThing {
        ///Starts a [`CreateThing`].
        pub fn builder() -> CreateThingBuilder {
            CreateThingBuilder::__with_executor(())
        }
        ///Starts a [`CreateThing`] whose builder can send it: `client` is the one that sends.
        pub fn builder_for<C: __v1::CallExecutor>(client: C) -> CreateThingBuilder<C> {
            CreateThingBuilder::__with_executor(client)
        }
    }
    #[automatically_derived]
    impl<C> CreateThingBuilder<C> {
        fn __with_executor(executor: C) -> Self {
            CreateThingBuilder {
                __executor: executor,
                name: __v1::Unset,
                size: ::core::option::Option::None,
                kind: __v1::Unset,
                r#type: __v1::Unset,
                part: ::std::vec::Vec::new(),
            }
        }
    }
    #[automatically_derived]
    impl<
        C,
        NameState,
        KindState,
        TypeState,
    > CreateThingBuilder<C, NameState, KindState, TypeState> {
        /// Its name.
        pub fn name(
            self,
            value: impl ::core::convert::Into<String>,
        ) -> CreateThingBuilder<C, __v1::Set<String>, KindState, TypeState>
        where
            NameState: NameIsUnset,
        {
            CreateThingBuilder {
                __executor: self.__executor,
                name: __v1::Set(::core::convert::Into::into(value)),
                size: self.size,
                kind: self.kind,
                r#type: self.r#type,
                part: self.part,
            }
        }
        ///Sets `size`.
        pub fn size(mut self, value: i64) -> Self {
            self.size = ::core::option::Option::Some(value);
            self
        }
        ///Sets `size` to a value or to none; see [`size`](Self::size).
        pub fn set_size(mut self, value: Option<i64>) -> Self {
            self.size = value;
            self
        }
        ///Sets `kind`.
        pub fn kind(
            self,
            value: Kind,
        ) -> CreateThingBuilder<C, NameState, __v1::Set<Kind>, TypeState>
        where
            KindState: KindIsUnset,
        {
            CreateThingBuilder {
                __executor: self.__executor,
                kind: __v1::Set(value),
                name: self.name,
                size: self.size,
                r#type: self.r#type,
                part: self.part,
            }
        }
        ///Sets `type`.
        pub fn r#type(
            self,
            value: impl ::core::iter::IntoIterator<
                Item = impl ::core::convert::Into<String>,
            >,
        ) -> CreateThingBuilder<C, NameState, KindState, __v1::Set<Vec<String>>>
        where
            TypeState: TypeIsUnset,
        {
            CreateThingBuilder {
                __executor: self.__executor,
                r#type: __v1::Set(
                    ::core::iter::Iterator::collect(
                        ::core::iter::Iterator::map(
                            ::core::iter::IntoIterator::into_iter(value),
                            ::core::convert::Into::into,
                        ),
                    ),
                ),
                name: self.name,
                size: self.size,
                kind: self.kind,
                part: self.part,
            }
        }
        ///Sets `part`.
        pub fn part(
            mut self,
            value: impl ::core::iter::IntoIterator<Item = Part>,
        ) -> Self {
            self.part = ::core::iter::Iterator::collect(
                ::core::iter::IntoIterator::into_iter(value),
            );
            self
        }
        ///Sets `part` to a list, which may be empty; see [`part`](Self::part).
        pub fn set_part(mut self, value: Vec<Part>) -> Self {
            self.part = value;
            self
        }
        ///The finished [`CreateThing`].
        pub fn build(self) -> CreateThing
        where
            NameState: NameIsSet,
            KindState: KindIsSet,
            TypeState: TypeIsSet,
        {
            self.__into_parts().1
        }
        fn __into_parts(self) -> (C, CreateThing)
        where
            NameState: NameIsSet,
            KindState: KindIsSet,
            TypeState: TypeIsSet,
        {
            (
                self.__executor,
                CreateThing {
                    name: __v1::Holds::into_value(self.name),
                    size: self.size,
                    kind: __v1::Holds::into_value(self.kind),
                    r#type: __v1::Holds::into_value(self.r#type),
                    part: self.part,
                },
            )
        }
    }
    #[automatically_derived]
    impl<
        C: __v1::CallExecutor,
        NameState,
        KindState,
        TypeState,
    > CreateThingBuilder<C, NameState, KindState, TypeState> {
        /// Sets time limits, retries and the like for this call; what the options do not set is
        /// as the client has it.
        pub fn with_options(mut self, options: __v1::CallOptions) -> Self {
            self.__executor = __v1::CallExecutor::with_options(
                &self.__executor,
                options,
            );
            self
        }
        /// Sends the request; the result is the output.
        pub fn send(self) -> C::Call<Created>
        where
            NameState: NameIsSet,
            KindState: KindIsSet,
            TypeState: TypeIsSet,
        {
            let (client, request) = self.__into_parts();
            __v1::CallExecutor::send(&client, request)
        }
        /// Sends the request; the result has the status, the headers and the raw body
        /// besides the output.
        pub fn send_response(self) -> C::Call<__v1::Response<Created>>
        where
            NameState: NameIsSet,
            KindState: KindIsSet,
            TypeState: TypeIsSet,
        {
            let (client, request) = self.__into_parts();
            __v1::CallExecutor::send_response(&client, request)
        }
    }
    #[automatically_derived]
    impl ::core::fmt::Debug for CreateThing {
        fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
            __v1::debug_struct(
                f,
                "CreateThing",
                &[
                    ("name", &self.name),
                    ("size", &self.size),
                    ("kind", &self.kind),
                    ("type", &__v1::Redacted),
                    ("part", &self.part),
                ],
            )
        }
    }
    #[automatically_derived]
    impl<C, NameState, KindState, TypeState> ::core::fmt::Debug
    for CreateThingBuilder<C, NameState, KindState, TypeState>
    where
        NameState: ::core::fmt::Debug,
        KindState: ::core::fmt::Debug,
    {
        fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
            __v1::debug_struct(
                f,
                "CreateThingBuilder",
                &[
                    ("name", &self.name),
                    ("size", &self.size),
                    ("kind", &self.kind),
                    ("type", &__v1::Redacted),
                    ("part", &self.part),
                ],
            )
        }
    }
    #[automatically_derived]
    impl CreateThing {
        /// Checks the request as it would be checked before it is sent; reports every violation
        /// at once.
        pub fn validate(&self) -> ::core::result::Result<(), __v1::Violations> {
            __v1::validate(self)
        }
        /// The parameters of the request in the order in which they are sent.
        pub fn to_params(&self) -> __v1::Params {
            __v1::ToParams::to_params(self)
        }
    }
    #[automatically_derived]
    impl __v1::Request for CreateThing {
        type Output = Created;
        const ACTION: &'static ::core::primitive::str = "CreateThing";
        const VERSION: ::core::option::Option<&'static ::core::primitive::str> = ::core::option::Option::None;
        const METHOD: __v1::Method = __v1::Method::Post;
        const IDEMPOTENT: ::core::primitive::bool = false;
    }
    #[allow(non_upper_case_globals)]
    const __name: &__v1::Constraints = &__v1::Constraints::NONE
        .length(2, 30, __v1::LengthUnit::Characters)
        .pattern(__v1::pattern!("[a-z]+", "lower-case letters"))
        .of(<String as __v1::Reflect>::SHAPE);
    #[allow(non_upper_case_globals)]
    const __size: &__v1::Constraints = &__v1::Constraints::NONE
        .range(1, ::core::primitive::i64::MAX)
        .required_when("Kind", || __v1::wire_text(&(Kind::Monthly)))
        .of(<Option<i64> as __v1::Reflect>::SHAPE);
    #[allow(non_upper_case_globals)]
    const __type: &__v1::Constraints = &__v1::Constraints::NONE
        .required()
        .items(1, 200)
        .unique()
        .sensitive()
        .of(<Vec<String> as __v1::Reflect>::SHAPE);
    #[automatically_derived]
    impl __v1::ToParams for CreateThing {
        fn write_params(&self, writer: &mut __v1::ParamWriter<'_>) {
            writer.member("Name", &self.name);
            writer.member("Size", &self.size);
            writer.member("Kind", &self.kind);
            writer.sensitive_member("Type", &self.r#type);
            writer.member("Part", &self.part);
        }
    }
    #[automatically_derived]
    impl __v1::Validate for CreateThing {
        fn validate_into(&self, validator: &mut __v1::Validator<'_>) {
            validator.member("Name", &self.name, __name);
            validator.member("Size", &self.size, __size);
            validator
                .required_when(
                    "Size",
                    self.size.is_some(),
                    __size,
                    &self.kind,
                    &(Kind::Monthly),
                );
            validator.nested("Kind", &self.kind);
            validator.member("Type", &self.r#type, __type);
            validator.unique("Type", &self.r#type);
            validator.nested("Part", &self.part);
        }
    }
    #[automatically_derived]
    impl __v1::Reflect for CreateThing {
        const SHAPE: &'static __v1::schema::Shape = &__v1::schema::Shape::Structure(
            __v1::schema::StructureShape::new(
                "CreateThing",
                __v1::schema::Docs::new("Creates a thing.\n\n创建。"),
                &[
                    __v1::schema::Member::new(
                            "Name",
                            "name",
                            <String as __v1::Reflect>::SHAPE,
                            __v1::schema::Presence::Required,
                        )
                        .docs(__v1::schema::Docs::new("Its name."))
                        .constraints(__name),
                    __v1::schema::Member::new(
                            "Size",
                            "size",
                            <Option<i64> as __v1::Reflect>::SHAPE,
                            __v1::schema::Presence::Optional,
                        )
                        .constraints(__size),
                    __v1::schema::Member::new(
                        "Kind",
                        "kind",
                        <Kind as __v1::Reflect>::SHAPE,
                        __v1::schema::Presence::Required,
                    ),
                    __v1::schema::Member::new(
                            "Type",
                            "type",
                            <Vec<String> as __v1::Reflect>::SHAPE,
                            __v1::schema::Presence::Required,
                        )
                        .constraints(__type),
                    __v1::schema::Member::new(
                        "Part",
                        "part",
                        <Vec<Part> as __v1::Reflect>::SHAPE,
                        __v1::schema::Presence::Optional,
                    ),
                ],
            ),
        );
    }
};
