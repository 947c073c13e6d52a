//! The core, tested natively through its public API.
#![cfg(not(target_arch = "wasm32"))]

mod ascii;
mod contract;
mod documents;
mod encoding;
mod escapes;
mod life;
mod live;
mod once;
mod reading;
mod refusals;
mod requests;
mod rooms;
mod scripted;
mod typed;
