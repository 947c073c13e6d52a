//! The core's own tests, compiled to wasm, in each JavaScript host.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};

use super::count::Count;
use super::{Session, node};
use crate::display::Display;
use crate::wasm_pack::WasmPack;
use crate::workspace::{CORE, Workspace, cargo};
use crate::{browser, process, sandbox, setup};

/// The modules with the tests.
const SUITE: &str = "tests/wasm/suite";

/// In Node, once by cargo alone, and once by wasm-pack.
pub(super) fn in_node(session: &Session) -> Result<Count> {
    setup::node()?;
    let mut plain = cargo();
    plain.args(["test", "--package", CORE, "--target", setup::WASM, "--test", "wasm-node"]);
    let mut count = whole(session, plain, 1)?;
    count.add(wasm_pack(session, 1, |_| Ok(vec!["--node".into()]))?);
    Ok(count)
}

/// In Chromium, in a page and in a worker.
pub(super) fn chromium(session: &Session) -> Result<Count> {
    let driver = browser::chromedriver()?;
    wasm_pack(session, 2, |_| Ok(vec!["--headless".into(), "--chrome".into(), "--chromedriver".into(), driver]))
}

/// In Firefox, in a page and in a worker.
pub(super) fn firefox(session: &Session) -> Result<Count> {
    let driver = browser::geckodriver(&session.workspace)?;
    wasm_pack(session, 2, |_| Ok(vec!["--headless".into(), "--firefox".into(), "--geckodriver".into(), driver]))
}

/// In WebKitGTK, in a page and in a worker. Its driver takes what Safari's driver takes.
pub(super) fn webkit(session: &Session) -> Result<Count> {
    let driver = browser::webkit_driver()?;
    let display = Display::start()?;
    wasm_pack(session, 2, |command| {
        command.env("DISPLAY", display.name());
        Ok(vec!["--headless".into(), "--safari".into(), "--safaridriver".into(), driver])
    })
}

/// What others do with wasm-pack: build the bindings and use them, and test a crate of their own against this one.
pub(super) fn pack(session: &Session) -> Result<Count> {
    let workspace = &session.workspace;
    setup::wasm_target()?;
    setup::test_tools(workspace)?;
    let sandbox = sandbox::program(workspace)?;
    let (driver, wasm_pack) = (browser::chromedriver()?, WasmPack::find(workspace)?);
    let scratch = workspace.scratch("wasm-pack-tests")?;
    node::test(workspace, "tests/wasm-pack", |command| {
        wasm_pack.prepare(command);
        command.env(sandbox::VARIABLE, sandbox).env("CHROMEDRIVER", driver).env("SCRATCH", scratch);
        command.env("XTASK", &session.program);
    })
}

/// `wasm-pack test`, with the arguments that `prepare` gives.
fn wasm_pack(
    session: &Session,
    binaries: usize,
    prepare: impl FnOnce(&mut Command) -> Result<Vec<PathBuf>>,
) -> Result<Count> {
    let mut command = WasmPack::find(&session.workspace)?.command("test");
    let arguments = prepare(&mut command)?;
    command.args(arguments);
    whole(session, command, binaries)
}

/// Runs a command that runs all tests of the suite in so many binaries.
fn whole(session: &Session, mut command: Command, binaries: usize) -> Result<Count> {
    setup::wasm_target()?;
    println!("{}", process::line(&command));
    let mut count = Count::default();
    let status = process::stream(&mut command, |line| count.add_libtest_line(line))?;
    Ok(count.ended(status).expecting(declared(&session.workspace)? * binaries))
}

/// How many tests the modules of the suite declare.
fn declared(workspace: &Workspace) -> Result<usize> {
    let entries = fs::read_dir(workspace.root.join(SUITE)).with_context(|| format!("{SUITE} cannot be read"))?;
    let mut count = 0;
    for entry in entries {
        let text = fs::read_to_string(entry?.path()).with_context(|| format!("a file of {SUITE} is no text"))?;
        count += text.lines().filter(|line| line.starts_with("#[wasm_bindgen_test]")).count();
    }
    Ok(count)
}
