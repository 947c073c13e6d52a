//! Refiner's API as this project understands it, as an OpenAPI 3.1 document.

mod parameters;
mod replies;

#[cfg(test)]
mod tests;

use refiner_wasm::actions::{Action, Method, account, all, contacts, events, forms, reporting, responses, segments};
use refiner_wasm::schema::shape::Record;

use super::json::{Json, Object, pretty};
use super::schema::{Schemas, Side, nested};
use super::{VENDOR, needs_one_of, prose};

/// Where the document keeps the schemas of records.
const PLACE: &str = "#/components/schemas/";

const DESCRIPTION: &str = "The REST API of Refiner (refiner.io), as the client refiner-wasm understands it. This is not \
    the vendor's own description: it is made from the declarations the client itself is made from, and those from the \
    vendor's pages.";

/// A group of actions: its tag, its description, and its actions.
type Group = (&'static str, &'static str, &'static [&'static Action]);

const GROUPS: [Group; 7] = [
    ("account", "The account behind the key, and its usage.", account::ACTIONS),
    ("contacts", "The people who are asked.", contacts::ACTIONS),
    ("segments", "Named sets of contacts.", segments::ACTIONS),
    ("events", "What users do.", events::ACTIONS),
    ("forms", "The surveys.", forms::ACTIONS),
    ("responses", "What was answered.", responses::ACTIONS),
    ("reporting", "What Refiner counts itself.", reporting::ACTIONS),
];

/// The text of `openapi.json`.
pub(super) fn json() -> String {
    pretty(&document().json())
}

fn document() -> Object {
    let info = Object::new()
        .with("title", "Refiner REST API, as refiner-wasm understands it")
        .with("version", "1")
        .with("description", DESCRIPTION)
        .with("license", license());
    let tags: Vec<_> = GROUPS
        .iter()
        .map(|(name, description, _)| Object::new().with("name", *name).with("description", *description))
        .collect();
    Object::new()
        .with("openapi", "3.1.0")
        .with("info", info)
        .with("externalDocs", Object::new().with("url", VENDOR))
        .with("servers", vec![Object::new().with("url", "https://api.refiner.io/v1")])
        .with("security", vec![Object::new().with("bearer", Vec::<String>::new())])
        .with("tags", tags)
        .with("paths", paths())
        .with("components", components())
}

/// The licence of this document: the same as the project's.
fn license() -> Object {
    let terms = env!("CARGO_PKG_LICENSE");
    Object::new().with("name", terms).with("identifier", terms)
}

/// The paths, in the order in which actions first name them, each with its methods.
fn paths() -> Object {
    let mut known = Vec::new();
    for action in all() {
        if !known.contains(&action.path) {
            known.push(action.path);
        }
    }
    known.into_iter().fold(Object::new(), |paths, path| {
        let operations = GROUPS.iter().flat_map(|(tag, _, actions)| actions.iter().map(move |action| (*tag, *action)));
        let operations =
            operations.filter(|(_, action)| action.path == path).fold(Object::new(), |all, (tag, action)| {
                all.with(&action.method.as_str().to_ascii_lowercase(), operation(tag, action))
            });
        paths.with(path, operations)
    })
}

fn operation(tag: &str, action: &Action) -> Object {
    let description = prose(&action.description.text());
    let description = format!("{description} {}", needs_one_of(action.input.one_of));
    let parameters = match action.method {
        Method::Post => Vec::new(),
        Method::Get | Method::Delete => parameters::query(action.input),
    };
    let body = (action.method == Method::Post).then(|| {
        let schema = Object::new().with("$ref", format!("{PLACE}{}", action.input.name));
        Object::new().with("required", true).with("content", replies::json_content(schema))
    });
    Object::new()
        .with("operationId", action.name)
        .with("summary", action.title.text())
        .with("description", description.trim_end())
        .with("tags", vec![tag])
        .with("externalDocs", Object::new().with("url", format!("{VENDOR}#{}", action.anchor.text())))
        .with_some("parameters", Some(parameters).filter(|parameters| !parameters.is_empty()))
        .with_some("requestBody", body)
        .with("responses", replies::of(action))
        .and(extensions(action))
}

/// Rules that OpenAPI cannot express, in words.
fn extensions(action: &Action) -> Object {
    let destroys = action.destroys.text();
    // In a body the schema states the rule; for a query, only words can.
    let one_of = action.input.one_of;
    Object::new()
        .with_some("x-one-of", Some(one_of).filter(|names| !names.is_empty() && action.method != Method::Post))
        .with("x-effect", action.effect.as_str())
        .with("x-idempotent", action.idempotent)
        .with_some("x-destroys", Some(destroys).filter(|words| !words.is_empty()))
        .with_some("x-aliases", Some(action.aliases).filter(|aliases| !aliases.is_empty()))
}

fn components() -> Object {
    let bearer = Object::new()
        .with("type", "http")
        .with("scheme", "bearer")
        .with("description", "The secret API key of an environment. It must never be in a browser.");
    Object::new()
        .with("securitySchemes", Object::new().with("bearer", bearer))
        .with("responses", replies::components())
        .with("schemas", records().with(replies::ERROR, replies::error()))
}

/// The schema of every record that is sent or received in a body.
fn records() -> Object {
    let mut schemas = Object::new();
    for action in all() {
        let input = (action.method == Method::Post).then_some((action.input, Side::Wire));
        for (record, side) in input.into_iter().chain([(action.output, Side::Output)]) {
            for record in std::iter::once::<&'static Record>(record).chain(nested(record)) {
                if !schemas.has(record.name) {
                    schemas = schemas.with(record.name, Schemas { side, place: PLACE }.record(record));
                }
            }
        }
    }
    schemas
}
