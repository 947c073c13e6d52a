//! NDJSON and JSON: the items unchanged.

use serde_json::json;

use crate::support::{exporter, file, page};

const ODD: &[u8] = b"\xef\xbb\xbf {\n \"pagination\" : {\"a\": [ ] },\r\n\t\"items\" : [ {\"n\" : 1e400 , \"t\" : \" a\\n b \\ud800 \\/\",\"n\":-0.0E+1},\n[ ] , { } ,\"x\" , null]}\n";

#[test]
fn only_white_space_between_values_goes() {
    let lines = file(json!({ "of": "responses", "format": "ndjson" }), &[ODD]);
    let expected = "{\"n\":1e400,\"t\":\" a\\n b \\ud800 \\/\",\"n\":-0.0E+1}\n[]\n{}\n\"x\"\nnull\n";
    assert_eq!(String::from_utf8(lines).unwrap(), expected);
    let list = file(json!({ "of": "responses", "format": "json" }), &[ODD]);
    assert_eq!(
        String::from_utf8(list).unwrap(),
        format!("[{}]", expected.trim_end().replace("}\n", "},").replace('\n', ","))
    );
}

#[test]
fn pages_are_joined_and_empty_ones_leave_no_trace() {
    let (one, none, two) = (page(&[json!(1), json!(2)]), page(&[]), page(&[json!(3)]));
    let pages: [&[u8]; 5] = [&none, &one, &none, &two, &none];
    assert_eq!(file(json!({ "of": "contacts", "format": "json" }), &pages), b"[1,2,3]");
    assert_eq!(file(json!({ "of": "contacts", "format": "ndjson" }), &pages), b"1\n2\n3\n");
    assert_eq!(file(json!({ "of": "contacts", "format": "json" }), &[&none]), b"[]");
    assert_eq!(file(json!({ "of": "contacts", "format": "json" }), &[]), b"[]");
    assert_eq!(file(json!({ "of": "contacts", "format": "ndjson" }), &[]), b"");
}

#[test]
fn items_are_counted() {
    let mut exporter = exporter(json!({ "of": "contacts", "format": "json" })).unwrap();
    let mut out = Vec::new();
    assert_eq!(exporter.add(&page(&[]), &mut out), Ok(0));
    assert_eq!(exporter.add(&page(&[json!(1), json!(2)]), &mut out), Ok(2));
}
