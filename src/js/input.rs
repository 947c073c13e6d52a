//! Converts plain JavaScript values into [`Value`]s: the host writes strict JSON, and this module parses it.
//!
//! Not with serde-wasm-bindgen. It takes a Date for an empty object and a Map for a plain one, so the input would need
//! a walk before it all the same (and each getter would be read twice). It also links the printing of doubles for its
//! own messages: 15.6 KB of brotli, a quarter of all that a browser downloads (measured, 0.6.5).

use wasm_bindgen::prelude::*;

use crate::json::path::Path;
use crate::json::value::Value;
use crate::schema::problem::Problem;

#[wasm_bindgen(module = "/src/js/strict.js")]
extern "C" {
    /// The input as JSON text; or an exclamation mark and a JSON list of the problem and the keys that lead to it.
    fn strict(input: &JsValue) -> String;
}

/// `strict.js` imports it. Named here, or it would not be in the package; and not in a module of its own, of which nothing
/// is used, and which a linker therefore leaves out.
#[wasm_bindgen(module = "/src/js/tried.js")]
extern "C" {
    type Tried;
}

/// Reads an input. Undefined means no parameters.
pub(super) fn read(input: &JsValue) -> Result<Value, Problem> {
    let written = strict(input);
    match written.strip_prefix('!') {
        None => Ok(value(&written)),
        Some(wrong) => {
            let wrong = value(wrong);
            let parts = if let Value::List(parts) = &wrong { parts.as_slice() } else { &[] };
            let (problem, place) = parts.split_first().unwrap_or((&Value::Null, &[]));
            Err(at(&Path::Root, place, problem.as_text().unwrap_or_default()))
        }
    }
}

/// Parses what the host wrote, which is always JSON.
fn value(written: &str) -> Value {
    Value::read_json(written.as_bytes()).unwrap_or(Value::Null)
}

/// The problem at the place `path` + `place`.
fn at(path: &Path<'_>, place: &[Value], problem: &str) -> Problem {
    match place {
        [Value::Text(key), rest @ ..] => at(&path.key(key), rest, problem),
        [Value::Integer(index), rest @ ..] => {
            at(&path.index(usize::try_from(*index).unwrap_or(usize::MAX)), rest, problem)
        }
        _ => Problem::new(path, problem),
    }
}
