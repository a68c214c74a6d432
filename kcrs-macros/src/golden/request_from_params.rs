const _: () = {
    use ::kcrs_generated::__private::v1 as __v1;
    #[automatically_derived]
    impl __v1::FromParams for CreateThing {
        fn read_params(
            reader: &mut __v1::ParamReader<'_>,
        ) -> ::core::option::Option<Self> {
            let __0 = reader.required::<String>("Name");
            let __1 = reader.optional::<i64>("Size");
            let __2 = reader.required::<Kind>("Kind");
            let __3 = reader.sensitive().required_list::<String>("Type", 200);
            let __4 = reader.optional_list::<Part>("Part", 100);
            ::core::option::Option::Some(Self {
                name: __0?,
                size: __1?,
                kind: __2?,
                r#type: __3?,
                part: __4?,
            })
        }
    }
};
