//! Tests that the document is consistent and describes what the client does.

use std::collections::{BTreeMap, BTreeSet};

use refiner_wasm::actions::{Action, Method, all};
use serde_json::Value;

use super::{GROUPS, json};

fn document() -> Value {
    serde_json::from_str(&json()).expect("openapi.json is JSON")
}

fn operation<'a>(document: &'a Value, action: &Action) -> &'a Value {
    &document["paths"][action.path][action.method.as_str().to_ascii_lowercase()]
}

/// Every value under `key`, at any depth.
fn everywhere<'a>(key: &str, value: &'a Value, found: &mut Vec<&'a Value>) {
    match value {
        Value::Object(entries) => {
            found.extend(entries.get(key));
            entries.values().for_each(|value| everywhere(key, value, found));
        }
        Value::Array(items) => items.iter().for_each(|value| everywhere(key, value, found)),
        _ => {}
    }
}

fn texts<'a>(key: &str, value: &'a Value) -> Vec<&'a str> {
    let mut found = Vec::new();
    everywhere(key, value, &mut found);
    found.into_iter().filter_map(Value::as_str).collect()
}

#[test]
fn the_groups_hold_every_action_once() {
    let grouped: Vec<_> = GROUPS.iter().flat_map(|(_, _, actions)| actions.iter()).map(|action| action.name).collect();
    assert_eq!(grouped, all().map(|action| action.name).collect::<Vec<_>>());
}

#[test]
fn every_action_is_an_operation() {
    let document = document();
    assert_eq!(texts("operationId", &document).len(), all().count());
    for action in all() {
        let operation = operation(&document, action);
        assert_eq!(operation["operationId"], action.name);
        assert_eq!(operation["x-effect"], action.effect.as_str());
        assert_eq!(operation["x-idempotent"], action.idempotent);
        assert_eq!(operation["requestBody"].is_object(), action.method == Method::Post, "{}", action.name);
        let statuses: Vec<_> = operation["responses"].as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(statuses, ["200", "401", "404", "429", "default"]);
    }
}

#[test]
fn every_reference_resolves_and_every_component_is_used() {
    let document = document();
    let references: BTreeSet<_> = texts("$ref", &document).into_iter().collect();
    for reference in &references {
        let place = reference.strip_prefix('#').expect("references stay in the document");
        assert!(document.pointer(place).is_some(), "{reference}");
    }
    for kind in ["schemas", "responses"] {
        for name in document["components"][kind].as_object().unwrap().keys() {
            assert!(references.contains(format!("#/components/{kind}/{name}").as_str()), "{kind}/{name} is unused");
        }
    }
}

#[test]
fn tags_and_security_are_declared() {
    let document = document();
    let declared: Vec<_> = document["tags"].as_array().unwrap().iter().map(|tag| tag["name"].clone()).collect();
    for action in all() {
        let tags = operation(&document, action)["tags"].as_array().unwrap();
        assert!(tags.len() == 1 && declared.contains(&tags[0]), "{}", action.name);
    }
    let schemes = document["components"]["securitySchemes"].as_object().unwrap();
    for requirement in document["security"].as_array().unwrap() {
        assert!(requirement.as_object().unwrap().keys().all(|name| schemes.contains_key(name)));
    }
}

#[test]
fn parameters_are_unique_and_spelled_as_they_travel() {
    let document = document();
    for action in all().filter(|action| action.method != Method::Post) {
        let parameters = operation(&document, action)["parameters"].as_array().cloned().unwrap_or_default();
        let styles: BTreeMap<_, _> =
            parameters.iter().map(|one| (one["name"].as_str().unwrap(), one["style"].as_str())).collect();
        assert_eq!(styles.len(), action.input.fields.len(), "{}", action.name);
        for (name, style) in styles {
            let expected = match name {
                name if name.ends_with("[]") => Some("form"),
                name if name.ends_with("_data") => Some("deepObject"),
                _ => None,
            };
            assert_eq!(style, expected, "{} {name}", action.name);
        }
    }
}

#[test]
fn free_keys_lie_flat_in_bodies() {
    let document = document();
    let schemas = &document["components"]["schemas"];
    for (record, free) in [("IdentifyUser", "attributes"), ("AccountInput", "attributes"), ("StoreResponse", "answers")]
    {
        assert!(schemas[record]["properties"][free].is_null(), "{record}");
        assert!(schemas[record]["additionalProperties"]["type"].is_array(), "{record}");
    }
}

#[test]
fn a_rate_limit_says_when_to_come_back() {
    let document = document();
    let limited = &document["components"]["responses"]["TooManyRequests"];
    assert_eq!(limited["headers"]["Retry-After"]["schema"]["type"], "string");
}
