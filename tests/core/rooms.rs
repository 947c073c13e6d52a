//! Imports between the rooms point one way, modules do not import each other in cycles, and JavaScript stays in three
//! rooms.
//!
//! The imports are read from the parsed sources (`syn`), so `super::super::`, groups, renames and paths inside an
//! expression or a macro count like a plain `use`.

mod imports;

use std::collections::BTreeMap;
use std::path::Path;

use imports::{Import, Source, circles};

/// The rooms of the crate, and what each may use besides itself. The crate `refiner-json` below them cannot name any of
/// them.
const ROOMS: &[(&str, &[&str])] = &[
    ("schema", &["json"]),
    ("model", &["json", "schema"]),
    ("actions", &["json", "schema", "model"]),
    ("call", &["json", "schema", "model", "actions"]),
    ("api", &["json", "schema", "model", "actions", "call"]),
    ("fetch", &["json", "actions", "call", "api"]),
    ("insight", &["json", "schema", "model"]),
    ("transport", &["json", "schema", "model", "actions", "call"]),
    ("js", &["json", "schema", "model", "actions", "call", "insight", "transport"]),
];

const JAVASCRIPT: &[&str] = &["wasm_bindgen", "wasm_bindgen_futures", "web_sys", "js_sys", "serde_wasm_bindgen"];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The room of a module: the first name of its path.
fn room(module: &[String]) -> &str {
    module.first().map_or("", String::as_str)
}

#[test]
fn no_room_uses_one_above_it() {
    let sources = imports::read(&root().join("src"), &["json"]);
    let mut arrows = 0;
    for source in &sources {
        let own = room(&source.module);
        let Some((_, allowed)) = ROOMS.iter().find(|(name, _)| *name == own) else { continue };
        for import in &source.imports {
            let Import::Own(path) = import else { continue };
            let used = room(path);
            // Macros are exported at the crate's root.
            if ["record", "union", "choice", "actions", "text"].contains(&used) && path.len() == 1 {
                continue;
            }
            arrows += 1;
            assert!(
                used == own || allowed.contains(&used),
                "{} uses crate::{}",
                source.file.display(),
                path.join("::")
            );
        }
    }
    assert!(arrows > 100, "only {arrows} imports were seen");
}

#[test]
fn every_room_is_known() {
    let sources = imports::read(&root().join("src"), &["json"]);
    let mut found: Vec<&str> =
        sources.iter().map(|source| room(&source.module)).filter(|room| !room.is_empty()).collect();
    found.sort_unstable();
    found.dedup();
    let mut known: Vec<&str> = ROOMS.iter().map(|(name, _)| *name).collect();
    known.sort_unstable();
    assert_eq!(found, known);
}

#[test]
fn there_are_no_circles() {
    for (folder, without) in [("src", &["json"][..]), ("src/json", &[]), ("sandbox/src", &[]), ("xtask/src", &["bin"])]
    {
        let sources = imports::read(&root().join(folder), without);
        assert!(sources.len() > 5, "{folder} has {} files", sources.len());
        let found = circles(&sources);
        assert!(found.is_empty(), "{folder}: {found:#?}");
    }
}

#[test]
fn javascript_stays_in_its_rooms() {
    let mut seen = BTreeMap::new();
    for source in
        imports::read(&root().join("src"), &["json"]).iter().chain(&imports::read(&root().join("src/json"), &[]))
    {
        for import in &source.imports {
            let Import::Foreign(name) = import else { continue };
            if JAVASCRIPT.contains(&name.as_str()) {
                *seen.entry(room(&source.module).to_owned()).or_insert(0) += 1;
            }
        }
    }
    assert_eq!(seen.keys().collect::<Vec<_>>(), ["fetch", "js", "transport"]);
}

#[test]
fn the_reader_of_imports_sees_what_it_should() {
    let source = Source::parse(
        &["call", "machine"],
        "use crate::js::call;
         use super::{status, super::model::{page as envelope, self}};
         use self::inner::Thing;
         use web_sys::Response;
         // crate::nothing
         fn f() { let x = crate::insight::number::parse(\"crate::text\"); text!(crate::json::path::Path::Root, super::error::KIND); }
         mod tests { use super::super::retry; }",
    );
    let own: Vec<String> = source
        .imports
        .iter()
        .map(|import| match import {
            Import::Own(path) => path.join("::"),
            Import::Foreign(name) => format!("{name}!"),
        })
        .collect();
    for expected in [
        "js::call",
        "call::status",
        "model::page",
        "model",
        "call::machine::inner::Thing",
        "web_sys!",
        "insight::number::parse",
        "json::path::Path::Root",
        "call::error::KIND",
        "call::retry",
    ] {
        assert!(own.iter().any(|path| path == expected), "{expected} is not among {own:?}");
    }
    assert!(!own.iter().any(|path| path.contains("nothing") || path == "text"), "{own:?}");
}

#[test]
fn the_finder_of_circles_sees_what_it_should() {
    let source = |module: &[&str], text: &str| Source::parse(module, text);
    let straight = [source(&["a"], "use super::b::X;"), source(&["b"], "use crate::c::Y;"), source(&["c"], "")];
    assert!(circles(&straight).is_empty());
    let round = [
        source(&["a"], "use super::b::X;"),
        source(&["b"], "use crate::c::Y;"),
        source(&["c"], "fn f() { crate::a::g() }"),
    ];
    assert_eq!(circles(&round), [["a", "b", "c"]]);
}
