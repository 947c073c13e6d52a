//! The possible replies: the documented one, and the errors as far as they are known.

use refiner_wasm::actions::Action;

use super::super::json::{Json, Object};
use super::PLACE;

/// The name of the schema of an error's body.
pub(super) const ERROR: &str = "Error";

/// An error that every action can get: its status, its component, its meaning, and the known bodies.
struct Failure {
    status: &'static str,
    name: &'static str,
    description: &'static str,
    /// A name, the key that holds the message, and the message.
    examples: &'static [(&'static str, &'static str, &'static str)],
}

const FAILURES: [Failure; 4] = [
    Failure {
        status: "401",
        name: "Unauthorized",
        description: "The API key is missing or malformed.",
        examples: &[
            ("missing", "error", "No API key found in headers"),
            ("malformed", "error", "API key does not look valid"),
        ],
    },
    Failure {
        status: "404",
        name: "UnknownKey",
        description: "The API key is well-formed but unknown; the message says so. How the API says that something else \
            is not there is not documented.",
        examples: &[("unknown", "message", "API key not valid or does not exist")],
    },
    Failure {
        status: "429",
        name: "TooManyRequests",
        description: "Too many requests: 4,000 a minute for a key, 100 a minute for a user identifier.",
        examples: &[("limited", "error", "You are doing this too often.")],
    },
    Failure {
        status: "default",
        name: "Failed",
        description: "Another failure. The body is not documented, and may not be JSON.",
        examples: &[],
    },
];

/// The possible replies of an action, by status.
pub(super) fn of(action: &Action) -> Object {
    let schema = Object::new().with("$ref", format!("{PLACE}{}", action.output.name));
    let done = Object::new().with("description", "Done.").with("content", json_content(schema));
    FAILURES.iter().fold(Object::new().with("200", done), |all, failure| {
        all.with(failure.status, Object::new().with("$ref", format!("#/components/responses/{}", failure.name)))
    })
}

/// The errors, as components that every action refers to.
pub(super) fn components() -> Object {
    FAILURES.iter().fold(Object::new(), |all, failure| all.with(failure.name, response(failure)))
}

/// The schema of an error's body. The key that holds the message varies.
pub(super) fn error() -> Object {
    let keys = ["error", "message", "detail", "reason"];
    let properties = keys.iter().fold(Object::new(), |all, key| all.with(key, Object::new().with("type", "string")));
    Object::new()
        .with("description", "What went wrong: in `error`, else `message`, else `detail`, else `reason`.")
        .with("type", "object")
        .with("properties", properties)
}

/// A JSON body.
pub(super) fn json_content(schema: Object) -> Object {
    Object::new().with("application/json", Object::new().with("schema", schema))
}

fn response(failure: &Failure) -> Object {
    let examples = failure.examples.iter().fold(Object::new(), |all, (name, key, message)| {
        all.with(name, Object::new().with("value", Object::new().with(key, *message)))
    });
    let body = Object::new()
        .with("schema", Object::new().with("$ref", format!("{PLACE}{ERROR}")))
        .with_some("examples", examples.some());
    Object::new()
        .with("description", failure.description)
        .with_some("headers", (failure.status == "429").then(headers))
        .with("content", Object::new().with("application/json", body.json()))
}

fn headers() -> Object {
    let retry_after = Object::new()
        .with("description", "When to come back: seconds from now, or an HTTP date.")
        .with("schema", Object::new().with("type", "string").with("examples", vec!["12"]));
    Object::new().with("Retry-After", retry_after)
}
