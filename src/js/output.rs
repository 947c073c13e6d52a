//! Results and errors into plain JavaScript objects: small ones, through serde-wasm-bindgen. The data itself never goes this
//! way; the host parses it.

use js_sys::Reflect;
use serde::ser::{Serialize, SerializeMap, Serializer};
use wasm_bindgen::JsValue;

use crate::actions::Action;
use crate::call::paging::Next;
use crate::call::redact::HIDDEN;
use crate::call::reply::Reading;
use crate::call::request::Request;
use crate::call::{Error, Kind, Reply};
use crate::json::text;
use crate::schema::anomaly::Anomaly;
use crate::transport::Failed;

impl From<Error> for Failed {
    fn from(error: Error) -> Failed {
        Failed { error, cause: JsValue::UNDEFINED }
    }
}

/// What results and errors are made of: one type for all, which makes for a small wasm.
enum Plain<'a> {
    /// Undefined.
    Nothing,
    Yes,
    Number(f64),
    Text(&'a str),
    List(Vec<Plain<'a>>),
    Object(Vec<(&'a str, Plain<'a>)>),
}

impl Serialize for Plain<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Plain::Nothing => serializer.serialize_unit(),
            Plain::Yes => serializer.serialize_bool(true),
            Plain::Number(number) => serializer.serialize_f64(*number),
            Plain::Text(text) => serializer.serialize_str(text),
            Plain::List(items) => serializer.collect_seq(items),
            Plain::Object(entries) => {
                let mut map = serializer.serialize_map(None)?;
                for (key, value) in entries {
                    map.serialize_entry(key, value)?;
                }
                map.end()
            }
        }
    }
}

impl<'a> From<Option<&'a str>> for Plain<'a> {
    fn from(text: Option<&'a str>) -> Self {
        text.map_or(Plain::Nothing, Plain::Text)
    }
}

/// For numbers that a double holds exactly: those of bodies in this memory, of statuses and attempts.
fn number(number: impl Into<f64>) -> Plain<'static> {
    Plain::Number(number.into())
}

/// `{ action, data, anomalies, next, attempts, status, items, total }`; `next` is `{ page_cursor }`, `{ page }`,
/// `{ stuck: true }` or undefined. Of a body that went elsewhere unread, only some of it is known.
pub(super) fn success(action: &Action, data: &JsValue, reading: Option<&Reading<'_>>, reply: &Reply) -> JsValue {
    let anomalies = reading.map(|reading| reading.anomalies.iter().map(oddity).collect());
    let next = match reading.and_then(|reading| reading.next.as_ref()) {
        Some(Next::Cursor(cursor)) => Plain::Object(vec![("page_cursor", Plain::Text(cursor))]),
        Some(Next::Page(page)) => Plain::Object(vec![("page", number(*page))]),
        Some(Next::Stuck) => Plain::Object(vec![("stuck", Plain::Yes)]),
        Some(Next::End) | None => Plain::Nothing,
    };
    let (items, total) = reading.map_or((0, None), |reading| (reading.items, reading.total));
    let result = Plain::Object(vec![
        ("action", Plain::Text(action.name)),
        ("anomalies", Plain::List(anomalies.unwrap_or_default())),
        ("next", next),
        ("attempts", number(reply.attempts)),
        ("status", number(reply.status)),
        ("items", Plain::Number(items as f64)),
        ("total", total.map_or(Plain::Nothing, number)),
    ]);
    with(&result, "data", data)
}

fn oddity(anomaly: &Anomaly) -> Plain<'_> {
    Plain::Object(vec![
        ("path", Plain::Text(&anomaly.path)),
        ("problem", Plain::Text(&anomaly.problem)),
        ("count", number(anomaly.count)),
    ])
}

/// `{ method, url, headers, body }`.
pub(super) fn plan(request: &Request, url: &str) -> JsValue {
    let authorization = text!("Bearer ", HIDDEN);
    let body = request.body.as_ref().and_then(|json| js_sys::JSON::parse(json).ok()).unwrap_or(JsValue::NULL);
    let mut headers = vec![("Accept", Plain::Text("application/json")), ("Authorization", Plain::Text(&authorization))];
    if request.body.is_some() {
        headers.push(("Content-Type", Plain::Text("application/json")));
    }
    let plan = Plain::Object(vec![
        ("method", Plain::Text(request.method.as_str())),
        ("url", Plain::Text(url)),
        ("headers", Plain::Object(headers)),
    ]);
    with(&plan, "body", &body)
}

/// The properties of the facade's error.
pub(super) fn failure(action: &str, failed: &Failed) -> JsValue {
    let error = &failed.error;
    // A wrong action is named by the caller, at any length.
    let action: String = action.chars().take(64).collect();
    let message = text!(action, ": ", error.message);
    let properties = Plain::Object(vec![
        ("kind", Plain::Text(error.kind.as_str())),
        ("message", Plain::Text(&message)),
        ("action", Plain::Text(&action)),
        ("attempts", number(error.attempts)),
        ("status", error.status.map_or(Plain::Nothing, number)),
        ("retryAfterMs", error.retry_after_ms.map_or(Plain::Nothing, number)),
        ("path", error.path.as_deref().filter(|_| error.kind == Kind::Input).into()),
        ("detail", error.detail.as_deref().into()),
    ]);
    with(&properties, "cause", &failed.cause)
}

/// The object, with one more property that is JavaScript's already.
fn with(object: &Plain<'_>, name: &str, value: &JsValue) -> JsValue {
    let serializer = serde_wasm_bindgen::Serializer::new().serialize_maps_as_objects(true);
    let object = object.serialize(&serializer).unwrap_or_else(|_| js_sys::Object::new().into());
    // Setting a property of a fresh object cannot fail.
    let _ = Reflect::set(&object, &name.into(), value);
    object
}
