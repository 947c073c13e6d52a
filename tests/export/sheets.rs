//! Worksheets: marks between them, and that any page gives XML with one row an item.

use serde_json::{Value, json};

use crate::support::{exporter, page};

/// The worksheets of some pages: the XML of each, and the range of its filter.
fn sheets(options: Value, pages: &[&[u8]]) -> Vec<(String, String)> {
    let mut exporter = exporter(options).unwrap();
    let mut out = Vec::new();
    for page in pages {
        exporter.add(page, &mut out).unwrap();
    }
    exporter.finish(&mut out);
    let text = String::from_utf8(out).unwrap();
    let parts = text.strip_prefix('\0').unwrap().split('\0');
    parts.map(|part| part.split_once('\u{1}').map(|(xml, range)| (xml.to_owned(), range.to_owned())).unwrap()).collect()
}

#[test]
fn a_worksheet_has_a_header_rows_and_a_filter() {
    let items = [json!({ "uuid": "r-1", "data": { "q": 1 } }), json!({ "uuid": "r-2", "data": { "q": null } })];
    let found = sheets(json!({ "format": "xlsx", "columns": ["uuid", "data.q"] }), &[&page(&items)]);
    let [(xml, range)] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!(range, "$A$1:$B$3");
    let rows = concat!(
        "<sheetData><row r=\"1\"><c r=\"A1\" s=\"1\" t=\"inlineStr\"><is><t>uuid</t></is></c>",
        "<c r=\"B1\" s=\"1\" t=\"inlineStr\"><is><t>data.q</t></is></c></row>",
        "<row r=\"2\"><c r=\"A2\" t=\"inlineStr\"><is><t>r-1</t></is></c><c r=\"B2\"><v>1</v></c></row>",
        "<row r=\"3\"><c r=\"A3\" t=\"inlineStr\"><is><t>r-2</t></is></c></row></sheetData>",
        "<autoFilter ref=\"A1:B3\"/></worksheet>",
    );
    assert!(xml.ends_with(rows), "{xml}");
}

#[test]
fn a_full_worksheet_is_followed_by_another() {
    let item = json!({ "uuid": "r" });
    let full = page(&vec![item.clone(); 1_048_575]);
    let options = json!({ "format": "xlsx", "columns": ["uuid"] });
    let found = sheets(options.clone(), &[&full]);
    assert_eq!(found.iter().map(|(_, range)| range.as_str()).collect::<Vec<_>>(), ["$A$1:$A$1048576"]);
    let found = sheets(options, &[&full, &page(&[item])]);
    assert_eq!(found.iter().map(|(_, range)| range.as_str()).collect::<Vec<_>>(), ["$A$1:$A$1048576", "$A$1:$A$2"]);
    for (xml, _) in found {
        assert!(xml.starts_with("<?xml") && xml.ends_with("</worksheet>"));
    }
}

#[test]
fn nothing_is_a_header() {
    let found = sheets(json!({ "format": "xlsx" }), &[&page(&[])]);
    let [(xml, range)] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!(range, "$A$1:$V$1");
    assert_eq!(xml.matches("<row ").count(), 1);
}

#[test]
fn a_page_that_is_none_changes_nothing() {
    let mut exporter = exporter(json!({ "format": "xlsx", "columns": ["uuid"] })).unwrap();
    let mut out = Vec::new();
    exporter.add(&page(&[json!({ "uuid": "r-1" })]), &mut out).unwrap();
    let before = out.clone();
    for broken in [&b"{\"items\":[{\"uuid\":\"r-2\"}"[..], b"[]", b"", b"{\"items\":3}"] {
        assert!(exporter.add(broken, &mut out).is_err());
        assert_eq!(out, before);
    }
}
