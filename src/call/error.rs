//! What can go wrong with a call, in few kinds that a program can act on.

use crate::json::text;

crate::choice! {
    /// The kinds of error. Their names are promises: programs test them.
    Kind {
        /// The client is set up wrongly.
        Config = "config",
        /// The input is wrong; `path` says where. Nothing was sent.
        Input = "input",
        /// The key is missing, malformed or unknown.
        Auth = "auth",
        /// The key is fine, and may not do this.
        Permission = "permission",
        /// There is no such thing.
        NotFound = "not_found",
        /// It contradicts what is there.
        Conflict = "conflict",
        /// Too many requests; `retry_after_ms` may say when to come back.
        RateLimited = "rate_limited",
        /// Refiner would not do it: another 4xx.
        Rejected = "rejected",
        /// Refiner could not do it: a 5xx, or a 4xx that only means "not now".
        Server = "server",
        /// The request or the reply was lost on the way.
        Network = "network",
        /// The deadline passed.
        Timeout = "timeout",
        /// The caller aborted the call.
        Aborted = "aborted",
        /// The server answered with a redirect, which is never followed.
        Redirect = "redirect",
        /// The body is longer than allowed.
        TooLarge = "too_large",
        /// The reply is not what was agreed: not JSON, or not the right JSON.
        Decode = "decode",
    }
}

/// Why a call failed.
#[derive(Clone, Debug, PartialEq)]
pub struct Error {
    /// Which kind of failure it is.
    pub kind: Kind,
    /// What happened and what to do about it, in one sentence or two. Never holds the key.
    pub message: String,
    /// The HTTP status, when there was one.
    pub status: Option<u16>,
    /// How many requests were sent.
    pub attempts: u32,
    /// What Retry-After said, in milliseconds.
    pub retry_after_ms: Option<f64>,
    /// Where in the input the problem is; `None` for other kinds.
    pub path: Option<String>,
    /// What Refiner said, cut short.
    pub detail: Option<String>,
}

impl Error {
    /// An error of this kind, with nothing known but the message.
    pub fn new(kind: Kind, message: impl Into<String>) -> Error {
        Error {
            kind,
            message: message.into(),
            status: None,
            attempts: 0,
            retry_after_ms: None,
            path: None,
            detail: None,
        }
    }

    /// An input error: where the problem is, and what it is, in words that go on from the place (`must not be empty`).
    pub fn input(path: String, problem: &str) -> Error {
        let place = if path.is_empty() { "the input" } else { path.as_str() };
        let message = text!(place, " ", problem);
        Error { path: Some(path), ..Error::new(Kind::Input, message) }
    }
}
