//! Converts results and errors into plain JavaScript objects. The data itself does not pass here: the host parses it.
//!
//! What every call returns is made in one crossing, by `result.js`. What is small and rare (plans, errors) goes through
//! serde-wasm-bindgen.

use js_sys::{JSON, Object, Reflect};
use serde::ser::{Serialize, SerializeMap, Serializer};
use wasm_bindgen::prelude::*;

use crate::actions::Action;
use crate::call::paging::Next;
use crate::call::redact::HIDDEN;
use crate::call::reply::Reading;
use crate::call::request::Request;
use crate::call::{Error, Kind, Outgoing, Reply, headers};
use crate::json::text;
use crate::json::value::Value;
use crate::json::write::JsonWriter;
use crate::transport::known;

/// An error, and what the host threw.
pub(super) struct Failed {
    pub(super) error: Error,
    /// Undefined when the host threw nothing.
    pub(super) cause: JsValue,
}

impl From<Error> for Failed {
    fn from(error: Error) -> Failed {
        Failed { error, cause: JsValue::UNDEFINED }
    }
}

#[wasm_bindgen(module = "/src/js/result.js")]
extern "C" {
    /// Makes the result. `more` is JSON of what only some results have, or undefined.
    fn result(action: &JsValue, data: &JsValue, attempts: u32, status: u32, items: f64, more: &JsValue) -> JsValue;
}

/// `{ action, data, anomalies, next, attempts, status, items, total }`. Without a `reading`, for a body that went to a
/// sink unchecked, only some of it is known.
pub(super) fn success(action: &Action, data: &JsValue, reading: Option<&Reading<'_>>, reply: &Reply) -> JsValue {
    let items = reading.map_or(0, |reading| reading.items);
    let more = reading.map_or(JsValue::UNDEFINED, more);
    result(&known(action.name), data, reply.attempts, reply.status.into(), items as f64, &more)
}

fn more(reading: &Reading<'_>) -> JsValue {
    let next = reading.next.as_ref().filter(|next| **next != Next::End);
    if reading.anomalies.is_empty() && next.is_none() && reading.total.is_none() {
        return JsValue::UNDEFINED;
    }
    // None of these is a double.
    let mut out = JsonWriter::new(|_| String::new());
    out.open("{");
    if !reading.anomalies.is_empty() {
        out.field("anomalies", &reading.anomalies[..]);
    }
    if let Some(next) = next {
        out.field("next", next);
    }
    if let Some(total) = reading.total {
        out.field("total", &u64::from(total));
    }
    out.close("}");
    out.finish().into()
}

/// `{ method, url, headers, body }`.
pub(super) fn plan(request: Request, url: &str) -> JsValue {
    let body = request.body.as_ref().and_then(|json| JSON::parse(json).ok()).unwrap_or(JsValue::NULL);
    let authorization = headers::authorization(HIDDEN);
    let outgoing = Outgoing { method: request.method.as_str(), url: url.to_owned(), authorization, body: request.body };
    let headers = outgoing.headers().map(|(name, value)| (name.to_owned(), text_of(value))).collect();
    let plan = Value::Map(vec![
        ("method".to_owned(), text_of(outgoing.method)),
        ("url".to_owned(), text_of(url)),
        ("headers".to_owned(), Value::Map(headers)),
    ]);
    with(serialized(&plan), "body", &body)
}

/// The properties of the facade's error.
pub(super) fn failure(action: &str, failed: &Failed) -> JsValue {
    let error = &failed.error;
    // The caller may pass an unknown action of any length.
    let action: String = action.chars().take(64).collect();
    let message = text!(action, ": ", error.message);
    let number = Value::Integer;
    let properties = [
        ("kind", Some(text_of(error.kind.as_str()))),
        ("message", Some(Value::Text(message))),
        ("action", Some(Value::Text(action))),
        ("attempts", Some(number(error.attempts.into()))),
        ("status", error.status.map(|status| number(status.into()))),
        ("retryAfterMs", error.retry_after_ms.map(|ms| number(ms.ceil() as i64))),
        ("path", error.path.as_deref().filter(|_| error.kind == Kind::Input).map(text_of)),
        ("detail", error.detail.as_deref().map(text_of)),
    ];
    let given = properties.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?)));
    with(serialized(&Value::Map(given.collect())), "cause", &failed.cause)
}

fn text_of(text: &str) -> Value {
    Value::Text(text.to_owned())
}

/// Converts a value with serde-wasm-bindgen.
fn serialized(value: &Value) -> JsValue {
    let serializer = serde_wasm_bindgen::Serializer::new().serialize_maps_as_objects(true);
    Tree(value).serialize(&serializer).unwrap_or_default()
}

/// A [`Value`] that serde can serialize.
struct Tree<'a>(&'a Value);

impl Serialize for Tree<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Value::Null => serializer.serialize_none(),
            Value::Boolean(boolean) => serializer.serialize_bool(*boolean),
            Value::Integer(number) => serializer.serialize_f64(*number as f64),
            Value::Number(text) | Value::Text(text) => serializer.serialize_str(text),
            Value::List(items) => serializer.collect_seq(items.iter().map(Tree)),
            Value::Map(entries) => {
                let mut map = serializer.serialize_map(None)?;
                for (key, value) in entries {
                    map.serialize_entry(key, &Tree(value))?;
                }
                map.end()
            }
        }
    }
}

/// Adds to an object a property whose value is a JavaScript value already.
fn with(made: JsValue, name: &str, value: &JsValue) -> JsValue {
    let object = if made.is_object() { made } else { Object::new().into() };
    // Setting a property of a fresh object cannot fail.
    let _ = Reflect::set(&object, &name.into(), value);
    object
}
