//! The functions of the host's global object, which is the same in a page, a worker and a server, and what they throw.

use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::prelude::*;
use web_sys::RequestInit;

use crate::call::{Failure, retry};
use crate::json::text;

#[wasm_bindgen]
extern "C" {
    /// Its functions are methods here: a browser's `fetch` refuses any other receiver.
    type Global;

    #[wasm_bindgen(method, js_name = fetch, catch)]
    fn send(this: &Global, url: &str, init: &RequestInit) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, js_name = setTimeout, catch)]
    fn start(this: &Global, handler: &Function, ms: f64) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, js_name = clearTimeout, catch)]
    fn clear(this: &Global, handle: &JsValue) -> Result<(), JsValue>;
}

fn global() -> Global {
    js_sys::global().unchecked_into()
}

/// What `fetch` returned, or a promise that rejects with what it threw.
pub(super) fn fetch(url: &str, init: &RequestInit) -> Promise {
    match global().send(url, init) {
        Ok(sent) => Promise::resolve(&sent),
        Err(thrown) => Promise::reject(&thrown),
    }
}

/// Starts a timer, and returns its handle. None in a host that has no timers.
pub(super) fn set_timeout(handler: &Function, ms: f64) -> Option<JsValue> {
    global().start(handler, ms).ok()
}

/// Clears a timer.
pub(super) fn clear_timeout(handle: &JsValue) {
    // Without timers, there is nothing to clear.
    let _ = global().clear(handle);
}

/// Whether the host may keep replies in an HTTP cache: a page or one of its workers. Servers and edge runtimes have neither
/// a document nor `importScripts`, and some Workers throw when the option of the cache is set at all.
pub(super) fn has_cache() -> bool {
    let global = js_sys::global();
    let get = |name: &str| Reflect::get(&global, &name.into()).unwrap_or_default();
    get("document").is_object() || (get("importScripts").is_function() && get("location").is_object())
}

/// A failed connection, from what the host threw.
pub(super) fn failure(thrown: &JsValue) -> Failure {
    let get = |value: &JsValue, name: &str| Reflect::get(value, &name.into()).unwrap_or_default();
    let said = get(thrown, "message").as_string().or_else(|| thrown.as_string()).filter(|said| !said.is_empty());
    let said = said.unwrap_or_else(|| "no reason was given".to_owned());
    // Node puts the code in `cause.code`, Bun in `code`.
    let code = get(&get(thrown, "cause"), "code").as_string().or_else(|| get(thrown, "code").as_string());
    match code {
        Some(code) => Failure::Network { never_sent: retry::never_sent(&code), text: text!(said, " (", code, ")") },
        None => unusable(&said),
    }
}

/// A connection that failed because of what the host gave.
pub(super) fn unusable(text: &str) -> Failure {
    Failure::Network { never_sent: false, text: text.to_owned() }
}
