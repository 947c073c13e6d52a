//! Carries out the steps of a call. What touches the host (`fetch`, timers, signals, bodies) is in `host.js`, which asks
//! [`call`](crate::call) after each event what to do next.
//!
//! Nothing here waits: a call under way is held under a number, and each event of it is one call into the module. So
//! a module that stops in the middle throws into `host.js`, and leaves no promise unsettled.

mod fetch;
mod known;

use std::cell::RefCell;

use js_sys::{Promise, Uint8Array};
use wasm_bindgen::prelude::*;

pub use self::known::known;
use crate::call::redact::redact;
use crate::call::{Call, Error, Event, Failure, Head, Reply, Step, retry};

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

// The files that `host.js` imports. Named here, or they would not be in the package; and not in a module of its own, of which
// nothing is used, and which a linker therefore leaves out.

#[wasm_bindgen(module = "/src/transport/interrupt.js")]
extern "C" {
    type Interrupt;
}

#[wasm_bindgen(module = "/src/transport/redacted.js")]
extern "C" {
    type Redacted;
}

#[wasm_bindgen(module = "/src/transport/happened.js")]
extern "C" {
    type Happened;
}

#[wasm_bindgen(module = "/src/js/signal.js")]
extern "C" {
    type Signal;
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

/// A call that is held: each event takes it out and puts it back, and so a pointer moves, and not the call.
type Held = Box<Run>;

/// What happened, by the numbers that `host.js` gives it: a text would be written into this module, and freed, each time.
mod happened {
    pub const STARTED: u32 = 0;
    pub const CHUNK: u32 = 1;
    pub const KEY: u32 = 2;
    pub const NO_TOKEN: u32 = 3;
    pub const HEAD: u32 = 4;
    pub const REDIRECT: u32 = 5;
    pub const BODY: u32 = 6;
    pub const WAITED: u32 = 7;
    pub const ABORTED: u32 = 8;
    pub const TIMED_OUT: u32 = 9;
    pub const TOO_LONG: u32 = 10;
    pub const NO_MEMORY: u32 = 11;
    pub const NO_KEY: u32 = 12;
}

thread_local! {
    /// The last number, and the calls under way.
    static UNDER_WAY: RefCell<(u32, Vec<Held>)> = const { RefCell::new((0, Vec::new())) };

    static STEP: JsValue =
        Closure::<dyn Fn(u32, u32, JsValue, f64, f64, f64) -> Result<JsValue, JsValue>>::new(step).into_js_value();

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
        let host = JsValue::UNDEFINED.unchecked_into();
        all.push(Box::new(Run { number: *last, call, host, sunk, body: Vec::new(), finish }));
        *last
    });
    STEP.with(|step| HIDE.with(|hide| carry(step, hide, number, settings, ms)))
}

/// Takes an event of a call, and returns the outcome, or what to do next: to ask for the key (true if the last one was
/// refused, else false), to wait (a number of milliseconds), to read (null; [`fetch::Host::read`] was told how), or to wait
/// for the response (undefined). `what` is one of [`happened`], and `given` and `value` belong to it; `host.js` tells
/// them. It is now `now` (milliseconds since 1970); `jitter` is from 0 to 1.
///
/// # Errors
/// The properties of an error: the call has failed.
fn step(number: u32, what: u32, given: JsValue, value: f64, now: f64, jitter: f64) -> Result<JsValue, JsValue> {
    // Taken out, so that whatever the host does meanwhile finds nothing borrowed.
    let taken = UNDER_WAY.with_borrow_mut(|(_, all)| {
        let at = all.iter().position(|run| run.number == number)?;
        Some(all.swap_remove(at))
    });
    let mut run = taken.ok_or(JsValue::UNDEFINED)?;
    let next = match what {
        happened::STARTED => {
            run.host = given.unchecked_into();
            run.call.first()
        }
        happened::CHUNK => {
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
        Step::AskKey { again } => again.into(),
        Step::Wait(ms) => ms.into(),
        Step::Send(outgoing) => {
            fetch::send(&outgoing, &run.host);
            JsValue::UNDEFINED
        }
        // An error body is read here even if there is a sink: it says why the call failed.
        Step::Read { most, whole } => {
            run.body.clear();
            let sunk = if whole && run.sunk { BEGINNING } else { 0 };
            run.host.read(most as f64, whole, sunk as f64);
            JsValue::NULL
        }
        Step::Done(outcome) => {
            let secrets = run.call.into_secrets();
            return (run.finish)(outcome.map(|reply| (reply, secrets)));
        }
    };
    keep(run);
    Ok(asked)
}

fn keep(run: Held) {
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

    fn event(&mut self, what: u32, given: &JsValue, value: f64) -> Event {
        let text = || given.as_string().unwrap_or_default();
        let failure = match what {
            happened::KEY => return Event::Key(text()),
            happened::NO_TOKEN => return Event::NoKey,
            happened::HEAD | happened::REDIRECT => {
                return Event::Head(Head {
                    status: value as u16,
                    retry_after: given.as_string(),
                    opaque_redirect: what == happened::REDIRECT,
                });
            }
            happened::BODY => return Event::Body(core::mem::take(&mut self.body)),
            happened::WAITED => return Event::Waited,
            happened::ABORTED => Failure::Aborted,
            happened::TIMED_OUT => Failure::TimedOut,
            happened::TOO_LONG => Failure::TooLarge,
            happened::NO_MEMORY => Failure::NoMemory,
            happened::NO_KEY => Failure::NoKey(text()),
            // The connection failed: the host's code on the first line, which may be empty, and its words after it.
            _ => {
                let given = text();
                let (code, words) = given.split_once('\n').unwrap_or(("", &given));
                Failure::Network { never_sent: retry::never_sent(code), text: words.to_owned() }
            }
        };
        Event::Failed(failure)
    }
}
