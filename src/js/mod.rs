//! The functions that the JavaScript facade calls. They convert values, and nothing else. No value crosses as a wasm
//! object, so JavaScript has nothing to free.
//!
//! This crate is built into two modules, so that a page that only makes calls does not download summaries and exports.
//! The feature `client` (the default) builds the module of calls, `insight` that of summaries and exports.

mod input;

use wasm_bindgen::prelude::wasm_bindgen;

/// What the functions take and give, for a module that is built by itself (`wasm-pack build`).
#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = include_str!("generated.d.ts");

#[cfg(feature = "client")]
mod client;
#[cfg(feature = "client")]
mod output;
#[cfg(feature = "client")]
pub use client::*;

#[cfg(feature = "insight")]
mod insight;
#[cfg(feature = "insight")]
mod values;
#[cfg(feature = "insight")]
pub use insight::*;
