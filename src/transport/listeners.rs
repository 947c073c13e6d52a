//! The abort listeners of the callers' signals: one for each signal, however many calls it belongs to. Node warns of a
//! leak when a signal has more than ten.

use js_sys::{Array, Function, Map, Set};
use wasm_bindgen::prelude::*;
use web_sys::AbortSignal;

thread_local! {
    /// By signal: the functions to call at its abort, and the listener that calls them.
    static SIGNALS: Map = Map::new();
    /// Calls every function of a set.
    static CALL_ALL: Function = Closure::<dyn Fn(Set)>::new(|waiting: Set| {
        for each in Array::from(&waiting) {
            // They resolve promises, and never throw.
            let _ = each.unchecked_into::<Function>().call0(&JsValue::UNDEFINED);
        }
    })
    .into_js_value()
    .unchecked_into();
}

/// Calls `wake` when the signal is aborted.
pub(super) fn listen(signal: &AbortSignal, wake: &Function) {
    SIGNALS.with(|signals| {
        let known = signals.get(signal);
        let waiting: Set = if known.is_undefined() {
            let waiting = Set::new(&JsValue::UNDEFINED);
            let listener = CALL_ALL.with(|call_all| call_all.bind1(&JsValue::UNDEFINED, &waiting));
            let listener: Function = listener.unchecked_into();
            // If listening fails, the signal is still checked after each event.
            let _ = signal.add_event_listener_with_callback("abort", &listener);
            signals.set(signal, &Array::of2(&waiting, &listener));
            waiting
        } else {
            known.unchecked_into::<Array>().get(0).unchecked_into()
        };
        waiting.add(wake);
    });
}

/// Undoes [`listen`]. The last one removes the listener.
pub(super) fn unlisten(signal: &AbortSignal, wake: &Function) {
    SIGNALS.with(|signals| {
        let known = signals.get(signal);
        if known.is_undefined() {
            return;
        }
        let known: Array = known.unchecked_into();
        let waiting: Set = known.get(0).unchecked_into();
        waiting.delete(wake);
        if waiting.size() == 0 {
            signals.delete(signal);
            let _ = signal.remove_event_listener_with_callback("abort", known.get(1).unchecked_ref());
        }
    });
}
