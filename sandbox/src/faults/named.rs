//! The names of common faults.

use serde_json::Value;

/// Each name, and the fault that it stands for.
pub const NAMED: [(&str, &str); 24] = [
    ("pass", r#"{"kind":"pass"}"#),
    // Statuses, in the words that Refiner and its other integrations have for them.
    ("bad_request", r#"{"kind":"status","status":400,"body":{"error":"Bad request"}}"#),
    ("unauthorized", r#"{"kind":"status","status":401,"body":{"error":"API key does not look valid"}}"#),
    ("forbidden", r#"{"kind":"status","status":403,"body":{"error":"Forbidden"}}"#),
    ("not_found", r#"{"kind":"status","status":404,"body":{"error":"Not found"}}"#),
    ("conflict", r#"{"kind":"status","status":409,"body":{"error":"Conflict"}}"#),
    ("invalid", r#"{"kind":"status","status":422,"body":{"error":"Invalid"}}"#),
    (
        "rate_limited",
        r#"{"kind":"status","status":429,"headers":{"retry-after":"1"},"body":{"error":"You are doing this too often."}}"#,
    ),
    ("server_error", r#"{"kind":"status","status":500,"body":{"error":"Server error"}}"#),
    ("unavailable", r#"{"kind":"status","status":503,"headers":{"retry-after":"1"},"body":{"error":"Unavailable"}}"#),
    ("gateway_timeout", r#"{"kind":"status","status":504,"body":{"error":"Gateway timeout"},"carried_out":true}"#),
    // Bodies.
    ("html", r#"{"kind":"html"}"#),
    ("empty", r#"{"kind":"empty"}"#),
    ("not_json", r#"{"kind":"body","body":"{"}"#),
    ("cut_body", r#"{"kind":"truncate"}"#),
    ("close_midway", r#"{"kind":"close_midway"}"#),
    ("endless", r#"{"kind":"endless"}"#),
    // Connections.
    ("slow", r#"{"kind":"delay","ms":1000}"#),
    ("stall", r#"{"kind":"stall"}"#),
    ("stall_before_headers", r#"{"kind":"stall_before_headers"}"#),
    ("reset", r#"{"kind":"reset"}"#),
    ("reset_in_body", r#"{"kind":"reset_in_body"}"#),
    ("lost_reply", r#"{"kind":"reset","carried_out":true}"#),
    ("redirect", r#"{"kind":"redirect","location":"https://example.com/"}"#),
];

/// The fault of a name.
pub(super) fn find(name: &str) -> Result<Value, String> {
    let found = NAMED.iter().find(|(known, _)| *known == name).and_then(|(_, json)| serde_json::from_str(json).ok());
    found.ok_or_else(|| {
        let names: Vec<_> = NAMED.iter().map(|(name, _)| *name).collect();
        format!("{name:?} is no fault; there are: {}", names.join(", "))
    })
}
