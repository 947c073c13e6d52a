//! A Refiner that runs on this machine.
//!
//! [`handle`] is its heart: a pure function from a [`Store`], a [`Request`] and a time to a [`Response`]. [`Sandbox`] stands
//! around it, pure too: it has no clock and does no I/O, and the ids that it hands out come from a seeded generator. It adds
//! the control side (`/_sandbox/…`), the request log and the faults, and says how each answer is to be delivered. `server`
//! (a feature, on by default) does that on a loopback socket; `sandbox/wasm` hands the answers to JavaScript. Both need the
//! core, which knows neither.
//!
//! The crate shares no code with the client, because it is an independent check on it. What no source says about
//! Refiner is decided in [`choices`], and nowhere else.

mod actions;
pub mod choices;
mod control;
mod cors;
pub mod faults;
mod handler;
mod http;
mod limits;
mod log;
pub mod options;
mod paging;
mod params;
mod rng;
mod sandbox;
mod seed;
#[cfg(feature = "server")]
pub mod server;
mod state;
mod store;
pub mod time;

pub use handler::handle;
pub use http::{Request, Response};
pub use options::Options;
pub use sandbox::Sandbox;
pub use state::Answer;
pub use store::Store;
