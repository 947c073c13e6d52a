//! The cell that each kind of value becomes.

use serde_json::json;

use crate::support::{Table, cell, file, page, table};

#[test]
fn values_as_they_are_written() {
    for (answer, expected) in [
        ("null", ""),
        ("true", "true"),
        ("9", "9"),
        ("-5", "-5"),
        ("-1e5", "-1e5"),
        ("1e400", "1e400"),
        ("1.0", "1.0"),
        ("12345678901234567890123", "12345678901234567890123"),
        (r#""9""#, "9"),
        (r#""-5""#, "-5"),
        (r#""-12.50""#, "-12.50"),
        (r#""-5+cmd""#, "'-5+cmd"),
        (r#""-1e5""#, "'-1e5"),
        (r#""=1+1""#, "'=1+1"),
        (r#""\u003d1""#, "'=1"),
        (r#""＝1""#, "'＝1"),
        (r#""\u0000=1""#, "\u{fffd}=1"),
        (r#""'=1""#, "''=1"),
        (r#""'tis""#, "'tis"),
        (r#""a, \"b\"\r\nc""#, "a, \"b\"\r\nc"),
        (r#""\ud83c\udf89 \/ \u00e9""#, "🎉 / é"),
        (r#""half \ud83c.""#, "half \u{fffd}."),
        (r#"["a","b"]"#, "a; b"),
        (r#"["a;b","c\\d"," e"]"#, "a\\;b; c\\\\d;  e"),
        (r#"["=1","b"]"#, "'=1; b"),
        (r#"["-5"]"#, "-5"),
        ("[-5, 7]", "'-5; 7"),
        ("[]", ""),
        (r#"[null,"a",{"b":[1, 2]},[3, "x"]]"#, r#"; a; {"b":[1,2]}; [3,"x"]"#),
        (r#"{"b" : [1, "=x"], "c": {}}"#, r#"{"b":[1,"=x"],"c":{}}"#),
    ] {
        assert_eq!(cell(answer), expected, "{answer}");
    }
}

#[test]
fn bytes_that_are_not_utf_8_are_replaced() {
    let page = b"{\"items\":[{\"uuid\":\"a\xff\xc3\",\"data\":{\"q\":\"\xe2\x82\"}}]}";
    let table = table(&[page]);
    assert_eq!(table.cell(0, "uuid"), "a\u{fffd}\u{fffd}");
    assert_eq!(table.cell(0, "data.q"), "\u{fffd}");
    let lines = file(json!({ "of": "responses", "format": "ndjson" }), &[page]);
    assert_eq!(String::from_utf8(lines).unwrap(), "{\"uuid\":\"a\u{fffd}\u{fffd}\",\"data\":{\"q\":\"\u{fffd}\"}}\n");
}

#[test]
fn names_of_tags_and_segments() {
    let tags = json!([{ "uuid": "t", "name": "a; b" }, { "name": "=c" }, "plain", { "uuid": "nameless" }]);
    let table =
        table(&[&page(&[json!({ "tags": tags }), json!({ "tags": "text" }), json!({ "tags": null }), json!({})])]);
    let cells: Vec<&str> = (0..4).map(|row| table.cell(row, "tags")).collect();
    assert_eq!(cells, [r#"a\; b; =c; plain; {"uuid":"nameless"}"#, "text", "", ""]);
    let contact: serde_json::Value = serde_json::from_slice(include_bytes!("../fixtures/contact.json")).unwrap();
    let table = Table::read(&file(json!({ "of": "contacts", "format": "csv" }), &[&page(&[contact])]));
    assert_eq!(table.cell(0, "segments"), "Power Users Segment");
    assert_eq!(table.cell(0, "account.attributes.another_one"), "2020");
    assert_eq!(table.cell(0, "attributes.a_survey_answer"), "9");
    assert_eq!(table.cell(0, "other"), "");
}

#[test]
fn the_last_of_several_keys_counts() {
    let page = br#"{"items":[1,2],"items":[{"uuid":"a","uuid":"b","data":{"old":1,"q":1},"data":{"q":2,"q":3},
        "contact":{"email":"x"},"contact":{"email":"y","em\u0061il":"z"},"completed_at":"t","completed_at":null}]}"#;
    let table = table(&[page]);
    assert_eq!(table.rows.len(), 1);
    for (column, expected) in [
        ("uuid", "b"),
        ("data.q", "3"),
        ("contact.email", "z"),
        ("state", "partial"),
        ("completed_at", ""),
        ("other", ""),
    ] {
        assert_eq!(table.cell(0, column), expected, "{column}");
    }
    let questions =
        |table: &Table| table.header.iter().filter(|name| name.starts_with("data.")).cloned().collect::<Vec<_>>();
    assert_eq!(questions(&table), ["data.q"]);
    let late = br#"{"items":[{"data":{"late":1,"late":2}},{"data":{"late":1},"contact":{"attributes":{"a":1}},
        "contact":{"attributes":null},"data":null}]}"#;
    let table = crate::support::table(&[page, late]);
    assert_eq!(questions(&table), ["data.q"]);
    assert_eq!(table.cell(1, "other"), r#"{"data.late":1,"data.late":2}"#);
    assert_eq!((table.cell(2, "other"), table.cell(2, "state")), ("", "viewed"));
}

#[test]
fn a_nul_character_becomes_the_replacement_character() {
    // PostgreSQL and others refuse a text with NUL.
    for (answer, expected) in [
        (r#""a\u0000b""#, "a\u{fffd}b"),
        (r#""\u0000""#, "\u{fffd}"),
        (r#""\u0000=1""#, "\u{fffd}=1"),
        (r#""a,\u0000\"""#, "a,\u{fffd}\""),
        (r#"["a\u0000","b"]"#, "a\u{fffd}; b"),
        // In compact JSON it stays escaped.
        (r#"{"a":"\u0000"}"#, r#"{"a":"\u0000"}"#),
    ] {
        assert_eq!(cell(answer), expected, "{answer}");
    }
    let page = br#"{"items":[{"data":{"a\u0000":1},"tags":[{"name":"t\u0000"}]}]}"#;
    let table = table(&[page]);
    assert_eq!((table.cell(0, "data.a\u{fffd}"), table.cell(0, "tags")), ("1", "t\u{fffd}"));
}

#[test]
fn no_two_values_in_other_have_one_name() {
    let first = br#"{"items":[{}]}"#;
    let names = |item: &str| {
        let page = format!(r#"{{"items":[{item}]}}"#);
        let table = table(&[first, page.as_bytes()]);
        let other: serde_json::Map<String, serde_json::Value> = serde_json::from_str(table.cell(1, "other")).unwrap();
        let mut names: Vec<String> = other.keys().cloned().collect();
        names.sort();
        names.join(" ")
    };
    // A dot in a key of a fixed object is escaped, because a dot separates the names of objects.
    for (item, expected) in [
        (r#"{"data.x":1,"data":{"x":2}}"#, r"data.x data\.x"),
        (r#"{"data\u002Ex":1,"data":{"x":2}}"#, r"data.x data\.x"),
        (r#"{"data\\.x":1,"data.x":3,"data":{"x":2}}"#, r"data.x data\.x data\\\.x"),
        (r#"{"data\u005c.x":1,"data\u005C\u002ex":3}"#, r"data\\\.x"),
        (
            r#"{"contact.attributes.a":1,"contact":{"attributes.a":2,"attributes":{"a":3}}}"#,
            r"contact.attributes.a contact.attributes\.a contact\.attributes\.a",
        ),
        (r#"{"form.x":1,"form":{"x":2}}"#, r"form.x form\.x"),
        // Questions and traits keep their dots.
        (r#"{"data":{"a.b":1,"c\\d":2}}"#, r"data.a.b data.c\d"),
        // The name of a column is not the name of another value.
        (r#"{"form.uuid":1}"#, r"form\.uuid"),
    ] {
        assert_eq!(names(item), expected, "{item}");
    }
}

#[test]
fn states() {
    let time = "2020-09-02 21:53:33";
    let items = [
        json!({ "completed_at": time, "data": {} }),
        json!({ "completed_at": null, "data": { "q": 0 } }),
        json!({ "completed_at": null, "data": { "q": null } }),
        json!({ "data": { "q": null }, "last_data_reception_at": time }),
        json!({ "first_shown_at": time, "data": [] }),
        json!({ "state": "sent" }),
    ];
    let table = table(&[&page(&items)]);
    let states: Vec<&str> = (0..items.len()).map(|row| table.cell(row, "state")).collect();
    assert_eq!(states, ["completed", "partial", "viewed", "partial", "viewed", "viewed"]);
    assert_eq!(table.cell(5, "other"), r#"{"state":"sent"}"#);
}

#[test]
fn text_of_many_megabytes() {
    let huge = "é\"\n".repeat(1_500_000);
    let table = table(&[&page(&[json!({ "data": { "q": huge } })])]);
    assert!(table.cell(0, "data.q") == huge);
}

#[test]
fn nesting_that_would_exhaust_a_stack() {
    let deep = [b"[".repeat(2_000_000), b"]".repeat(2_000_000)].concat();
    let page = [&br#"{"items":[{"uuid":"a","data":{"q":{"x":"#[..], &deep, br#"}}}]}"#].concat();
    for format in ["csv", "ndjson", "json"] {
        let file = file(json!({ "of": "responses", "format": format }), &[&page]);
        assert!(file.windows(4).any(|bytes| bytes == b"[[[["), "{format}");
        assert!(file.len() > deep.len());
    }
}

#[test]
fn a_row_with_nothing_in_it_is_a_row() {
    let options = json!({ "of": "responses", "format": "csv", "columns": ["data.q"] });
    let file = file(options, &[&page(&[json!({}), json!({ "data": { "q": "" } }), json!({ "data": { "q": 1 } })])]);
    assert_eq!(file, b"data.q\r\n\"\"\r\n\"\"\r\n1\r\n");
    assert_eq!(Table::read(&file).rows.len(), 3);
}
