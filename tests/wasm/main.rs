//! The compiled core in a real JavaScript host, in Node and in headless Chromium, with a scripted fetch.
#![cfg(target_arch = "wasm32")]

mod fetching;
mod inputs;
mod interruptions;
mod stage;
