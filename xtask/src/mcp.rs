//! Builds pkg-mcp/, the npm package of the MCP server, from mcp/.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};

use crate::build::{copy_folder, remove, swap};
use crate::workspace::Workspace;

/// Its name on npm.
pub(crate) const NAME: &str = "refiner-mcp";

/// The files copied from the root.
const DOCUMENTS: [&str; 3] = ["LICENSE-MIT", "LICENSE-APACHE", "CHANGELOG.md"];

/// The files that name the version, of this package and of the one it depends on.
const VERSIONED: [&str; 4] = ["package.json", "server/version.js", "server.json", "manifest.json"];

/// What stands for the version in them.
const PLACEHOLDER: &str = "\"0.0.0\"";

/// Makes the package and returns its folder. It has the version of refiner-wasm, and depends on exactly that one.
pub(crate) fn build(workspace: &Workspace) -> Result<PathBuf> {
    let _alone = workspace.lock()?;
    let stage = workspace.target.join("pkg-mcp-stage");
    remove(&stage)?;
    copy_folder(&workspace.root.join("mcp"), &stage)?;
    for name in DOCUMENTS {
        let from = workspace.root.join(name);
        fs::copy(&from, stage.join(name)).with_context(|| format!("{} cannot be copied", from.display()))?;
    }
    for name in VERSIONED {
        let file = stage.join(name);
        let text = fs::read_to_string(&file).with_context(|| format!("mcp/{name} cannot be read"))?;
        if !text.contains(PLACEHOLDER) {
            bail!("mcp/{name} has no {PLACEHOLDER} for the version");
        }
        fs::write(&file, text.replace(PLACEHOLDER, &format!("\"{}\"", workspace.version)))?;
    }
    let package = workspace.root.join("pkg-mcp");
    swap(&stage, &package, &workspace.target.join("pkg-mcp-former"))?;
    println!("{} is ready", package.display());
    Ok(package)
}
