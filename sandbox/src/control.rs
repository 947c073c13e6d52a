//! The control side: `/_sandbox/…`.

use serde_json::{Value, json};

use crate::faults::Faults;
use crate::http::{Request, Response};
use crate::state::State;
use crate::{choices, cors};

/// Answers a request to the control side, if it comes from this machine.
pub(crate) fn answer(state: &mut State, request: &Request, clock_ms: i64) -> Response {
    if cors::is_preflight(request) {
        return cors::preflight(request);
    }
    let mut response = match cors::foreign(request) {
        Some(name) => choices::not_from_here(name),
        None if request.body.len() > choices::LARGEST_BODY => choices::too_large(),
        None => run(state, request, clock_ms),
    };
    response.headers.extend(cors::headers(request));
    response
}

fn run(state: &mut State, request: &Request, clock_ms: i64) -> Response {
    match (request.path.as_str(), request.method.as_str()) {
        ("/_sandbox/reset", "POST") => reset(state, request, clock_ms),
        ("/_sandbox/faults", "POST") => set_faults(state, request),
        ("/_sandbox/requests", "GET" | "HEAD") => ok(&state.log.to_json()),
        ("/_sandbox/requests", "DELETE") => {
            state.log.clear();
            ok(&json!({ "message": "ok" }))
        }
        ("/_sandbox/reset" | "/_sandbox/faults", method) => choices::wrong_method(method, "POST"),
        ("/_sandbox/requests", method) => choices::wrong_method(method, "GET, DELETE"),
        (path, _) => choices::no_such_path(path),
    }
}

fn ok(value: &Value) -> Response {
    Response::json(200, value)
}

fn wrong(sentence: impl Into<String>) -> Response {
    choices::error(400, sentence)
}

/// `POST /_sandbox/reset`: makes a new account, and forgets faults and recorded requests. An optional JSON object
/// overrides the options that the sandbox was started with.
fn reset(state: &mut State, request: &Request, clock_ms: i64) -> Response {
    let overrides = if request.body.is_empty() { Ok(json!({})) } else { serde_json::from_slice(&request.body) };
    let options = match overrides {
        Ok(overrides) => state.options.overridden(&overrides, clock_ms),
        Err(error) => Err(error.to_string()),
    };
    match options {
        Err(why) => wrong(format!("The options are wrong: {why}.")),
        Ok(options) => {
            state.renew(options, clock_ms);
            ok(&json!({ "message": "ok" }))
        }
    }
}

/// `POST /_sandbox/faults`: replaces the list of faults.
fn set_faults(state: &mut State, request: &Request) -> Response {
    let list = match serde_json::from_slice::<Value>(&request.body) {
        Ok(list) => Faults::parse(&list),
        Err(error) => Err(format!("The faults must be a JSON array: {error}.")),
    };
    match list {
        Err(sentence) => wrong(sentence),
        Ok(list) => {
            let queued = list.len();
            state.faults = list;
            ok(&json!({ "message": "ok", "queued": queued }))
        }
    }
}
