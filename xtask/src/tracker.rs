//! Makes the tracker's two files for a script tag with the list of their hashes, and checks how many bytes a page downloads.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Result, bail};

use crate::process;
use crate::size::brotli_bytes;
use crate::workspace::Workspace;

/// The sources of the two files. They are published as one file each, so this folder is not.
const SOURCES: &str = "tracker/script";

/// Each file of the package, its source, and the most bytes it may have: the tracker's compressed (brotli), the stub's
/// as they are, because a page holds it among its own.
const FILES: [(&str, &str); 2] = [("tracker.global.js", "global.js"), ("tracker.stub.js", "stub.js")];

const MOST_TRACKER_BYTES: usize = 8 * 1024;
const MOST_STUB_BYTES: usize = 600;

/// Bundles a script and everything it imports, from packages too. `process.argv`: the script, the file to make, and
/// where the packages are.
///
/// Prints the file's integrity (https://www.w3.org/TR/SRI/), and adds it to tracker.integrity.json in the same folder.
///
/// Not with esbuild: Rolldown names variables so that brotli saves another fiftieth (measured). Its remarks for other
/// bundlers are taken out: nobody bundles a script of a page.
const BUNDLE: &str =
    "const [from, to, packages] = process.argv.slice(1);
    import('rolldown').then(async ({ build }) => {
      const { output } = await build({ input: from, write: false, resolve: { modules: [packages] }, output: { format: 'iife', minify: true } });
      const code = output[0].code.replaceAll('/* @__PURE__ */', '');
      require('node:fs').writeFileSync(to, code);
      const name = require('node:path').basename(to), list = to.replace(name, 'tracker.integrity.json');
      const hash = 'sha384-' + require('node:crypto').createHash('sha384').update(code).digest('base64');
      const known = require('node:fs').existsSync(list) ? JSON.parse(require('node:fs').readFileSync(list, 'utf8')) : {};
      require('node:fs').writeFileSync(list, JSON.stringify({ ...known, [name]: hash }, null, 2) + '\\n');
      console.log(name + ': integrity=\"' + hash + '\"');
    });";

/// Adds the files to `package`, and takes their sources out of it. Fails if one is too large.
pub(crate) fn bundle(workspace: &Workspace, package: &Path) -> Result<()> {
    let sources = package.join(SOURCES);
    let packages = workspace.root.join("node_modules");
    for (name, source) in FILES {
        let mut command = Command::new("node");
        command.args(["-e", BUNDLE]).arg(sources.join(source)).arg(package.join(name)).arg(&packages);
        process::run(&mut command)?;
    }
    fs::remove_dir_all(&sources)?;
    let [tracker, stub] = FILES.map(|(name, _)| fs::read(package.join(name)));
    let (tracker, stub) = (brotli_bytes(&tracker?)?, stub?.len());
    println!("the tracker is {tracker} bytes (brotli) of {MOST_TRACKER_BYTES}, its stub {stub} of {MOST_STUB_BYTES}");
    if tracker > MOST_TRACKER_BYTES || stub > MOST_STUB_BYTES {
        bail!("the tracker, or its stub, is too large");
    }
    Ok(())
}
