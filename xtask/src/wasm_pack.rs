//! wasm-pack, with the programs that it would otherwise download.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::workspace::{Workspace, cargo};
use crate::{process, setup};

/// The programs beside each other that wasm-pack looks for: their names here, and there. rustc does not compile a binary
/// named wasm-bindgen unless its version is one of wasm-bindgen's.
const PROGRAMS: [(&str, &str); 2] =
    [("wasm-bindgen-program", "wasm-bindgen"), ("wasm-bindgen-test-runner", "wasm-bindgen-test-runner")];

/// How long the tests of one binary may take, and how long a driver may take to start, in seconds. The runner's own limits
/// of 20 and 5 are for machines that do nothing else.
const LIMITS: [(&str, &str); 2] = [("WASM_BINDGEN_TEST_TIMEOUT", "120"), ("WASM_BINDGEN_TEST_DRIVER_TIMEOUT", "30")];

/// wasm-pack, ready to be used.
pub(crate) struct WasmPack {
    program: PathBuf,
    path: OsString,
    cache: PathBuf,
}

impl WasmPack {
    /// Installs it, and builds wasm-bindgen's programs for it.
    pub(crate) fn find(workspace: &Workspace) -> Result<Self> {
        let program = setup::wasm_pack(workspace)?;
        process::run(cargo().args(["build", "--quiet", "--package", "xtask", "--bins"]))?;
        let beside = workspace.scratch("wasm-bindgen")?;
        for (built, name) in PROGRAMS {
            place(&workspace.target.join("debug"), built, &beside, name)?;
        }
        let others = std::env::var_os("PATH").unwrap_or_default();
        let path = std::env::join_paths(std::iter::once(beside).chain(std::env::split_paths(&others)))?;
        Ok(Self { program, path, cache: workspace.scratch("wasm-pack-cache")? })
    }

    /// A command of wasm-pack.
    pub(crate) fn command(&self, name: &str) -> Command {
        let mut command = Command::new(&self.program);
        command.arg(name);
        self.prepare(&mut command);
        command
    }

    /// Sets the environment of a program that runs wasm-pack, or of wasm-pack.
    pub(crate) fn prepare(&self, command: &mut Command) {
        command
            .env("PATH", &self.path)
            .env("WASM_PACK_CACHE", &self.cache)
            .env("WASM_PACK", &self.program)
            .envs(LIMITS);
        // Where the tests run is for the arguments to say, and not for the caller's environment.
        for variable in ["BROWSER", "NODE_EXPERIMENTAL", "DENO", "DEDICATED_WORKER", "SHARED_WORKER", "SERVICE_WORKER"]
        {
            command.env_remove(format!("WASM_BINDGEN_USE_{variable}"));
        }
        for variable in ["NO_HEADLESS", "WASM_BINDGEN_TEST_ONLY_NODE", "WASM_BINDGEN_TEST_ONLY_WEB"] {
            command.env_remove(variable);
        }
    }
}

/// Copies a built program under the name that wasm-pack looks for, unless it is there.
fn place(from: &Path, built: &str, to: &Path, name: &str) -> Result<()> {
    let suffix = std::env::consts::EXE_SUFFIX;
    let (from, to) = (from.join([built, suffix].concat()), to.join([name, suffix].concat()));
    let made = |path: &Path| fs::metadata(path).and_then(|facts| facts.modified()).ok();
    if made(&to).is_some_and(|copied| made(&from).is_some_and(|built| built <= copied)) {
        return Ok(());
    }
    fs::copy(&from, &to).map(drop).with_context(|| format!("{} cannot be copied", from.display()))
}
