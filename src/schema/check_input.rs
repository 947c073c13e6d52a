//! The strict check of an input against its record. Its first problem is returned with its path.

use super::nearest::nearest;
use super::problem::Problem;
use crate::json::concat::joined;
use crate::json::path::Path;
use crate::json::text;
use crate::json::value::{Map, Value};
use crate::schema::shape::{Record, Shape, Union, When};
use crate::schema::time;

/// Checks an input against its record, and returns the input's entries.
pub fn check<'a>(record: &Record, input: &'a Value) -> Result<&'a Map, Problem> {
    object(record, input, &Path::Root)
}

fn object<'a>(record: &Record, value: &'a Value, path: &Path<'_>) -> Result<&'a Map, Problem> {
    let Value::Map(entries) = value else {
        return Err(Problem::new(path, text!("must be an object, got ", value.kind())));
    };
    for (key, value) in entries {
        let path = path.key(key);
        let Some(field) = record.field(key) else {
            return Err(Problem::new(&path, unknown(record, key)));
        };
        if let Some(when) = field.when() {
            (when.check)(when, entries, &path)?;
        }
        check_value(field.shape, value, &path)?;
        if field.flat {
            reserved(record, value, &path)?;
        }
    }
    let has = |name: &str| entries.iter().any(|(key, _)| key == name);
    for field in record.fields.iter().filter(|field| field.required) {
        if !has(field.name) {
            return Err(Problem::new(&path.key(field.name), "is required"));
        }
    }
    if !record.one_of.is_empty() && !record.one_of.iter().any(|name| has(name)) {
        return Err(Problem::new(path, text!("needs one of: ", joined(record.one_of, ", "))));
    }
    Ok(entries)
}

fn check_value(shape: &Shape, value: &Value, path: &Path<'_>) -> Result<(), Problem> {
    match (shape, value) {
        (Shape::Nullable(_), Value::Null) | (Shape::Anything, _) => Ok(()),
        (Shape::Nullable(shape), value) => check_value(shape, value, path).map_err(|problem| problem.or_null(path)),
        (Shape::Object(record), value) => object(record, value, path).map(|_| ()),
        (Shape::Map(of), Value::Map(entries)) => entries.iter().try_for_each(|(key, value)| {
            let path = path.key(key);
            // On the wire an empty key would turn the object into a list: `name[]=value`.
            if key.is_empty() { Err(Problem::new(&path, "must have a name")) } else { check_value(of, value, &path) }
        }),
        (Shape::List { of, min, max }, Value::List(items)) => {
            if items.len() < *min || items.len() > *max {
                if min == max {
                    return Err(Problem::new(path, text!("needs exactly ", *min, " items, got ", items.len())));
                }
                let most = if *max == usize::MAX { String::new() } else { text!(" and at most ", *max) };
                let problem = text!("needs at least ", *min, most, " items, got ", items.len());
                return Err(Problem::new(path, problem));
            }
            items.iter().enumerate().try_for_each(|(index, item)| check_value(of, item, &path.index(index)))
        }
        (Shape::Answer, Value::List(items)) => {
            items.iter().enumerate().try_for_each(|(index, item)| check_value(&Shape::Scalar, item, &path.index(index)))
        }
        (Shape::Integer { min, max }, Value::Integer(number)) if (min..=max).contains(&number) => Ok(()),
        (Shape::Integer { min, max }, _) => {
            let got = match value {
                Value::Integer(number) => text!(*number),
                Value::Number(number) => number.clone(),
                other => other.kind().to_owned(),
            };
            Err(Problem::new(path, text!("must be a whole number from ", *min, " to ", *max, ", got ", got)))
        }
        (Shape::Text | Shape::Scalar | Shape::Answer, Value::Text(_))
        | (Shape::Scalar | Shape::Answer, Value::Boolean(_) | Value::Integer(_) | Value::Number(_) | Value::Null)
        | (Shape::Number | Shape::Counter, Value::Integer(_) | Value::Number(_))
        | (Shape::Boolean, Value::Boolean(_)) => Ok(()),
        (Shape::Identifier, Value::Text(text)) if !text.is_empty() => Ok(()),
        (Shape::Identifier, Value::Text(_)) => Err(Problem::new(path, "must not be empty")),
        (Shape::Time, Value::Text(text)) if time::parse(text).is_some() => Ok(()),
        (Shape::Time, Value::Text(_)) => Err(Problem::new(
            path,
            "is not a time; write it like 2026-01-31, 2026-01-31 10:00:00 or 2026-01-31T10:00:00Z",
        )),
        (Shape::Choice(words), Value::Text(word)) if words.contains(&word.as_str()) => Ok(()),
        (Shape::Choice(words), _) => Err(Problem::new(path, text!("must be one of: ", joined(words, ", ")))),
        (Shape::OneOf(union), value) => (union.check)(union, value, path),
        (shape, value) => Err(Problem::new(path, text!("must be ", shape.expectation(), ", got ", value.kind()))),
    }
}

