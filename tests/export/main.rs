//! Files from pages, read back by readers that know nothing of how they were written.
#![cfg(not(target_arch = "wasm32"))]
#![cfg(not(target_arch = "wasm32"))]

mod arbitrary;
mod asked;
mod cells;
mod columns;
mod lines;
mod malformed;
mod support;
