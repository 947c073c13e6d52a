//! What a gateway must know of every action: where it is, and how its parameters are written on the wire.
//!
//! Not the contract: that has schemas and documents, which are fifty times as long.

use refiner_wasm::actions::all;
use refiner_wasm::json::value::Value;
use refiner_wasm::schema::shape::{Field, Record, Shape};

use super::HEADER;
use super::json::{Json as _, Object, compact};

const TYPES: &str = r#"
/**
 * How a parameter is written: `flat` ones have their entries beside the others, and an object holds the parameters of a record.
 *
 * @typedef {"text" | "number" | "boolean" | "list" | "map" | "flat" | { [name: string]: Form }} Form
 */

/**
 * @typedef {object} Route
 * @property {string} action
 * @property {"GET" | "POST" | "DELETE"} method
 * @property {string} path
 * @property {"read" | "write" | "destructive"} effect
 * @property {boolean} idempotent
 * @property {{ [name: string]: Form }} parameters
 */

/** @type {Route[]} */
"#;

/// The text of `routes.js`.
pub(super) fn javascript() -> String {
    let routes = all().map(|action| {
        let route = Object::new()
            .with("action", action.name)
            .with("method", action.method.as_str())
            .with("path", action.path)
            .with("effect", action.effect.as_str())
            .with("idempotent", action.idempotent)
            .with("parameters", parameters(action.input));
        format!("  {},\n", compact(&route.json()))
    });
    format!("// @ts-check\n// {HEADER}\n{TYPES}export const routes = [\n{}];\n", routes.collect::<String>())
}

fn parameters(record: &Record) -> Object {
    record.fields.iter().fold(Object::new(), |object, field| object.with(field.name, form(field)))
}

fn form(field: &Field) -> Value {
    match field.shape {
        _ if field.flat => "flat".json(),
        Shape::Object(record) => parameters(record).json(),
        Shape::Integer { .. } | Shape::Number | Shape::Counter => "number".json(),
        Shape::Boolean => "boolean".json(),
        Shape::List { .. } => "list".json(),
        Shape::Map(_) => "map".json(),
        _ => "text".json(),
    }
}

#[cfg(test)]
mod tests {
    use super::{all, javascript};

    #[test]
    fn every_action_has_a_line() {
        let text = javascript();
        for action in all() {
            let line = text.lines().find(|line| line.contains(&format!("\"action\":\"{}\"", action.name)));
            let line = line.unwrap_or_else(|| panic!("{} is missing", action.name));
            assert!(action.input.fields.iter().all(|field| line.contains(&format!("\"{}\":", field.name))), "{line}");
        }
    }
}
