//! The workspace's own commands. `cargo xtask help` lists them.

mod apt;
mod bench;
mod browser;
mod build;
mod bundle;
mod consumers;
mod demo;
mod display;
mod exports;
mod fuzz;
mod generate;
mod imports;
mod mcp;
mod minify;
mod names;
mod package;
mod panics;
mod process;
mod sandbox;
mod setup;
mod size;
mod test;
mod tracker;
mod wasm;
mod wasm_pack;
mod workspace;
mod world;

use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};

use crate::workspace::Workspace;

#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", about = "Builds, tests, serves and measures refiner-wasm")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Make pkg/ and pkg-mcp/, ready for `npm publish`
    Build,
    /// Rewrite the generated files that are committed: the golden files and the tables in the READMEs
    Generate,
    /// Build, then serve the demo page and the sandbox on this machine until stopped
    Demo {
        /// The demo's port on 127.0.0.1; 0 takes any free one
        #[arg(long, default_value_t = 8787)]
        port: u16,
        /// The sandbox's port on 127.0.0.1; 0 takes any free one
        #[arg(long, default_value_t = 4010)]
        sandbox_port: u16,
    },
    /// Run all test suites, or the named ones
    #[command(after_help = test::help())]
    Test {
        /// Suites to run
        #[arg(value_name = "SUITE")]
        suites: Vec<String>,
    },
    /// Build, then measure the package against the alternatives, and write BENCHMARKS.md
    Bench(bench::Options),
    /// Run the suites package, consumers and consumers-slow, and write the README's table from what passed
    Consumers,
    /// Build, then print the size of each file of the package
    Size,
    /// Live worlds with trackers, tabs, a network and a gateway in virtual time; prints the smallest that breaks a promise
    World(world::Options),
    /// Run all fuzz targets of fuzz/, or the named ones, for a number of executions each
    #[command(after_help = fuzz::HELP)]
    Fuzz {
        /// File names in fuzz/fuzz_targets, without .rs
        #[arg(value_name = "TARGET")]
        targets: Vec<String>,
        /// How many executions per target
        #[arg(long, default_value_t = 10_000_000)]
        runs: u64,
    },
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    match run(cli.command) {
        Ok(code) => code,
        Err(error) => {
            process::wait_if_ending();
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command) -> Result<ExitCode> {
    process::end_with_signals()?;
    let workspace = Workspace::find()?;
    match command {
        Command::Build => {
            build::build(&workspace)?;
            mcp::build(&workspace)?;
        }
        Command::Generate => generate::rewrite(&workspace.root)?,
        Command::Demo { port, sandbox_port } => demo::run(&workspace, port, sandbox_port)?,
        Command::Test { suites } => return test::run(workspace, &suites),
        Command::Bench(options) => bench::run(&workspace, &options)?,
        Command::Consumers => return consumers::run(workspace),
        Command::Fuzz { targets, runs } => return fuzz::run(&workspace, &targets, runs),
        Command::World(options) => return world::run(&workspace, &options),
        Command::Size => size::print(&build::build(&workspace)?)?,
    }
    Ok(ExitCode::SUCCESS)
}
