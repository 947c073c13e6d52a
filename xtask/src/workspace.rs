//! The workspace: its folders and its version.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use serde::Deserialize;

use crate::process;

/// The crate that becomes the npm package.
pub(crate) const CORE: &str = "refiner-wasm";

/// The facts every command needs.
pub(crate) struct Workspace {
    /// The folder of the root `Cargo.toml`; also the current directory of this process.
    pub(crate) root: PathBuf,
    /// Cargo's target directory.
    pub(crate) target: PathBuf,
    /// The version of the core crate, and so of the npm package.
    pub(crate) version: String,
}

#[derive(Deserialize)]
struct Metadata {
    workspace_root: PathBuf,
    target_directory: PathBuf,
    packages: Vec<Package>,
}

#[derive(Deserialize)]
struct Package {
    name: String,
    version: String,
}

impl Workspace {
    /// Asks cargo, and makes the root the current directory, so that commands work from any folder below it.
    pub(crate) fn find() -> Result<Self> {
        let mut command = cargo();
        command.args(["metadata", "--no-deps", "--format-version", "1"]);
        // Set by `cargo run`. Not read at compile time, because the folder may have been moved since.
        if let Some(folder) = std::env::var_os("CARGO_MANIFEST_DIR").filter(|folder| Path::new(folder).is_dir()) {
            command.current_dir(folder);
        }
        let text = process::output(&mut command)?;
        let metadata: Metadata = serde_json::from_str(&text).context("cargo metadata printed something unexpected")?;
        let core = metadata.packages.into_iter().find(|package| package.name == CORE);
        let version = core.with_context(|| format!("there is no package {CORE} in this workspace"))?.version;
        std::env::set_current_dir(&metadata.workspace_root).context("the workspace's folder cannot be entered")?;
        Ok(Self { root: metadata.workspace_root, target: metadata.target_directory, version })
    }

    /// A folder for this program's own files in the target directory; created if missing.
    pub(crate) fn scratch(&self, name: &str) -> Result<PathBuf> {
        let folder = self.target.join("xtask").join(name);
        std::fs::create_dir_all(&folder).with_context(|| format!("{} cannot be made", folder.display()))?;
        Ok(folder)
    }

    /// A lock for changes of node_modules and pkg/, so that simultaneous commands take turns.
    pub(crate) fn lock(&self) -> Result<File> {
        let path = self.scratch("")?.join("lock");
        let file = File::create(&path).with_context(|| format!("{} cannot be made", path.display()))?;
        #[cfg(unix)]
        rustix::fs::flock(&file, rustix::fs::FlockOperation::LockExclusive)?;
        Ok(file)
    }
}

/// The cargo that runs this program.
pub(crate) fn cargo() -> Command {
    Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}
