//! The wasm module of calls: the functions that the JavaScript facade calls.

use js_sys::{Function, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::future_to_promise;
use web_sys::AbortSignal;

use super::{input, output};
use crate::actions::{Action, find};
use crate::call::machine::NO_MEMORY;
use crate::call::redact::excerpt;
use crate::call::status::DETAIL_LENGTH;
use crate::call::{Call, Error, Kind, Policy, Reply, reply, request, url};
use crate::json::ascii::{InAscii, in_ascii};
use crate::json::bytes::{is_utf8, strip_bom};
use crate::json::path::Path;
use crate::json::text;
use crate::json::value::Value;
use crate::model::sync::SyncSettings;
use crate::schema::check_input;
use crate::schema::problem::Problem;
use crate::transport::{self, BEGINNING, Failed, Host};

/// The types of the functions below, which the generator would not know: in the package they are in `pkg-template`.
#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = include_str!("client.d.ts");

#[wasm_bindgen]
extern "C" {
    /// The settings of one call. The facade has checked them.
    pub type Settings;

    #[wasm_bindgen(method, getter, js_name = baseUrl)]
    fn base_url(this: &Settings) -> String;
    #[wasm_bindgen(method, getter, js_name = timeoutMs)]
    fn timeout_ms(this: &Settings) -> f64;
    /// How much of the timeout has passed already: the first call waits for this module to load.
    #[wasm_bindgen(method, getter, js_name = spentMs)]
    fn spent_ms(this: &Settings) -> f64;
    #[wasm_bindgen(method, getter, js_name = maxRetries)]
    fn max_retries(this: &Settings) -> u32;
    #[wasm_bindgen(method, getter, js_name = maxBodyBytes)]
    fn max_body_bytes(this: &Settings) -> f64;
    #[wasm_bindgen(method, getter)]
    fn key(this: &Settings) -> JsValue;
    #[wasm_bindgen(method, getter)]
    fn fetch(this: &Settings) -> Option<Function>;
    /// Whether the host must keep replies out of its cache.
    #[wasm_bindgen(method, getter, js_name = noStore)]
    fn no_store(this: &Settings) -> bool;
    #[wasm_bindgen(method, getter)]
    fn signal(this: &Settings) -> Option<AbortSignal>;
    /// Takes the body's bytes, for callers that do not want the host to parse them.
    #[wasm_bindgen(method, getter)]
    fn sink(this: &Settings) -> Option<Function>;
    /// Whether a body that goes to the sink is checked against the model.
    #[wasm_bindgen(method, getter)]
    fn check(this: &Settings) -> bool;

    /// A Uint8Array. Imported with `catch`: the host may have no memory for it.
    #[wasm_bindgen(js_name = Uint8Array)]
    type Bytes;

    #[wasm_bindgen(constructor, js_class = "Uint8Array", catch)]
    fn new(bytes: &[u8]) -> Result<Bytes, JsValue>;

    /// The host's decoder. Its text stays in the host.
    type TextDecoder;

    #[wasm_bindgen(constructor, catch)]
    fn new() -> Result<TextDecoder, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn decode(this: &TextDecoder, bytes: &[u8]) -> Result<Text, JsValue>;

    /// A text that stays in the host.
    type Text;

    #[wasm_bindgen(method)]
    fn includes(this: &Text, text: &str) -> bool;

    #[wasm_bindgen(js_namespace = JSON, js_name = parse, catch)]
    fn parse_json(text: &Text) -> Result<JsValue, JsValue>;
}

/// Makes a call. The promise resolves to `{ action, data, anomalies, next, attempts, status, items, total }`, and
/// rejects with a plain object that has the properties of the facade's error. With a sink, `data` is the beginning of
/// the body as text, and the body is checked, and `next` known, only if `check` is set.
///
/// Not an `async fn`: the wasm of one returns the promise alone, and when V8 discards optimised code while such a
/// function runs, Node 20 and 22 end the process with "unreachable code". A `Result` is returned as three numbers,
/// which avoids this.
///
/// # Errors
/// Never. The promise rejects, with any [`Kind`].
#[wasm_bindgen(skip_typescript)]
pub fn call(action: String, input: JsValue, settings: Settings) -> Result<Promise, JsValue> {
    Ok(future_to_promise(async move {
        make(&action, &input, settings).await.map_err(|failed| output::failure(&action, &failed))
    }))
}

/// Whether an action, by name or alias, returns a page of a list; undefined for an unknown action.
#[wasm_bindgen(skip_typescript)]
pub fn lists(action: String) -> Option<bool> {
    find(&action).ok().map(|action| action.list)
}

/// Checks the settings of an operation that takes several calls.
///
/// # Errors
/// `input`, when the operation is unknown or its settings are wrong.
#[wasm_bindgen(skip_typescript)]
pub fn check(operation: String, settings: JsValue) -> Result<(), JsValue> {
    let checked = input::read(&settings).and_then(|settings| match operation.as_str() {
        "sync_responses" => check_input::check(SyncSettings::RECORD, &settings).map(|_| ()),
        // Summaries and exports are checked in their own module.
        _ => Err(Problem::new(&Path::Root, "belongs to no operation that is checked here")),
    });
    checked.map_err(|problem| output::failure(&operation, &Failed::from(Error::input(problem.path, &problem.problem))))
}

/// The request a call would send: `{ method, url, headers, body }`, with the key redacted. Sends nothing.
///
/// # Errors
/// `input` and `config`.
#[wasm_bindgen(skip_typescript)]
pub fn plan(action: String, input: JsValue, base_url: String) -> Result<JsValue, JsValue> {
    prepare(&action, &input)
        .and_then(|(_, _, request)| {
            Ok({
                let url = url::url(&base_url, &request)?;
                output::plan(request, &url)
            })
        })
        .map_err(|error| output::failure(&action, &Failed::from(error)))
}

fn prepare(action: &str, input: &JsValue) -> Result<(&'static Action, Value, request::Request), Error> {
    let action = find(action).map_err(|near| {
        let near = near.map(|near| text!("; did you mean ", near, "?")).unwrap_or_default();
        let error = Error::new(Kind::Input, text!("Refiner has no such action", near));
        Error { path: Some("action".to_owned()), ..error }
    })?;
    let input = input::read(input).map_err(|problem| Error::input(problem.path, &problem.problem))?;
    let request = request::build(action, &input).map_err(|problem| Error::input(problem.path, &problem.problem))?;
    Ok((action, input, request))
}

/// How to deliver the body of a successful reply.
enum Delivery {
    /// Checked, then parsed by the host.
    Parsed,
    /// Passed to the sink chunk by chunk, unchecked.
    Sunk(Function),
    /// Checked, then passed to the sink in one piece.
    CheckedAndSunk(Function),
}

impl Delivery {
    fn of(settings: &Settings) -> Delivery {
        match settings.sink() {
            None => Delivery::Parsed,
            Some(sink) if settings.check() => Delivery::CheckedAndSunk(sink),
            Some(sink) => Delivery::Sunk(sink),
        }
    }
}

async fn make(action: &str, input: &JsValue, settings: Settings) -> Result<JsValue, Failed> {
    let (action, input, request) = prepare(action, input)?;
    let delivery = Delivery::of(&settings);
    let host = Host {
        fetch: settings.fetch(),
        no_store: settings.no_store(),
        key: settings.key(),
        signal: settings.signal(),
        sink: if let Delivery::Sunk(sink) = &delivery { Some(sink.clone()) } else { None },
    };
    let policy = Policy {
        timeout_ms: settings.timeout_ms(),
        max_retries: settings.max_retries(),
        // Saturates: a 32-bit memory cannot hold a longer body anyway.
        max_body_bytes: settings.max_body_bytes() as usize,
        key_can_change: host.key.is_function(),
    };
    let spent = settings.spent_ms();
    let call = Call::start(action, request, &settings.base_url(), policy, transport::now() - spent)?;
    let (received, secret) = transport::run(call, (policy.timeout_ms - spent).max(1.0), &host).await?;
    deliver(action, &input, &delivery, &received, &secret)
}

/// The result of a call, from its reply.
fn deliver(
    action: &'static Action,
    input: &Value,
    delivery: &Delivery,
    received: &Reply,
    secret: &str,
) -> Result<JsValue, Failed> {
    let beginning = || {
        let beginning = received.body.get(..BEGINNING).unwrap_or(&received.body);
        let text = excerpt(&String::from_utf8_lossy(beginning), DETAIL_LENGTH, Some(secret));
        Some(text).filter(|text| !text.is_empty())
    };
    let shown = || beginning().map_or(JsValue::UNDEFINED, JsValue::from);
    let broken = |problem: &str| {
        let message = text!("the reply cannot be used: ", problem, " (status ", received.status, ")");
        let status = Some(received.status);
        Error { status, attempts: received.attempts, detail: beginning(), ..Error::new(Kind::Decode, message) }
    };
    let no_memory = || {
        let status = Some(received.status);
        Error { status, attempts: received.attempts, ..Error::new(Kind::TooLarge, NO_MEMORY) }
    };
    let cursor = input.get("page_cursor").and_then(Value::as_text);
    let body = strip_bom(&received.body);
    let read = |is_text| reply::read_text(action, &received.body, cursor, is_text).map_err(|problem| broken(&problem));
    match delivery {
        Delivery::Sunk(_) => Ok(output::success(action, &shown(), None, received)),
        Delivery::CheckedAndSunk(sink) => {
            let reading = read(is_utf8(body))?;
            sink.call0(&JsValue::UNDEFINED)
                .and_then(|_| sink.call1(&JsValue::UNDEFINED, &Bytes::new(reading.body)?.into()))
                .map_err(|thrown| Failed { cause: thrown, ..broken("the sink did not take it").into() })
                .and_then(|taken| if taken.is_truthy() { Ok(()) } else { Err(no_memory().into()) })?;
            Ok(output::success(action, &shown(), Some(&reading), received))
        }
        // The host decodes and parses: that is faster than building objects from here, and exactly what users expect.
        Delivery::Parsed => {
            let decoded = Decoded::new(body).map_err(|_| broken("the host cannot decode it"))?;
            let reading = read(decoded.was_utf8)?;
            let data = parse_json(&decoded.text).map_err(|_| broken("the body is not JSON"))?;
            Ok(output::success(action, &data, Some(&reading), received))
        }
    }
}

/// A body decoded to text, if it is JSON.
struct Decoded {
    text: Text,
    was_utf8: bool,
}

impl Decoded {
    fn new(bytes: &[u8]) -> Result<Decoded, JsValue> {
        let decoder = TextDecoder::new()?;
        if let Some(InAscii { json, was_utf8 }) = in_ascii(bytes) {
            return Ok(Decoded { text: decoder.decode(&json)?, was_utf8 });
        }
        let text = decoder.decode(bytes)?;
        // Invalid UTF-8 always decodes to U+FFFD, so a text without one was valid.
        let was_utf8 = !text.includes("\u{fffd}") || is_utf8(bytes);
        Ok(Decoded { text, was_utf8 })
    }
}
