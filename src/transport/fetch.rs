//! Sends a request with the host's `fetch`, or the caller's.

use js_sys::{Function, JSON, Promise};
use wasm_bindgen::prelude::*;
use web_sys::{AbortSignal, RequestCache, RequestInit, RequestRedirect};

use crate::call::Outgoing;
use crate::json::value::Value;

#[wasm_bindgen]
extern "C" {
    /// What a call sends with, as `host.js` describes it.
    pub(super) type Host;

    #[wasm_bindgen(method, getter)]
    fn fetch(this: &Host) -> Function;
    #[wasm_bindgen(method, getter, js_name = noStore)]
    fn no_store(this: &Host) -> bool;
    /// Aborts the request. Undefined in a runtime without abort controllers.
    #[wasm_bindgen(method, getter)]
    fn signal(this: &Host) -> Option<AbortSignal>;
    /// Takes what `fetch` returned.
    #[wasm_bindgen(method)]
    fn sent(this: &Host, sent: &JsValue);
}

/// Sends a request. `host.js` takes what `fetch` returned, or a promise that rejects with what it threw, and waits.
///
/// Nothing here waits, with wasm-bindgen-futures or otherwise: an instance that is replaced while it waits can neither be
/// woken, nor fail the call.
pub(super) fn send(outgoing: &Outgoing, host: &Host) {
    // Called without a receiver: a browser's fetch refuses any but its own global object.
    let sent = host.fetch().call2(&JsValue::UNDEFINED, &outgoing.url.as_str().into(), &init(outgoing, host));
    host.sent(&sent.unwrap_or_else(|thrown| Promise::reject(&thrown).into()));
}

fn init(outgoing: &Outgoing, host: &Host) -> RequestInit {
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
    if host.no_store() {
        init.set_cache(RequestCache::NoStore);
    }
    init.set_signal(host.signal().as_ref());
    init
}
