//! Which modules a JavaScript module loads with itself: its static imports, and theirs.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Component, Path, PathBuf};

use anyhow::{Context, Result, bail};

/// Every file a browser loads when it loads `entry`, relative to `folder`, `entry` included.
pub(crate) fn graph(folder: &Path, entry: &Path) -> Result<BTreeSet<PathBuf>> {
    let mut seen = BTreeSet::new();
    let mut waiting = vec![entry.to_path_buf()];
    while let Some(file) = waiting.pop() {
        let source =
            fs::read_to_string(folder.join(&file)).with_context(|| format!("{} is missing", file.display()))?;
        for specifier in static_imports(&source) {
            if !specifier.starts_with("./") && !specifier.starts_with("../") {
                bail!("{} imports \"{specifier}\", which a page without a bundler cannot find", file.display());
            }
            let imported = resolve(&file, specifier);
            if !seen.contains(&imported) {
                waiting.push(imported);
            }
        }
        seen.insert(file);
    }
    Ok(seen)
}

fn resolve(importer: &Path, specifier: &str) -> PathBuf {
    let mut path = importer.parent().map(Path::to_path_buf).unwrap_or_default();
    for component in Path::new(specifier).components() {
        match component {
            Component::ParentDir => drop(path.pop()),
            Component::Normal(name) => path.push(name),
            _ => {}
        }
    }
    path
}

/// The specifiers of `import … from "x"`, `import "x"` and `export … from "x"`, where the statement begins a line.
///
/// Not a JavaScript parser: it knows comments, and trusts that no line inside a template literal looks like an import.
fn static_imports(source: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = source;
    while let Some(line_end) = next_line(rest) {
        let line = rest[..line_end].trim_start();
        let offset = line_end - line.len();
        if line.starts_with("/*") {
            let Some(length) = rest[offset..].find("*/") else { break };
            rest = &rest[offset + length + 2..];
            continue;
        }
        if let Some(specifier) = ["import", "export"].iter().find_map(|word| from_clause(&rest[offset..], word)) {
            found.push(specifier);
        }
        rest = rest.get(line_end + 1..).unwrap_or("");
    }
    found
}

fn next_line(text: &str) -> Option<usize> {
    (!text.is_empty()).then(|| text.find('\n').unwrap_or(text.len()))
}

/// The specifier of the statement that `text` begins with, if it is one.
fn from_clause<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    let clause = text.strip_prefix(word)?;
    let quote = clause.find(['"', '\''])?;
    let before = clause[..quote].trim();
    let is_bare_import = word == "import" && before.is_empty();
    // Only names, braces, commas and stars stand between the keyword and `from`; anything else is another statement.
    let is_clause = before.ends_with("from")
        && before.chars().all(|sign| sign.is_alphanumeric() || sign.is_whitespace() || "{},*_$".contains(sign));
    if !is_bare_import && !is_clause {
        return None;
    }
    let mark = &clause[quote..=quote];
    let end = clause[quote + 1..].find(mark)?;
    Some(&clause[quote + 1..quote + 1 + end])
}

#[cfg(test)]
mod tests {
    use std::path::{Path, PathBuf};

    use super::{resolve, static_imports};

    #[test]
    fn every_form_of_static_import_is_seen() {
        let source = r#"
            import "./a.js";
            import b from './b.js';
            import * as c from "./c.js";
            import {
              d,
              e as f,
            } from "./d.js";
            export * from "./e.js";
            export { g } from "./f.js";
            import{h}from"./g.js";
        "#;
        let expected = ["./a.js", "./b.js", "./c.js", "./d.js", "./e.js", "./f.js", "./g.js"];
        assert_eq!(static_imports(source), expected);
    }

    #[test]
    fn what_only_looks_like_one_is_not() {
        let source = r#"
            // import "./a.js";
            /* a comment
            import "./b.js";
            */
            const lazy = () => import("./c.js");
            import.meta.url === "d";
            export const from = "e";
            export function f() { return "./f.js"; }
            import("./g.js");
            export default "./h.js";
        "#;
        assert!(static_imports(source).is_empty());
    }

    #[test]
    fn specifiers_are_relative_to_their_importer() {
        assert_eq!(resolve(Path::new("entry/browser.js"), "../core/a.js"), PathBuf::from("core/a.js"));
        assert_eq!(resolve(Path::new("index.js"), "./b.js"), PathBuf::from("b.js"));
    }
}
