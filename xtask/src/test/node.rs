//! Test scripts under `node --test`.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, bail};

use super::count::Count;
use crate::process;
use crate::workspace::Workspace;

/// The files of `folder` that end with `suffix`, sorted, relative to the root.
pub(crate) fn scripts(workspace: &Workspace, folder: &str, suffix: &str) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(workspace.root.join(folder)).with_context(|| format!("{folder} cannot be read"))?;
    let names: Result<Vec<_>, _> = entries.map(|entry| entry.map(|entry| entry.file_name())).collect();
    let mut names = names.with_context(|| format!("{folder} cannot be read"))?;
    names.retain(|name| name.to_string_lossy().ends_with(suffix));
    names.sort();
    Ok(names.into_iter().map(|name| PathBuf::from(folder).join(name)).collect())
}

/// Runs every test script of `folder`; `prepare` adds what the scripts need to the command.
pub(super) fn test(workspace: &Workspace, folder: &str, prepare: impl FnOnce(&mut Command)) -> Result<Count> {
    // Node 20 does not expand patterns, and this needs no shell.
    let files = scripts(workspace, folder, ".test.mjs")?;
    if files.is_empty() {
        bail!("{folder} holds no test script (*.test.mjs)");
    }
    let report = workspace.scratch("reports")?.join(format!("{}.tap", folder.replace('/', "-")));
    let mut command = Command::new("node");
    // Two reports: the readable one is not meant for programs, so a second one is counted.
    command.args(["--test", "--test-reporter=spec", "--test-reporter-destination=stdout", "--test-reporter=tap"]);
    command.arg(format!("--test-reporter-destination={}", report.display())).args(&files);
    prepare(&mut command);
    let _ = fs::remove_file(&report);
    let status = process::status(&mut command)?;
    let tap = fs::read_to_string(&report).unwrap_or_default();
    let files: Vec<String> = files.iter().map(|file| file.to_string_lossy().into_owned()).collect();
    Ok(Count::from_tap(&tap, &files).ended(status))
}
