//! Results and errors into plain JavaScript objects: small ones, through serde-wasm-bindgen. The data itself never goes this
//! way; the host parses it.

use js_sys::Reflect;
use serde::Serialize;
use wasm_bindgen::JsValue;

use crate::actions::Action;
use crate::actions::read::Reading;
use crate::actions::request::Request;
use crate::call::redact::HIDDEN;
use crate::call::{Error, Kind, Reply};
use crate::model::page::Next;
use crate::transport::Failed;

impl From<Error> for Failed {
    fn from(error: Error) -> Failed {
        Failed { error, cause: JsValue::UNDEFINED }
    }
}

#[derive(Serialize)]
struct Success<'a> {
    action: &'a str,
    anomalies: Vec<Anomaly<'a>>,
    next: Option<Following<'a>>,
    attempts: u32,
    status: u16,
    items: usize,
    total: Option<u32>,
}

#[derive(Serialize)]
struct Anomaly<'a> {
    path: &'a str,
    problem: &'a str,
    count: u32,
}

/// How a list goes on: one of these.
#[derive(Default, Serialize)]
struct Following<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    page_cursor: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    page: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    stuck: Option<bool>,
}

#[derive(Serialize)]
struct Plan<'a> {
    method: &'a str,
    url: &'a str,
    headers: Headers<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Headers<'a> {
    accept: &'a str,
    authorization: &'a str,
    #[serde(rename = "Content-Type", skip_serializing_if = "Option::is_none")]
    content_type: Option<&'a str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Failure<'a> {
    kind: &'a str,
    message: &'a str,
    action: &'a str,
    attempts: u32,
    status: Option<u16>,
    retry_after_ms: Option<f64>,
    path: Option<&'a str>,
    detail: Option<&'a str>,
}

/// `{ action, data, anomalies, next, attempts, status, items, total }`; `next` is `{ page_cursor }`, `{ page }`,
/// `{ stuck: true }` or undefined. Of a body that went elsewhere unread, only some of it is known.
pub(super) fn success(action: &Action, data: &JsValue, reading: Option<&Reading<'_>>, reply: &Reply) -> JsValue {
    let anomalies = reading
        .iter()
        .flat_map(|reading| &reading.anomalies)
        .map(|anomaly| Anomaly { path: &anomaly.path, problem: &anomaly.problem, count: anomaly.count })
        .collect();
    let next = match reading.and_then(|reading| reading.next.as_ref()) {
        Some(Next::Cursor(cursor)) => Some(Following { page_cursor: Some(cursor), ..Following::default() }),
        Some(Next::Page(page)) => Some(Following { page: Some(*page), ..Following::default() }),
        Some(Next::Stuck) => Some(Following { stuck: Some(true), ..Following::default() }),
        Some(Next::End) | None => None,
    };
    let (items, total) = reading.map_or((0, None), |reading| (reading.items, reading.total));
    let Reply { attempts, status, .. } = *reply;
    with(&Success { action: action.name, anomalies, next, attempts, status, items, total }, "data", data)
}

/// `{ method, url, headers, body }`.
pub(super) fn plan(request: &Request, url: &str) -> JsValue {
    let authorization = &format!("Bearer {HIDDEN}");
    let content_type = request.body.as_ref().map(|_| "application/json");
    let body = request.body.as_ref().and_then(|json| js_sys::JSON::parse(json).ok()).unwrap_or(JsValue::NULL);
    let headers = Headers { accept: "application/json", authorization, content_type };
    with(&Plan { method: request.method.as_str(), url, headers }, "body", &body)
}

/// The properties of the facade's error.
pub(super) fn failure(action: &str, failed: &Failed) -> JsValue {
    let error = &failed.error;
    // A wrong action is named by the caller, at any length.
    let action: String = action.chars().take(64).collect();
    let properties = Failure {
        kind: error.kind.as_str(),
        message: &format!("{action}: {}", error.message),
        action: &action,
        attempts: error.attempts,
        status: error.status,
        retry_after_ms: error.retry_after_ms,
        path: error.path.as_deref().filter(|_| error.kind == Kind::Input),
        detail: error.detail.as_deref(),
    };
    with(&properties, "cause", &failed.cause)
}

/// The object, with one more property that is JavaScript's already.
fn with(object: &impl Serialize, name: &str, value: &JsValue) -> JsValue {
    let object = serde_wasm_bindgen::to_value(object).unwrap_or_else(|_| js_sys::Object::new().into());
    // Setting a property of a fresh object cannot fail.
    let _ = Reflect::set(&object, &name.into(), value);
    object
}
