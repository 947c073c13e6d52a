//! JSON Schemas (draft 2020-12) of records and shapes.

use refiner_wasm::json::value::Value;
use refiner_wasm::schema::shape::{Field, Record, Shape, When};

use super::json::Object;
use super::{needs_one_of, prose};

const DRAFT: &str = "https://json-schema.org/draft/2020-12/schema";

/// The accepted forms of a time. It differs from the check in one point: every month has a 31st day, because a pattern
/// for the rest of the calendar would be longer than this file. JSON Schema's own `date-time` refuses two of the three
/// forms.
const TIME: &str = "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])\
    ([ T]([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\\.[0-9]{1,9})?)?(Z|[+-]([01][0-9]|2[0-3]):?[0-5][0-9])?)?$";
const TIME_FORMS: &str = "Written `2026-01-31`, `2026-01-31 10:00:00` or `2026-01-31T10:00:00Z`.";

/// Marks what can hold a text that somebody wrote: answers, traits and names. For a model it is data, never an instruction.
const UNTRUSTED: &str = "x-untrusted";

const SCALAR: [&str; 4] = ["string", "number", "boolean", "null"];

/// The direction of the described value.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    /// What a caller passes to an action. Strict: undeclared keys are wrong.
    Input,
    /// The same as sent to Refiner, with the free keys flat beside the fixed ones.
    Wire,
    /// What comes back. Tolerant: Refiner may add keys and words.
    Output,
}

/// Writes the schemas of one side, which refer to nested records under one prefix.
#[derive(Clone, Copy)]
pub(super) struct Schemas {
    /// The direction of the values.
    pub(super) side: Side,
    /// The prefix of references to nested records, such as `#/$defs/`.
    pub(super) place: &'static str,
}

/// A self-contained schema of a record.
pub(super) fn document(record: &'static Record, side: Side) -> Object {
    let schemas = Schemas { side, place: "#/$defs/" };
    let definitions =
        nested(record).into_iter().fold(Object::new(), |all, inner| all.with(inner.name, schemas.record(inner)));
    Object::new()
        .with("$schema", DRAFT)
        .with("title", record.name)
        .and(schemas.record(record))
        .with_some("$defs", definitions.some())
}

