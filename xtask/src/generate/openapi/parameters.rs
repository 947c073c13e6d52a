//! An input as query parameters, spelled as the API expects them.

use refiner_wasm::schema::shape::{Field, Record, Shape};

use super::super::json::Object;
use super::super::schema::{Schemas, Side};
use super::PLACE;

const SCHEMAS: Schemas = Schemas { side: Side::Wire, place: PLACE };
/// How a query spells a boolean.
const BIT: Shape = Shape::Integer { min: 0, max: 1 };

/// The parameters of a query, one per field.
pub(super) fn query(record: &Record) -> Vec<Object> {
    record.fields.iter().map(parameter).collect()
}

fn parameter(field: &Field) -> Object {
    let parameter = |name: &str, style: Option<&str>| {
        let described = SCHEMAS.words(field.shape, &field.doc.text());
        let words = if matches!(field.shape, Shape::Boolean) { "`1` is true, `0` is false." } else { "" };
        Object::new()
            .with("name", name)
            .with("in", "query")
            .with("description", format!("{described} {words}").trim_end())
            .with_some("required", Some(true).filter(|_| field.required))
            .with_some("style", style)
            .with_some("explode", style.map(|_| true))
    };
    let (name, schema) = (field.name, SCHEMAS.value(field.shape));
    match field.shape {
        // `form_uuids[]=a&form_uuids[]=b`
        Shape::List { .. } => parameter(&format!("{name}[]"), Some("form")).with("schema", schema),
        // `response_data[nps]=9`
        Shape::Map(_) => parameter(name, Some("deepObject")).with("schema", schema),
        // `include_info=1`
        Shape::Boolean => parameter(name, None).with("schema", SCHEMAS.value(&BIT)),
        _ => parameter(name, None).with("schema", schema),
    }
}
