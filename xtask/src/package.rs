//! Installs the package as npm would, for the suites and benchmarks that use it from outside.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::workspace::{CORE, Workspace};
use crate::{build, mcp, process, setup};

/// Builds and packs both packages, and unpacks them into tests/node_modules. Returns the folder that refiner-wasm was packed from.
pub(crate) fn install(workspace: &Workspace) -> Result<PathBuf> {
    setup::test_tools(workspace)?;
    let package = build::build(workspace)?;
    let server = mcp::build(workspace)?;
    let _alone = workspace.lock()?;
    let packs = workspace.target.join("pack");
    remake(&packs)?;
    let modules = workspace.root.join("tests/node_modules");
    for (name, folder) in [(CORE, &package), (mcp::NAME, &server)] {
        println!("packing {} and unpacking it into tests/node_modules (npm pack)", folder.display());
        let mut pack = setup::npm(folder);
        pack.args(["pack", "--loglevel=error", "--pack-destination"]).arg(&packs).stdout(Stdio::null());
        process::run(&mut pack)?;
        let tarball = packs.join(format!("{name}-{}.tgz", workspace.version));
        let installed = modules.join(name);
        remake(&installed)?;
        // `npm install` would also install packages that the lock file of tests/ does not have. Unpacking leaves the
        // locked tree as it is.
        let mut unpack = Command::new("tar");
        process::run(unpack.arg("-xzf").arg(&tarball).args(["--strip-components=1", "-C"]).arg(&installed))?;
        check_dependencies(&installed, &modules)?;
    }
    // The unminified files too, for the type check.
    let readable = modules.join(format!("{CORE}-readable"));
    remake(&readable)?;
    build::copy_folder(&workspace.scratch("readable")?, &readable)?;
    Ok(package)
}

/// Makes the built package what `refiner-wasm` means in this workspace, for the demo's Worker.
pub(crate) fn link(workspace: &Workspace, package: &Path) -> Result<()> {
    let link = workspace.root.join("node_modules").join(CORE);
    if std::fs::symlink_metadata(&link).is_ok() {
        // A link is removed, never what it leads to.
        fs::remove_file(&link).with_context(|| format!("{} is in the way", link.display()))?;
    }
    symlink(package, &link).with_context(|| format!("{} cannot be made", link.display()))
}

#[cfg(unix)]
fn symlink(to: &Path, link: &Path) -> std::io::Result<()> {
    std::os::unix::fs::symlink(to, link)
}

#[cfg(windows)]
fn symlink(to: &Path, link: &Path) -> std::io::Result<()> {
    std::os::windows::fs::symlink_dir(to, link)
}

/// Every runtime dependency of the package must be in tests/package.json. Otherwise its tests pass by luck, or fail.
fn check_dependencies(installed: &Path, modules: &Path) -> Result<()> {
    let text = fs::read_to_string(installed.join("package.json")).context("the packed package has no package.json")?;
    let manifest: serde_json::Value = serde_json::from_str(&text).context("the packed package.json is not JSON")?;
    let names = ["dependencies", "peerDependencies"].map(|kind| manifest[kind].as_object());
    for name in names.into_iter().flatten().flat_map(|dependencies| dependencies.keys()) {
        if !modules.join(name).join("package.json").is_file() {
            bail!("the package depends on {name}: add it to tests/package.json, so that its tests have it");
        }
    }
    Ok(())
}

fn remake(folder: &Path) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder).with_context(|| format!("{} cannot be removed", folder.display()))?;
    }
    fs::create_dir_all(folder).with_context(|| format!("{} cannot be made", folder.display()))
}
