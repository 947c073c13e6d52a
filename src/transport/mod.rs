//! Carries out the steps of a call. What touches the host (`fetch`, timers, signals, bodies) is in `host.js`, which asks
//! [`call`](crate::call) after each event what to do next.
//!
//! Nothing here waits: a call under way is held under a number, and each event of it is one call into the module. So
//! a module that stops in the middle throws into `host.js`, and leaves no promise unsettled.

mod fetch;

use std::cell::RefCell;

use js_sys::{JSON, Promise, Uint8Array};
use wasm_bindgen::prelude::*;

use crate::call::redact::redact;
use crate::call::{Call, Error, Event, Failure, Head, Reply, Step, retry};
use crate::json::text;

#[wasm_bindgen]
extern "C" {
    /// The settings of one call, as `host.js` describes them.
    pub type Settings;

    #[wasm_bindgen(js_namespace = ["Uint8Array", "prototype", "set"], js_name = call, catch)]
    fn set(target: &mut [u8], source: &Uint8Array) -> Result<(), JsValue>;
}

#[wasm_bindgen(module = "/src/transport/host.js")]
extern "C" {
    fn carry(step: &JsValue, hide: &JsValue, number: u32, settings: &Settings, ms: f64) -> Promise;

    /// Writes the numbers of the settings: when the call began, in milliseconds since 1970, `timeoutMs`, `spentMs`,
    /// `maxRetries`, `maxBodyBytes`, whether the key is a function, and where the body goes (0 to the host's parser, 1 to the sink, 2 to the check and then to the sink).
    pub fn limits(settings: &Settings, into: &mut [f64]);
}

/// The files that `host.js` imports. Named here, or they would not be in the package.
mod imported {
    use wasm_bindgen::prelude::*;

    #[wasm_bindgen(module = "/src/transport/interrupt.js")]
    extern "C" {
        type Interrupt;
    }

    #[wasm_bindgen(module = "/src/transport/redacted.js")]
    extern "C" {
        type Redacted;
    }

    #[wasm_bindgen(module = "/src/js/signal.js")]
    extern "C" {
        type Signal;
    }
}

/// How much is kept of a body that goes to a sink: enough to show what it was.
pub const BEGINNING: usize = 4096;

/// `redacted.js` cuts a longer text of what was thrown, in bytes at least; a key may begin where it is cut.
const LONGEST_TEXT: usize = 16_384;

/// Makes the outcome of a call: what its promise resolves to, or rejects with.
pub type Finish = Box<dyn FnOnce(Result<(Reply, Vec<String>), Error>) -> Result<JsValue, JsValue>>;

/// A call under way.
struct Run {
    number: u32,
    call: Call,
    /// What it sends with.
    host: fetch::Host,
    /// Whether a successful body goes to the sink.
    sunk: bool,
    /// The body that is arriving; its beginning when it goes to the sink.
    body: Vec<u8>,
    finish: Finish,
}

thread_local! {
    /// The last number, and the calls under way.
    static UNDER_WAY: RefCell<(u32, Vec<Run>)> = const { RefCell::new((0, Vec::new())) };

    static STEP: JsValue =
        Closure::<dyn Fn(u32, String, JsValue, f64, f64, f64) -> Result<JsValue, JsValue>>::new(step).into_js_value();

    static HIDE: JsValue = Closure::<dyn Fn(String, String) -> String>::new(|text: String, secret: String| {
        let is_cut = text.len() >= LONGEST_TEXT;
        redact(&text, &[secret], is_cut)
    })
    .into_js_value();
}

/// Runs a call to its end.
pub fn run(call: Call, settings: &Settings, ms: f64, sunk: bool, finish: Finish) -> Promise {
    let number = UNDER_WAY.with_borrow_mut(|(last, all)| {
        *last = last.wrapping_add(1);
        all.push(Run {
            number: *last,
            call,
            host: JsValue::UNDEFINED.unchecked_into(),
            sunk,
            body: Vec::new(),
            finish,
        });
        *last
    });
    STEP.with(|step| HIDE.with(|hide| carry(step, hide, number, settings, ms)))
}