/// Checks that a field with a `where` rule is allowed, given the other entries of its object.
pub fn when(when: &When, entries: &Map, path: &Path<'_>) -> Result<(), Problem> {
    let word = entries.iter().find(|(name, _)| name == when.field).and_then(|(_, value)| value.as_text());
    match word {
        Some(word) if !when.words.contains(&word) => {
            Err(Problem::new(path, text!("is only for the ", when.field, " ", either(when.words))))
        }
        _ => Ok(()),
    }
}

/// Checks a value that may have one of several shapes. Checks a list or an object against the shape made for it, so
/// that a problem inside is reported with its own path.
pub fn one_of(union: &Union, value: &Value, path: &Path<'_>) -> Result<(), Problem> {
    let record = |shape: &&'static Shape| if let Shape::Object(record) = shape { Some(*record) } else { None };
    let inside = match value {
        Value::Map(entries) => {
            let records = || union.of.iter().filter_map(record);
            let known = |record: &&Record| entries.iter().filter(|(key, _)| record.field(key).is_some()).count();
            let fits = |record: &&Record| !entries.is_empty() && known(record) == entries.len();
            // The only record is meant, whatever its keys. Of several, the one that knows the keys.
            let only = if records().count() == 1 { records().next() } else { None };
            let meant = only.or_else(|| records().find(fits)).or_else(|| records().find(|record| known(record) > 0));
            return match meant {
                Some(record) => object(record, value, path).map(|_| ()),
                None => Err(Problem::new(path, alternatives(union, value))),
            };
        }
        Value::List(_) => union.of.iter().find(|shape| matches!(shape, Shape::List { .. })),
        _ => {
            let fits = union.of.iter().find(|shape| check_value(shape, value, path).is_ok());
            // Text that breaks a rule for texts (it is empty, say) gets that rule's message when no other shape takes
            // text.
            let text = || union.of.iter().find(|shape| matches!(shape, Shape::Identifier | Shape::Time));
            fits.or_else(|| text().filter(|_| value.as_text().is_some()))
        }
    };
    match inside {
        Some(shape) => check_value(shape, value, path),
        None => Err(Problem::new(path, alternatives(union, value))),
    }
}

/// The message that lists what a value of several shapes may be.
fn alternatives(union: &Union, value: &Value) -> String {
    let shapes = union.of.iter().map(|shape| match shape {
        Shape::Choice(words) => either(words),
        Shape::Object(record) => {
            let required = record.fields.iter().filter(|field| field.required);
            text!("{ ", joined(&required.map(|field| field.name).collect::<Vec<_>>(), ", "), " }")
        }
        Shape::List { of, min, max } if min == max => text!("a list of ", *min, ", each ", expectation(of)),
        other => other.expectation().to_owned(),
    });
    let shapes: Vec<String> = shapes.collect();
    let must = text!("must be ", joined(&shapes.iter().map(String::as_str).collect::<Vec<_>>(), ", or "));
    let words = union.of.iter().filter_map(|shape| if let Shape::Choice(words) = shape { Some(*words) } else { None });
    match value.as_text().and_then(|text| nearest(text, words.flatten().copied())) {
        Some(word) => text!(must, "; did you mean ", word, "?"),
        None => text!(must, "; got ", value.kind()),
    }
}

/// What a value must be, and null where it may be.
fn expectation(shape: &Shape) -> String {
    match shape {
        Shape::Nullable(shape) => text!(shape.expectation(), " or null"),
        shape => shape.expectation().to_owned(),
    }
}

/// `a`, `a or b`, `a, b or c`.
fn either(words: &[&str]) -> String {
    match words {
        [first @ .., last] if !first.is_empty() => text!(joined(first, ", "), " or ", *last),
        words => joined(words, ""),
    }
}

/// Checks that no free key repeats one of the record's own names: on the wire it would overwrite that field.
fn reserved(record: &Record, value: &Value, path: &Path<'_>) -> Result<(), Problem> {
    let Value::Map(entries) = value else { return Ok(()) };
    for (key, _) in entries {
        if record.fields.iter().any(|field| !field.flat && field.name == key) {
            let problem = "is one of Refiner's own parameters; pass it beside the free keys, not among them";
            return Err(Problem::new(&path.key(key), problem));
        }
    }
    Ok(())
}

fn unknown(record: &Record, key: &str) -> String {
    let names = || record.fields.iter().map(|field| field.name);
    if let Some(name) = nearest(key, names()) {
        return text!("is not a parameter here; did you mean ", name, "?");
    }
    if let Some(flat) = record.fields.iter().find(|field| field.flat) {
        return text!("is not a parameter here; free keys belong in ", flat.name);
    }
    if record.fields.is_empty() {
        return "is not a parameter here; this action takes none".to_owned();
    }
    text!("is not a parameter here; the parameters are: ", joined(&names().collect::<Vec<_>>(), ", "))
}
