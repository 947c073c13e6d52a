//! The types of every input and output; the hand-written `index.d.ts` builds on them.

use std::fmt::Write as _;

use refiner_wasm::actions::operations::{OPERATIONS, Output};
use refiner_wasm::actions::{Action, all};
use refiner_wasm::schema::shape::{Field, Record, Shape, Union};

use super::{HEADER, VENDOR, camel_case, comment, error_kinds};

/// The text of `types.d.ts`.
pub(super) fn types() -> String {
    let mut out = format!("// {HEADER}\n\nimport type {{ CallOptions, List }} from \"../index.js\";\n\n");
    out.push_str("// Without this, all that a declaration file declares is exported.\nexport {};\n\n");
    values(&mut out);
    out.push_str("/** A method per action. */\nexport interface RefinerActions {\n");
    for action in all() {
        out.push_str(&comment(&method_doc(action), "  "));
        let method = camel_case(action.name);
        let _ = writeln!(out, "  {method}({}, options?: CallOptions): {};", parameter(action), result(action));
    }
    out.push_str("}\n\n");
    names(&mut out);
    out
}

/// The types of the modules themselves, as wasm-bindgen puts them into its own `.d.ts`: in a namespace, where `Response`
/// does not hide the host's.
pub(super) fn bindings() -> String {
    let mut out = String::new();
    values(&mut out);
    names(&mut out);
    let lines = out.lines().map(|line| if line.is_empty() { "\n".to_owned() } else { format!("  {line}\n") });
    let body: String = lines.collect();
    format!("// {HEADER}\n\n/** What Refiner's API takes and gives. */\nexport namespace Refiner {{\n{body}}}\n")
}

/// The types of all inputs and outputs.
fn values(out: &mut String) {
    out.push_str("/** Whatever JSON can say. */\n");
    out.push_str(
        "export type JsonValue = string | number | boolean | null | JsonValue[] | { [key: string]: JsonValue };\n\n",
    );
    let mut types = Types { written: Vec::new(), out: core::mem::take(out), made_here: false };
    for action in all() {
        record(action.input, &mut types);
        record(action.output, &mut types);
    }
    for operation in OPERATIONS {
        record(operation.settings, &mut types);
        if let Output::Object(report) = operation.output {
            types.made_here = true;
            record(report, &mut types);
            types.made_here = false;
        }
    }
    *out = types.out;
}

