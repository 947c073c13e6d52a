//! The compiled core in a real JavaScript host, in Node and in headless Chromium, with a fetch that does as it is told.
#![cfg(target_arch = "wasm32")]

mod fetching;
mod inputs;
mod interruptions;
mod stage;
