//! Reads whatever the host threw, without trusting it, and redacts the key in it.

use js_sys::{Error, Reflect};
use wasm_bindgen::{JsCast, JsValue};

use super::property;
use crate::call::redact::{find, redact};
use crate::call::{Failure, retry};
use crate::json::text;

/// A network failure, with what the host tells about it. Node puts the code in `cause.code`, Bun in `code`.
pub(super) fn network(thrown: &JsValue) -> Failure {
    let inner = property(thrown, "cause");
    let code = property(&inner, "code").as_string().or_else(|| property(thrown, "code").as_string());
    let text = match &code {
        Some(code) => text!(text(thrown), " (", code, ")"),
        None => text(thrown),
    };
    Failure::Network { never_sent: code.is_some_and(|code| retry::never_sent(&code)), text }
}

/// The message of whatever was thrown.
pub(super) fn text(thrown: &JsValue) -> String {
    thrown
        .as_string()
        .or_else(|| property(thrown, "message").as_string())
        .filter(|text| !text.is_empty())
        .unwrap_or_else(|| "no reason was given".to_owned())
}

/// The thrown value, unless it shows the key or might. Then an error with the redacted message instead.
pub(super) fn redacted(thrown: JsValue, secret: &str) -> JsValue {
    let mut search = Search { secret, seen: Vec::new() };
    if secret.is_empty() || search.is_clean(&thrown, 0) {
        return thrown;
    }
    Error::new(&redact(&text(&thrown), Some(secret))).into()
}

/// A search for the key in everything reachable from a thrown value.
struct Search<'a> {
    secret: &'a str,
    seen: Vec<JsValue>,
}

/// The limits of the search. A value beyond them is not shown.
const MAX_OBJECTS: usize = 100;
const MAX_DEPTH: u32 = 16;

impl Search<'_> {
    /// Whether the value was searched completely and does not contain the key.
    fn is_clean(&mut self, value: &JsValue, depth: u32) -> bool {
        if let Some(text) = value.as_string() {
            return find(&text, self.secret).is_none();
        }
        if value.is_symbol() || value.is_function() {
            return false;
        }
        if !value.is_object() || self.seen.contains(value) {
            return true;
        }
        // Requests, headers and the like can show contents that are not properties.
        if self.seen.len() >= MAX_OBJECTS || depth >= MAX_DEPTH || !is_open(value) {
            return false;
        }
        self.seen.push(value.clone());
        let Ok(keys) = Reflect::own_keys(value) else { return false };
        keys.iter().all(|key| {
            let inner = Reflect::get(value, &key);
            self.is_clean(&key, depth) && inner.is_ok_and(|inner| self.is_clean(&inner, depth.saturating_add(1)))
        })
    }
}

/// Whether an object holds nothing but its properties: an error, a list, or a plain object.
fn is_open(value: &JsValue) -> bool {
    let prototype = |value: &JsValue| Reflect::get_prototype_of(value).unwrap_or_default();
    let parent = prototype(value);
    value.has_type::<Error>() || value.has_type::<js_sys::Array>() || parent.is_null() || prototype(&parent).is_null()
}
