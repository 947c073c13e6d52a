//! The column `other` beside columns that are named: it takes everything that has no column of its own.

use serde_json::{Value, json};

use crate::support::{Table, exporter, file, page};

fn row(columns: Value) -> Table {
    let item = json!({
        "uuid": "r-1",
        "form": { "uuid": "f-1", "name": "A form" },
        "completed_at": null,
        "tags": ["vip"],
        "data": { "nps": 9, "why": "good" },
        "new": 1,
    });
    Table::read(&file(json!({ "format": "csv", "columns": columns }), &[&page(&[item])]))
}

#[test]
fn other_takes_what_is_not_named() {
    let table = row(json!(["uuid", "data.nps", "other"]));
    assert_eq!(table.header, ["uuid", "data.nps", "other"]);
    let other: Value = serde_json::from_str(table.cell(0, "other")).unwrap();
    assert_eq!(
        other,
        json!({ "form.uuid": "f-1", "form.name": "A form", "tags": ["vip"], "data.why": "good", "new": 1 })
    );
}

#[test]
fn other_can_be_the_only_column() {
    let table = row(json!(["other"]));
    assert_eq!(table.header, ["other"]);
    let other: Value = serde_json::from_str(table.cell(0, "other")).unwrap();
    assert_eq!(other.as_object().unwrap().len(), 7);
}

#[test]
fn without_it_the_rest_is_left_out() {
    assert_eq!(row(json!(["uuid"])).header, ["uuid"]);
}

#[test]
fn it_is_the_last_column() {
    assert!(exporter(json!({ "format": "csv", "columns": ["other", "uuid"] })).is_err());
}

/// Whoever continues a file names the columns that were found.
#[test]
fn the_columns_of_a_file_make_the_same_file() {
    let items = [
        json!({ "uuid": "r-1", "data": { "nps": 9 } }),
        json!({ "uuid": "r-2", "data": { "late": 1, "nps": 3 }, "x": 2 }),
    ];
    let pages = items.map(|item| page(&[item]));
    let pages: Vec<&[u8]> = pages.iter().map(Vec::as_slice).collect();
    let found = file(json!({ "format": "csv" }), &pages);
    let columns = Table::read(&found).header;
    assert_eq!(file(json!({ "format": "csv", "columns": columns }), &pages), found);
}
