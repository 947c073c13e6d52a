//! The request that `fetch` gets.

use js_sys::{JSON, Reflect};
use wasm_bindgen::JsValue;
use web_sys::{RequestInit, RequestRedirect};

use crate::call::Outgoing;
use crate::json::value::Value;

/// The options of `fetch`, with the address beside them as `url`. `host.js` adds what belongs to the host: the signal and
/// the cache.
pub(super) fn request(outgoing: &Outgoing) -> JsValue {
    let init = RequestInit::new();
    init.set_method(outgoing.method);
    // Redirects are never followed: in a common Workers setting, one to another host carries the Authorization header
    // along, and "error" throws there. Other options (credentials, mode) are not set, because Workers refuse them.
    init.set_redirect(RequestRedirect::Manual);
    let headers = outgoing.headers().map(|(name, value)| (name.to_owned(), Value::Text(value.to_owned()))).collect();
    // What was just written is always JSON.
    init.set_headers(&JSON::parse(&Value::Map(headers).json()).unwrap_or_default());
    if let Some(body) = &outgoing.body {
        init.set_body(&JsValue::from_str(body));
    }
    // Setting a property of a fresh object cannot fail.
    let _ = Reflect::set(&init, &"url".into(), &outgoing.url.as_str().into());
    init.into()
}
