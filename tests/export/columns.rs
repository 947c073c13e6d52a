//! The columns of a file: named, discovered, late.

use std::collections::BTreeSet;

use refiner_wasm::model::contact::Contact;
use refiner_wasm::model::response::Response;
use refiner_wasm::schema::shape::{Record, Shape};
use serde_json::json;

use crate::support::{Table, exporter, file, page, table};

const RESPONSE: &str = "uuid,form.uuid,form.name,state,first_shown_at,last_shown_at,completed_at,first_data_reception_at,\
    last_data_reception_at,received_at,dismissed_at,show_counter,contact.uuid,contact.remote_id,contact.email,\
    contact.display_name,contact.account.uuid,contact.account.remote_id,contact.account.display_name,contact.account.domain,\
    tags";

fn csv(columns: &[&str]) -> serde_json::Value {
    json!({ "of": "responses", "format": "csv", "columns": columns })
}

#[test]
fn discovered_columns_are_the_fixed_ones_then_questions_then_traits() {
    let page = br#"{"items":[{"contact":{"attributes":{"plan":"pro"}},"data":{"b":1,"a":2}},
        {"data":{"c":3,"a":4},"contact":{"attributes":{"age":"7"}}}]}"#;
    let table = table(&[&crate::support::page(&[]), page]);
    let expected = format!("{RESPONSE},data.b,data.a,data.c,contact.attributes.plan,contact.attributes.age,other");
    assert_eq!(table.header.join(","), expected);
    assert_eq!(table.rows[1][RESPONSE.split(',').count()..], ["", "4", "3", "", "7", ""]);
}

#[test]
fn the_vendors_example() {
    let response: serde_json::Value = serde_json::from_slice(include_bytes!("../fixtures/response.json")).unwrap();
    let table = table(&[&page(&[response])]);
    let row: Vec<&str> = table.rows[0].iter().map(String::as_str).collect();
    let time = "2020-09-02 21:53:33";
    assert_eq!(
        row,
        [
            "cb47c260-ed64-11ea-8187-a7fc8351fba4",
            "3894dc20-8fe9-11ea-892e-d13af52e06ae",
            "My first survey",
            "completed",
            time,
            time,
            time,
            time,
            time,
            time,
            "",
            "1",
            "e5365340-ed47-11ea-9a73-61d23f380055",
            "YOUR-USER-ID-123",
            "jane@awesome.com",
            "Jane Doe",
            "5ab55ab0-ebf3-11ea-a442-4fa2c72e1cf7",
            "Your account ID",
            "Awesome Inc.",
            "",
            "",
            "First Reply",
            "Second Reply",
            "",
        ]
    );
}

#[test]
fn late_questions_go_into_the_last_column() {
    let first = page(&[json!({ "uuid": "1", "data": { "q": 1 } })]);
    let second = br#"{"items":[{"uuid":"2","language":"en","data":{"q":2,"l\u0061te":[1, "=x"],"empty":null},
        "contact":{"account":{"attributes":{"size": 5}},"attributes":{"plan":"pro"}}},"odd",{"form":"text"}]}"#;
    let table = table(&[&first, second]);
    let other = |row| serde_json::from_str::<serde_json::Value>(table.cell(row, "other")).unwrap();
    assert_eq!(table.cell(0, "other"), "");
    assert_eq!(table.cell(1, "data.q"), "2");
    assert_eq!(
        other(1),
        json!({
            "language": "en", "data.late": [1, "=x"], "data.empty": null,
            "contact.account.attributes": { "size": 5 }, "contact.attributes.plan": "pro",
        })
    );
    assert_eq!(other(2), json!({ "item": "odd" }));
    assert_eq!(other(3), json!({ "form": "text" }));
}

