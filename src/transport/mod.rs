//! Carries out the steps of a call. It sends requests with `fetch`, reads bodies up to a limit and sleeps, and it stops
//! at once when the deadline passes or the caller aborts. [`call`](crate::call) decides what to do and what each
//! outcome means.
//!
//! Each step is one promise: it is started, raced against the interrupt, and turned into an event for the call. Nothing
//! else in the crate awaits. One place that awaits also keeps the compiled state machine small.

mod body;
mod cause;
mod fetch;
mod interrupt;
mod key;
mod listeners;
mod timer;

use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::prelude::*;
use web_sys::{AbortSignal, Response};

use crate::call::{Call, Error, Event, Failure, Reply, Step};
pub use body::BEGINNING;
use body::Reading;
use interrupt::Interrupt;
use timer::Timer;

#[wasm_bindgen]
extern "C" {
    // The host's clock and dice, which programs replace. Neither is trusted to give a number.
    #[wasm_bindgen(js_namespace = Date, js_name = now, catch)]
    fn date_now() -> Result<JsValue, JsValue>;

    #[wasm_bindgen(js_namespace = Math, js_name = random, catch)]
    fn math_random() -> Result<JsValue, JsValue>;

    // Throws for a promise whose `constructor` throws.
    #[wasm_bindgen(js_namespace = Promise, js_name = resolve, catch)]
    fn resolved(value: &JsValue) -> Result<Promise, JsValue>;
}

/// What the host and the caller provide for a call.
pub struct Host {
    /// The `fetch` to use; the host's own when `None`.
    pub fetch: Option<Function>,
    /// Whether requests set `cache: "no-store"`.
    pub no_store: bool,
    /// The key: text, or a function that returns it or a promise of it.
    pub key: JsValue,
    /// The caller's signal.
    pub signal: Option<AbortSignal>,
    /// Takes the body of a successful reply, chunk by chunk, instead of this memory. Called without an argument where a
    /// body begins. Returns false when it has no memory left. The reply then contains only the beginning of the body.
    pub sink: Option<Function>,
}

/// An error, and what the host threw.
pub struct Failed {
    /// The error.
    pub error: Error,
    /// What the host threw, redacted; undefined when it threw nothing.
    pub cause: JsValue,
}

/// Why a step was interrupted.
enum Interrupted {
    /// The caller aborted, with this reason.
    Aborted(JsValue),
    /// The deadline passed.
    TimedOut,
    /// The body is longer than allowed.
    TooLarge,
    /// There is no memory for the body.
    NoMemory,
    /// The caller's function gave no key.
    NoKey { text: String, thrown: JsValue },
    /// The host threw this.
    Lost(JsValue),
}

/// A step that has started: what it waits for.
enum Pending {
    Key,
    Head,
    Body(Reading),
    /// Holds the timer, so that it is cleared when the wait is interrupted.
    Wait {
        _timer: Option<Timer>,
    },
}

/// A step that has ended, or its next promise.
enum Progress {
    Done(Event),
    More(Promise, Pending),
}

/// The host's clock, in milliseconds since 1970.
pub fn now() -> f64 {
    number(date_now())
}

fn number(given: Result<JsValue, JsValue>) -> f64 {
    given.ok().and_then(|number| number.as_f64()).unwrap_or_default()
}

/// The promise of any value that the host gave.
fn promise(value: &JsValue) -> Result<Promise, Interrupted> {
    resolved(value).map_err(Interrupted::Lost)
}

/// A property of any value; undefined when it cannot be read.
fn property(object: &JsValue, name: &str) -> JsValue {
    if !object.is_object() {
        return JsValue::UNDEFINED;
    }
    Reflect::get(object, &name.into()).unwrap_or(JsValue::UNDEFINED)
}

