//! The kinds of errors a call can end with: few, so that a program can act on each.

use crate::json::text;

crate::choice! {
    /// The kinds of error. Programs test these names, so they do not change.
    Kind {
        /// The configuration is wrong, or there is no usable API key. Correct the client's options.
        Config = "config",
        /// The input is invalid; `path` names the place. Nothing was sent. Correct the input.
        Input = "input",
        /// Refiner does not accept the API key: it is missing, malformed or unknown. Check the key.
        Auth = "auth",
        /// The API key is valid, but may not do this (status 403). Check what your key and plan allow.
        Permission = "permission",
        /// The contact, survey or other object does not exist. Check the identifiers in the input.
        NotFound = "not_found",
        /// The request conflicts with existing data (status 409). Get the current data before you try again.
        Conflict = "conflict",
        /// Too many requests. Wait before you try again; `retryAfterMs` says how long, if Refiner did.
        RateLimited = "rate_limited",
        /// Refiner refused the request with another 4xx status; `detail` gives its reason. The same request will fail
        /// again.
        Rejected = "rejected",
        /// Refiner failed to answer: a 5xx status, or 408 or 425. Try again later.
        Server = "server",
        /// The connection failed before the reply was complete. A write may still have been carried out.
        Network = "network",
        /// The deadline (`timeoutMs`) passed before the reply was complete. A write may still have been carried out.
        Timeout = "timeout",
        /// The caller aborted the call. A write may still have been carried out.
        Aborted = "aborted",
        /// The server answered with a redirect, which is never followed. Check `baseUrl`.
        Redirect = "redirect",
        /// The reply is longer than `maxBodyBytes`, or there is no memory for it. Ask for smaller pages, or raise the limit.
        TooLarge = "too_large",
        /// The reply cannot be used: it is not JSON, not an object, or a page without a list of items. Check `baseUrl`.
        Decode = "decode",
    }
}

/// The error a call failed with.
#[derive(Clone, Debug, PartialEq)]
pub struct Error {
    /// The kind of error.
    pub kind: Kind,
    /// What happened and what to do about it, in one or two sentences. Never contains the API key.
    pub message: String,
    /// The HTTP status, if a reply arrived.
    pub status: Option<u16>,
    /// How many requests were sent.
    pub attempts: u32,
    /// The wait that Retry-After asks for, in milliseconds.
    pub retry_after_ms: Option<f64>,
    /// The path to the problem in the input; `None` for other kinds.
    pub path: Option<String>,
    /// Refiner's own message, shortened.
    pub detail: Option<String>,
}

impl Error {
    /// An error of this kind with a message, and nothing else.
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

    /// An `input` error. `problem` completes a sentence that starts with the path: `must not be empty`.
    pub fn input(path: String, problem: &str) -> Error {
        let place = if path.is_empty() { "the input" } else { path.as_str() };
        let message = text!(place, " ", problem);
        Error { path: Some(path), ..Error::new(Kind::Input, message) }
    }
}