#[test]
fn pages_that_are_learned_first_give_columns() {
    let (first, second) = (page(&[json!({ "data": { "a": 1 } })]), page(&[json!({ "data": { "b": 2 } })]));
    let mut exporter = exporter(json!({ "of": "responses", "format": "csv" })).unwrap();
    let mut out = Vec::new();
    assert_eq!(exporter.learn(&first), Ok(1));
    assert_eq!(exporter.learn(&second), Ok(1));
    assert!(exporter.learn(b"{").is_err());
    exporter.add(&first, &mut out).unwrap();
    assert_eq!(exporter.learn(&page(&[json!({ "data": { "c": 3 } })])), Ok(1));
    exporter.add(&second, &mut out).unwrap();
    exporter.finish(&mut out);
    let table = Table::read(&out);
    assert_eq!(table.header.join(","), format!("{RESPONSE},data.a,data.b,other"));
    assert_eq!((table.cell(0, "data.a"), table.cell(1, "data.b")), ("1", "2"));
}

#[test]
fn no_more_than_a_thousand_columns_are_found() {
    let data: serde_json::Map<_, _> = (0..1200).map(|index| (format!("q{index}"), json!(index))).collect();
    let table = table(&[&page(&[json!({ "data": data })])]);
    assert_eq!(table.header.len(), RESPONSE.split(',').count() + 1000 + 1);
    let other: serde_json::Map<_, _> = serde_json::from_str(table.cell(0, "other")).unwrap();
    assert_eq!(other.len(), 200);
}

#[test]
fn named_columns_are_the_only_ones() {
    let item = json!({ "uuid": "r", "completed_at": "t", "data": { "a.b": 1, "c": "=x" }, "contact": { "email": null },
        "show_counter": "3" });
    let columns =
        ["state", "data.a.b", "contact.attributes.x y", "data.nowhere", "show_counter", "data.c", "contact.email"];
    let file = file(csv(&columns), &[&page(&[item])]);
    assert_eq!(
        String::from_utf8(file).unwrap(),
        "state,data.a.b,contact.attributes.x y,data.nowhere,show_counter,data.c,contact.email\r\ncompleted,1,,,3,'=x,\r\n"
    );
}

#[test]
fn no_items_still_make_a_table() {
    let empty = page(&[]);
    assert_eq!(file(csv(&["uuid"]), &[&empty]), b"uuid\r\n");
    assert_eq!(file(csv(&["uuid"]), &[]), b"uuid\r\n");
    let discovered = file(json!({ "of": "responses", "format": "csv", "bom": true }), &[&empty]);
    assert_eq!(String::from_utf8(discovered).unwrap(), format!("\u{feff}{RESPONSE},other\r\n"));
}

#[test]
fn a_file_begins_after_one_that_was_finished() {
    let mut exporter = exporter(csv(&["uuid"])).unwrap();
    let mut out = Vec::new();
    for _ in 0..2 {
        exporter.add(&page(&[json!({ "uuid": "a" })]), &mut out).unwrap();
        exporter.add(&page(&[json!({ "uuid": "b" })]), &mut out).unwrap();
        exporter.finish(&mut out);
    }
    assert_eq!(out, b"uuid\r\na\r\nb\r\nuuid\r\na\r\nb\r\n");
}

/// What of a record can be a column: its values, and those of the records in it. Free keys are discovered in the pages.
fn values(record: &'static Record, path: &str, out: &mut BTreeSet<String>) {
    for field in record.fields {
        let shape = if let Shape::Nullable(inner) = field.shape { inner } else { field.shape };
        let path = format!("{path}{}", field.name);
        match shape {
            Shape::Object(record) => values(record, &format!("{path}."), out),
            Shape::Map(_) => {}
            _ => assert!(out.insert(path)),
        }
    }
}

#[test]
fn fixed_columns_are_the_values_of_the_record() {
    for (of, record) in [("responses", Response::RECORD), ("contacts", Contact::RECORD)] {
        let file = file(json!({ "of": of, "format": "csv" }), &[&page(&[])]);
        let mut columns = Table::read(&file).header;
        assert_eq!(columns.pop().as_deref(), Some("other"));
        // How far a response got is worked out.
        columns.retain(|column| (of, column.as_str()) != ("responses", "state"));
        let mut expected = BTreeSet::new();
        values(record, "", &mut expected);
        let count = columns.len();
        assert_eq!(BTreeSet::from_iter(columns), expected, "src/insight/export/columns.rs, {of}");
        assert_eq!(count, expected.len(), "a column of {of} comes twice");
    }
}
