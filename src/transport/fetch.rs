//! Sends a request with the host's `fetch`, or the caller's, and reads the head of the response.

use js_sys::{Array, JSON, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, future_to_promise};
use web_sys::{AbortSignal, RequestCache, RequestInit, RequestRedirect};

use crate::call::Outgoing;
use crate::json::value::Value;

#[wasm_bindgen]
extern "C" {
    /// What a call sends with, as `host.js` describes it.
    pub(super) type Host;

    /// Never throws: what the caller's fetch throws is in the promise, which is the host's own.
    #[wasm_bindgen(method)]
    fn fetch(this: &Host, url: &str, init: &RequestInit) -> Promise;
    #[wasm_bindgen(method, getter, js_name = noStore)]
    fn no_store(this: &Host) -> bool;
    /// Aborts the request. Undefined in a runtime without abort controllers.
    #[wasm_bindgen(method, getter)]
    fn signal(this: &Host) -> Option<AbortSignal>;

    /// A response of any kind. Not `web_sys::Response`: a caller's fetch may return one of another realm, or one that it
    /// made itself, and each of its properties may throw.
    type Response;

    #[wasm_bindgen(method, getter, catch)]
    fn status(this: &Response) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, getter, js_name = type, catch)]
    fn kind(this: &Response) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, getter, catch)]
    fn headers(this: &Response) -> Result<Headers, JsValue>;

    /// Headers of any kind.
    type Headers;

    #[wasm_bindgen(method, catch)]
    fn get(this: &Headers, name: &str) -> Result<JsValue, JsValue>;
}

/// Sends a request. The promise resolves to `[what, retry_after, status, response]`: the event for the core, and the
/// response, whose body nobody has read. It rejects with what `fetch` threw.
pub(super) fn send(outgoing: &Outgoing, host: &Host) -> Promise {
    let sent = host.fetch(&outgoing.url, &init(outgoing, host));
    // All that it needs is made before anything waits: where memory runs out, this throws into `host.js`, and nothing can
    // stop in the middle of a wait.
    let answered = JsFuture::from(sent);
    future_to_promise(async move { head(answered.await?.unchecked_into()) })
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

/// Reads the parts of the head that matter. An incomplete response must not fail it.
fn head(response: Response) -> Result<JsValue, JsValue> {
    let status = response.status().ok().and_then(|status| status.as_f64());
    let Some(status) = status.filter(|status| (0.0..=999.0).contains(status)) else {
        return Err(js_sys::Error::new("fetch did not return a response").into());
    };
    // A redirect that the browser hides has no status.
    let is_hidden = status == 0.0 && response.kind().is_ok_and(|kind| kind == "opaqueredirect");
    let what = if is_hidden { "redirect" } else { "head" };
    // Only failures say when to come back.
    let wait =
        if status < 400.0 { Ok(JsValue::UNDEFINED) } else { response.headers().and_then(|it| it.get("retry-after")) };
    Ok(Array::of4(&what.into(), &wait.unwrap_or_default(), &status.into(), &response).into())
}
