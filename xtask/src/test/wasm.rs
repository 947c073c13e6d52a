//! The core's own tests, compiled to wasm.

use std::process::{Command, Stdio};

use anyhow::{Context, Result};

use super::Session;
use super::count::Count;
use crate::process::Group;
use crate::workspace::{CORE, cargo};
use crate::{browser, process, setup};

/// What the test runner prints before its address.
const SERVED_AT: &str = "tests are now available at ";

/// In Node, which the runner does by default.
pub(super) fn node(_: &Session) -> Result<Count> {
    setup::wasm_target()?;
    setup::node()?;
    let mut count = Count::default();
    let status = process::stream(&mut cargo_test(), |line| count.add_libtest_line(line))?;
    Ok(count.ended(status))
}

/// In Chromium. By default, the runner uses a WebDriver, which must match the browser's version. Here the runner only
/// serves its page of tests, and a script opens that page.
pub(super) fn browser(session: &Session) -> Result<Count> {
    setup::wasm_target()?;
    setup::test_tools(&session.workspace)?;
    let chromium = browser::chromium()?;
    let mut serve = cargo_test();
    serve.env("WASM_BINDGEN_USE_BROWSER", "1").env("NO_HEADLESS", "1");
    serve.env("WASM_BINDGEN_TEST_ADDRESS", "127.0.0.1:0").stdout(Stdio::piped());
    let mut server = Group::spawn(&mut serve)?;
    let mut lines = server.lines();
    let address = lines.find_map(|line| match line.split_once(SERVED_AT) {
        Some((_, address)) => Some(address.trim().to_owned()),
        None => {
            println!("{line}");
            None
        }
    });
    let address = address.context("the test runner ended before it served its page")?;

    let mut count = Count::default();
    let mut open = Command::new("node");
    open.arg("tests/browser/run-wasm-tests.mjs").arg(address).env("CHROMIUM", chromium);
    let status = process::stream(&mut open, |line| count.add_libtest_line(line))?;
    Ok(count.ended(status))
}

fn cargo_test() -> Command {
    let mut command = cargo();
    command.args(["test", "--package", CORE, "--target", setup::WASM, "--test", "wasm"]);
    // Sets where the tests run, whatever the caller's environment says.
    for variable in ["BROWSER", "NODE_EXPERIMENTAL", "DENO", "DEDICATED_WORKER", "SHARED_WORKER", "SERVICE_WORKER"] {
        command.env_remove(format!("WASM_BINDGEN_USE_{variable}"));
    }
    for variable in ["NO_HEADLESS", "WASM_BINDGEN_TEST_ONLY_NODE", "WASM_BINDGEN_TEST_ONLY_WEB"] {
        command.env_remove(variable);
    }
    command
}
