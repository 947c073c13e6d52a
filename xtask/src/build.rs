//! Builds pkg/, the npm package.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::workspace::{Workspace, cargo};
use crate::{bundle, generate, minify, process, setup, size, tracker, wasm};

/// The files copied from the root, besides pkg-template/.
const DOCUMENTS: [&str; 3] = ["LICENSE-MIT", "LICENSE-APACHE", "CHANGELOG.md"];

/// A file that wasm-pack writes into its folder, which is also called pkg/, and that the package never has.
const FROM_WASM_PACK: &str = ".gitignore";

/// Builds the package and returns its folder. The previous package stays until the new one is complete and within its
/// budget.
pub(crate) fn build(workspace: &Workspace) -> Result<PathBuf> {
    setup::wasm_target()?;
    setup::build_tools(workspace)?;
    let modules = [&wasm::CLIENT, &wasm::INSIGHT, &wasm::SANDBOX];
    let compiled = modules.iter().map(|module| compile(workspace, module)).collect::<Result<Vec<_>>>()?;

    let _alone = workspace.lock()?;
    let stage = workspace.target.join("pkg-stage");
    remove(&stage)?;
    fill(workspace, &stage, modules.into_iter().zip(&compiled))?;
    let package = workspace.root.join("pkg");
    if package.join(FROM_WASM_PACK).exists() {
        println!("{} has what `wasm-pack build` wrote over the package; it is made anew", package.display());
    }
    swap(&stage, &package, &workspace.target.join("pkg-former"))?;
    println!("{} is ready", package.display());
    Ok(package)
}

/// Compiles one of the modules, and returns it.
///
/// Each module has a target directory of its own. In a shared one, the two sets of flags and features would replace each
/// other's libraries, and every build would compile all of them again.
///
/// A panic message names its source file. For other crates, that is a path in the builder's home folder. Neither that
/// path nor the registry belongs in a package, so both are remapped.
fn compile(workspace: &Workspace, module: &wasm::Module) -> Result<PathBuf> {
    let mut flags = vec![format!("-Cllvm-args=-inline-threshold={}", module.inlining)];
    for folder in registry_folders() {
        flags.push(format!("--remap-path-prefix={}=crates", folder.display()));
    }
    let config = format!("target.{}.rustflags={}", setup::WASM, serde_json::to_string(&flags)?);
    let target = workspace.scratch("modules")?.join(module.key);
    let mut command = cargo();
    command.args([
        "build",
        "--lib",
        "--release",
        "--target",
        setup::WASM,
        "--package",
        module.package,
        "--config",
        &config,
    ]);
    command.args(["--no-default-features", "--features", &module.features.join(","), "--target-dir"]).arg(&target);
    if let Some(level) = module.opt_level {
        command.env("CARGO_PROFILE_RELEASE_OPT_LEVEL", level);
    }
    process::run(&mut command)?;
    let file = format!("{}.wasm", module.package.replace('-', "_"));
    Ok(target.join(setup::WASM).join("release").join(file))
}

/// The folders where cargo keeps the sources of crates, one per registry.
fn registry_folders() -> Vec<PathBuf> {
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home
        .or_else(|| Some(PathBuf::from(std::env::var_os("HOME").or(std::env::var_os("USERPROFILE"))?).join(".cargo")));
    let Some(entries) = home.and_then(|home| fs::read_dir(home.join("registry/src")).ok()) else { return Vec::new() };
    let mut folders: Vec<_> = entries.flatten().map(|entry| entry.path()).filter(|path| path.is_dir()).collect();
    folders.sort();
    folders
}

fn fill<'a>(
    workspace: &Workspace,
    stage: &Path,
    modules: impl Iterator<Item = (&'a wasm::Module, &'a PathBuf)>,
) -> Result<()> {
    copy_folder(&workspace.root.join("pkg-template"), stage)?;
    for name in DOCUMENTS {
        let from = workspace.root.join(name);
        fs::copy(&from, stage.join(name)).with_context(|| format!("{} cannot be copied", from.display()))?;
    }
    let manifest = stage.join("package.json");
    let text = fs::read_to_string(&manifest).context("pkg-template/package.json cannot be read")?;
    fs::write(&manifest, with_version(&text, &workspace.version)?)?;

    let folder = stage.join(wasm::FOLDER);
    for (module, compiled) in modules {
        wasm::finish(workspace, module, compiled, &folder)?;
        let encoded = STANDARD.encode(fs::read(folder.join(module.wasm()))?);
        fs::write(folder.join(module.base64()), format!("export default \"{encoded}\";\n"))?;
    }
    generate::generate(stage)?;
    let skill = stage.join(generate::skill::FILE);
    let text = fs::read_to_string(&skill).context("the skill cannot be read")?;
    fs::write(&skill, text.replace(generate::skill::VERSION, &workspace.version))?;
    // Kept unminified, because the type check reads it.
    let readable = workspace.scratch("readable")?;
    remove(&readable)?;
    copy_folder(stage, &readable)?;
    minify::folder(stage)?;
    bundle::bundle(stage)?;
    tracker::bundle(workspace, stage)?;
    size::check(workspace, stage)
}

/// Replaces the package's own version in the text of a package.json; everything else stays byte for byte.
fn with_version(text: &str, version: &str) -> Result<String> {
    const KEY: &str = "\"version\": \"";
    let start = text.find(KEY).context("pkg-template/package.json has no \"version\"")? + KEY.len();
    let length = text[start..].find('"').context("the version in pkg-template/package.json does not end")?;
    let filled = format!("{}{version}{}", &text[..start], &text[start + length..]);
    let value: serde_json::Value = serde_json::from_str(&filled).context("pkg-template/package.json is not JSON")?;
    if value["version"] != version {
        bail!("the first \"version\" in pkg-template/package.json is not the package's own");
    }
    Ok(filled)
}

/// Replaces `current` by `new`, with renames only if both are on one disk.
pub(crate) fn swap(new: &Path, current: &Path, former: &Path) -> Result<()> {
    remove(former)?;
    if current.exists() && fs::rename(current, former).is_err() {
        // The target directory is on another disk, where a rename fails: for a moment there is no package.
        remove(current)?;
    }
    if fs::rename(new, current).is_err() {
        copy_folder(new, current)?;
        remove(new)?;
    }
    remove(former)
}

pub(crate) fn remove(folder: &Path) -> Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(error).with_context(|| format!("{} cannot be removed", folder.display()))
        }
        _ => Ok(()),
    }
}

/// Copies a folder and everything in it.
pub(crate) fn copy_folder(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to).with_context(|| format!("{} cannot be made", to.display()))?;
    for entry in fs::read_dir(from).with_context(|| format!("{} cannot be read", from.display()))? {
        let entry = entry?;
        let (source, target) = (entry.path(), to.join(entry.file_name()));
        if entry.file_type()?.is_dir() {
            copy_folder(&source, &target)?;
        } else {
            fs::copy(&source, &target).with_context(|| format!("{} cannot be copied", source.display()))?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::with_version;

    #[test]
    fn the_version_alone_is_replaced() {
        let text = "{\n  \"name\": \"a\",\n  \"version\": \"0.0.0\",\n  \"files\": [\"b\"]\n}\n";
        assert_eq!(with_version(text, "1.2.3").unwrap(), text.replace("0.0.0", "1.2.3"));
    }

    #[test]
    fn a_version_that_belongs_to_something_else_is_refused() {
        let text = r#"{ "config": { "version": "1" }, "name": "a", "version": "0.0.0" }"#;
        assert!(with_version(text, "1.2.3").is_err());
    }
}
