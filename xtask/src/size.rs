//! The size of the package, and whether a browser's share of it is within the budget.

use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use flate2::Compression;
use flate2::write::GzEncoder;
use serde::{Deserialize, Serialize};

use crate::workspace::Workspace;
use crate::{imports, wasm};

/// The entry that a page imports.
const BROWSER_ENTRY: &str = "runtime/browser.js";
/// What the page loads at its first summary or export.
const INSIGHT_ENTRY: &str = "runtime/browser-insight.js";
const BUDGET: &str = "size-budget.json";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Budget {
    /// Everything that a browser downloads, each file compressed separately with brotli's best quality.
    browser_brotli_bytes: usize,
}

#[derive(Clone, Copy, Default, Serialize)]
struct Weight {
    raw: usize,
    gzip: usize,
    brotli: usize,
}

/// How many bytes these are after brotli's best compression.
pub(crate) fn brotli_bytes(bytes: &[u8]) -> Result<usize> {
    Ok(Weight::of(bytes)?.brotli)
}

impl Weight {
    fn of(bytes: &[u8]) -> Result<Self> {
        let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
        gzip.write_all(bytes)?;
        let mut compressed = Vec::new();
        // A window of 22, as servers use. The encoder chooses the text or binary mode, as servers let it.
        let parameters = brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 22, ..Default::default() };
        brotli::BrotliCompress(&mut &bytes[..], &mut compressed, &parameters)?;
        Ok(Self { raw: bytes.len(), gzip: gzip.finish()?.len(), brotli: compressed.len() })
    }

    fn sum(weights: &[(PathBuf, Self)]) -> Self {
        weights.iter().fold(Self::default(), |sum, (_, weight)| Self {
            raw: sum.raw + weight.raw,
            gzip: sum.gzip + weight.gzip,
            brotli: sum.brotli + weight.brotli,
        })
    }
}

/// What the benchmarks report about the package's size.
#[derive(Serialize)]
pub(crate) struct Facts {
    /// How many bytes (brotli) a browser's first load may have.
    budget: usize,
    first_call: Weight,
    /// How many more a summary or an export may load.
    first_summary: Weight,
    /// How many both modules may have together.
    wasm: Weight,
}

/// The package's size in a browser.
pub(crate) fn facts(workspace: &Workspace, package: &Path) -> Result<Facts> {
    let first = browser_files(package)?;
    let mut later = BTreeSet::from([Path::new(wasm::FOLDER).join(wasm::INSIGHT.wasm())]);
    later.extend(imports::graph(package, Path::new(INSIGHT_ENTRY))?);
    later.retain(|file| !first.contains(file));
    let modules = [wasm::CLIENT, wasm::INSIGHT].map(|module| Path::new(wasm::FOLDER).join(module.wasm()));
    let sum = |files| weigh(package, files).map(|weights| Weight::sum(&weights));
    Ok(Facts {
        budget: budget(workspace)?.browser_brotli_bytes,
        first_call: sum(first)?,
        first_summary: sum(later)?,
        wasm: sum(modules.into_iter().collect())?,
    })
}

/// Fails, and prints the table, if a browser's download of `package` exceeds the budget.
pub(crate) fn check(workspace: &Workspace, package: &Path) -> Result<()> {
    let weights = weigh(package, browser_files(package)?)?;
    let (total, allowed) = (Weight::sum(&weights).brotli, budget(workspace)?.browser_brotli_bytes);
    if total > allowed {
        println!("{}", table("what a browser downloads", &weights));
        bail!("a browser would download {total} bytes (brotli), {} more than {BUDGET} allows", total - allowed);
    }
    println!("a browser downloads {total} bytes (brotli) of the {allowed} allowed");
    Ok(())
}

fn budget(workspace: &Workspace) -> Result<Budget> {
    let text = fs::read_to_string(workspace.root.join(BUDGET)).with_context(|| format!("{BUDGET} cannot be read"))?;
    serde_json::from_str(&text).with_context(|| format!("{BUDGET} is not as expected"))
}

/// Prints what a browser downloads of `package`, and every other module in it.
pub(crate) fn print(package: &Path) -> Result<()> {
    let browser = browser_files(package)?;
    let mut others = BTreeSet::new();
    modules(package, Path::new(""), &mut others)?;
    others.retain(|file| !browser.contains(file));
    println!("\n{}", table("what a browser downloads", &weigh(package, browser)?));
    println!("{}", table("everything else that runs", &weigh(package, others)?));
    Ok(())
}

/// The module, and the JavaScript that the browser's entry loads.
fn browser_files(package: &Path) -> Result<BTreeSet<PathBuf>> {
    let mut files = imports::graph(package, Path::new(BROWSER_ENTRY))?;
    files.insert(Path::new(wasm::FOLDER).join(wasm::CLIENT.wasm()));
    Ok(files)
}

fn modules(package: &Path, folder: &Path, found: &mut BTreeSet<PathBuf>) -> Result<()> {
    for entry in fs::read_dir(package.join(folder))? {
        let entry = entry?;
        let file = folder.join(entry.file_name());
        let extension = file.extension().unwrap_or_default();
        if entry.file_type()?.is_dir() {
            modules(package, &file, found)?;
        } else if ["js", "mjs", "cjs", "wasm"].iter().any(|known| extension == *known) {
            found.insert(file);
        }
    }
    Ok(())
}

fn weigh(package: &Path, files: BTreeSet<PathBuf>) -> Result<Vec<(PathBuf, Weight)>> {
    let weigh = |file: PathBuf| {
        let bytes = fs::read(package.join(&file)).with_context(|| format!("{} is missing", file.display()))?;
        Ok((file, Weight::of(&bytes)?))
    };
    files.into_iter().map(weigh).collect()
}

fn table(title: &str, weights: &[(PathBuf, Weight)]) -> String {
    let mut text = format!("{title:<40}{:>10}{:>10}{:>10}\n", "raw", "gzip", "brotli");
    let mut row = |name: &str, weight: Weight| {
        text.push_str(&format!("  {name:<38}{:>10}{:>10}{:>10}\n", weight.raw, weight.gzip, weight.brotli));
    };
    weights.iter().for_each(|(file, weight)| row(&file.display().to_string(), *weight));
    row("total", Weight::sum(weights));
    text
}
