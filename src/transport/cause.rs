//! What the host threw: read without trusting it, and shown without the key.

use js_sys::Error;
use wasm_bindgen::JsValue;

use super::property;
use crate::call::redact::{HIDDEN, find, redact};
use crate::call::{Failure, retry};

/// A network failure, as far as the host tells it. Node hides the code in `cause.code`, Bun in `code`.
pub(super) fn network(thrown: &JsValue) -> Failure {
    let inner = property(thrown, "cause");
    let code = property(&inner, "code").as_string().or_else(|| property(thrown, "code").as_string());
    let text = match &code {
        Some(code) => format!("{} ({code})", text(thrown)),
        None => text(thrown),
    };
    Failure::Network { never_sent: code.is_some_and(|code| retry::never_sent(&code)), text }
}

/// The words of whatever was thrown.
pub(super) fn text(thrown: &JsValue) -> String {
    thrown
        .as_string()
        .or_else(|| property(thrown, "message").as_string())
        .filter(|text| !text.is_empty())
        .unwrap_or_else(|| "no reason was given".to_owned())
}

/// What was thrown, unless it shows the key: then an error in its place that does not.
pub(super) fn redacted(thrown: JsValue, secret: Option<&str>) -> JsValue {
    if !shows(&thrown, secret, 4) {
        return thrown;
    }
    let message = redact(&text(&thrown), secret);
    Error::new(if shows(&JsValue::from_str(&message), secret, 1) { HIDDEN } else { &message }).into()
}

fn shows(thrown: &JsValue, secret: Option<&str>, depth: u32) -> bool {
    let Some(secret) = secret.filter(|_| depth > 0) else { return false };
    let says = |value: &JsValue| value.as_string().is_some_and(|text| find(&text, secret).is_some());
    says(thrown)
        || ["message", "stack"].iter().any(|name| says(&property(thrown, name)))
        || shows(&property(thrown, "cause"), Some(secret), depth.saturating_sub(1))
}
