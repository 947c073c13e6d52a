//! The generated files that are committed, so that a review shows every change of a promise.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use super::{files, typescript};

/// Copies of the package files that make promises; the others repeat the same in another form.
const FOLDER: &str = "tests/golden";
const NAMES: [&str; 5] = ["contract.json", "contract.d.ts", "types.d.ts", "actions.js", "openapi.json"];

/// The types that the compiler puts into the modules' own bindings.
const BINDINGS: &str = "src/js/generated.d.ts";

/// Writes them from the current declarations.
pub(super) fn write(root: &Path) -> Result<()> {
    for (path, text) in golden() {
        let file = root.join(&path);
        fs::create_dir_all(file.parent().unwrap_or(root))
            .with_context(|| format!("the folder of {path} cannot be made"))?;
        fs::write(file, text).with_context(|| format!("{path} cannot be written"))?;
    }
    Ok(())
}

/// The files: their paths from the root, and their texts.
fn golden() -> impl Iterator<Item = (String, String)> {
    let copies = files().into_iter().filter(|(name, _)| NAMES.contains(name));
    let copies = copies.map(|(name, text)| (format!("{FOLDER}/{name}"), text));
    copies.chain([(BINDINGS.to_owned(), typescript::bindings())])
}

/// The workspace's folder, from a variable that cargo sets for tests.
#[cfg(test)]
pub(super) fn root() -> std::path::PathBuf {
    let package = std::env::var_os("CARGO_MANIFEST_DIR").expect("cargo runs the tests");
    Path::new(&package).parent().expect("xtask is in the workspace").to_owned()
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::{NAMES, golden, root};

    #[test]
    fn the_golden_files_are_as_declared() {
        assert_eq!(golden().count(), NAMES.len() + 1);
        let problems: Vec<_> = golden()
            .filter_map(|(path, expected)| {
                let Ok(text) = fs::read_to_string(root().join(&path)) else {
                    return Some(format!("there is no {path}"));
                };
                // Git may check files out with Windows line endings; they still count as equal.
                let text = text.replace("\r\n", "\n");
                difference(&text, &expected).map(|difference| format!("{path}, {difference}"))
            })
            .collect();
        assert!(problems.is_empty(), "\n{}\nrun cargo xtask generate and commit", problems.join("\n"));
    }

    /// The first line in which two texts differ.
    fn difference(found: &str, expected: &str) -> Option<String> {
        if found == expected {
            return None;
        }
        let (mut found, mut expected) = (found.lines(), expected.lines());
        for line in 1.. {
            match (found.next(), expected.next()) {
                (None, None) => return Some("its line breaks differ".to_owned()),
                (found, expected) if found == expected => {}
                (found, expected) => {
                    let [found, expected] = [found, expected].map(|line| line.unwrap_or("the end").trim());
                    return Some(format!("line {line}: committed is\n  {found}\ndeclared is\n  {expected}"));
                }
            }
        }
        None
    }

    #[test]
    fn differences_are_named() {
        assert_eq!(difference("a\nb\n", "a\nb\n"), None);
        assert!(difference("a\nb\n", "a\nc\n").unwrap().starts_with("line 2"));
        assert!(difference("a\n", "a\nb\n").unwrap().ends_with("declared is\n  b"));
        assert!(difference("a", "a\n").unwrap().contains("line breaks"));
    }
}