/// The inputs and outputs by the names of actions and operations, and the kinds of error.
fn names(out: &mut String) {
    out.push_str("/** What every action takes and gives, by its names. */\nexport interface ActionTypes {\n");
    for action in all() {
        for name in [action.name].iter().chain(action.aliases) {
            let (input, output) = (action.input.name, action.output.name);
            let optional = is_optional(action);
            let _ = writeln!(out, "  {name}: {{ input: {input}; output: {output}; inputOptional: {optional} }};");
        }
    }
    out.push_str("}\n\n/** What every operation made of several calls takes and gives, by its name. */\n");
    out.push_str("export interface OperationTypes {\n");
    for operation in OPERATIONS {
        let query = match operation.sets {
            [] => operation.query.name.to_owned(),
            sets => format!("Omit<{}, {}>", operation.query.name, words(sets)),
        };
        let output = match operation.output {
            Output::Object(record) | Output::File(record) | Output::Items(record) => record.name,
        };
        let (name, settings) = (operation.name, operation.settings.name);
        out.push_str(&comment(&operation.description.text(), "  "));
        let _ = writeln!(out, "  {name}: {{ query: {query}; settings: {settings}; output: {output} }};");
    }
    out.push_str("}\n\n");
    out.push_str("/** The kinds of failure. */\nexport type ErrorKind =");
    for (kind, meaning) in error_kinds() {
        let _ = write!(out, "\n  /** {meaning} */\n  | \"{kind}\"");
    }
    out.push_str(";\n");
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

/// The types written so far.
struct Types {
    written: Vec<&'static str>,
    out: String,
    /// Whether this package itself makes the described values. Then a field is always present when one of its words is.
    made_here: bool,
}

/// Writes a record's type, after the types that it uses.
fn record(record_: &'static Record, types: &mut Types) {
    if types.written.contains(&record_.name) {
        return;
    }
    types.written.push(record_.name);
    for field in record_.fields {
        inner_records(field.shape, types);
    }
    let name = record_.name;
    let head = comment(&record_.doc.text(), "");
    let fields: String = record_
        .fields
        .iter()
        .filter(|field| field.when().is_none())
        .map(|field| property(field, field.required))
        .collect();
    let alternatives: Vec<_> = match words_of(record_) {
        Some((tag, all)) => variants(record_, tag, all, types.made_here),
        None => record_.one_of.iter().map(|one| alternative(record_, one)).collect(),
    };
    let _ = if record_.fields.is_empty() {
        // An interface without keys would accept any object, and so hide misspelt keys.
        write!(types.out, "{head}export type {name} = Record<string, never>;\n\n")
    } else if alternatives.is_empty() {
        write!(types.out, "{head}export interface {name} {{\n{fields}}}\n\n")
    } else {
        let alternatives = alternatives.join(" | ");
        write!(
            types.out,
            "interface {name}Fields {{\n{fields}}}\n\n{head}export type {name} = {name}Fields & ({alternatives});\n\n"
        )
    };
}

/// The field whose value decides which other fields can be present, and its possible words.
fn words_of(record: &Record) -> Option<(&'static str, &'static [&'static str])> {
    let tag = record.fields.iter().find_map(Field::when)?.field;
    match record.field(tag)?.shape {
        Shape::Choice(words) => Some((tag, words)),
        _ => None,
    }
}

/// The variants of a record. Words that come with the same fields share a variant; `always` says whether these fields
/// are required.
fn variants(record: &Record, tag: &str, all: &[&str], always: bool) -> Vec<String> {
    let mut forms: Vec<(Vec<&str>, Vec<&Field>)> = Vec::new();
    for word in all {
        let here = |field: &&Field| field.when().is_some_and(|when| when.words.contains(word));
        let fields: Vec<&Field> = record.fields.iter().filter(here).collect();
        let same = |known: &Vec<&Field>| known.iter().map(|field| field.name).eq(fields.iter().map(|field| field.name));
        match forms.iter_mut().find(|(_, known)| same(known)) {
            Some((words, _)) => words.push(word),
            None => forms.push((vec![word], fields)),
        }
    }
    let form = |(of, fields): (Vec<&str>, Vec<&Field>)| {
        let fields: String = fields.into_iter().map(|field| property(field, always)).collect();
        format!("{{\n  {tag}: {};\n{fields}}}", words(&of))
    };
    forms.into_iter().map(form).collect()
}

/// The variant of a record in which one of several alternative keys is required.
fn alternative(record: &Record, name: &str) -> String {
    let shape = record.field(name).map_or(&Shape::Anything, |field| field.shape);
    format!("{{ {name}: {} }}", type_of(shape))
}

fn inner_records(shape: &'static Shape, types: &mut Types) {
    match shape {
        Shape::Object(inner) => record(inner, types),
        Shape::List { of, .. } | Shape::Map(of) | Shape::Nullable(of) => inner_records(of, types),
        Shape::OneOf(union) => one_of(union, types),
        _ => {}
    }
}

/// Writes the type of a value that may have several shapes.
fn one_of(union: &'static Union, types: &mut Types) {
    if types.written.contains(&union.name) {
        return;
    }
    types.written.push(union.name);
    union.of.iter().for_each(|shape| inner_records(shape, types));
    let of: Vec<_> = union.of.iter().map(|shape| type_of(shape)).collect();
    let _ = write!(types.out, "{}export type {} = {};\n\n", comment(&union.doc.text(), ""), union.name, of.join(" | "));
}

fn property(field: &Field, always: bool) -> String {
    let mark = if always { "" } else { "?" };
    let words = match field.default() {
        Some(default) => format!("{} Default: `{default}`.", field.doc.text()),
        None => field.doc.text(),
    };
    format!("{}  {}{mark}: {};\n", comment(&words, "  "), field.name, type_of(field.shape))
}

fn words(words: &[&str]) -> String {
    words.iter().map(|word| format!("\"{word}\"")).collect::<Vec<_>>().join(" | ")
}

fn type_of(shape: &Shape) -> String {
    match shape {
        Shape::Text | Shape::Identifier | Shape::Time => "string".to_owned(),
        Shape::Integer { .. } | Shape::Number => "number".to_owned(),
        Shape::Counter => "number | string".to_owned(),
        Shape::Boolean => "boolean".to_owned(),
        Shape::Choice(of) => words(of),
        Shape::Scalar => "string | number | boolean | null".to_owned(),
        Shape::Answer => "string | number | boolean | null | (string | number | boolean | null)[]".to_owned(),
        Shape::Anything => "JsonValue".to_owned(),
        Shape::OneOf(union) => union.name.to_owned(),
        Shape::List { of, min: 2, max: 2 } => format!("[{0}, {0}]", type_of(of)),
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
