//! Lives worlds with trackers, tabs, a network and a gateway, by a seed (tests/world).

use std::process::{Command, ExitCode};

use anyhow::Result;

use crate::workspace::Workspace;
use crate::{package, process};

/// Which worlds to live.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// How many
    #[arg(long, default_value_t = 10_000)]
    seeds: u64,
    /// The seed of the first; the same seed gives the same worlds
    #[arg(long, default_value_t = 1)]
    from: u64,
    /// The path to one world, as a run that failed prints it
    #[arg(long)]
    path: Option<String>,
    /// A fault to plant, to see that it is found
    #[arg(long)]
    fault: Option<String>,
}

/// Lives the worlds. At the first broken promise, prints the smallest plan that breaks it, and fails.
pub(crate) fn run(workspace: &Workspace, options: &Options) -> Result<ExitCode> {
    package::install(workspace)?;
    let mut command = Command::new("node");
    command.arg("tests/world/run.mjs");
    command.args(["--seeds", &options.seeds.to_string(), "--from", &options.from.to_string()]);
    for (name, value) in [("--path", &options.path), ("--fault", &options.fault)] {
        if let Some(value) = value {
            command.args([name, value]);
        }
    }
    let status = process::status(&mut command)?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
