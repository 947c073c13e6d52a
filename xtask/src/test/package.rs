//! The suites that use the package as an npm user would.

use std::process::Command;

use anyhow::Result;

use super::Session;
use super::count::Count;
use super::node;
use crate::{browser, process, sandbox};

/// The packed package in every runtime.
pub(super) fn runtimes(session: &Session) -> Result<Count> {
    test(session, "tests/package")
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

/// The tracker, in a browser.
pub(super) fn tracker(session: &Session) -> Result<Count> {
    let chromium = browser::chromium()?;
    session.install_package()?;
    node::test(&session.workspace, "tests/tracker", |command| {
        command.env("CHROMIUM", chromium);
    })
}

/// The tracker in virtual time.
pub(super) fn world(session: &Session) -> Result<Count> {
    session.install_package()?;
    node::test(&session.workspace, "tests/world", |_| {})
}

/// The command line.
pub(super) fn command_line(session: &Session) -> Result<Count> {
    test(session, "tests/cli")
}

/// The test scripts of a folder, with the packed package installed and the sandbox's program built.
fn test(session: &Session, folder: &str) -> Result<Count> {
    let program = sandbox::program(&session.workspace)?;
    session.install_package()?;
    node::test(&session.workspace, folder, |command| {
        command.env(sandbox::VARIABLE, program);
    })
}

/// Each run of the compiler is one test: the programs written against the types, and the package's JavaScript against
/// its own types.
pub(super) fn types(session: &Session) -> Result<Count> {
    session.install_package()?;
    let mut count = Count::default();
    for project in ["tsconfig.json", "bundler.tsconfig.json", "facade.tsconfig.json"] {
        let project = format!("tests/types/{project}");
        println!("tsc --strict --noEmit -p {project}");
        let mut command = Command::new("node");
        command.arg("tests/node_modules/typescript/bin/tsc").args(["--strict", "--noEmit", "-p", &project]);
        count.add_command(process::status(&mut command)?);
    }
    Ok(count)
}
