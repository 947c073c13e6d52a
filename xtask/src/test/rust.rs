//! The crate's Rust API, used by another crate: a Worker in Rust.

use std::ffi::OsString;

use anyhow::{Context, Result};

use super::Session;
use super::count::Count;
use super::node;
use crate::workspace::cargo;
use crate::{process, sandbox, setup};

const FOLDER: &str = "examples/rust-worker";

/// Compiles the Worker, generates its bindings, and runs it in workerd against the sandbox.
pub(super) fn worker(session: &Session) -> Result<Count> {
    let workspace = &session.workspace;
    setup::wasm_target()?;
    setup::test_tools(workspace)?;
    let program = sandbox::program(workspace)?;

    let target = workspace.scratch("rust-worker")?;
    let manifest = format!("{FOLDER}/Cargo.toml");
    println!("compiling {FOLDER}");
    let arguments = ["build", "--release", "--locked", "--target", setup::WASM, "--manifest-path", &manifest];
    process::run(cargo().args(arguments).arg("--target-dir").arg(&target))?;
    let compiled = target.join(setup::WASM).join("release/refiner_rust_worker.wasm");
    let made = workspace.root.join(FOLDER).join("build");
    let mut bind: Vec<OsString> =
        ["wasm-bindgen", "--target", "web", "--no-typescript", "--out-dir"].map(Into::into).into();
    bind.extend([made.into(), compiled.into()]);
    wasm_bindgen_cli::wasm_bindgen::run_cli_with_args(bind).context("wasm-bindgen failed")?;

    node::test(workspace, "tests/rust", |command| {
        command.env(sandbox::VARIABLE, program);
    })
}
