//! The generated code as committed, so that a review shows what a change of the spec does to the Rust.
//!
//! `UPDATE_GOLDEN=1 cargo test -p kcrs-tests golden` accepts what the generator writes now.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

const ACCEPT: &str = "if that is meant, accept it: UPDATE_GOLDEN=1 cargo test -p kcrs-tests golden, and commit tests/golden";

#[test]
fn generated_code_is_the_golden_copy() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("golden");
    let generated = kcrs_codegen::Builder::new()
        .spec_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec"))
        .crate_name("kcrs_generated")
        .server(kcrs_codegen::Part::feature("server"))
        .generate()
        .unwrap_or_else(|report| panic!("{report}"));
    let generated: BTreeMap<_, _> = generated
        .files
        .iter()
        .map(|file| (file.name.to_owned(), file.text.clone()))
        .collect();

    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        fs::create_dir_all(&folder).expect("the folder can be made");
        for stale in golden_names(&folder)
            .iter()
            .filter(|name| !generated.contains_key(*name))
        {
            fs::remove_file(folder.join(stale)).expect("the file can be removed");
        }
        for (name, text) in &generated {
            fs::write(folder.join(name), text).expect("the file can be written");
        }
        return;
    }

    assert_eq!(
        golden_names(&folder),
        generated.keys().cloned().collect::<Vec<_>>(),
        "files in {}",
        folder.display()
    );
    for (name, text) in &generated {
        let golden = fs::read_to_string(folder.join(name)).expect("the file can be read");
        let lines = golden.lines().zip(text.lines());
        if let Some((line, (golden, generated))) = lines
            .enumerate()
            .find(|(_, (golden, generated))| golden != generated)
        {
            panic!(
                "{name}:{}: golden `{golden}`, generated `{generated}`\n{ACCEPT}",
                line + 1
            );
        }
        assert_eq!(&golden, text, "{name}");
    }
}

fn golden_names(folder: &Path) -> Vec<String> {
    let entries =
        fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut names: Vec<_> = entries
        .map(|entry| {
            entry
                .expect("an entry")
                .file_name()
                .into_string()
                .expect("UTF-8")
        })
        .collect();
    names.sort();
    names
}
