//! The sandbox as a wasm module. Text and bytes cross, and nothing else: JavaScript (`pkg-template/testing`) makes a request of a
//! `Request`, and a `Response` of the answer. The control side sets faults, reads the log and resets, as over HTTP.
#![cfg(target_arch = "wasm32")]

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

use refiner_sandbox::faults::{Broken, Delivery};
use refiner_sandbox::{Answer, Options, Request, Sandbox, choices};
use serde::Deserialize;
use serde_json::{Value, json};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

/// What is said of a sandbox that is no longer there.
const STOPPED: &str = "The sandbox stopped, most likely because its memory was full: make another one.";

/// An open sandbox, and the body of its last answer until that is taken.
struct Open {
    sandbox: Sandbox,
    body: Vec<u8>,
}

thread_local! {
    /// How many were opened. No number is used again.
    static OPENED: Cell<u32> = const { Cell::new(0) };
    static OPEN: RefCell<BTreeMap<u32, Open>> = const { RefCell::new(BTreeMap::new()) };
}

/// The beginning of a request, as JavaScript writes it.
#[derive(Deserialize)]
struct Head {
    method: String,
    /// Path and query, as in a request line.
    target: String,
    authority: Option<String>,
    /// Names in lower case.
    headers: Vec<(String, String)>,
}

/// Opens a sandbox, and returns its number. `options` is the JSON object that `POST /_sandbox/reset` takes; for what it
/// does not name, the defaults apply. `clock_ms` is the caller's time. Throws a sentence if the options are wrong.
#[wasm_bindgen]
pub fn sandbox_open(options: &str, clock_ms: f64) -> Result<u32, JsValue> {
    let clock_ms = clock_ms as i64;
    let overrides = serde_json::from_str::<Value>(options).map_err(|error| error.to_string());
    let options = overrides.and_then(|overrides| Options::default().overridden(&overrides, clock_ms));
    let options = options.map_err(|why| JsValue::from_str(&format!("The options are wrong: {why}.")))?;
    let open = Open { sandbox: Sandbox::new(options, clock_ms), body: Vec::new() };
    let number = OPENED.replace(OPENED.get() + 1);
    OPEN.with_borrow_mut(|all| drop(all.insert(number, open)));
    Ok(number)
}

/// Answers a request, whose `head` is JSON (`Head`). Returns the JSON of the answer without its
/// body, which [`sandbox_body`] gives.
#[wasm_bindgen]
pub fn sandbox_answer(number: u32, head: &str, body: Vec<u8>, clock_ms: f64) -> Result<String, JsValue> {
    let Head { method, target, authority, headers } =
        serde_json::from_str(head).map_err(|error| JsValue::from_str(&error.to_string()))?;
    let request = Request { authority, headers, body, ..Request::new(&method, &target) };
    // Taken out meanwhile: if the module stops here because its memory is full, only this sandbox is lost.
    let open = OPEN.with_borrow_mut(|all| all.remove(&number));
    let mut open = open.ok_or_else(|| JsValue::from_str(STOPPED))?;
    let Answer { response, delivery } = open.sandbox.answer(&request, clock_ms as i64);
    let head = json!({
        "status": response.status,
        "headers": response.headers,
        "length": response.body.len(),
        "delivery": described(delivery),
    });
    open.body = match delivery {
        Delivery::Broken(how) => how.part_of(&response.body).to_vec(),
        Delivery::AtOnce | Delivery::After(_) => response.body,
    };
    OPEN.with_borrow_mut(|all| drop(all.insert(number, open)));
    Ok(head.to_string())
}

/// The body of the last answer, as far as it is to be sent; empty once it was taken.
#[wasm_bindgen]
pub fn sandbox_body(number: u32) -> Vec<u8> {
    OPEN.with_borrow_mut(|all| all.get_mut(&number).map(|open| std::mem::take(&mut open.body)).unwrap_or_default())
}

/// Forgets a sandbox.
#[wasm_bindgen]
pub fn sandbox_close(number: u32) {
    OPEN.with_borrow_mut(|all| drop(all.remove(&number)));
}

/// The one key that sandboxes know.
#[wasm_bindgen]
pub fn sandbox_key() -> String {
    choices::KEY.to_owned()
}

/// How an answer is delivered: the name of the fault, and its time.
fn described(delivery: Delivery) -> Value {
    match delivery {
        Delivery::AtOnce => json!({ "kind": "at_once" }),
        Delivery::After(ms) => json!({ "kind": "after", "ms": ms }),
        Delivery::Broken(how) => match how {
            Broken::Stall => json!({ "kind": "stall" }),
            Broken::StallBeforeHeaders => json!({ "kind": "stall_before_headers" }),
            Broken::Truncate(_) => json!({ "kind": "truncate" }),
            Broken::CloseMidway => json!({ "kind": "close_midway" }),
            Broken::Reset { .. } => json!({ "kind": "reset" }),
            Broken::ResetInBody => json!({ "kind": "reset_in_body" }),
            Broken::Endless => json!({ "kind": "endless" }),
            Broken::Drip(ms) => json!({ "kind": "drip", "ms": ms }),
        },
    }
}
