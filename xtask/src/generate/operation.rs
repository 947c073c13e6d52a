//! The operations, each of which makes several calls, as data for programs.

use refiner_wasm::actions::operations::{OPERATIONS, Operation, Output, find};
use refiner_wasm::actions::responses::ListResponses;
use refiner_wasm::json::value::Value;
use refiner_wasm::schema::shape::{Doc, Field, Record, Rules, required};

use super::json::{Json as _, Object, compact, pretty};
use super::schema::{Side, document};
use super::{HEADER, prose};

/// What the contract says about an operation.
pub(super) fn entry(operation: &Operation) -> Object {
    let names = |fields: &mut dyn Iterator<Item = &'static Field>| fields.map(|field| field.name).collect::<Vec<_>>();
    let (gives, output) = match operation.output {
        Output::Object(record) => ("object", record),
        Output::File(record) => ("file", record),
        Output::Items(record) => ("items", record),
    };
    Object::new()
        .with("name", operation.name)
        .with("method", operation.method)
        .with("title", operation.title.text())
        .with("description", prose(&operation.description.text()))
        .with("effect", "read")
        .with("idempotent", true)
        .with("made_of", operation.made_of)
        .with("query", names(&mut operation.query_fields()))
        .with("settings", names(&mut operation.settings.fields.iter()))
        .with("shown", operation.shown)
        .with("gives", gives)
        .with("input", document(input(operation), Side::Input))
        .with("output", document(output, Side::Output))
}

/// The complete input of an operation as one record: the fields of the query and of the settings, with the operation's
/// own defaults.
pub(super) fn input(operation: &Operation) -> &'static Record {
    let query = operation.query_fields().map(|field| with_default(operation, field));
    let fields: Vec<Field> = operation.settings.fields.iter().copied().chain(query).collect();
    let fields: &'static [Field] = Box::leak(fields.into_boxed_slice());
    let name: String = operation
        .name
        .split('_')
        .map(|word| word.split_at(1))
        .map(|(first, rest)| first.to_uppercase() + rest)
        .collect();
    Box::leak(Box::new(Record {
        name: name.leak(),
        doc: Doc::new(format!("What to take of {}, and what to make of it.", operation.made_of[0]).leak()),
        fields,
        required: required(fields),
        one_of: operation.query.one_of,
    }))
}

fn with_default(operation: &Operation, field: &Field) -> Field {
    let rules = Rules { default: default(operation, field), when: field.when() };
    Field { rules: Some(Box::leak(Box::new(rules))), ..*field }
}

fn default(operation: &Operation, field: &Field) -> Option<&'static str> {
    match field.name {
        "page_length" => Some(operation.page_length.to_string().leak()),
        "include" if !operation.include.is_empty() => Some(format!("\"{}\"", operation.include).leak()),
        _ => field.default(),
    }
}

/// The text of `operations.js`: what the facade has to know about the operations.
pub(super) fn javascript() -> String {
    let methods = OPERATIONS.iter().filter(|operation| !operation.is_answer());
    let all = methods.fold(Object::new(), |all, operation| all.with(operation.name, defaults(operation)));
    let lists = Object::new().with("page_length", number(ListResponses::RECORD, "page_length"));
    let names = find("sync_responses").map_or_else(Object::new, |sync| {
        let takes = sync.settings.fields.iter().chain(sync.query_fields()).map(|field| field.name);
        Object::new().with("takes", takes.collect::<Vec<_>>()).with("sets", sync.sets)
    });
    format!(
        "// @ts-check\n// {HEADER}\n\n/** The defaults of a list's query. */\n\
         export const listDefaults = {};\n\n/** The defaults of each operation's query and settings. */\n\
         export const operationDefaults = {};\n\n/** \
         The options of a sync, and the fields of its query that it sets itself. */\n\
         export const syncNames = {};\n",
        compact(&lists.json()),
        pretty(&all.json()).trim_end(),
        compact(&names.json())
    )
}

fn defaults(operation: &Operation) -> Object {
    let own = ["page_length", "include"].into_iter().filter_map(|name| {
        let field = operation.query.field(name)?;
        let default = default(operation, field).filter(|default| Some(*default) != field.default())?;
        Some((name, default))
    });
    // The core applies the defaults of a summary or an export when it reads their settings. Only a sync's are applied
    // in the facade.
    let sync = matches!(operation.output, Output::Items(_));
    let settings = operation.settings.fields.iter().filter_map(|field| Some((field.name, field.default()?)));
    let settings = settings.filter(|_| sync);
    own.chain(settings).fold(Object::new(), |all, (name, default)| match Value::read_json(default.as_bytes()) {
        Ok(value) => all.with(name, value),
        Err(_) => all,
    })
}

fn number(record: &Record, name: &str) -> Option<i64> {
    record.field(name)?.default()?.parse().ok()
}
