//! The module of answers from bytes: summaries and exports, each held under a number until it is released.

use std::cell::RefCell;

use wasm_bindgen::prelude::*;

use super::input;
use crate::actions::input::Problem;
use crate::insight::export::{Exporter, Options};
use crate::insight::{Query, Summary};
use crate::model::scan::Malformed;

enum Work {
    Summary(Summary),
    Export(Exporter),
}

thread_local! {
    /// What is under way. A number is handed out, and no object, so that there is nothing that JavaScript has to free.
    static UNDER_WAY: RefCell<Vec<Option<Work>>> = const { RefCell::new(Vec::new()) };
}

/// Begins a summary of this query and gives its number.
///
/// # Errors
/// `{ path, problem }` when the query is wrong.
#[wasm_bindgen]
pub fn summary(query: JsValue) -> Result<u32, JsValue> {
    let query = input::read(&query).map_err(wrong)?;
    let query =
        Query::new(&query).map_err(|problem| wrong(Problem { path: problem.path, problem: problem.problem }))?;
    Ok(keep(Work::Summary(Summary::new(query))))
}

/// Begins an export with these options and gives its number.
///
/// # Errors
/// `{ path, problem }` when the options are wrong.
#[wasm_bindgen]
pub fn export_(options: JsValue) -> Result<u32, JsValue> {
    let options = input::read(&options).map_err(wrong)?;
    let begun = Options::read(&options).and_then(Exporter::new);
    let begun = begun.map_err(|problem| wrong(Problem { path: problem.path, problem: problem.problem }))?;
    Ok(keep(Work::Export(begun)))
}

/// Takes a page. A summary gives nothing back, an export the next bytes of its file.
///
/// # Errors
/// `{ at }`, the byte at which the page stops making sense; the page changed nothing.
#[wasm_bindgen]
pub fn add(number: u32, page: &[u8]) -> Result<Option<Vec<u8>>, JsValue> {
    with(number, |work| match work {
        Work::Summary(summary) => summary.add(page).map(|_| None),
        Work::Export(exporter) => {
            let mut out = Vec::new();
            exporter.add(page, &mut out).map(|_| Some(out))
        }
    })?
    .map_err(|Malformed { at }| object(&[("at", JsValue::from(u32::try_from(at).unwrap_or(u32::MAX)))]))
}

/// What the pages of a summary amount to.
///
/// # Errors
/// When the number is none of a summary.
#[wasm_bindgen]
pub fn report(number: u32) -> Result<JsValue, JsValue> {
    with(number, |work| match work {
        Work::Summary(summary) => {
            use serde::Serialize as _;
            // Null where there is nothing to say, so that every key of a report is there.
            let serializer = serde_wasm_bindgen::Serializer::json_compatible();
            summary.report().serialize(&serializer).map_err(JsValue::from)
        }
        Work::Export(_) => Err(JsValue::UNDEFINED),
    })?
}

/// The last bytes of an export's file.
///
/// # Errors
/// When the number is none of an export.
#[wasm_bindgen]
pub fn finish(number: u32) -> Result<Vec<u8>, JsValue> {
    with(number, |work| match work {
        Work::Export(exporter) => {
            let mut out = Vec::new();
            exporter.finish(&mut out);
            Ok(out)
        }
        Work::Summary(_) => Err(JsValue::UNDEFINED),
    })?
}

/// Lets go of a summary or an export.
#[wasm_bindgen]
pub fn release(number: u32) {
    UNDER_WAY.with_borrow_mut(|all| {
        if let Some(place) = usize::try_from(number).ok().and_then(|number| all.get_mut(number)) {
            *place = None;
        }
    });
}

fn keep(work: Work) -> u32 {
    UNDER_WAY.with_borrow_mut(|all| {
        let number = all.iter().position(Option::is_none).unwrap_or(all.len());
        match all.get_mut(number) {
            Some(place) => *place = Some(work),
            None => all.push(Some(work)),
        }
        u32::try_from(number).unwrap_or(u32::MAX)
    })
}

fn with<T>(number: u32, job: impl FnOnce(&mut Work) -> T) -> Result<T, JsValue> {
    UNDER_WAY.with_borrow_mut(|all| {
        let place = usize::try_from(number).ok().and_then(|number| all.get_mut(number)?.as_mut());
        place.map(job).ok_or(JsValue::UNDEFINED)
    })
}

fn wrong(problem: Problem) -> JsValue {
    object(&[("path", JsValue::from_str(&problem.path)), ("problem", JsValue::from_str(&problem.problem))])
}

fn object(entries: &[(&str, JsValue)]) -> JsValue {
    let object = js_sys::Object::new();
    for (key, value) in entries {
        // Setting a property of a fresh object cannot fail.
        let _ = js_sys::Reflect::set(&object, &JsValue::from_str(key), value);
    }
    object.into()
}
