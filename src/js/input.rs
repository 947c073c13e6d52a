//! Plain JavaScript into plain values. Whatever JSON cannot say is an error that names its place: dropping or guessing it
//! would lose data without a word.
//!
//! Read by hand, and not through serde-wasm-bindgen: that takes a Date for an empty object and a Map for a plain one, so the
//! input would have to be walked before it all the same (and each getter read twice), and it brings in the writing of doubles
//! for its own messages: 15.6 KB of brotli, a quarter of all that a browser downloads (measured, 0.6.5).

use js_sys::{Array, JsString, Number, Reflect};
use wasm_bindgen::prelude::*;

use crate::actions::input::Problem;
use crate::model::path::Path;
use crate::model::value::{Map, Value};

/// Nesting beyond which an input cannot be meant.
const DEEPEST: usize = 64;

#[wasm_bindgen]
extern "C" {
    /// `Object.keys`, called so that a proxy that throws is an error and not a trap.
    #[wasm_bindgen(js_namespace = Object, js_name = keys, catch)]
    fn object_keys(object: &JsValue) -> Result<Array, JsValue>;

    /// `Array.isArray`, which throws for a proxy that was revoked.
    #[wasm_bindgen(js_namespace = Array, js_name = isArray, catch)]
    fn is_array(value: &JsValue) -> Result<bool, JsValue>;
}

/// Reads an input. Undefined stands for no parameters.
pub(super) fn read(input: &JsValue) -> Result<Value, Problem> {
    if input.is_undefined() {
        return Ok(Value::Map(Map::new()));
    }
    convert(input, &Path::Root, &mut Vec::new())
}

fn convert(value: &JsValue, path: &Path<'_>, ancestors: &mut Vec<JsValue>) -> Result<Value, Problem> {
    let wrong = |problem: &str| Err(Problem::new(path, problem));
    if value.is_null() {
        return Ok(Value::Null);
    }
    if let Some(boolean) = value.as_bool() {
        return Ok(Value::Boolean(boolean));
    }
    if let Some(number) = value.as_f64() {
        return match number {
            _ if Number::is_safe_integer(value) => Ok(Value::Integer(number as i64)),
            // The host writes doubles as JSON does, and it is there already; Rust's own writer is 18 KB.
            _ if number.is_finite() => Ok(Value::Number(String::from(Number::from(number).to_js_string()))),
            _ => wrong("is not a finite number"),
        };
    }
    if let Some(text) = value.dyn_ref::<JsString>() {
        return match text.is_valid_utf16() {
            true => Ok(Value::Text(String::from(text))),
            false => wrong("holds half a surrogate pair, which no text can hold"),
        };
    }
    if value.is_undefined() {
        return wrong("is undefined; leave the key out, or give a value");
    }
    if value.is_bigint() {
        return wrong("is a BigInt; give a number or text");
    }
    if value.is_symbol() {
        return wrong("is a Symbol; give text");
    }
    if value.is_function() {
        return wrong("is a function; give its result");
    }
    if ancestors.contains(value) {
        return wrong("contains itself");
    }
    if ancestors.len() >= DEEPEST {
        return wrong("is nested too deeply");
    }
    ancestors.push(value.clone());
    let converted = if is_array(value).map_err(|thrown| unreadable(path, &thrown))? {
        let length = Reflect::get(value, &"length".into()).map_err(|thrown| unreadable(path, &thrown))?;
        let length = length.as_f64().unwrap_or_default() as u32;
        let mut items = Vec::new();
        for index in 0..length {
            let path = path.index(usize::try_from(index).unwrap_or(usize::MAX));
            let item = Reflect::get_u32(value, index).map_err(|thrown| unreadable(&path, &thrown))?;
            items.push(convert(&item, &path, ancestors)?);
        }
        Value::List(items)
    } else {
        plain(value, path)?;
        let mut entries = Map::new();
        let keys = object_keys(value).map_err(|thrown| unreadable(path, &thrown))?;
        for key in keys.iter() {
            let name = key.as_string().unwrap_or_default();
            let path = path.key(&name);
            if !key.dyn_ref::<JsString>().is_some_and(JsString::is_valid_utf16) {
                return Err(Problem::new(&path, "has a name that holds half a surrogate pair"));
            }
            let item = Reflect::get(value, &key).map_err(|thrown| unreadable(&path, &thrown))?;
            let item = convert(&item, &path, ancestors)?;
            entries.push((name, item));
        }
        Value::Map(entries)
    };
    ancestors.pop();
    Ok(converted)
}

/// A plain object has no prototype, or one that has none: `Object.prototype` of any realm.
fn plain(value: &JsValue, path: &Path<'_>) -> Result<(), Problem> {
    let prototype = Reflect::get_prototype_of(value).map_err(|thrown| unreadable(path, &thrown))?;
    let parent = match prototype.is_null() {
        true => JsValue::NULL,
        false => Reflect::get_prototype_of(&prototype).map_err(|thrown| unreadable(path, &thrown))?.into(),
    };
    if !parent.is_null() {
        let constructor = Reflect::get(value, &"constructor".into()).unwrap_or_default();
        let name = Reflect::get(&constructor, &"name".into()).ok().and_then(|name| name.as_string());
        let advice = match name.as_deref() {
            Some("Date") => "is a Date; give date.toISOString()".to_owned(),
            Some("Map") => "is a Map; give Object.fromEntries(map)".to_owned(),
            Some(name) => format!("is a {name}; give a plain object"),
            None => "is not a plain object".to_owned(),
        };
        return Err(Problem::new(path, advice));
    }
    let keys = Reflect::own_keys(value).map_err(|thrown| unreadable(path, &thrown))?;
    if keys.iter().any(|key| key.is_symbol()) {
        return Err(Problem::new(path, "has a Symbol as a key; give text"));
    }
    Ok(())
}

fn unreadable(path: &Path<'_>, thrown: &JsValue) -> Problem {
    let message = Reflect::get(thrown, &"message".into()).ok().and_then(|message| message.as_string());
    let reason = message.or_else(|| thrown.as_string()).unwrap_or_else(|| "no reason was given".to_owned());
    Problem::new(path, format!("cannot be read: {reason}"))
}
