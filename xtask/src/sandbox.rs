//! The sandbox's program, for suites and benchmarks that start one.

use std::path::PathBuf;

use anyhow::Result;

use crate::process;
use crate::workspace::{Workspace, cargo};

/// The environment variable that tells scripts where the program is.
pub(crate) const VARIABLE: &str = "REFINER_SANDBOX_BIN";

/// Builds the program.
pub(crate) fn program(workspace: &Workspace) -> Result<PathBuf> {
    // Built together with xtask, the sandbox shares its compiled dependencies, instead of rebuilding them with other
    // features.
    process::run(cargo().args([
        "build",
        "--package",
        "xtask",
        "--package",
        "refiner-sandbox",
        "--bin",
        "refiner-sandbox",
    ]))?;
    let sandbox = format!("refiner-sandbox{}", std::env::consts::EXE_SUFFIX);
    Ok(workspace.target.join("debug").join(sandbox))
}
