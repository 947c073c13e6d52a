//! The tables in the READMEs: actions, operations and kinds of error.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use refiner_wasm::actions::operations::{OPERATIONS, Operation, Output};
use refiner_wasm::actions::{Action, all};

use super::{VENDOR, camel_case, error_kinds};

/// The file that holds the tables.
pub(super) const README: &str = "README.md";

/// A table and the name of its markers.
pub(super) struct Table {
    name: &'static str,
    rows: fn() -> String,
}

const ACTIONS: Table = Table { name: "actions", rows: actions };
const ERROR_KINDS: Table = Table { name: "error-kinds", rows: kinds };

/// The tables of the package's README.
pub(super) const PACKAGE: &[Table] = &[ACTIONS, Table { name: "operations", rows: operations }, ERROR_KINDS];

/// The committed READMEs with tables: their folders below the root, and their tables.
pub(super) const FOLDERS: [(&str, &[Table]); 2] = [("", &[ACTIONS]), ("pkg-template", PACKAGE)];

impl Table {
    fn begin(&self) -> String {
        format!("<!-- {}:begin -->", self.name)
    }

    fn end(&self) -> String {
        format!("<!-- {}:end -->", self.name)
    }
}

/// Puts the tables between their markers in the file at `readme`.
pub(super) fn rewrite(readme: &Path, tables: &[Table]) -> Result<()> {
    let text = fs::read_to_string(readme).with_context(|| format!("{} cannot be read", readme.display()))?;
    let filled = fill(&text, tables).with_context(|| format!("{} has no place for a table", readme.display()))?;
    fs::write(readme, filled).with_context(|| format!("{} cannot be written", readme.display()))
}

/// The text with each table between its markers. Replaces what was there.
fn fill(text: &str, tables: &[Table]) -> Result<String> {
    tables.iter().try_fold(text.to_owned(), |text, table| {
        let (begin, end) = (table.begin(), table.end());
        let Some((before, rest)) = text.split_once(&begin) else { bail!("the line {begin} is missing") };
        let Some((_, after)) = rest.split_once(&end) else { bail!("the line {end} is missing after {begin}") };
        if [&begin, &end].iter().any(|marker| before.contains(*marker) || after.contains(*marker)) {
            bail!("{begin} and {end} come more than once");
        }
        Ok(format!("{before}{begin}\n\n{}\n{end}{after}", (table.rows)()))
    })
}

fn actions() -> String {
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

/// A read is always idempotent, so the table does not say so.
fn effect(action: &Action) -> String {
    let word = action.effect.as_str();
    let idempotent = if action.idempotent && word != "read" { ", idempotent" } else { "" };
    match action.destroys.text() {
        nothing if nothing.is_empty() => format!("{word}{idempotent}"),
        destroys => format!("{word}{idempotent}; also destroys {destroys}"),
    }
}

fn operations() -> String {
    let head = "| operation | method on `Refiner` | query | settings | gives | calls |\n\
                | --- | --- | --- | --- | --- | --- |\n";
    OPERATIONS.iter().fold(head.to_owned(), |text, operation| text + &operation_row(operation))
}

fn operation_row(operation: &Operation) -> String {
    let calls: Vec<_> = operation.made_of.iter().map(|name| format!("`{name}`")).collect();
    let gives = match operation.output {
        Output::Object(record) => format!("`{}`", record.name),
        Output::File(record) => format!("a file of `{}`, as a stream", record.name),
        Output::Items(record) => format!("one `{}` after another", record.name),
    };
    format!(
        "| `{}` | `{}` | `{}` | `{}` | {gives} | {} |\n",
        operation.name,
        operation.method,
        operation.query.name,
        operation.settings.name,
        calls.join(", "),
    )
}

fn kinds() -> String {
    let head = "| kind | what it means |\n| --- | --- |\n";
    error_kinds().fold(head.to_owned(), |text, (kind, meaning)| text + &format!("| `{kind}` | {meaning} |\n"))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::super::golden::root;
    use super::{ACTIONS, FOLDERS, PACKAGE, README, all, fill};

    #[test]
    fn the_readmes_have_the_tables() {
        let problems: Vec<_> = FOLDERS
            .iter()
            .filter_map(|(folder, tables)| {
                let readme = root().join(folder).join(README);
                let name = readme.strip_prefix(root()).unwrap_or(&readme).display().to_string();
                let Ok(text) = fs::read_to_string(&readme) else { return Some(format!("there is no {name}")) };
                match fill(&text, tables) {
                    Err(error) => Some(format!("{name}: {error:#}; put both markers where the table belongs")),
                    Ok(filled) if filled != text => Some(format!("a table in {name} is not as declared")),
                    Ok(_) => None,
                }
            })
            .collect();
        assert!(problems.is_empty(), "{}: run cargo xtask generate and commit", problems.join("; "));
    }

    #[test]
    fn a_table_replaces_what_is_between_its_markers() {
        let (begin, end) = (ACTIONS.begin(), ACTIONS.end());
        let table = (ACTIONS.rows)();
        let filled = fill(&format!("before\n{begin}\nold\n{end}\nafter\n"), &[ACTIONS]).unwrap();
        assert_eq!(filled, format!("before\n{begin}\n\n{table}\n{end}\nafter\n"));
        assert_eq!(fill(&filled, &[ACTIONS]).unwrap(), filled);
        assert_eq!(table.lines().count(), all().count() + 2);
    }

    #[test]
    fn every_row_of_a_table_has_as_many_cells_as_its_head() {
        for table in PACKAGE {
            let rows = (table.rows)();
            let bars = |line: &str| line.matches('|').count();
            let head = rows.lines().next().map(bars);
            assert!(rows.lines().count() > 3, "{}", table.name);
            assert!(rows.lines().all(|line| Some(bars(line)) == head), "{rows}");
        }
    }

    #[test]
    fn a_text_without_its_markers_is_refused() {
        let (begin, end) = (&ACTIONS.begin(), &ACTIONS.end());
        for text in ["", begin, end, &format!("{end} {begin}"), &format!("{begin} {end} {begin} {end}")] {
            assert!(fill(text, &[ACTIONS]).is_err(), "{text}");
        }
        let only_actions = format!("{begin} {end}");
        assert!(fill(&only_actions, PACKAGE).is_err());
    }
}