/// Takes an event of a call, and returns what to do next, or the outcome. `what` names the event and `given` and `value`
/// belong to it; `host.js` tells them. It is now `now` (milliseconds since 1970); `jitter` is from 0 to 1.
///
/// # Errors
/// The properties of an error: the call has failed.
fn step(number: u32, what: String, given: JsValue, value: f64, now: f64, jitter: f64) -> Result<JsValue, JsValue> {
    // Taken out, so that whatever the host does meanwhile finds nothing borrowed.
    let taken = UNDER_WAY.with_borrow_mut(|(_, all)| {
        let at = all.iter().position(|run| run.number == number)?;
        Some(all.swap_remove(at))
    });
    let mut run = taken.ok_or(JsValue::UNDEFINED)?;
    let next = match what.as_str() {
        "start" => {
            run.host = given.unchecked_into();
            run.call.first()
        }
        "chunk" => {
            let taken = run.take(&given, value as usize);
            keep(run);
            return Ok(taken.into());
        }
        what => {
            let event = run.event(what, &given, value);
            run.call.next(event, now, jitter)
        }
    };
    let asked = match next {
        Step::AskKey { again } => parsed(&text!("{\"ask\":", if again { "true" } else { "false" }, "}")),
        Step::Wait(ms) => ms.into(),
        Step::Send(outgoing) => {
            fetch::send(&outgoing, &run.host);
            JsValue::UNDEFINED
        }
        // An error body is read here even if there is a sink: it says why the call failed.
        Step::Read { most, whole } => {
            run.body.clear();
            let sunk = if whole && run.sunk { BEGINNING } else { 0 };
            let whole = if whole { "true" } else { "false" };
            parsed(&text!("{\"read\":", most, ",\"whole\":", whole, ",\"sunk\":", sunk, "}"))
        }
        Step::Done(outcome) => {
            let secrets = run.call.into_secrets();
            return (run.finish)(outcome.map(|reply| (reply, secrets)));
        }
    };
    keep(run);
    Ok(asked)
}

fn keep(run: Run) {
    UNDER_WAY.with_borrow_mut(|(_, all)| all.push(run));
}

impl Run {
    /// Appends a chunk of the body. False when there is no memory for it.
    fn take(&mut self, chunk: &JsValue, length: usize) -> bool {
        let start = self.body.len();
        if self.body.try_reserve(length).is_err() {
            return false;
        }
        self.body.resize(start.saturating_add(length), 0);
        let target = self.body.get_mut(start..).unwrap_or_default();
        set(target, chunk.unchecked_ref()).is_ok()
    }

    fn event(&mut self, what: &str, given: &JsValue, value: f64) -> Event {
        let text = || given.as_string().unwrap_or_default();
        let failure = match what {
            "key" => return Event::Key(text()),
            "no_token" => return Event::NoKey,
            "head" | "redirect" => {
                return Event::Head(Head {
                    status: value as u16,
                    retry_after: given.as_string(),
                    opaque_redirect: what == "redirect",
                });
            }
            "body" => return Event::Body(core::mem::take(&mut self.body)),
            "waited" => return Event::Waited,
            "abort" => Failure::Aborted,
            "timed_out" => Failure::TimedOut,
            "too_long" => Failure::TooLarge,
            "no_memory" => Failure::NoMemory,
            "no_key" => Failure::NoKey(text()),
            // With the host's code behind it, if there is one.
            network => Failure::Network {
                never_sent: network.split_once(' ').is_some_and(|(_, code)| retry::never_sent(code)),
                text: text(),
            },
        };
        Event::Failed(failure)
    }
}

/// Parses what was just written, which is always JSON.
fn parsed(json: &str) -> JsValue {
    JSON::parse(json).unwrap_or_default()
}
