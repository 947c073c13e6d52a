//! One call's life, as a pure machine: what to do next, given what happened and what time it is.
//!
//! The machine holds the policy (deadline, retries, Retry-After, redirects, what an error status means); the transport only
//! asks for the key, sends, reads, waits, and tells the machine what came of it.

pub mod error;
pub mod headers;
pub mod machine;
pub mod paging;
pub mod redact;
pub mod reply;
pub mod request;
pub mod retry;
pub mod retry_after;
pub mod status;
pub mod url;

pub use error::{Error, Kind};
pub use machine::{Call, Event, Failure, Head, Outgoing, Policy, Reply, Step};
