//! The benchmarks: scripts that print their own tables.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Result, bail};

use crate::workspace::Workspace;
use crate::{package, process, test};

const FOLDER: &str = "tests/bench";

/// Runs the named benchmarks, or all, against the installed package.
pub(crate) fn run(workspace: &Workspace, names: &[String]) -> Result<()> {
    let found = test::scripts(workspace, FOLDER, ".mjs")?;
    let name = |script: &PathBuf| script.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let known: Vec<String> = found.iter().map(name).collect();
    if let Some(unknown) = names.iter().find(|name| !known.contains(name)) {
        bail!("there is no benchmark {unknown}; there are: {}", known.join(", "));
    }
    if found.is_empty() {
        bail!("{FOLDER} holds no benchmark");
    }
    package::install(workspace)?;
    for script in found.iter().filter(|script| names.is_empty() || names.contains(&name(script))) {
        println!("\n== {} ==", name(script));
        process::run(Command::new("node").arg("--expose-gc").arg(script))?;
    }
    Ok(())
}
