//! Fits a reply to its shape, so that one odd item costs the item and not the list it is in.
//!
//! serde reads a list as a whole: an item of the wrong type would lose all the others. The check has reported every such item.

use serde_json::Value;

use crate::schema::shape::{Record, Shape};

/// Takes out of the lists and maps of a reply whatever is not of their kind.
pub(super) fn fit(reply: &mut Value, record: &Record) {
    let Value::Object(entries) = reply else { return };
    for field in record.fields {
        if let Some(value) = entries.get_mut(field.name) {
            fit_value(value, field.shape);
        }
    }
}

fn fit_value(value: &mut Value, shape: &Shape) {
    match (shape, value) {
        (Shape::Nullable(shape), value) => fit_value(value, shape),
        (Shape::Object(record), value) => fit(value, record),
        (Shape::List { of, .. }, Value::Array(items)) => {
            items.retain(|item| fits(item, of));
            items.iter_mut().for_each(|item| fit_value(item, of));
        }
        (Shape::Map(of), Value::Object(entries)) => {
            entries.retain(|_, value| fits(value, of));
            entries.values_mut().for_each(|value| fit_value(value, of));
        }
        // A server that has no empty objects sends empty lists.
        (Shape::Map(_), value) if *value == Value::Array(Vec::new()) => *value = Value::Object(serde_json::Map::new()),
        (Shape::OneOf(union), value) => {
            if let Some(shape) = union.of.iter().find(|shape| fits(value, shape)) {
                fit_value(value, shape);
            }
        }
        _ => {}
    }
}

/// Whether serde can read a value as the type of a shape.
fn fits(value: &Value, shape: &Shape) -> bool {
    match shape {
        Shape::Text | Shape::Identifier | Shape::Time | Shape::Choice(_) => value.is_string(),
        Shape::Integer { .. } | Shape::Number => value.is_number(),
        Shape::Boolean => value.is_boolean(),
        // Their types take any value.
        Shape::Counter | Shape::Scalar | Shape::Answer | Shape::Anything => true,
        Shape::List { .. } => value.is_array(),
        Shape::Map(_) | Shape::Object(_) => value.is_object(),
        Shape::Nullable(shape) => value.is_null() || fits(value, shape),
        Shape::OneOf(union) => union.of.iter().any(|shape| fits(value, shape)),
    }
}
