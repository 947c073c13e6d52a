//! The package's JavaScript without comments and white space. Names stay, so that a stack trace can be read.

use std::path::Path;
use std::process::Command;

use anyhow::Result;

use crate::process;

/// Through esbuild's own module: its command is a script or a binary, depending on whether npm ran its install script.
const FILE: &str = "require('esbuild').buildSync({ entryPoints: [process.argv[1]], outfile: process.argv[2], minify: true, \
                    bundle: true, format: 'esm', logLevel: 'warning' })";

/// `wasm` is left alone: it is minified with the module it belongs to. esbuild drops the mark of a pure call with the white
/// space; it comes back, or bundlers would keep a class that nobody uses.
const FOLDER: &str =
    "const fs = require('node:fs'), path = require('node:path'), { transformSync } = require('esbuild');
    for (const name of fs.readdirSync(process.argv[1], { recursive: true })) {
      if (!name.endsWith('.js') || name.split(path.sep)[0] === 'wasm') continue;
      const file = path.join(process.argv[1], name);
      const text = fs.readFileSync(file, 'utf8');
      let { code } = transformSync(text, { minifyWhitespace: true });
      for (const [mark, call] of text.matchAll(/\\/\\* @__PURE__ \\*\\/ (\\w+\\()/g)) code = code.replace(`=${call}`, () => `=${mark}`);
      fs.writeFileSync(file, code);
    }";

/// What both depend on, for caches.
pub(crate) fn recipe() -> String {
    format!("{FILE}\n{FOLDER}")
}

/// Minifies one generated file, names and all, into another, together with what it imports.
pub(crate) fn file(from: &Path, to: &Path) -> Result<()> {
    process::run(Command::new("node").args(["-e", FILE]).arg(from).arg(to))
}

/// Takes comments and white space out of every script of a package but the bindings.
pub(crate) fn folder(folder: &Path) -> Result<()> {
    process::run(Command::new("node").args(["-e", FOLDER]).arg(folder))
}
