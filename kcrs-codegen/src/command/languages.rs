//! The argument that chooses the languages of descriptions.

use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgMatches};
use kcrs_codegen::Language;

pub(super) fn argument(default: &'static str) -> Arg {
    Arg::new("lang")
        .long("lang")
        .value_name("LANGUAGE")
        .default_value(default)
        .value_parser(PossibleValuesParser::new(["en", "zh", "both"]))
        .help("Language of descriptions")
}

pub(super) fn given(matches: &ArgMatches) -> &'static [Language] {
    match matches.get_one::<String>("lang").map(String::as_str) {
        Some("en") => &[Language::English],
        Some("zh") => &[Language::Chinese],
        _ => &Language::ALL,
    }
}
