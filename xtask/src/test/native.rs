//! The suites that need only cargo.

use anyhow::Result;

use super::Session;
use super::count::Count;
use crate::workspace::{CORE, cargo};
use crate::{process, setup};

/// Each command is one test.
pub(super) fn lint(_: &Session) -> Result<Count> {
    setup::lint_tools()?;
    setup::wasm_target()?;
    // The core compiles to two modules, each with some of its features, and to the client of Rust programs.
    let insight = ["--no-default-features", "--features", "insight"];
    let fetch = ["--no-default-features", "--features", "fetch"];
    let sandbox = ["clippy", "--package", "refiner-sandbox-wasm", "--target", setup::WASM, "--", "-D", "warnings"];
    let commands: [&[&str]; 6] = [
        &["fmt", "--all", "--check"],
        &["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"],
        &["clippy", "--package", CORE, "--target", setup::WASM, "--lib", "--test", "wasm-*", "--", "-D", "warnings"],
        &[&["clippy", "--package", CORE, "--target", setup::WASM, "--lib"][..], &insight, &["--", "-D", "warnings"]]
            .concat(),
        &[&["clippy", "--package", CORE, "--target", setup::WASM, "--lib"][..], &fetch, &["--", "-D", "warnings"]]
            .concat(),
        &sandbox,
    ];
    let mut count = Count::default();
    for arguments in commands {
        println!("cargo {}", arguments.join(" "));
        count.add_command(process::status(cargo().args(arguments))?);
    }
    Ok(count)
}

/// Unit, integration and documentation tests of every crate.
pub(super) fn test(_: &Session) -> Result<Count> {
    let mut count = Count::default();
    let mut command = cargo();
    command.args(["test", "--workspace", "--no-fail-fast"]);
    let status = process::stream(&mut command, |line| count.add_libtest_line(line))?;
    Ok(count.ended(status))
}
