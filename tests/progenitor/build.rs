//! Makes the client of the OpenAPI document that the variable `OPENAPI` names.

use std::env;
use std::error::Error;
use std::fs::{self, File};
use std::path::Path;

use openapiv3::OpenAPI;
use progenitor_impl::{GenerationSettings, Generator, InterfaceStyle};

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-env-changed=OPENAPI");
    let path = env::var("OPENAPI")
        .map_err(|_| "OPENAPI must name what `kcrs-codegen openapi spec --version 3.0` wrote")?;
    println!("cargo::rerun-if-changed={path}");
    let document: OpenAPI = serde_json::from_reader(File::open(&path)?)?;
    let mut settings = GenerationSettings::new();
    settings.with_interface(InterfaceStyle::Builder);
    let tokens = Generator::new(&settings).generate_tokens(&document)?;
    let text = prettyplease::unparse(&syn::parse2(tokens)?);
    fs::write(Path::new(&env::var("OUT_DIR")?).join("client.rs"), text)?;
    Ok(())
}
