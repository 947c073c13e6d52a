//! The valid options, and the errors for all others.

use serde_json::json;

use crate::support::exporter;

#[test]
fn wrong_options_are_named() {
    for (options, path, problem) in [
        (json!([]), "", "must be an object, got a list"),
        (json!({ "of": "responses" }), "format", "is required"),
        (json!({ "of": "contacts", "format": "xls" }), "format", "must be one of: csv, ndjson, json"),
        (
            json!({ "of": "contacts", "format": "csv", "sep": ";" }),
            "sep",
            "is not a parameter here; the parameters are: format",
        ),
        (json!({ "of": "contacts", "format": "csv", "bom": 1 }), "bom", "must be true or false, got a number"),
        (json!({ "of": "contacts", "format": "csv", "guard": null }), "guard", "must be true or false, got null"),
        (json!({ "of": "contacts", "format": "csv", "columns": "uuid" }), "columns", "must be a list, got text"),
        (json!({ "of": "contacts", "format": "csv", "columns": [] }), "columns", "needs at least 1 items, got 0"),
        (
            json!({ "of": "contacts", "format": "csv", "columns": ["uuid", 1] }),
            "columns[1]",
            "must be text that is not empty, got a number",
        ),
        (json!({ "of": "contacts", "format": "csv", "columns": ["uuid", "uuid"] }), "columns[1]", "is a duplicate"),
        (
            json!({ "of": "contacts", "format": "csv", "columns": ["attributes.a", "attributes.a"] }),
            "columns[1]",
            "is a duplicate",
        ),
        (
            json!({ "of": "contacts", "format": "csv", "columns": ["data.nps"] }),
            "columns[0]",
            "is not a column here; the columns are: uuid",
        ),
        (
            json!({ "of": "responses", "format": "csv", "columns": ["nps"] }),
            "columns[0]",
            "data.NAME, contact.attributes.NAME",
        ),
        (json!({ "of": "responses", "format": "csv", "columns": ["data."] }), "columns[0]", "is not a column here"),
        (json!({ "of": "responses", "format": "csv", "columns": ["data"] }), "columns[0]", "is not a column here"),
        (json!({ "of": "responses", "format": "csv", "columns": ["contact"] }), "columns[0]", "is not a column here"),
        (
            json!({ "of": "responses", "format": "csv", "columns": ["contact.phone"] }),
            "columns[0]",
            "is not a column here",
        ),
        (
            json!({ "of": "responses", "format": "csv", "columns": ["other", "uuid"] }),
            "columns[0]",
            "is not a column here",
        ),
        (json!({ "of": "responses", "format": "json", "guard": true }), "guard", "is only for the format csv"),
        (json!({ "of": "responses", "format": "csv", "sheet_by": "form" }), "sheet_by", "is only for the format xlsx"),
        (json!({ "of": "contacts", "format": "xlsx", "sheet_by": "form" }), "sheet_by", "is only for responses"),
        (json!({ "of": "responses", "format": "xlsx", "sheet_by": "segment" }), "sheet_by", "must be"),
        (json!({ "of": "responses", "format": "xlsx", "guard": true }), "guard", "is only for the format csv"),
        (
            json!({ "of": "responses", "format": "ndjson", "columns": ["uuid"] }),
            "columns",
            "is only for the format csv",
        ),
    ] {
        let found = exporter(options.clone()).unwrap_err();
        assert_eq!(found.path, path, "{options}");
        assert!(found.problem.contains(problem), "{options}: {}", found.problem);
    }
}

#[test]
fn every_valid_option_is_accepted() {
    for options in [
        json!({ "of": "responses", "format": "csv" }),
        json!({ "of": "contacts", "format": "csv", "columns": ["attributes.a.b", "account.attributes.c", "account.domain"] }),
        json!({ "format": "csv", "of": "responses", "bom": true, "guard": false, "columns": ["state", "data.data.x"] }),
        json!({ "of": "contacts", "format": "ndjson" }),
        json!({ "of": "responses", "format": "json" }),
        json!({ "of": "responses", "format": "xlsx", "sheet_by": "form", "columns": ["uuid", "other"] }),
        json!({ "of": "contacts", "format": "xlsx" }),
    ] {
        assert!(exporter(options.clone()).is_ok(), "{options}");
    }
}
