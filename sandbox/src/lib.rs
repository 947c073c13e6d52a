//! A Refiner that runs on this machine.
//!
//! [`handle`] is the core: a pure function from a [`Store`], a [`Request`] and a time to a [`Response`]. It has no
//! clock and does no I/O; the ids that it hands out come from a seeded generator in the store. [`server`] puts it on a
//! loopback socket, adds the control side (`/_sandbox/…`) and breaks replies on request.
//!
//! The crate shares no code with the client, because it is an independent check on it. What no source says about
//! Refiner is decided in [`choices`], and nowhere else.

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
