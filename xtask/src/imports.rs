//! Finds the modules that a JavaScript module loads: its static imports, and theirs.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::process;

/// The files that esbuild would bundle with `entry`. A bare name, which a page without a bundler cannot resolve, is
/// external and appears unchanged.
const GRAPH: &str =
    "const { inputs } = require('esbuild').buildSync({ entryPoints: [process.argv[2]], bundle: true, write: false,
      metafile: true, format: 'esm', packages: 'external', absWorkingDir: process.argv[1] }).metafile;
    const files = new Set(), bare = [], waiting = [process.argv[2].split('\\\\').join('/')];
    while (waiting.length) {
      const file = waiting.pop();
      if (files.has(file)) continue;
      files.add(file);
      for (const to of inputs[file].imports) {
        if (to.external) bare.push(to.path);
        else if (to.kind === 'import-statement') waiting.push(to.path);
      }
    }
    console.log(JSON.stringify({ files: [...files], bare }));";

#[derive(serde::Deserialize)]
struct Graph {
    files: BTreeSet<PathBuf>,
    bare: Vec<String>,
}

/// Every file a browser loads when it loads `entry`, relative to `folder`, `entry` included.
pub(crate) fn graph(folder: &Path, entry: &Path) -> Result<BTreeSet<PathBuf>> {
    let printed = process::output(Command::new("node").args(["-e", GRAPH]).arg(folder).arg(entry))?;
    let graph: Graph = serde_json::from_str(&printed).context("esbuild printed something unexpected")?;
    if let Some(name) = graph.bare.first() {
        bail!("{} imports \"{name}\", which a page without a bundler cannot find", entry.display());
    }
    Ok(graph.files)
}
