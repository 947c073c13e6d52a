//! The state of a response: a summary and a file agree on it. The demo's own test uses the same table.

use refiner_wasm::insight::export::{Exporter, Of, Options};
use serde_json::{Value, json};

use super::pages::{page, report};

fn table() -> Vec<Value> {
    serde_json::from_str(include_str!("../fixtures/states.json")).unwrap()
}

/// The state in a file, with a column for every question, or with all questions in the last column.
fn in_file(response: &Value, columns: Option<&[&str]>) -> String {
    state_in_file(&page(std::slice::from_ref(response)), columns)
}

fn state_in_file(page: &str, columns: Option<&[&str]>) -> String {
    let mut options = json!({ "format": "csv" });
    if let Some(columns) = columns {
        options["columns"] = json!(columns);
    }
    let mut exporter = Exporter::new(Options::read(Of::Responses, &options.into()).unwrap()).unwrap();
    let mut file = Vec::new();
    exporter.add(page.as_bytes(), &mut file).unwrap();
    let file = String::from_utf8(file).unwrap();
    let mut lines = file.lines().map(|line| line.split(','));
    let place = lines.next().unwrap().position(|name| name == "state").unwrap();
    lines.next().unwrap().nth(place).unwrap().to_owned()
}

/// Of an answer's key that comes twice, the last one counts. Each is JSON text, because no object can hold such keys.
#[test]
fn the_last_of_an_answers_keys_decides() {
    for (data, expected) in [
        (r#"{"a":"x","a":null}"#, "viewed"),
        (r#"{"a":null,"a":"x"}"#, "partial"),
        (r#"{"a":"x","a":""}"#, "viewed"),
        (r#"{"a":"x","a":[]}"#, "viewed"),
        (r#"{"a":"x","\u0061":null}"#, "viewed"),
        (r#"{"\u0061":"x","a":null}"#, "viewed"),
        (r#"{"a":"x","b":"y","b":null}"#, "partial"),
        (r#"{"a":"x","b":"y","a":null}"#, "partial"),
        (r#"{"a":"x","b":"y","a":null,"b":null}"#, "viewed"),
        (r#"{"a":"x","b":"y","b":null,"a":null}"#, "viewed"),
        (r#"{"a":"x","a":null,"a":"z"}"#, "partial"),
        (r#"{"a":"x","a":null,"b":"y"}"#, "partial"),
        (r#"{"a":"x","b":null}"#, "partial"),
        (r#"{"q":"x","q":null}"#, "viewed"),
        (r#"{"q":"x","a":1,"q":null}"#, "partial"),
        (r#"{"a":"x"},"data":{"a":null}"#, "viewed"),
        (r#"{"\ud800":"x","\ud800":null}"#, "viewed"),
        (r#"{"\ud800":"x","\ud801":null}"#, "partial"),
    ] {
        let page = format!(r#"{{"items":[{{"data":{data}}}]}}"#);
        for columns in [None, Some(&["state"][..]), Some(&["state", "data.q"]), Some(&["state", "data.a"])] {
            assert_eq!(state_in_file(&page, columns), expected, "{columns:?}: {data}");
        }
        let count = report(json!({ "metrics": ["count"] }), &[&page]);
        assert_eq!(count["metrics"][0]["partials"], u64::from(expected == "partial"), "a summary: {data}");
    }
}

#[test]
fn a_file_and_a_summary_agree() {
    let table = table();
    assert!(table.len() > 10);
    for row in table {
        let (expected, response) = (row["state"].as_str().unwrap(), &row["response"]);
        assert_eq!(in_file(response, None), expected, "discovered columns: {response}");
        assert_eq!(in_file(response, Some(&["state"])), expected, "named columns: {response}");
        assert_eq!(in_file(response, Some(&["state", "data.q"])), expected, "one column: {response}");
        let count = report(json!({ "metrics": ["count"] }), &[&page(std::slice::from_ref(response))]);
        let count = &count["metrics"][0];
        let state = [&count["completed"], &count["partials"]].map(|count| count.as_u64().unwrap());
        let expected = match expected {
            "completed" => [1, 0],
            "partial" => [0, 1],
            _ => [0, 0],
        };
        assert_eq!(state, expected, "a summary: {response}");
        assert_eq!(count["responses"], expected[0] + expected[1], "a summary: {response}");
    }
}
