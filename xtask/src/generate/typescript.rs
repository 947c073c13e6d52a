//! The types of every input and output, which the hand-written `index.d.ts` builds on.

use std::fmt::Write as _;

use refiner_wasm::actions::{Action, all};
use refiner_wasm::model::shape::{Field, Record, Shape};

use super::{HEADER, VENDOR, camel_case, comment};

/// The text of `types.d.ts`.
pub(super) fn types() -> String {
    let mut out = format!("// {HEADER}\n\nimport type {{ CallOptions, List }} from \"../index.js\";\n\n");
    out.push_str("// Without this, all that a declaration file declares is exported.\nexport {};\n\n");
    let mut written = Vec::new();
    for action in all() {
        record(action.input, &mut written, &mut out);
        record(action.output, &mut written, &mut out);
    }
    out.push_str("/** A method per action. */\nexport interface RefinerActions {\n");
    for action in all() {
        out.push_str(&comment(&method_doc(action), "  "));
        let method = camel_case(action.name);
        let _ = writeln!(out, "  {method}({}, options?: CallOptions): {};", parameter(action), result(action));
    }
    out.push_str("}\n\n/** What every action takes and gives, by its names. */\nexport interface ActionTypes {\n");
    for action in all() {
        for name in [action.name].iter().chain(action.aliases) {
            let (input, output) = (action.input.name, action.output.name);
            let optional = is_optional(action);
            let _ = writeln!(out, "  {name}: {{ input: {input}; output: {output}; inputOptional: {optional} }};");
        }
    }
    out.push_str("}\n");
    out
}

fn method_doc(action: &Action) -> String {
    let description = action.description.text();
    let effect = action.effect.as_str();
    let idempotent = if action.idempotent { ", idempotent" } else { "" };
    let destroys = match action.destroys.text() {
        nothing if nothing.is_empty() => String::new(),
        destroys => format!("; also destroys {destroys}"),
    };
    format!("{description}\n\nEffect: {effect}{idempotent}{destroys}.\n@see {VENDOR}#{}", action.anchor.text())
}

fn parameter(action: &Action) -> String {
    format!("input{}: {}", if is_optional(action) { "?" } else { "" }, action.input.name)
}

fn is_optional(action: &Action) -> bool {
    action.input.one_of.is_empty() && action.input.fields.iter().all(|field| !field.required)
}

fn result(action: &Action) -> String {
    let page = action.output.name;
    match action.output.field("items").map(|field| field.shape) {
        Some(Shape::List { of, .. }) if action.list => format!("List<{}, {page}>", type_of(of)),
        _ => format!("Promise<{page}>"),
    }
}

/// Writes a record's type, after the types it is made of.
fn record(record_: &'static Record, written: &mut Vec<&'static str>, out: &mut String) {
    if written.contains(&record_.name) {
        return;
    }
    written.push(record_.name);
    for field in record_.fields {
        inner_records(field.shape, written, out);
    }
    let name = record_.name;
    let head = comment(&record_.doc.text(), "");
    let fields: String = record_.fields.iter().map(property).collect();
    let _ = if record_.fields.is_empty() {
        // An interface without keys would take any object, and so hide what is misspelt.
        write!(out, "{head}export type {name} = Record<string, never>;\n\n")
    } else if record_.one_of.is_empty() {
        write!(out, "{head}export interface {name} {{\n{fields}}}\n\n")
    } else {
        let alternatives: Vec<_> = record_.one_of.iter().map(|one| alternative(record_, one)).collect();
        let alternatives = alternatives.join(" | ");
        write!(
            out,
            "interface {name}Fields {{\n{fields}}}\n\n{head}export type {name} = {name}Fields & ({alternatives});\n\n"
        )
    };
}

/// The part of a record that has to be there, unless another such part is.
fn alternative(record: &Record, name: &str) -> String {
    let shape = record.field(name).map_or(&Shape::Anything, |field| field.shape);
    format!("{{ {name}: {} }}", type_of(shape))
}

fn inner_records(shape: &'static Shape, written: &mut Vec<&'static str>, out: &mut String) {
    match shape {
        Shape::Object(inner) => record(inner, written, out),
        Shape::List { of, .. } | Shape::Map(of) | Shape::Nullable(of) => inner_records(of, written, out),
        _ => {}
    }
}

fn property(field: &Field) -> String {
    let mark = if field.required { "" } else { "?" };
    format!("{}  {}{mark}: {};\n", comment(&field.doc.text(), "  "), field.name, type_of(field.shape))
}

fn type_of(shape: &Shape) -> String {
    match shape {
        Shape::Text | Shape::Identifier | Shape::Time => "string".to_owned(),
        Shape::Integer { .. } | Shape::Number => "number".to_owned(),
        Shape::Counter => "number | string".to_owned(),
        Shape::Boolean => "boolean".to_owned(),
        Shape::Choice(words) => words.iter().map(|word| format!("\"{word}\"")).collect::<Vec<_>>().join(" | "),
        Shape::Scalar => "string | number | boolean | null".to_owned(),
        Shape::Answer => "string | number | boolean | null | (string | number | boolean | null)[]".to_owned(),
        Shape::Anything => "unknown".to_owned(),
        Shape::List { of, .. } => match type_of(of) {
            of if of.contains(' ') => format!("({of})[]"),
            of => format!("{of}[]"),
        },
        Shape::Map(of) => format!("Record<string, {}>", type_of(of)),
        Shape::Object(record) => record.name.to_owned(),
        Shape::Nullable(of @ (Shape::Anything | Shape::Scalar | Shape::Answer | Shape::Nullable(_))) => type_of(of),
        Shape::Nullable(of) => format!("{} | null", type_of(of)),
    }
}
