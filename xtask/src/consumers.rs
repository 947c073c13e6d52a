//! The README's table of runtimes, bundlers and frameworks: made from what passed.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, ExitCode};

use anyhow::{Context, Result};

use crate::workspace::Workspace;
use crate::{process, test};

/// The environment variable that names the folder of notes to the test scripts.
pub(crate) const VARIABLE: &str = "CONSUMERS_REPORT";

/// The suites whose scripts note where the package passed.
const SUITES: [&str; 3] = ["package", "consumers", "consumers-slow"];

/// The folder in which test scripts note where the package passed.
pub(crate) fn notes(workspace: &Workspace) -> Result<PathBuf> {
    workspace.scratch("consumers")
}

/// Runs the suites, and writes the table from what they noted. Nothing is written unless every row passed.
pub(crate) fn run(workspace: Workspace) -> Result<ExitCode> {
    let notes = notes(&workspace)?;
    fs::remove_dir_all(&notes).with_context(|| format!("{} cannot be removed", notes.display()))?;
    let code = test::run(workspace, &SUITES.map(str::to_owned))?;
    process::run(Command::new("node").arg("tests/consumers/report.mjs").arg(notes))?;
    Ok(code)
}
