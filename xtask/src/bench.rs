//! The benchmarks: sets up what tests/bench needs, and runs it.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};
use clap::Args;
use serde_json::json;

use crate::workspace::{Workspace, cargo};
use crate::{browser, package, process, sandbox, size};

const DOCUMENT: &str = "BENCHMARKS.md";
const ROWS: [&str; 11] =
    ["call", "list", "summary", "csv", "yardstick", "memory", "cold", "gateway", "tracker", "mcp", "size"];
/// Native programs that count the same pages, a workspace of their own.
const YARDSTICK: &str = "tests/bench/native";
/// The rows that have a section of their own in the document.
const SECTIONS: [&str; 3] = ["call", "gateway", "tracker"];
const RUNTIMES: [&str; 6] = ["node", "node-24", "bun", "deno", "chromium", "workerd"];

/// What to measure. Without names and runtimes, everything is measured and BENCHMARKS.md is rewritten; `call`, `gateway` or `tracker`
/// alone rewrites its own section there.
#[derive(Args)]
pub(crate) struct Options {
    /// Rows to measure
    #[arg(value_name = "NAME", value_parser = ROWS)]
    names: Vec<String>,
    /// Where to measure them; everywhere if not given
    #[arg(long, value_name = "RUNTIME", value_parser = RUNTIMES)]
    on: Vec<String>,
    /// Only check that everything runs, on a small amount of data
    #[arg(long)]
    quick: bool,
}

/// Compiles the yardstick, and returns its program.
fn yardstick(workspace: &Workspace) -> Result<PathBuf> {
    let target = workspace.scratch("yardstick")?;
    let mut command = cargo();
    command
        .args(["build", "--release", "--locked", "--manifest-path"])
        .arg(workspace.root.join(YARDSTICK).join("Cargo.toml"));
    process::run(command.arg("--target-dir").arg(&target))?;
    Ok(target.join("release/refiner-yardstick"))
}

/// Measures the installed package against the alternatives.
pub(crate) fn run(workspace: &Workspace, options: &Options) -> Result<()> {
    let sandbox = sandbox::program(workspace)?;
    let package = package::install(workspace)?;
    let scratch = workspace.scratch("bench")?;
    let sizes = serde_json::to_vec(&size::facts(workspace, &package)?)?;
    fs::write(scratch.join("sizes.json"), sizes).context("the sizes cannot be written")?;

    let Options { names, on, quick } = options;
    let whole = names.is_empty() && on.is_empty() && !quick;
    let section = matches!(names.as_slice(), [name] if SECTIONS.contains(&name.as_str())) && on.is_empty() && !quick;
    let asked = json!({
        "scratch": scratch,
        "names": names,
        "on": on,
        "quick": quick,
        "document": whole.then(|| workspace.root.join(DOCUMENT)),
        "section": section.then(|| workspace.root.join(DOCUMENT)),
    });
    let mut command = Command::new("node");
    command.arg("tests/bench/run.mjs").arg(asked.to_string()).env(sandbox::VARIABLE, sandbox);
    match browser::chromium() {
        Ok(chromium) => command.env("CHROMIUM", chromium),
        Err(error) => {
            println!("without Chromium: {error:#}");
            command.env_remove("CHROMIUM")
        }
    };
    if on.is_empty() && (names.is_empty() || names.iter().any(|name| name == "yardstick")) {
        command.env("REFINER_YARDSTICK_BIN", yardstick(workspace)?);
    }
    process::run(&mut command)?;
    if whole || section {
        println!("{DOCUMENT} is rewritten");
    }
    Ok(())
}
