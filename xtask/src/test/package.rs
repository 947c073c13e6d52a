//! The suites that use the package as an npm user would.

use std::process::Command;

use anyhow::Result;

use super::Session;
use super::count::Count;
use super::node;
use crate::{browser, consumers, process, sandbox};

/// The packed package in every runtime.
pub(super) fn runtimes(session: &Session) -> Result<Count> {
    test(session, "tests/package")
}

/// The packed package in bundlers, workers, one-file servers and test runners.
pub(super) fn consumers(session: &Session) -> Result<Count> {
    test_in_chromium(session, "tests/consumers")
}

/// The packed package in frameworks, whose builds take long.
pub(super) fn frameworks(session: &Session) -> Result<Count> {
    test_in_chromium(session, "tests/consumers/slow")
}

/// Faults that the package must survive.
pub(super) fn faults(session: &Session) -> Result<Count> {
    test(session, "tests/faults")
}

/// Summaries, exports and syncs.
pub(super) fn bulk(session: &Session) -> Result<Count> {
    test(session, "tests/bulk")
}

/// The tools for programs.
pub(super) fn tools(session: &Session) -> Result<Count> {
    test(session, "tests/tools")
}

/// The MCP server.
pub(super) fn mcp(session: &Session) -> Result<Count> {
    test(session, "tests/mcp")
}

/// What stands between a page and Refiner.
pub(super) fn gateway(session: &Session) -> Result<Count> {
    test(session, "tests/gateway")
}

/// The gateway's examples, each installed by npm outside the workspace.
pub(super) fn examples(session: &Session) -> Result<Count> {
    test(session, "tests/examples")
}

/// The tracker, in a browser.
pub(super) fn tracker(session: &Session) -> Result<Count> {
    test_in_chromium(session, "tests/tracker")
}

/// The tracker in virtual time.
pub(super) fn world(session: &Session) -> Result<Count> {
    session.install_package()?;
    node::test(&session.workspace, "tests/world", |_| {})
}

/// The sandbox at its three doors: native, wasm and HTTP.
pub(super) fn sandbox(session: &Session) -> Result<Count> {
    test(session, "tests/sandbox")
}

/// The command line.
pub(super) fn command_line(session: &Session) -> Result<Count> {
    test(session, "tests/cli")
}

/// The test scripts of a folder, with the packed package installed and the sandbox's program built.
fn test(session: &Session, folder: &str) -> Result<Count> {
    run(session, folder, |_| ())
}

/// The same, for scripts that also need a browser.
fn test_in_chromium(session: &Session, folder: &str) -> Result<Count> {
    let chromium = browser::chromium()?;
    run(session, folder, |command| {
        command.env("CHROMIUM", chromium);
    })
}

fn run(session: &Session, folder: &str, prepare: impl FnOnce(&mut Command)) -> Result<Count> {
    let program = sandbox::program(&session.workspace)?;
    session.install_package()?;
    let notes = consumers::notes(&session.workspace)?;
    node::test(&session.workspace, folder, |command| {
        command.env(sandbox::VARIABLE, program).env(consumers::VARIABLE, notes);
        prepare(command);
    })
}

/// Each run of the compiler is one test: the programs written against the types, and the package's JavaScript against
/// its own types.
pub(super) fn types(session: &Session) -> Result<Count> {
    session.install_package()?;
    // tsc keeps what it found here, and reads anew what changed since.
    let kept = session.workspace.scratch("types")?;
    let mut count = Count::default();
    for name in [
        "tsconfig.json",
        "bundler.tsconfig.json",
        "no-dom.tsconfig.json",
        "node10.tsconfig.json",
        "facade.tsconfig.json",
        "mcp.tsconfig.json",
    ] {
        let project = format!("tests/types/{name}");
        println!("tsc --strict --noEmit -p {project}");
        let mut command = Command::new("node");
        command.arg("tests/node_modules/typescript/bin/tsc").args(["--strict", "--noEmit", "-p", &project]);
        command.args(["--incremental", "--tsBuildInfoFile"]).arg(kept.join(name).with_extension("tsbuildinfo"));
        count.add_command(process::status(&mut command)?);
    }
    Ok(count)
}