/// The records nested in a record, without the record itself, in the order of their first use.
pub(super) fn nested(record: &'static Record) -> Vec<&'static Record> {
    let mut found = Vec::new();
    record.fields.iter().for_each(|field| collect(field.shape, &mut found));
    found
}

fn collect(shape: &'static Shape, found: &mut Vec<&'static Record>) {
    match shape {
        Shape::Object(record) if found.iter().all(|known| known.name != record.name) => {
            found.push(record);
            record.fields.iter().for_each(|field| collect(field.shape, found));
        }
        Shape::List { of, .. } | Shape::Map(of) | Shape::Nullable(of) => collect(of, found),
        Shape::OneOf(union) => union.of.iter().for_each(|shape| collect(shape, found)),
        _ => {}
    }
}

impl Schemas {
    /// The schema of an object with known keys.
    pub(super) fn record(self, record: &Record) -> Object {
        let flat = record.fields.iter().find(|field| field.flat && self.side == Side::Wire);
        let fields = || record.fields.iter().filter(|field| flat.is_none_or(|flat| flat.name != field.name));
        let properties = fields().fold(Object::new(), |all, field| all.with(field.name, self.property(field, record)));
        let required: Vec<_> = fields().filter(|field| field.required).map(|field| field.name).collect();
        let one_of: Vec<_> = record.one_of.iter().map(|name| Object::new().with("required", vec![*name])).collect();
        // The rule is stated in words too, because some readers of schemas do not accept `anyOf` at the root.
        let description = format!("{} {}", prose(&record.doc.text()), needs_one_of(record.one_of));
        let schema = Object::new()
            .with("description", description.trim_end())
            .with("type", "object")
            .with("properties", properties)
            .with_some("required", Some(required).filter(|required| !required.is_empty()))
            .with_some("anyOf", Some(one_of).filter(|one_of| !one_of.is_empty()));
        match (self.side, flat.map(|flat| (flat, flat.shape))) {
            (Side::Input, _) => schema.with("additionalProperties", false),
            (Side::Wire, Some((flat, Shape::Map(of)))) => schema
                .with("propertyNames", Object::new().with("minLength", 1))
                .with("additionalProperties", self.described(of, &flat.doc.text())),
            _ => schema,
        }
    }

    /// The schema of a value, without a description.
    pub(super) fn value(self, shape: &Shape) -> Object {
        if let Shape::Nullable(of) = shape {
            return match (of, types(of)) {
                (Shape::Object(_) | Shape::OneOf(_), _) => {
                    Object::new().with("anyOf", vec![self.value(of), Object::new().with("type", "null")])
                }
                (_, types) if types.is_empty() || types.contains(&"null") => self.value(of),
                (_, mut types) => {
                    types.push("null");
                    Object::new().with("type", types).and(self.rules(of))
                }
            };
        }
        let schema = match types(shape)[..] {
            [] => Object::new(),
            [only] => Object::new().with("type", only),
            ref types => Object::new().with("type", types),
        };
        schema.and(self.rules(shape))
    }

    /// The schema of a value, with its meaning.
    pub(super) fn described(self, shape: &Shape, words: &str) -> Object {
        Object::new().with("description", self.words(shape, words)).and(self.value(shape))
    }

    /// The meaning of a value, and its format where that is not obvious.
    pub(super) fn words(self, shape: &Shape, words: &str) -> String {
        let words = prose(words);
        let is_time = matches!(shape, Shape::Time) && self.side != Side::Output;
        if is_time { format!("{words} {TIME_FORMS}") } else { words }
    }

    fn property(self, field: &Field, record: &Record) -> Object {
        let default = field.default().and_then(|default| Value::read_json(default.as_bytes()).ok());
        let untrusted = (self.side == Side::Output && holds_text(field.shape)).then_some(true);
        let schema = self.described(field.shape, &field_words(field)).with_some("default", default);
        let schema = schema.with_some(UNTRUSTED, untrusted);
        if !field.flat {
            return schema;
        }
        let own: Vec<_> = record.fields.iter().filter(|other| !other.flat).map(|other| other.name).collect();
        let names = Object::new().with("minLength", 1).with("not", Object::new().with("enum", own));
        schema.set("propertyNames", names)
    }

    /// Everything in a schema of a shape besides its type.
    fn rules(self, shape: &Shape) -> Object {
        let rules = Object::new();
        let strict = self.side != Side::Output;
        let count = |count: usize| i64::try_from(count).ok();
        match shape {
            Shape::Identifier if strict => rules.with("minLength", 1),
            Shape::Time if strict => rules.with("pattern", TIME),
            Shape::Choice(words) if strict => rules.with("enum", *words),
            Shape::Choice(words) => rules.with("examples", *words),
            Shape::Integer { min, max } if strict => rules.with("minimum", *min).with("maximum", *max),
            Shape::Answer => rules.with("items", Object::new().with("type", SCALAR.to_vec())),
            Shape::List { of, min, max } => rules
                .with("items", self.value(of))
                .with_some("minItems", count(*min).filter(|min| strict && *min > 0))
                .with_some("maxItems", count(*max).filter(|_| strict && *max != usize::MAX)),
            // In an input, an empty name would turn an object into a list on the wire.
            Shape::Map(of) => rules
                .with_some("propertyNames", (self.side == Side::Input).then(|| Object::new().with("minLength", 1)))
                .with("additionalProperties", self.value(of)),
            Shape::OneOf(union) => {
                rules.with("anyOf", union.of.iter().map(|shape| self.value(shape)).collect::<Vec<_>>())
            }
            Shape::Object(record) => rules.with("$ref", format!("{}{}", self.place, record.name)),
            _ => rules,
        }
    }
}

/// The meaning of a field, and when it can be present.
pub(super) fn field_words(field: &Field) -> String {
    let words = field.doc.text();
    match field.when() {
        Some(When { field, words: [first @ .., last], .. }) if !first.is_empty() => {
            format!("{words} Only for the {field} {} or {last}.", first.join(", "))
        }
        Some(When { field, words: only, .. }) => format!("{words} Only for the {field} {}.", only.concat()),
        None => words,
    }
}

/// The JSON types of a shape; none if it is described elsewhere or can be anything.
fn types(shape: &Shape) -> Vec<&'static str> {
    match shape {
        Shape::Text | Shape::Identifier | Shape::Time | Shape::Choice(_) => vec!["string"],
        Shape::Integer { .. } => vec!["integer"],
        Shape::Number => vec!["number"],
        Shape::Counter => vec!["number", "string"],
        Shape::Boolean => vec!["boolean"],
        Shape::Scalar => SCALAR.to_vec(),
        Shape::Answer => SCALAR.iter().copied().chain(["array"]).collect(),
        Shape::List { .. } => vec!["array"],
        Shape::Map(_) => vec!["object"],
        Shape::Anything | Shape::Object(_) | Shape::Nullable(_) | Shape::OneOf(_) => Vec::new(),
    }
}

