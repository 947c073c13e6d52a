//! Results and errors into plain JavaScript objects.

use js_sys::{Array, Object, Reflect};
use wasm_bindgen::JsValue;

use crate::actions::Action;
use crate::actions::read::Reading;
use crate::actions::request::Request;
use crate::call::redact::HIDDEN;
use crate::call::{Error, Kind};
use crate::model::page::Next;
use crate::transport::Failed;

impl From<Error> for Failed {
    fn from(error: Error) -> Failed {
        Failed { error, cause: JsValue::UNDEFINED }
    }
}

/// `{ action, data, anomalies, next, attempts }`; `next` is `{ page_cursor }`, `{ page }`, `{ stuck: true }` or undefined.
pub(super) fn success(action: &Action, data: &JsValue, reading: &Reading<'_>, attempts: u32) -> JsValue {
    let anomalies = Array::new();
    for anomaly in &reading.anomalies {
        anomalies.push(&object(&[
            ("path", text(&anomaly.path)),
            ("problem", text(&anomaly.problem)),
            ("count", anomaly.count.into()),
        ]));
    }
    let next = match &reading.next {
        Some(Next::Cursor(cursor)) => object(&[("page_cursor", text(cursor))]),
        Some(Next::Page(page)) => object(&[("page", (*page).into())]),
        Some(Next::Stuck) => object(&[("stuck", true.into())]),
        Some(Next::End) | None => JsValue::UNDEFINED,
    };
    object(&[("action", text(action.name)), ("data", data.clone()), ("anomalies", anomalies.into()), ("next", next), ("attempts", attempts.into())])
}

/// `{ method, url, headers, body }`.
pub(super) fn plan(request: &Request, url: &str) -> JsValue {
    let mut headers =
        vec![("Accept", text("application/json")), ("Authorization", text(&format!("Bearer {HIDDEN}")))];
    let mut body = JsValue::NULL;
    if let Some(json) = &request.body {
        headers.push(("Content-Type", text("application/json")));
        body = js_sys::JSON::parse(json).unwrap_or(JsValue::NULL);
    }
    object(&[("method", text(request.method.as_str())), ("url", text(url)), ("headers", object(&headers)), ("body", body)])
}

/// The properties of the facade's error.
pub(super) fn failure(action: &str, failed: &Failed) -> JsValue {
    let error = &failed.error;
    // A wrong action is named by the caller, at any length.
    let action: String = action.chars().take(64).collect();
    let mut entries = vec![
        ("kind", text(error.kind.as_str())),
        ("message", text(&format!("{action}: {}", error.message))),
        ("action", text(&action)),
        ("attempts", error.attempts.into()),
        ("cause", failed.cause.clone()),
    ];
    if let Some(status) = error.status {
        entries.push(("status", status.into()));
    }
    if let Some(wait) = error.retry_after_ms {
        entries.push(("retryAfterMs", wait.into()));
    }
    if let Some(path) = error.path.as_ref().filter(|_| error.kind == Kind::Input) {
        entries.push(("path", text(path)));
    }
    if let Some(detail) = &error.detail {
        entries.push(("detail", text(detail)));
    }
    object(&entries)
}

fn text(text: &str) -> JsValue {
    JsValue::from_str(text)
}

fn object(entries: &[(&str, JsValue)]) -> JsValue {
    let object = Object::new();
    for (key, value) in entries {
        // Setting a property of a fresh object cannot fail.
        let _ = Reflect::set(&object, &text(key), value);
    }
    object.into()
}
