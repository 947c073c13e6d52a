//! Passes values to JavaScript as JSON that the host parses.

use js_sys::JSON;
use wasm_bindgen::JsValue;

use crate::json::write::JsonWriter;

/// Makes an object from its fields. The host parses it in one crossing, whatever it holds.
pub(super) fn object(double: fn(f64) -> String, fields: impl FnOnce(&mut JsonWriter)) -> JsValue {
    let mut out = JsonWriter::new(double);
    out.open("{");
    fields(&mut out);
    out.close("}");
    parse(out)
}

/// Parses what was written.
pub(super) fn parse(out: JsonWriter) -> JsValue {
    // What was just written is always JSON.
    JSON::parse(&out.finish()).unwrap_or_default()
}

/// The writer of doubles for objects without any.
pub(super) fn no_doubles(_: f64) -> String {
    String::new()
}

/// A count as a `u64`, for [`JsonWriter`].
pub(super) fn count(number: usize) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}