/// Runs a call to its end. Returns the reply with the key that was used, so that the caller can redact it.
pub async fn run(call: Call, timeout_ms: f64, host: &Host) -> Result<(Reply, String), Failed> {
    let interrupt = Interrupt::new(timeout_ms, host.signal.as_ref());
    let mut run = Run { call, host, interrupt: &interrupt, response: None, cause: JsValue::UNDEFINED };
    let mut progress = match interrupt.aborted() {
        None => {
            let first = run.call.first();
            run.begin(first)
        }
        Some(stopped) => Ok(Progress::Done(run.failure(stopped))),
    };
    loop {
        progress = match progress {
            Ok(Progress::More(promise, pending)) => {
                let outcome = interrupt.race(&promise).await;
                let finished = match (outcome, &pending) {
                    (Err(stopped @ (Interrupted::Aborted(_) | Interrupted::TimedOut)), Pending::Head) => {
                        fetch::discard_late(promise);
                        Err(stopped)
                    }
                    (Ok(value), _) => run.finish(pending, value),
                    // The caller's function failed, not the connection.
                    (Err(Interrupted::Lost(thrown)), Pending::Key) => Err(key::failed(thrown)),
                    (Err(stopped), _) => Err(stopped),
                };
                Ok(finished.unwrap_or_else(|stopped| Progress::Done(run.failure(stopped))))
            }
            Ok(Progress::Done(event)) => {
                let step = run.call.next(event, now(), number(math_random()));
                run.begin(step)
            }
            Err(ended) => {
                if ended.is_ok() {
                    interrupt.finish();
                }
                let secret = run.call.secret().unwrap_or_default().to_owned();
                return match ended {
                    Ok(reply) => Ok((reply, secret)),
                    Err(error) => Err(Failed { error, cause: cause::redacted(run.cause, &secret) }),
                };
            }
        };
    }
}

struct Run<'a> {
    call: Call,
    host: &'a Host,
    interrupt: &'a Interrupt,
    /// A reply whose body has not been read yet.
    response: Option<Response>,
    cause: JsValue,
}

impl Run<'_> {
    /// Starts a step; `Err` ends the call.
    fn begin(&mut self, step: Step) -> Result<Progress, Result<Reply, Error>> {
        let response = self.response.take();
        let begun = match (step, response) {
            (Step::Read { most, whole }, Some(response)) => {
                // An error body is read here: it says why the call failed.
                let sink = if whole { self.host.sink.clone() } else { None };
                body::read(&response, most, whole, sink)
            }
            (Step::Read { .. }, None) => Ok(Progress::Done(Event::Body(Vec::new()))),
            (step, response) => {
                if let Some(response) = response {
                    body::discard(&response);
                }
                match step {
                    Step::AskKey { again } => key::ask(&self.host.key, again),
                    Step::Wait(ms) => Ok(timer::sleep(ms)),
                    Step::Send(outgoing) => {
                        self.cause = JsValue::UNDEFINED;
                        fetch::send(&outgoing, self.host, self.interrupt)
                            .map(|promise| Progress::More(promise, Pending::Head))
                    }
                    Step::Done(result) => return Err(result),
                    Step::Read { .. } => Ok(Progress::Done(Event::Body(Vec::new()))),
                }
            }
        };
        Ok(begun.unwrap_or_else(|stopped| Progress::Done(self.failure(stopped))))
    }

    /// Turns the value that was waited for into an event, or starts the next promise.
    fn finish(&mut self, pending: Pending, value: JsValue) -> Result<Progress, Interrupted> {
        match pending {
            Pending::Key => key::given(&value).map(Progress::Done),
            Pending::Head => {
                let response = fetch::response(value)?;
                let head = fetch::head(&response);
                self.response = Some(response);
                Ok(Progress::Done(Event::Head(head)))
            }
            Pending::Body(reading) => reading.take(&value),
            Pending::Wait { .. } => Ok(Progress::Done(Event::Waited)),
        }
    }

    fn failure(&mut self, stopped: Interrupted) -> Event {
        let (failure, thrown) = match stopped {
            Interrupted::Aborted(reason) => (Failure::Aborted, reason),
            Interrupted::TimedOut => (Failure::TimedOut, JsValue::UNDEFINED),
            Interrupted::TooLarge => (Failure::TooLarge, JsValue::UNDEFINED),
            Interrupted::NoMemory => (Failure::NoMemory, JsValue::UNDEFINED),
            Interrupted::NoKey { text, thrown } => (Failure::NoKey(text), thrown),
            Interrupted::Lost(thrown) => (cause::network(&thrown), thrown),
        };
        self.cause = thrown;
        Event::Failed(failure)
    }
}
