//! Texts that every call hands to the host, decoded once.

use std::cell::RefCell;

use wasm_bindgen::JsValue;

thread_local! {
    /// A few: names of headers, methods and actions.
    static KNOWN: RefCell<Vec<(&'static str, JsValue)>> = const { RefCell::new(Vec::new()) };
}

/// The text in the host. Only for texts of this program, of which there are few: each is kept for good.
pub fn known(text: &'static str) -> JsValue {
    KNOWN.with_borrow_mut(|known| {
        // Two texts at one place are of different lengths, if they differ.
        let is_it = |(kept, _): &&(&'static str, JsValue)| core::ptr::eq(*kept, text);
        if let Some((_, kept)) = known.iter().find(is_it) {
            return kept.clone();
        }
        let made = JsValue::from_str(text);
        known.push((text, made.clone()));
        made
    })
}
