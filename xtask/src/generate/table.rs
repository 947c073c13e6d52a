//! The table of actions in the READMEs.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use refiner_wasm::actions::{Action, all};

use super::{VENDOR, camel_case};

/// The file that holds the table.
pub(super) const README: &str = "README.md";
/// The folders, below the root, of the READMEs that are committed with it.
pub(super) const FOLDERS: [&str; 2] = ["", "pkg-template"];

const BEGIN: &str = "<!-- actions:begin -->";
const END: &str = "<!-- actions:end -->";

/// Puts the table between the markers of the file at `readme`.
pub(super) fn rewrite(readme: &Path) -> Result<()> {
    let text = fs::read_to_string(readme).with_context(|| format!("{} cannot be read", readme.display()))?;
    let filled = fill(&text).with_context(|| format!("{} has no place for the actions", readme.display()))?;
    fs::write(readme, filled).with_context(|| format!("{} cannot be written", readme.display()))
}

/// The text with the table between its markers, in place of whatever was there.
fn fill(text: &str) -> Result<String> {
    let Some((before, rest)) = text.split_once(BEGIN) else { bail!("the line {BEGIN} is missing") };
    let Some((_, after)) = rest.split_once(END) else { bail!("the line {END} is missing after {BEGIN}") };
    if [BEGIN, END].iter().any(|marker| before.contains(marker) || after.contains(marker)) {
        bail!("{BEGIN} and {END} come more than once");
    }
    Ok(format!("{before}{BEGIN}\n\n{}\n{END}{after}", table()))
}

fn table() -> String {
    let head = "| action | method on `Refiner` | HTTP | effect | aliases |\n| --- | --- | --- | --- | --- |\n";
    all().fold(head.to_owned(), |text, action| text + &row(action))
}

fn row(action: &Action) -> String {
    let aliases: Vec<_> = action.aliases.iter().map(|alias| format!("`{alias}`")).collect();
    format!(
        "| [`{name}`]({VENDOR}#{anchor}) | `{method}` | {http} `{path}` | {effect} | {aliases} |\n",
        name = action.name,
        anchor = action.anchor.text(),
        method = camel_case(action.name),
        http = action.method.as_str(),
        path = action.path,
        effect = effect(action),
        aliases = aliases.join(", "),
    )
}

/// That a read can be repeated goes without saying.
fn effect(action: &Action) -> String {
    let word = action.effect.as_str();
    let idempotent = if action.idempotent && word != "read" { ", idempotent" } else { "" };
    match action.destroys.text() {
        nothing if nothing.is_empty() => format!("{word}{idempotent}"),
        destroys => format!("{word}{idempotent}; also destroys {destroys}"),
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::super::golden::root;
    use super::{BEGIN, END, FOLDERS, README, all, fill, table};

    #[test]
    fn the_readmes_have_the_table() {
        let problems: Vec<_> = FOLDERS
            .iter()
            .filter_map(|folder| {
                let readme = root().join(folder).join(README);
                let name = readme.strip_prefix(root()).unwrap_or(&readme).display().to_string();
                let Ok(text) = fs::read_to_string(&readme) else { return Some(format!("there is no {name}")) };
                match fill(&text) {
                    Err(error) => Some(format!("{name}: {error:#}; put both markers where the actions belong")),
                    Ok(filled) if filled != text => Some(format!("the table in {name} is not as declared")),
                    Ok(_) => None,
                }
            })
            .collect();
        assert!(problems.is_empty(), "{}: run cargo xtask generate and commit", problems.join("; "));
    }

    #[test]
    fn the_table_replaces_what_is_between_the_markers() {
        let filled = fill(&format!("before\n{BEGIN}\nold\n{END}\nafter\n")).unwrap();
        assert_eq!(filled, format!("before\n{BEGIN}\n\n{}\n{END}\nafter\n", table()));
        assert_eq!(fill(&filled).unwrap(), filled);
        assert_eq!(table().lines().count(), all().count() + 2);
        assert!(table().lines().all(|line| line.matches('|').count() == 6));
    }

    #[test]
    fn a_text_without_its_markers_is_refused() {
        for text in ["", BEGIN, END, &format!("{END} {BEGIN}"), &format!("{BEGIN} {END} {BEGIN} {END}")] {
            assert!(fill(text).is_err(), "{text}");
        }
    }
}
