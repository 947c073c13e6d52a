//! What the documents say of the tree is so.

use std::fs;
use std::path::Path;

/// The folders whose files the documents name by their path from the root.
const FOLDERS: [&str; 9] =
    ["src/", "tests/", "xtask/", "sandbox/", "fuzz/", "pkg-template/", "www/", "examples/", "docs/"];

/// The paths that a text has between backticks. `NAME` in a path stands for any name.
fn paths(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').skip(1).step_by(2).filter(|code| {
        let is_path = FOLDERS.iter().any(|folder| code.starts_with(folder)) && !code.contains([' ', '\n']);
        is_path && !code.contains("NAME")
    })
}

#[test]
fn every_path_leads_somewhere() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for (document, least) in [("CONTRIBUTING.md", 10), ("README.md", 5)] {
        let text = fs::read_to_string(root.join(document)).unwrap();
        let found: Vec<&str> = paths(&text).collect();
        assert!(found.len() >= least, "{document}: {found:?}");
        let wrong: Vec<_> = found.into_iter().filter(|path| !root.join(path).exists()).collect();
        assert!(wrong.is_empty(), "{document} names what is not there: {wrong:?}");
    }
}

#[test]
fn paths_are_told_from_other_code() {
    let text = "`src/lib.rs` and `cargo test`, `tests/NAME.rs`, `src/a b`, src/c and `www/d.js`";
    assert_eq!(paths(text).collect::<Vec<_>>(), ["src/lib.rs", "www/d.js"]);
}
