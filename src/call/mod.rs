//! One call as a pure state machine: given what happened and the current time, it says what to do next.
//!
//! The machine decides everything (deadline, retries, Retry-After, redirects, what an error status means). The
//! transport only asks for the key, sends, reads and waits, and reports each outcome to the machine.

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
