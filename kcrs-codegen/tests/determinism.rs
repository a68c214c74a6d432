//! The same bytes from the same spec, whatever the order of its files and however often.

use std::fs;
use std::path::Path;

use crate::support::{Files, second_api, tests_folder};
use kcrs_codegen::{Builder, Sources, check, emit};

/// Everything that is made of a spec.
fn everything(files: Files) -> Vec<(String, String)> {
    let api = check(&Sources::from_texts(files)).unwrap_or_else(|report| panic!("{report}"));
    let mut all: Vec<(String, String)> = emit(&api, "book_shelf")
        .unwrap()
        .into_iter()
        .map(|file| (file.name.to_owned(), file.text))
        .collect();
    #[cfg(feature = "cli")]
    all.push(("model.json".to_owned(), kcrs_codegen::dump::to_json(&api)));
    all
}

fn kcrs() -> Files {
    let folder = tests_folder().join("../../spec");
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path
            .extension()
            .is_some_and(|extension| extension == "yaml")
        {
            let name = path.file_name().unwrap().to_string_lossy();
            files.push((format!("spec/{name}"), fs::read_to_string(&path).unwrap()));
        }
    }
    files
}

#[test]
fn shuffled_files_and_repetitions_make_no_difference() {
    let mut seed = 3_u64;
    let mut random = |below: usize| {
        seed = seed
            .wrapping_mul(6364136223846793005)
            .wrapping_add(1442695040888963407);
        (seed >> 33) as usize % below
    };
    for mut files in [kcrs(), second_api()] {
        let expected = everything(files.clone());
        assert_eq!(everything(files.clone()), expected);
        for _ in 0..3 {
            for at in (1..files.len()).rev() {
                files.swap(at, random(at + 1));
            }
            assert_eq!(everything(files.clone()), expected);
        }
    }
}

#[test]
fn where_the_spec_lies_makes_no_difference() {
    let place = Path::new(env!("CARGO_TARGET_TMPDIR")).join("determinism");
    let _ = fs::remove_dir_all(&place);
    let generate = |name: &str, files: Files| {
        let folder = place.join(name);
        fs::create_dir_all(&folder).unwrap();
        for (path, text) in files {
            fs::write(folder.join(path.strip_prefix("spec/").unwrap()), text).unwrap();
        }
        Builder::new()
            .crate_name("kcrs-generated")
            .spec_dir(folder)
            .generate()
            .unwrap()
            .files
    };
    // Files that are written in another order come from some file systems in another order.
    let mut files = kcrs();
    let first = generate("one", files.clone());
    files.reverse();
    assert_eq!(generate("another/place", files), first);
}

#[cfg(feature = "cli")]
#[test]
fn a_formatted_spec_means_the_same() {
    use kcrs_codegen::fmt::{FileKind, format};

    // Long lines, other quotes, keys in another order: formatting gives the same text again, and so
    // the same API.
    let ugly = |text: &str| {
        text.replace("{type: String, ", "{ 'type' : \"String\",   ")
            .replace("  # ", " # ")
    };
    for files in [kcrs(), second_api()] {
        let expected = everything(files.clone());
        let uglified: Files = files
            .iter()
            .map(|(path, text)| (path.clone(), ugly(text)))
            .collect();
        assert_ne!(uglified, files);
        assert_eq!(everything(uglified.clone()), expected);
        for ((path, text), (_, neat)) in uglified.iter().zip(&files) {
            assert_eq!(
                format(FileKind::of_path(Path::new(path)), text).unwrap(),
                *neat,
                "{path}"
            );
        }
    }
}
