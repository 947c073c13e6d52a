//! Checks for the tools that a command needs, and installs those that can be installed without asking.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::process;
use crate::workspace::{Workspace, cargo};

/// The only target that the core is compiled for.
pub(crate) const WASM: &str = "wasm32-unknown-unknown";

const NPM: &str = if cfg!(windows) { "npm.cmd" } else { "npm" };
const OLDEST_NODE: u32 = 20;
const CARGO_FUZZ: &str = "0.13.2";
const GECKODRIVER: &str = "0.37.1";
const WASM_PACK: &str = "0.15.1";

/// The standard library for wasm, through rustup.
pub(crate) fn wasm_target() -> Result<()> {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let folder = process::output(Command::new(rustc).args(["--print", "target-libdir", "--target", WASM]))?;
    if Path::new(folder.trim()).is_dir() {
        return Ok(());
    }
    if !is_installed("rustup") {
        bail!("Rust's {WASM} target is not installed, and there is no rustup to add it: see https://rustup.rs");
    }
    println!("adding Rust's {WASM} target (rustup)");
    process::run(Command::new("rustup").args(["target", "add", WASM]))
}

/// `cargo fmt` and `cargo clippy`, through rustup.
pub(crate) fn lint_tools() -> Result<()> {
    for (component, subcommand) in [("rustfmt", "fmt"), ("clippy", "clippy")] {
        if succeeds(cargo().args([subcommand, "--version"])) {
            continue;
        }
        if !is_installed("rustup") {
            bail!("cargo {subcommand} is not installed, and there is no rustup to add it: see https://rustup.rs");
        }
        println!("adding {component} (rustup)");
        process::run(Command::new("rustup").args(["component", "add", component]))?;
    }
    Ok(())
}

/// Node 20 or newer, and its npm.
pub(crate) fn node() -> Result<()> {
    let advice = format!("install Node {OLDEST_NODE} or newer: https://nodejs.org");
    if !is_installed("node") {
        bail!("there is no Node here; {advice}");
    }
    let version = process::output(Command::new("node").arg("--version"))?;
    let major = version.trim().trim_start_matches('v').split('.').next().and_then(|major| major.parse::<u32>().ok());
    if major.is_none_or(|major| major < OLDEST_NODE) {
        bail!("Node {} is too old; {advice}", version.trim());
    }
    if !is_installed(NPM) {
        bail!("there is Node but no npm here; {advice}");
    }
    Ok(())
}

/// cargo-fuzz.
pub(crate) fn cargo_fuzz(workspace: &Workspace) -> Result<PathBuf> {
    crates_io(workspace, "cargo-fuzz", CARGO_FUZZ)
}

/// The WebDriver server of Firefox, which Debian does not package.
pub(crate) fn geckodriver(workspace: &Workspace) -> Result<PathBuf> {
    crates_io(workspace, "geckodriver", GECKODRIVER)
}

/// wasm-pack.
pub(crate) fn wasm_pack(workspace: &Workspace) -> Result<PathBuf> {
    crates_io(workspace, "wasm-pack", WASM_PACK)
}

/// A program from crates.io, installed by cargo into a folder of this program, so that nothing on the machine changes.
/// Its npm package, if there is one, would download it from a site that not every machine can reach.
fn crates_io(workspace: &Workspace, name: &str, version: &str) -> Result<PathBuf> {
    let folder = workspace.scratch(name)?;
    let program = folder.join("bin").join([name, std::env::consts::EXE_SUFFIX].concat());
    let _alone = workspace.lock()?;
    let wanted = [name, version];
    if is_installed(&program) {
        let said = process::output(Command::new(&program).arg("--version"))?;
        if said.split_whitespace().take(2).eq(wanted) {
            return Ok(program);
        }
    }
    println!("installing {} (cargo)", wanted.join(" "));
    // Without optimisation it is there in half the time; none of these programs has much to compute.
    let arguments = ["install", name, "--version", version, "--debug", "--locked", "--force", "--quiet", "--root"];
    process::run(cargo().args(arguments).arg(&folder))?;
    Ok(program)
}

/// wasm-opt, from the workspace's package.json.
pub(crate) fn build_tools(workspace: &Workspace) -> Result<()> {
    npm_install(workspace, &workspace.root, "the build tools (npm, about 100 MB)")
}

/// The packages of the JavaScript suites, from tests/package.json.
pub(crate) fn test_tools(workspace: &Workspace) -> Result<()> {
    npm_install(
        workspace,
        &workspace.root.join("tests"),
        "the test tools (npm, about 850 MB: five JavaScript runtimes are among them)",
    )
}

/// Runs `npm ci` in `folder`, unless it already ran for the same lock file.
fn npm_install(workspace: &Workspace, folder: &Path, what: &str) -> Result<()> {
    node()?;
    let _alone = workspace.lock()?;
    let modules = folder.join("node_modules");
    // npm empties node_modules first, so a stamp inside it never survives an incomplete install.
    let stamp = modules.join(".installed-by-xtask");
    let wanted =
        std::fs::read(folder.join("package-lock.json")).with_context(|| format!("{what} have no lock file"))?;
    if std::fs::read(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    println!("installing {what}");
    process::run(npm(folder).args(["ci", "--loglevel=error", "--no-fund", "--no-audit"]).stdout(Stdio::null()))?;
    std::fs::create_dir_all(&modules)?;
    std::fs::write(&stamp, wanted).with_context(|| format!("{} cannot be written", stamp.display()))
}

/// npm, for a project folder.
pub(crate) fn npm(folder: &Path) -> Command {
    let mut command = Command::new(NPM);
    command.current_dir(folder);
    command
}

/// Whether a program of this name can be started.
pub(crate) fn is_installed(program: impl AsRef<OsStr>) -> bool {
    succeeds(Command::new(program).arg("--version"))
}

/// Whether `command` succeeds; its output is not shown.
pub(crate) fn succeeds(command: &mut Command) -> bool {
    process::status(command.stdout(Stdio::null()).stderr(Stdio::null())).is_ok_and(|status| status.success())
}
