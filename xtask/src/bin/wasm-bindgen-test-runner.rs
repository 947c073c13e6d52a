//! Runs the test binaries of `cargo test --target wasm32-unknown-unknown` (see `.cargo/config.toml`): the official
//! runner, built from the workspace's lock file, so that its version always matches the crate's.

use std::process::ExitCode;

fn main() -> ExitCode {
    match wasm_bindgen_cli::wasm_bindgen_test_runner::run_cli_with_args(std::env::args_os()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
