//! A Refiner that runs on this machine.
//!
//! [`handle`] is the whole of it: a pure function from a [`Store`], a [`Request`] and a time to a [`Response`]. It has no
//! clock, does no I/O, and draws the ids it hands out from a seeded generator inside the store. [`server`] puts it on a
//! loopback socket, adds the control side (`/_sandbox/…`) and breaks replies on request.
//!
//! The crate shares no code with the client it is a witness for. What no source settles about Refiner is decided in
//! [`choices`], and nowhere else.

mod actions;
pub mod choices;
pub mod faults;
mod handler;
mod http;
mod limits;
pub mod options;
mod paging;
mod params;
mod rng;
mod seed;
pub mod server;
mod store;
pub mod time;

pub use handler::handle;
pub use http::{Request, Response};
pub use options::Options;
pub use store::Store;
