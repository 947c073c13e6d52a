//! The wasm module of calls: the functions that the JavaScript facade calls.

use std::cell::OnceCell;

use js_sys::{Function, Promise};
use wasm_bindgen::prelude::*;

use super::input;
use super::output::{self, Failed};
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
use crate::transport::{self, BEGINNING, Settings};

/// The types of the functions below, which the generator would not know: in the package they are in `pkg-template`.
#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = include_str!("client.d.ts");

#[wasm_bindgen]
extern "C" {
    /// What only this room reads of the settings.
    type CallSettings;

    #[wasm_bindgen(method, getter, js_name = baseUrl)]
    fn base_url(this: &CallSettings) -> String;
    /// Takes the body's bytes, for callers that do not want the host to parse them.
    #[wasm_bindgen(method, getter)]
    fn sink(this: &CallSettings) -> Function;

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
/// The promise comes in a `Result`, which is returned as three numbers: of a function that returns the promise alone,
/// V8 sometimes discards optimised code while it runs, and Node 20 and 22 then end the process with "unreachable code".
///
/// # Errors
/// Never. The promise rejects, with any [`Kind`].
#[wasm_bindgen(skip_typescript)]
pub fn call(action: String, input: JsValue, settings: Settings) -> Result<Promise, JsValue> {
    Ok(begin(&action, &input, &settings)
        .unwrap_or_else(|error| Promise::reject(&output::failure(&action, &Failed::from(error)))))
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
    Sunk,
    /// Checked, then passed to the sink in one piece.
    CheckedAndSunk(Function),
}

fn begin(name: &str, input: &JsValue, settings: &Settings) -> Result<Promise, Error> {
    let (action, input, request) = prepare(name, input)?;
    let mut numbers = [0.0; 7];
    transport::limits(settings, &mut numbers);
    let [begun, timeout_ms, spent_ms, max_retries, max_body_bytes, key_can_change, delivery] = numbers;
    let own: &CallSettings = settings.unchecked_ref();
    let delivery = match delivery as u32 {
        0 => Delivery::Parsed,
        1 => Delivery::Sunk,
        _ => Delivery::CheckedAndSunk(own.sink()),
    };
    let policy = Policy {
        timeout_ms,
        max_retries: max_retries as u32,
        // Saturates: a 32-bit memory cannot hold a longer body anyway.
        max_body_bytes: max_body_bytes as usize,
        key_can_change: key_can_change != 0.0,
    };
    let call = Call::start(action, request, &own.base_url(), policy, begun)?;
    let sunk = matches!(delivery, Delivery::Sunk);
    let name = name.to_owned();
    let finish = Box::new(move |outcome: Result<(Reply, Vec<String>), Error>| {
        outcome
            .map_err(Failed::from)
            .and_then(|(reply, secrets)| deliver(action, &input, &delivery, &reply, &secrets))
            .map_err(|failed| output::failure(&name, &failed))
    });
    Ok(transport::run(call, settings, (timeout_ms - spent_ms).max(1.0), sunk, finish))
}

/// The result of a call, from its reply.
fn deliver(
    action: &'static Action,
    input: &Value,
    delivery: &Delivery,
    received: &Reply,
    secrets: &[String],
) -> Result<JsValue, Failed> {
    let beginning = || {
        let beginning = received.body.get(..BEGINNING).unwrap_or(&received.body);
        let text = excerpt(&String::from_utf8_lossy(beginning), DETAIL_LENGTH, secrets, beginning.len() == BEGINNING);
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
        Delivery::Sunk => Ok(output::success(action, &shown(), None, received)),
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

thread_local! {
    /// Made at the first reply: making one takes longer than decoding a small reply.
    static DECODER: OnceCell<TextDecoder> = const { OnceCell::new() };
}

/// Decodes UTF-8 with the host.
fn decode(bytes: &[u8]) -> Result<Text, JsValue> {
    DECODER.with(|made| {
        if let Some(decoder) = made.get() {
            return decoder.decode(bytes);
        }
        let decoder = TextDecoder::new()?;
        made.get_or_init(|| decoder).decode(bytes)
    })
}

/// A body decoded to text, if it is JSON.
struct Decoded {
    text: Text,
    was_utf8: bool,
}

impl Decoded {
    fn new(bytes: &[u8]) -> Result<Decoded, JsValue> {
        if let Some(InAscii { json, was_utf8 }) = in_ascii(bytes) {
            return Ok(Decoded { text: decode(&json)?, was_utf8 });
        }
        let text = decode(bytes)?;
        // Invalid UTF-8 always decodes to U+FFFD, so a text without one was valid.
        let was_utf8 = bytes.is_ascii() || !text.includes("\u{fffd}") || is_utf8(bytes);
        Ok(Decoded { text, was_utf8 })
    }
}
