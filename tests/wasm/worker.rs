//! Runs the suite in a dedicated worker of a browser: `wasm-pack test --headless --chrome`, or `--firefox`.
#![cfg(target_arch = "wasm32")]

mod suite;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_dedicated_worker);
