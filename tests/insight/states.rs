//! The state of a response: a summary and a file agree on it. The demo's own test uses the same table.

use refiner_wasm::insight::export::{Exporter, Of, Options};
use serde_json::{Value, json};

use super::pages::{page, report};

fn table() -> Vec<Value> {
    serde_json::from_str(include_str!("../fixtures/states.json")).unwrap()
}

/// The state in a file, with a column for every question, or with all questions in the last column.
fn in_file(response: &Value, columns: Option<&[&str]>) -> String {
    let mut options = json!({ "format": "csv" });
    if let Some(columns) = columns {
        options["columns"] = json!(columns);
    }
    let mut exporter = Exporter::new(Options::read(Of::Responses, &options.into()).unwrap()).unwrap();
    let mut file = Vec::new();
    exporter.add(page(std::slice::from_ref(response)).as_bytes(), &mut file).unwrap();
    let file = String::from_utf8(file).unwrap();
    let mut lines = file.lines().map(|line| line.split(','));
    let place = lines.next().unwrap().position(|name| name == "state").unwrap();
    lines.next().unwrap().nth(place).unwrap().to_owned()
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
