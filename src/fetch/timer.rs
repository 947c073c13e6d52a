//! A timer of the host.

use core::future::Future;
use core::pin::Pin;
use core::task::{Context, Poll};

use js_sys::Promise;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

use super::host;

/// The host's timers fire at once when the delay is longer than this.
const LONGEST_MS: f64 = 2_147_483_647.0;

/// A future that is ready after some time. Dropped, it clears the host's timer.
pub(super) struct Timer {
    handle: JsValue,
    over: JsFuture,
}

impl Timer {
    /// Starts a timer of so many milliseconds. None in a host that has no timers.
    pub(super) fn new(ms: f64) -> Option<Timer> {
        let mut handle = None;
        let over = Promise::new(&mut |resolve, _| handle = host::set_timeout(&resolve, ms.min(LONGEST_MS)));
        Some(Timer { handle: handle?, over: over.into() })
    }
}

impl Future for Timer {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        Pin::new(&mut self.over).poll(context).map(|_| ())
    }
}

impl Drop for Timer {
    fn drop(&mut self) {
        host::clear_timeout(&self.handle);
    }
}
