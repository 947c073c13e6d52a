//! Gets the API key from the caller.

use js_sys::{Function, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

use super::{Interrupted, Pending, Progress, cause, resolved};
use crate::call::Event;
use crate::json::text;

/// Returns the key when it is text. When it is a function, calls it with `{ refused }`: whether Refiner refused the
/// last key it gave.
pub(super) fn ask(key: &JsValue, refused: bool) -> Result<Progress, Interrupted> {
    if let Some(key) = key.as_string() {
        return Ok(Progress::Done(Event::Key(key)));
    }
    let given = match key.dyn_ref::<Function>() {
        Some(function) => function.call1(&JsValue::UNDEFINED, &question(refused)).map_err(failed)?,
        None => key.clone(),
    };
    Ok(Progress::More(resolved(&given).map_err(failed)?, Pending::Key))
}

/// The key, from the value that the function returned.
pub(super) fn given(value: &JsValue) -> Result<Event, Interrupted> {
    value.as_string().map(Event::Key).ok_or_else(|| Interrupted::NoKey {
        text: "the function that gives it did not return text".to_owned(),
        thrown: JsValue::UNDEFINED,
    })
}

/// The error for a function that threw, or whose promise was rejected.
pub(super) fn failed(thrown: JsValue) -> Interrupted {
    Interrupted::NoKey { text: text!("the function that gives it failed: ", cause::text(&thrown)), thrown }
}

fn question(refused: bool) -> Object {
    let question = Object::new();
    // Setting a property of a fresh object cannot fail.
    let _ = Reflect::set(&question, &"refused".into(), &refused.into());
    question
}
