//! Tests that the JSON Schemas agree with the core's own check: on hand-written inputs, on sent requests, and on the
//! vendor's examples.

use std::collections::BTreeSet;
use std::fs;

use boon::{Compiler, Draft, SchemaIndex, Schemas};
use refiner_wasm::actions::{Action, Method, all, find};
use refiner_wasm::call::request::{Request, build};
use serde::Deserialize;
use serde_json::{Value, json};

use super::golden::root;
use super::{contract, openapi};

/// A line of `tests/golden/inputs.json`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    action: String,
    input: Value,
    ok: bool,
    /// For a wrong input: the place that the check names.
    path: Option<String>,
    /// The schema's verdict, if a schema cannot agree with the check.
    schema_ok: Option<bool>,
    /// For such a row: the reason.
    why: Option<String>,
}

fn read(path: &str) -> Value {
    let text = fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn rows() -> Vec<Row> {
    serde_json::from_value(read("tests/golden/inputs.json")).expect("every row is as described")
}

/// A document that contains schemas. Each schema is validated against the draft's meta-schema before use.
struct Document {
    compiler: Compiler,
    schemas: Schemas,
}

impl Document {
    const URL: &str = "https://document.example/";

    fn new(text: &str) -> Self {
        let mut compiler = Compiler::new();
        compiler.set_default_draft(Draft::V2020_12);
        let document = serde_json::from_str(text).expect("what is generated is JSON");
        compiler.add_resource(Self::URL, document).expect("the document can be added");
        Self { compiler, schemas: Schemas::new() }
    }

    fn schema(&mut self, pointer: &str) -> SchemaIndex {
        let place = format!("{}#{pointer}", Self::URL);
        self.compiler.compile(&place, &mut self.schemas).unwrap_or_else(|error| panic!("{pointer}: {error:#}"))
    }

    /// The problem that the schema at `pointer` finds in a value.
    fn problem(&mut self, pointer: &str, value: &Value) -> Option<String> {
        let schema = self.schema(pointer);
        self.schemas.validate(value, schema).err().map(|error| format!("{error:#}"))
    }
}

/// One of an action's schemas as a document of its own, the way a reader of the contract uses it.
fn schema_of(action: &Action, side: &str) -> Document {
    let contract: Value = serde_json::from_str(&contract::json()).expect("contract.json is JSON");
    let actions = contract["actions"].as_array().expect("there are actions");
    let entry = actions.iter().find(|entry| entry["name"] == action.name).expect("every action is there");
    Document::new(&entry[side].to_string())
}

fn request(action: &Action, input: &Value) -> Result<Request, String> {
    build(action, &input.clone().into()).map_err(|problem| problem.path)
}

#[test]
fn check_and_schema_agree_on_every_input() {
    for row in rows() {
        let action = find(&row.action).unwrap_or_else(|_| panic!("there is no action {}", row.action));
        let shown = format!("{} {}", row.action, row.input);
        let checked = request(action, &row.input);
        assert_eq!(checked.is_ok(), row.ok, "the check of {shown}");
        if row.path.is_some() {
            assert_eq!(checked.err(), row.path, "the place of what is wrong in {shown}");
        }
        let problem = schema_of(action, "input").problem("", &row.input);
        assert_eq!(problem.is_none(), row.schema_ok.unwrap_or(row.ok), "the schema of {shown}: {problem:?}");
        assert_eq!(row.schema_ok.is_some(), row.why.is_some(), "a difference has a reason: {shown}");
    }
}

#[test]
fn every_action_has_good_and_bad_inputs() {
    let rows = rows();
    for action in all() {
        for ok in [true, false] {
            assert!(rows.iter().any(|row| row.action == action.name && row.ok == ok), "{} {ok}", action.name);
        }
    }
    // Each field must be in a valid input: then its schema has accepted it, and a request that openapi.json describes
    // contains it.
    for action in all() {
        let given: BTreeSet<_> = rows
            .iter()
            .filter(|row| row.action == action.name && row.ok)
            .flat_map(|row| row.input.as_object().into_iter().flat_map(|entries| entries.keys()))
            .collect();
        for field in action.input.fields {
            assert!(given.contains(&field.name.to_owned()), "no good input of {} has {}", action.name, field.name);
        }
    }
}

#[test]
fn what_is_sent_is_what_openapi_describes() {
    let text = openapi::json();
    let description: Value = serde_json::from_str(&text).expect("openapi.json is JSON");
    let mut document = Document::new(&text);
    for row in rows().into_iter().filter(|row| row.ok) {
        let action = find(&row.action).expect("the action is known");
        let request = request(action, &row.input).expect("the input is good");
        let method = action.method.as_str().to_ascii_lowercase();
        let operation = format!("/paths/{}/{method}", action.path.replace('/', "~1"));
        if action.method == Method::Post {
            let body: Value = serde_json::from_str(&request.body.expect("a POST has a body")).expect("it is JSON");
            let pointer = format!("{operation}/requestBody/content/application~1json/schema");
            assert_eq!(document.problem(&pointer, &body), None, "{} {body}", row.action);
            continue;
        }
        let parameters = description.pointer(&format!("{operation}/parameters"));
        let names: Vec<_> =
            parameters.and_then(Value::as_array).into_iter().flatten().filter_map(|one| one["name"].as_str()).collect();
        for parameter in request.query.split('&').filter(|parameter| !parameter.is_empty()) {
            let name = parameter.split('=').next().unwrap_or_default().replace("%5B", "[").replace("%5D", "]");
            let name = if name.ends_with("[]") { &name } else { name.split('[').next().unwrap_or_default() };
            assert!(names.contains(&name), "{} sends {name}, and openapi.json has {names:?}", row.action);
        }
    }
}

#[test]
fn the_vendors_examples_are_as_described() {
    let page = |item: Value| {
        let pagination = json!({"items_count": 1, "current_page": "1", "last_page": 1, "page_length": 100});
        json!({"items": [item], "pagination": pagination, "brand_new": true})
    };
    let (contact, response) = (read("tests/fixtures/contact.json"), read("tests/fixtures/response.json"));
    for (action, reply) in [
        ("get_contact", contact.clone()),
        ("list_contacts", page(contact)),
        ("list_responses", page(response)),
        ("get_reporting", read("tests/fixtures/reporting.json")),
    ] {
        let action = find(action).expect("the action is known");
        assert_eq!(schema_of(action, "output").problem("", &reply), None, "{}", action.name);
        let mut broken = reply;
        broken.as_object_mut().expect("a reply is an object").remove(action.output.fields[0].name);
        assert_eq!(
            schema_of(action, "output").problem("", &broken).is_some(),
            action.output.fields[0].required,
            "{}",
            action.name
        );
    }
}

#[test]
fn every_schema_is_one() {
    for action in all() {
        for side in ["input", "output"] {
            schema_of(action, side).schema("");
        }
    }
    let text = openapi::json();
    let description: Value = serde_json::from_str(&text).expect("openapi.json is JSON");
    let mut document = Document::new(&text);
    for name in description["components"]["schemas"].as_object().expect("there are schemas").keys() {
        document.schema(&format!("/components/schemas/{name}"));
    }
}
