//! The test suites: their list, running them one after another, and the table at the end.

mod browsers;
mod count;
mod demo;
mod native;
mod node;
mod package;
mod rust;
mod wasm;

use std::cell::OnceCell;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

use anyhow::{Context, Result, bail};

use self::count::Count;
pub(crate) use self::node::scripts;
use crate::workspace::Workspace;
use crate::{package as installed, process};

/// A suite: its name, its description, and the function that runs it.
struct Suite {
    name: &'static str,
    about: &'static str,
    run: fn(&Session) -> Result<Count>,
}

/// In the order they run: the cheapest and the most likely to fail come first.
const SUITES: &[Suite] = &[
    Suite { name: "lint", about: "formatting and clippy, native and wasm", run: native::lint },
    Suite { name: "native", about: "cargo test of the whole workspace", run: native::test },
    Suite { name: "wasm-node", about: "the core as wasm, in Node", run: wasm::in_node },
    Suite { name: "wasm-chromium", about: "the core as wasm, in Chromium: a page and a worker", run: wasm::chromium },
    Suite { name: "wasm-firefox", about: "the core as wasm, in Firefox: a page and a worker", run: wasm::firefox },
    Suite { name: "wasm-webkit", about: "the core as wasm, in WebKitGTK: a page and a worker", run: wasm::webkit },
    Suite { name: "wasm-pack", about: "wasm-pack build, and wasm-pack test in somebody else's crate", run: wasm::pack },
    Suite {
        name: "package",
        about: "the packed package in every runtime, against the sandbox",
        run: package::runtimes,
    },
    Suite {
        name: "consumers",
        about: "the packed package in bundlers, workers, one-file servers and test runners",
        run: package::consumers,
    },
    Suite {
        name: "consumers-slow",
        about: "the packed package in frameworks: Next.js, Nuxt, SvelteKit, Hono",
        run: package::frameworks,
    },
    Suite {
        name: "browsers",
        about: "the packed package in a page of Chromium, Firefox and WebKit",
        run: browsers::pages,
    },
    Suite {
        name: "faults",
        about: "faults that it must survive: networks, bodies, inputs, lists, load",
        run: package::faults,
    },
    Suite { name: "bulk", about: "summaries, exports and syncs, against the sandbox", run: package::bulk },
    Suite { name: "tools", about: "the tools for programs, against the sandbox", run: package::tools },
    Suite {
        name: "mcp",
        about: "the MCP server on stdio and in workerd, with other people's clients",
        run: package::mcp,
    },
    Suite { name: "gateway", about: "the gateway in every runtime, against the sandbox", run: package::gateway },
    Suite { name: "tracker", about: "the tracker, in a headless Chromium", run: package::tracker },
    Suite { name: "world", about: "the tracker in ten thousand worlds in virtual time", run: package::world },
    Suite {
        name: "sandbox",
        about: "the sandbox as a server, as a fetch and from the command line: one list of requests and faults",
        run: package::sandbox,
    },
    Suite { name: "cli", about: "the command line, against the sandbox", run: package::command_line },
    Suite { name: "rust", about: "the crate's Rust API, used by a Worker in workerd", run: rust::worker },
    Suite { name: "types", about: "the package's types, as TypeScript sees them", run: package::types },
    Suite {
        name: "examples",
        about: "the gateway's examples, installed by npm and run as their READMEs say",
        run: package::examples,
    },
    Suite { name: "demo", about: "the demo, in a headless Chromium", run: demo::test },
];

/// What the suites of one run share.
struct Session {
    workspace: Workspace,
    /// The path of this program; determined at the start, because a build may replace the file.
    program: PathBuf,
    installed: OnceCell<()>,
}

impl Session {
    /// The package in tests/node_modules, made once for all suites that use it.
    fn install_package(&self) -> Result<()> {
        if self.installed.get().is_none() {
            installed::install(&self.workspace)?;
            let _ = self.installed.set(());
        }
        Ok(())
    }
}

/// The suites, for `cargo xtask test --help`.
pub(crate) fn help() -> String {
    let lines = SUITES.iter().map(|suite| format!("\n  {:<16}{}", suite.name, suite.about));
    lines.fold("Suites:".to_owned(), |text, line| text + &line)
}

/// Runs the named suites, or all. The exit code reports failed tests; an error means that nothing was run.
pub(crate) fn run(workspace: Workspace, names: &[String]) -> Result<ExitCode> {
    if let Some(unknown) = names.iter().find(|name| SUITES.iter().all(|suite| suite.name != **name)) {
        bail!(
            "there is no suite {unknown}; there are: {}",
            SUITES.iter().map(|suite| suite.name).collect::<Vec<_>>().join(", ")
        );
    }
    let program = std::env::current_exe().context("the path of this program is unknown")?;
    let session = Session { workspace, program, installed: OnceCell::new() };
    let mut rows = Vec::new();
    for suite in SUITES.iter().filter(|suite| names.is_empty() || names.iter().any(|name| name == suite.name)) {
        println!("\n== {}: {} ==", suite.name, suite.about);
        let start = Instant::now();
        let mut count = (suite.run)(&session).unwrap_or_else(|error| {
            process::wait_if_ending();
            eprintln!("error: {error:#}");
            Count::FAILURE
        });
        process::wait_if_ending();
        if count.is_empty() {
            eprintln!("error: the suite {} ran no test", suite.name);
            count = Count::FAILURE;
        }
        rows.push((suite.name, count, start.elapsed().as_secs_f64()));
    }
    Ok(report(&rows))
}

fn report(rows: &[(&str, Count, f64)]) -> ExitCode {
    println!("\n{:<16}{:>8}{:>8}{:>9}", "suite", "passed", "failed", "seconds");
    let mut total = Count::default();
    for (name, count, seconds) in rows {
        println!("{name:<16}{:>8}{:>8}{seconds:>9.1}", count.passed, count.failed);
        total.add(*count);
    }
    println!("\n{} passed, {} failed", total.passed, total.failed);
    if total.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
