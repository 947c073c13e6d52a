//! The host's timers. A handle may be anything: a number in browsers, an object in Node.

use js_sys::{Function, Promise};
use wasm_bindgen::prelude::*;

use super::{Pending, Progress};
use crate::call::Event;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = setTimeout, catch)]
    fn set_timeout(handler: &Function, ms: f64, argument: &JsValue) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(js_name = clearTimeout, catch)]
    fn clear_timeout(handle: &JsValue) -> Result<(), JsValue>;
}

/// The longest delay that hosts accept; a longer one would fire at once.
const MAX_DELAY_MS: f64 = 2_147_483_647.0;

/// A timer that is cleared on drop.
pub(super) struct Timer(JsValue);

impl Timer {
    /// Calls `handler` with `argument` after `ms`. `None` where the host has no timers, as in a Worker's global scope.
    pub(super) fn start(handler: &Function, ms: f64, argument: &JsValue) -> Option<Timer> {
        set_timeout(handler, ms.clamp(0.0, MAX_DELAY_MS), argument).ok().map(Timer)
    }
}

impl Drop for Timer {
    fn drop(&mut self) {
        let _ = clear_timeout(&self.0);
    }
}

/// Starts a wait. A host without timers does not wait: nothing would ever end the wait.
pub(super) fn sleep(ms: f64) -> Progress {
    let mut timer = None;
    let promise = Promise::new(&mut |resolve, _| timer = Timer::start(&resolve, ms, &JsValue::UNDEFINED));
    match timer {
        None => Progress::Done(Event::Waited),
        timer => Progress::More(promise, Pending::Wait { _timer: timer }),
    }
}
