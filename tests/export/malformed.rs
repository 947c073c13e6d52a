//! An invalid page writes nothing and changes nothing.

use refiner_wasm::insight::Refused;
use serde_json::json;

use crate::support::exporter;

const PAGE: &str = r#"{"items":[{"uuid":"a","show_counter":-1.5e3,"data":{"q\u00e9":["x",true,null]},"contact":{"account":null,"attributes":{}},"tags":[{"name":"t"}]},{"uuid":"b"}],"pagination":{"current_page":1}}"#;

/// Checks that every exporter refuses these bytes, and that its file is the same as if it had never seen them.
fn check(bytes: &[u8]) {
    for format in ["csv", "ndjson", "json"] {
        let mut refusing = exporter(json!({ "of": "responses", "format": format })).unwrap();
        let mut plain = exporter(json!({ "of": "responses", "format": format })).unwrap();
        let (mut out, mut expected) = (Vec::new(), Vec::new());
        for _ in 0..2 {
            let before = out.clone();
            let refused = refusing.add(bytes, &mut out).expect_err(&String::from_utf8_lossy(bytes));
            let Refused::Malformed(malformed) = refused else { panic!("{refused:?}") };
            assert!(malformed.at <= bytes.len());
            assert_eq!(out, before);
            refusing.add(PAGE.as_bytes(), &mut out).unwrap();
            plain.add(PAGE.as_bytes(), &mut expected).unwrap();
        }
        refusing.finish(&mut out);
        plain.finish(&mut expected);
        assert_eq!(out, expected);
    }
}

#[test]
fn a_page_cut_anywhere() {
    for end in 0..PAGE.len() {
        check(&PAGE.as_bytes()[..end]);
    }
}

#[test]
fn what_is_not_a_page() {
    for page in [
        "",
        " ",
        "null",
        "[]",
        "7",
        "{}",
        r#"{"items":null}"#,
        r#"{"items":{}}"#,
        r#"{"items":[],"items":1}"#,
        r#"{"item":[]}"#,
        r#"{"items":[]}x"#,
        r#"{"items":[]}{}"#,
        r#"{"items":[],}"#,
        r#"{"items":[1,]}"#,
        r#"{"items":[,1]}"#,
        r#"{"items":[1 2]}"#,
        r#"{"items":[01]}"#,
        r#"{"items":[-]}"#,
        r#"{"items":[1.]}"#,
        r#"{"items":[.5]}"#,
        r#"{"items":[+1]}"#,
        r#"{"items":[1e]}"#,
        r#"{"items":[-00]}"#,
        r#"{"items":[1-2]}"#,
        r#"{"items":[NaN]}"#,
        r#"{"items":[nul]}"#,
        r#"{"items":[nullx]}"#,
        r#"{"items":["\x"]}"#,
        r#"{"items":["\u12"]}"#,
        r#"{"items":["\u12g4"]}"#,
        "{\"items\":[\"\n\"]}",
        "{\"items\":[\"\\\n\"]}",
        r#"{"items":['a']}"#,
        r#"{"items":[{a:1}]}"#,
        r#"{"items":[{"a"}]}"#,
        r#"{"items":[{"a":1,}]}"#,
        r#"{"items":[{,}]}"#,
        r#"{"items":[{"a":1]]}"#,
        r#"{"items":[[1}]}"#,
        r#"{"items":[{"\q":1}]}"#,
        r#"{"\q":1,"items":[]}"#,
        r#"{"items":[],"p":[1,,2]}"#,
        r#"{"items":[/**/]}"#,
        "\u{a0}{\"items\":[]}",
        "{\"items\":[\u{feff}]}",
        "<html></html>",
    ] {
        check(page.as_bytes());
    }
}

#[test]
fn a_page_with_one_byte_changed_is_judged_as_serde_json_judges_it() {
    for at in 0..PAGE.len() {
        for byte in b"{}[]\",:\\u0e-+.1 \n\0tx\x7f\xc3".iter().filter(|byte| **byte != PAGE.as_bytes()[at]) {
            let mut page = PAGE.as_bytes().to_vec();
            page[at] = *byte;
            let judged = serde_json::from_str::<serde_json::Value>(&String::from_utf8_lossy(&page));
            let expected = judged.ok().and_then(|page| page.get("items")?.as_array().cloned());
            let mut out = Vec::new();
            let taken = exporter(json!({ "of": "contacts", "format": "ndjson" })).unwrap().add(&page, &mut out);
            assert_eq!(taken.ok(), expected.as_ref().map(Vec::len), "{}", String::from_utf8_lossy(&page));
            let lines = String::from_utf8(out).unwrap();
            let lines: Vec<serde_json::Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
            assert_eq!(lines, expected.unwrap_or_default());
        }
    }
}
