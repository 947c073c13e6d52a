//! Removes comments and white space from the package's JavaScript. Names stay, so that stack traces are readable.

use std::path::Path;
use std::process::Command;

use anyhow::Result;

use crate::process;

/// Calls esbuild's JavaScript API: its command is either a script or a binary, depending on whether npm ran its install
/// script.
///
/// The bindings also export what `src/js/strict.js` has for the facade, so that a page does not download that file twice.
const FILE: &str =
    "const fs = require('node:fs'), path = require('node:path');
    const [from, to] = process.argv.slice(1);
    const text = fs.readFileSync(from, 'utf8');
    const place = /from ['\"](\\.\\/snippets\\/[^'\"]+\\/strict\\.js)['\"]/.exec(text);
    if (!place) throw new Error('the bindings do not import strict.js');
    const contents = `${text}\\nexport { Written, entries } from '${place[1]}';\\n`;
    require('esbuild').buildSync({ stdin: { contents, resolveDir: path.dirname(from) }, outfile: to, minify: true, bundle: true,
      format: 'esm', logLevel: 'warning' });";

/// Skips `wasm`, which is minified together with its module. esbuild removes the `__PURE__` annotations along with the
/// white space. They are put back, because without them bundlers would keep an unused class.
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

/// What the results depend on, for caches.
pub(crate) fn recipe() -> String {
    format!("{FILE}\n{FOLDER}")
}

/// Minifies one generated file, including its names, into another, and bundles what it imports.
pub(crate) fn file(from: &Path, to: &Path) -> Result<()> {
    process::run(Command::new("node").args(["-e", FILE]).arg(from).arg(to))
}

/// Removes comments and white space from every script of a package except the bindings.
pub(crate) fn folder(folder: &Path) -> Result<()> {
    process::run(Command::new("node").args(["-e", FOLDER]).arg(folder))
}
