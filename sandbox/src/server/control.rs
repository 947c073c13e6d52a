//! The control side: `/_sandbox/…`.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State as FromState;
use axum::response::Response;
use serde_json::{Value, json};

use super::{Sandbox, State, into_axum};
use crate::{choices, faults};

type Shared = FromState<Arc<Sandbox>>;

fn ok(value: &Value) -> Response {
    into_axum(crate::http::Response::json(200, value))
}

fn wrong(sentence: impl Into<String>) -> Response {
    into_axum(choices::error(400, sentence))
}

/// `POST /_sandbox/reset`: makes a new account, and forgets faults and recorded requests. An optional JSON object
/// overrides the options that the sandbox was started with.
pub(super) async fn reset(FromState(sandbox): Shared, body: Bytes) -> Response {
    let overrides = if body.is_empty() { Ok(json!({})) } else { serde_json::from_slice(&body) };
    let options = match overrides {
        Ok(overrides) => sandbox.options.overridden(&overrides),
        Err(error) => Err(error.to_string()),
    };
    match options {
        Err(why) => wrong(format!("The options are wrong: {why}.")),
        Ok(options) => {
            // Created before taking the lock, because a large account takes a while.
            let fresh = State::new(&options);
            *sandbox.state() = fresh;
            ok(&json!({ "message": "ok" }))
        }
    }
}

/// `POST /_sandbox/faults`: replaces the list of faults.
pub(super) async fn set_faults(FromState(sandbox): Shared, body: Bytes) -> Response {
    let list = match serde_json::from_slice::<Value>(&body) {
        Ok(list) => faults::parse(&list),
        Err(error) => Err(format!("The faults must be a JSON array: {error}.")),
    };
    match list {
        Err(sentence) => wrong(sentence),
        Ok(list) => {
            let queued = list.len();
            sandbox.state().faults = list.into();
            ok(&json!({ "message": "ok", "queued": queued }))
        }
    }
}

/// `GET /_sandbox/requests`.
pub(super) async fn requests(FromState(sandbox): Shared) -> Response {
    ok(&sandbox.state().log.to_json())
}

/// `DELETE /_sandbox/requests`.
pub(super) async fn clear_requests(FromState(sandbox): Shared) -> Response {
    sandbox.state().log.clear();
    ok(&json!({ "message": "ok" }))
}
