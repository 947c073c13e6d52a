//! Runs the suite in Node: `wasm-pack test --node`, or `cargo test --target wasm32-unknown-unknown --test wasm-node`.
#![cfg(target_arch = "wasm32")]

mod suite;
