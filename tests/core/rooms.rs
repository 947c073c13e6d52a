//! The arrows between the rooms point one way, and JavaScript stays in its two rooms.

use std::fs;
use std::path::{Path, PathBuf};

/// Each room, and what it may use.
const ROOMS: &[(&str, &[&str])] = &[
    ("model", &["model"]),
    ("insight", &["insight", "model"]),
    ("actions", &["actions", "model"]),
    ("call", &["call", "actions", "model"]),
    ("transport", &["transport", "call", "actions", "model"]),
    ("js", &["js", "transport", "call", "actions", "model", "insight"]),
];

const JAVASCRIPT: &[&str] = &["wasm_bindgen", "web_sys", "js_sys", "serde_wasm_bindgen"];

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

fn room(name: &str) -> Vec<(PathBuf, String)> {
    let mut files = Vec::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(name), &mut files);
    assert!(!files.is_empty(), "src/{name} is empty");
    files.into_iter().map(|path| (path.clone(), fs::read_to_string(path).unwrap())).collect()
}

/// The rooms that a source names: what follows `crate::`, in a use or in the middle of a line.
fn named(source: &str) -> Vec<String> {
    let code = source.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n");
    code.split("crate::")
        .skip(1)
        .flat_map(|rest| match rest.strip_prefix('{') {
            Some(group) => group.split('}').next().unwrap().split(',').map(str::trim).map(first_word).collect(),
            None => vec![first_word(rest)],
        })
        .collect()
}

fn first_word(text: &str) -> String {
    text.chars().take_while(|c| c.is_alphanumeric() || *c == '_' || *c == '!').collect()
}

#[test]
fn no_room_uses_one_above_it() {
    for (name, allowed) in ROOMS {
        for (path, source) in room(name) {
            for used in named(&source) {
                // The macros that declare records stand at the crate's root.
                let fine = allowed.contains(&used.as_str()) || ["record!", "choice!"].contains(&used.as_str());
                assert!(fine, "{} uses crate::{used}", path.display());
            }
        }
    }
}

#[test]
fn javascript_stays_in_its_rooms() {
    for name in ["model", "insight", "actions", "call"] {
        for (path, source) in room(name) {
            for word in JAVASCRIPT {
                assert!(!source.contains(word), "{} speaks of {word}", path.display());
            }
        }
    }
}

#[test]
fn the_check_sees_what_it_should() {
    let source =
        "use crate::js::call;\nuse crate::{model::page, transport};\n// crate::nothing\nlet x = crate::call::Kind;";
    assert_eq!(named(source), ["js", "model", "transport", "call"]);
}

#[test]
fn every_room_is_known() {
    let mut found: Vec<String> = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("src"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name != "lib.rs")
        .collect();
    found.sort();
    let mut known: Vec<_> = ROOMS.iter().map(|(name, _)| (*name).to_owned()).collect();
    known.sort();
    assert_eq!(found, known);
}
