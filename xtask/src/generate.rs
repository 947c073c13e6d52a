//! Generates files from the core's declarations: those of the package, the golden copies, and the tables of the
//! READMEs.

mod contract;
mod golden;
mod javascript;
mod json;
mod openapi;
mod operation;
mod routes;
mod schema;
pub(crate) mod skill;
mod table;
mod typescript;

#[cfg(test)]
mod agreement;

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use refiner_wasm::call::Kind;

/// The first line of every generated file that can contain a comment.
const HEADER: &str = "Generated from the declarations in src/actions and src/model. Do not edit.";

/// The vendor's API reference; each action has an anchor on this page.
const VENDOR: &str = "https://refiner.io/docs/api/";

/// The package's folder of generated files. Only the tables of the README are elsewhere.
const FOLDER: &str = "generated";

/// The generated files of the package, by name.
fn files() -> Vec<(&'static str, String)> {
    vec![
        ("actions.js", javascript::actions()),
        ("operations.js", operation::javascript()),
        ("routes.js", routes::javascript()),
        ("types.d.ts", typescript::types()),
        ("contract.json", contract::json()),
        ("contract.js", contract::javascript()),
        ("contract.d.ts", contract::types()),
        ("openapi.json", openapi::json()),
    ]
}

/// Writes them into `out`, the package being built, and fills in the tables of its README.
pub(crate) fn generate(out: &Path) -> Result<()> {
    let folder = out.join(FOLDER);
    fs::create_dir_all(&folder).with_context(|| format!("{FOLDER} cannot be made"))?;
    for (name, text) in files() {
        fs::write(folder.join(name), text).with_context(|| format!("{name} cannot be written"))?;
    }
    for (name, text) in skill::files() {
        let file = out.join(name);
        fs::create_dir_all(file.parent().unwrap_or(out))
            .with_context(|| format!("the folder of {name} cannot be made"))?;
        fs::write(file, text).with_context(|| format!("{name} cannot be written"))?;
    }
    let readme = out.join(table::README);
    // A missing README is not an error here, so that a package can be built and tried without one; the tests require it.
    if readme.exists() { table::rewrite(&readme, table::PACKAGE) } else { Ok(()) }
}

/// Writes the generated files that are committed: the golden files, and the tables in both READMEs.
pub(crate) fn rewrite(root: &Path) -> Result<()> {
    golden::write(root)?;
    table::FOLDERS
        .iter()
        .try_for_each(|(folder, tables)| table::rewrite(&root.join(folder).join(table::README), tables))
}

/// The kinds of error and their meanings, as JavaScript users see them.
fn error_kinds() -> impl Iterator<Item = (&'static str, String)> {
    let meaning = |text: String| prose(&text).replace("retry_after_ms", "retryAfterMs");
    Kind::ALL.iter().zip(Kind::DOCS).map(move |(kind, doc)| (kind.as_str(), meaning(doc.text())))
}

/// A JavaScript method name for one of Refiner's names: `track_event` becomes `trackEvent`.
fn camel_case(name: &str) -> String {
    let mut words = name.split('_');
    let mut out = words.next().unwrap_or_default().to_owned();
    for word in words {
        let mut letters = word.chars();
        out.extend(letters.next().map(|first| first.to_ascii_uppercase()));
        out.push_str(letters.as_str());
    }
    out
}

/// A doc comment, indented.
fn comment(text: &str, indent: &str) -> String {
    let text = text.replace("*/", "*\\/");
    if text.contains('\n') {
        let lines: Vec<_> = text.lines().map(|line| format!("{indent} * {line}").trim_end().to_owned()).collect();
        format!("{indent}/**\n{}\n{indent} */\n", lines.join("\n"))
    } else {
        format!("{indent}/** {text} */\n")
    }
}

/// The text of a doc comment without the line breaks inside its paragraphs.
fn prose(text: &str) -> String {
    text.split("\n\n").map(|paragraph| paragraph.replace('\n', " ")).collect::<Vec<_>>().join("\n\n")
}

/// The rule that at least one of several keys is required, as a sentence.
fn needs_one_of(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [only] => format!("`{only}` is needed."),
        [others @ .., last] => {
            let others: Vec<_> = others.iter().map(|name| format!("`{name}`")).collect();
            format!("At least one of {} and `{last}` is needed.", others.join(", "))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{camel_case, needs_one_of, prose};

    #[test]
    fn names_become_methods() {
        assert_eq!(camel_case("list_form_history"), "listFormHistory");
        assert_eq!(camel_case("verify_key"), "verifyKey");
    }

    #[test]
    fn prose_keeps_paragraphs_and_drops_line_breaks() {
        assert_eq!(prose("One\ntwo.\n\nThree."), "One two.\n\nThree.");
    }

    #[test]
    fn a_choice_of_keys_is_a_sentence() {
        assert_eq!(needs_one_of(&["id", "email"]), "At least one of `id` and `email` is needed.");
        assert_eq!(needs_one_of(&["id", "email", "uuid"]), "At least one of `id`, `email` and `uuid` is needed.");
    }
}
