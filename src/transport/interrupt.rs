//! The deadline and the caller's signal, as one promise that every wait races against.
//!
//! The guard owns the timer and the listener. Dropping it, on any path, releases both.

use js_sys::{Array, Function, Object, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, AbortSignal};

use super::listeners::{listen, unlisten};
use super::timer::Timer;
use super::{Interrupted, property};

#[wasm_bindgen]
extern "C" {
    /// Our own controller. Imported with `catch`: the abort runs the listeners of a caller's fetch.
    type Controller;

    #[wasm_bindgen(method, catch)]
    fn abort(this: &Controller) -> Result<(), JsValue>;
}

pub(super) struct Interrupt {
    caller: Option<AbortSignal>,
    /// Aborts our own request; `None` once the call has succeeded.
    controller: std::cell::RefCell<Option<AbortController>>,
    signal: Option<AbortSignal>,
    /// Resolves when the deadline passes or the caller aborts. Never rejects.
    promise: Promise,
    resolve: Function,
    /// What the promise resolves to at the deadline: a unique object.
    deadline: JsValue,
    _timer: Option<Timer>,
}

impl Interrupt {
    pub(super) fn new(timeout_ms: f64, caller: Option<&AbortSignal>) -> Interrupt {
        let mut resolve = None;
        let promise = Promise::new(&mut |yes, _| resolve = Some(yes));
        let resolve: Function = resolve.unwrap_or_default();
        let deadline: JsValue = Object::new().into();
        if let Some(signal) = caller {
            listen(signal, &resolve);
        }
        let controller = AbortController::new().ok();
        Interrupt {
            caller: caller.cloned(),
            signal: controller.as_ref().map(|controller| property(controller, "signal").unchecked_into()),
            controller: std::cell::RefCell::new(controller),
            _timer: Timer::start(&resolve, timeout_ms, &deadline),
            promise,
            resolve,
            deadline,
        }
    }

    /// The signal for our own requests.
    pub(super) fn signal(&self) -> Option<&AbortSignal> {
        self.signal.as_ref()
    }

    /// The caller's abort, if any. A signal that is already aborted fires no event, so it must be checked.
    pub(super) fn aborted(&self) -> Option<Interrupted> {
        let caller = self.caller.as_ref().filter(|signal| property(signal, "aborted").is_truthy())?;
        Some(Interrupted::Aborted(property(caller, "reason")))
    }

    /// Waits for a promise, until the deadline or the caller's abort.
    pub(super) async fn race(&self, promise: &Promise) -> Result<JsValue, Interrupted> {
        let winner = JsFuture::from(Promise::race(&Array::of2(promise, &self.promise))).await;
        // The caller's abort wins, even when both happened at once.
        if let Some(stopped) = self.aborted() {
            return Err(stopped);
        }
        match winner {
            Ok(value) if value == self.deadline => Err(Interrupted::TimedOut),
            Ok(value) => Ok(value),
            Err(thrown) => Err(Interrupted::Lost(thrown)),
        }
    }

    /// Marks the call as succeeded: nothing is in flight, so there is nothing to abort.
    pub(super) fn finish(&self) {
        self.controller.borrow_mut().take();
    }
}

impl Drop for Interrupt {
    fn drop(&mut self) {
        if let Some(signal) = &self.caller {
            unlisten(signal, &self.resolve);
        }
        if let Some(controller) = self.controller.borrow_mut().take() {
            let _ = controller.unchecked_into::<Controller>().abort();
        }
    }
}