/// Whether a reply's value can hold a text that somebody wrote, in keys too. Identifiers and times have a form that a reader
/// can check.
fn holds_text(shape: &Shape) -> bool {
    match shape {
        Shape::Text | Shape::Scalar | Shape::Answer | Shape::Anything | Shape::Map(_) => true,
        Shape::List { of, .. } | Shape::Nullable(of) => holds_text(of),
        Shape::OneOf(union) => union.of.iter().any(|shape| holds_text(shape)),
        Shape::Identifier | Shape::Time | Shape::Integer { .. } | Shape::Number | Shape::Counter => false,
        Shape::Boolean | Shape::Choice(_) | Shape::Object(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use refiner_wasm::schema::shape::{Doc, Record, Shape};

    use super::super::json::{Json, compact};
    use super::{Schemas, Side};

    #[test]
    fn shapes_become_schemas() {
        static INNER: Record = Record { name: "Inner", doc: Doc::new(""), fields: &[], required: 0, one_of: &[] };
        static OBJECT: Shape = Shape::Object(&INNER);
        let (strict, tolerant) = (Side::Input, Side::Output);
        for (shape, side, expected) in [
            (Shape::Identifier, strict, r#"{"type":"string","minLength":1}"#),
            (Shape::Identifier, tolerant, r#"{"type":"string"}"#),
            (Shape::Counter, tolerant, r#"{"type":["number","string"]}"#),
            (Shape::Nullable(&Shape::Counter), tolerant, r#"{"type":["number","string","null"]}"#),
            (Shape::Nullable(&Shape::Anything), tolerant, "{}"),
            (Shape::Nullable(&OBJECT), tolerant, r##"{"anyOf":[{"$ref":"#/Inner"},{"type":"null"}]}"##),
            (Shape::Choice(&["a", "b"]), strict, r#"{"type":"string","enum":["a","b"]}"#),
            (Shape::Choice(&["a", "b"]), tolerant, r#"{"type":"string","examples":["a","b"]}"#),
            (Shape::Integer { min: 1, max: 9 }, strict, r#"{"type":"integer","minimum":1,"maximum":9}"#),
            (
                Shape::List { of: &Shape::Identifier, min: 1, max: usize::MAX },
                strict,
                r#"{"type":"array","items":{"type":"string","minLength":1},"minItems":1}"#,
            ),
            (
                Shape::Map(&Shape::Boolean),
                strict,
                r#"{"type":"object","propertyNames":{"minLength":1},"additionalProperties":{"type":"boolean"}}"#,
            ),
        ] {
            assert_eq!(compact(&Schemas { side, place: "#/" }.value(&shape).json()), expected);
        }
    }
}
