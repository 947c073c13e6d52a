//! Sends a request with the host's `fetch`, or the caller's.

use js_sys::{Function, Promise};
use wasm_bindgen::prelude::*;
use web_sys::RequestInit;

use super::known::known;
use crate::call::Outgoing;
use crate::call::headers::{AUTHORIZATION, FIXED};

#[wasm_bindgen]
extern "C" {
    /// What a call sends with, as `host.js` describes it.
    pub(super) type Host;

    #[wasm_bindgen(method, getter)]
    fn fetch(this: &Host) -> Function;
    /// How every request is sent: what does not depend on the request. New each time.
    #[wasm_bindgen(method)]
    fn init(this: &Host) -> RequestInit;
    /// Takes what `fetch` returned.
    #[wasm_bindgen(method)]
    fn sent(this: &Host, sent: &JsValue);
    /// Takes how to read the body: at most so many bytes; whether a longer one is an error, or is cut; and how many bytes
    /// this module keeps of a body that goes to the sink, or 0 if it takes all of them.
    #[wasm_bindgen(method)]
    pub(super) fn read(this: &Host, most: f64, whole: bool, sunk: f64);

    /// The headers of a request.
    type Headers;

    #[wasm_bindgen(constructor, js_class = "Object")]
    fn new() -> Headers;
    #[wasm_bindgen(method, indexing_setter)]
    fn set(this: &Headers, name: &JsValue, value: &JsValue);

    /// A `RequestInit` that takes a text of the host.
    type Init;

    #[wasm_bindgen(method, setter)]
    fn set_method(this: &Init, method: &JsValue);
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
    let init = host.init();
    init.unchecked_ref::<Init>().set_method(&known(outgoing.method));
    let headers = Headers::new();
    for (name, value, always) in FIXED {
        if always || outgoing.body.is_some() {
            headers.set(&known(name), &known(value));
        }
    }
    if !outgoing.authorization.is_empty() {
        headers.set(&known(AUTHORIZATION), &outgoing.authorization.as_str().into());
    }
    init.set_headers(&headers);
    if let Some(body) = &outgoing.body {
        init.set_body(&JsValue::from_str(body));
    }
    init
}
