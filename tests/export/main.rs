//! Files from pages, read back by independent readers.
#![cfg(not(target_arch = "wasm32"))]
#![cfg(not(target_arch = "wasm32"))]

mod arbitrary;
mod asked;
mod cells;
mod columns;
mod lines;
mod malformed;
mod other;
mod sheets;
mod support;
