//! Passes a request to `fetch`, and reads the head of the response.

use js_sys::{Function, Object, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::{RequestInit, RequestRedirect, Response};

use super::interrupt::Interrupt;
use super::{Host, Interrupted, body, promise, property};
use crate::call::{Head, Outgoing};

#[wasm_bindgen]
extern "C" {
    /// Headers of any kind. What `get` returns is not trusted to be text.
    type Headers;

    #[wasm_bindgen(method, catch)]
    fn get(this: &Headers, name: &str) -> Result<JsValue, JsValue>;
}

/// Sends a request. The promise resolves to the response.
pub(super) fn send(outgoing: &Outgoing, host: &Host, interrupt: &Interrupt) -> Result<Promise, Interrupted> {
    let init = RequestInit::new();
    init.set_method(outgoing.method);
    // Redirects are never followed: in a common Workers setting, one to another host carries the Authorization header
    // along, and "error" throws there. Other options (credentials, mode) are not set, because Workers refuse them.
    init.set_redirect(RequestRedirect::Manual);
    if host.no_store {
        set(&init, "cache", "no-store");
    }
    let headers = Object::new();
    for (name, value) in outgoing.headers() {
        set(&headers, name, value);
    }
    if let Some(body) = &outgoing.body {
        init.set_body(&JsValue::from_str(body));
    }
    init.set_headers(&headers);
    init.set_signal(interrupt.signal());

    let host_fetch;
    let fetch = match &host.fetch {
        Some(fetch) => fetch,
        None => {
            let found = Reflect::get(&js_sys::global(), &"fetch".into()).and_then(JsCast::dyn_into::<Function>);
            host_fetch =
                found.map_err(|_| Interrupted::Lost(js_sys::Error::new("this runtime has no fetch").into()))?;
            &host_fetch
        }
    };
    // Called without a receiver: a browser's fetch refuses any but its own global object.
    let sent = fetch.call2(&JsValue::UNDEFINED, &JsValue::from_str(&outgoing.url), &init);
    promise(&sent.map_err(Interrupted::Lost)?)
}

/// The result of `fetch`, if it can be a response.
pub(super) fn response(response: JsValue) -> Result<Response, Interrupted> {
    if !property(&response, "status").as_f64().is_some_and(|status| (0.0..=999.0).contains(&status)) {
        return Err(Interrupted::Lost(js_sys::Error::new("fetch did not return a response").into()));
    }
    // Not `instanceof`: a caller's fetch may return a response of another realm, or one it made itself.
    Ok(response.unchecked_into())
}

/// Cancels a response that may still arrive, from a fetch that ignores its signal.
pub(super) fn discard_late(promise: Promise) {
    spawn_local(async move {
        if let Ok(response) = body::settled(&promise).await {
            body::discard(&response);
        }
    });
}

/// Reads the parts of the head that matter. Must not fail on an incomplete response.
pub(super) fn head(response: &Response) -> Head {
    let headers = property(response, "headers");
    let headers: Option<Headers> = Some(headers).filter(JsValue::is_object).map(JsCast::unchecked_into);
    Head {
        status: property(response, "status").as_f64().unwrap_or_default() as u16,
        retry_after: headers.and_then(|headers| headers.get("retry-after").ok()?.as_string()),
        opaque_redirect: property(response, "type").as_string().as_deref() == Some("opaqueredirect"),
    }
}

fn set(object: &Object, name: &str, value: &str) {
    // Setting a property of a fresh object cannot fail.
    let _ = Reflect::set(object, &name.into(), &value.into());
}
