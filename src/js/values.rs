//! Values on their way to JavaScript, as JSON that the host parses.

use js_sys::{JSON, Number};
use wasm_bindgen::JsValue;

use crate::call::paging::Next;
use crate::json::value::{ToValue, Value};

/// An object, key by key; absent values are left out.
pub(super) fn object(entries: &mut [(&str, Option<Value>)]) -> Value {
    let given = entries.iter_mut().filter_map(|(key, value)| Some(((*key).to_owned(), value.take()?)));
    Value::Map(given.collect())
}

pub(super) fn number(number: impl Into<i64>) -> Option<Value> {
    Some(Value::Integer(number.into()))
}

pub(super) fn text_of(text: &str) -> Option<Value> {
    Some(text.to_value())
}

/// `{ page_cursor }`, `{ page }` or `{ stuck: true }`; `None` at the end of a list.
pub(super) fn next(next: &Next) -> Option<Value> {
    let (key, value) = match next {
        Next::Cursor(cursor) => ("page_cursor", cursor.to_value()),
        Next::Page(page) => ("page", Value::Integer((*page).into())),
        Next::Stuck => ("stuck", Value::Boolean(true)),
        Next::End => return None,
    };
    Some(object(&mut [(key, Some(value))]))
}

/// A value as JSON that the host parses: one crossing, whatever is in it.
pub(super) fn parsed(value: &Value) -> JsValue {
    let mut json = String::new();
    value.write_json(|number| Number::from(number).to_js_string().into(), &mut json);
    // What was just written is JSON.
    JSON::parse(&json).unwrap_or_default()
}
