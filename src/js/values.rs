//! Values on their way to JavaScript, as JSON that the host parses.

use js_sys::JSON;
use wasm_bindgen::JsValue;

use crate::json::write::JsonWriter;

/// An object, written key by key. The host parses it in one crossing, whatever is in it.
pub(super) fn object(double: fn(f64) -> String, fields: impl FnOnce(&mut JsonWriter)) -> JsValue {
    let mut out = JsonWriter::new(double);
    out.open("{");
    fields(&mut out);
    out.close("}");
    parse(out)
}

/// What was written.
pub(super) fn parse(out: JsonWriter) -> JsValue {
    // What was just written is JSON.
    JSON::parse(&out.finish()).unwrap_or_default()
}

/// For objects without doubles.
pub(super) fn no_doubles(_: f64) -> String {
    String::new()
}

/// A count, for what a double holds exactly.
pub(super) fn count(number: usize) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}
