//! wasm-bindgen as a program, for wasm-pack, which looks for it on the PATH and for the test runner beside it: built from
//! the workspace's lock file, so that its version always matches the crate's.

use std::process::ExitCode;

fn main() -> ExitCode {
    match wasm_bindgen_cli::wasm_bindgen::run_cli_with_args(std::env::args_os()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
