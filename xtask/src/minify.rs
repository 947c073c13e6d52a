//! Removes comments and white space from the package's JavaScript. Names stay, so that stack traces are readable.

use std::path::Path;
use std::process::Command;

use anyhow::Result;

use crate::process;

/// Calls esbuild's JavaScript API: its command is either a script or a binary, depending on whether npm ran its install
/// script.
///
/// The core's bindings also export what the files in `src/js` have for the facade, so that a page does not download those files twice.
///
/// wasm-bindgen makes a TextDecoder and a TextEncoder at import. Here, the first use makes them: a test in jsdom, which has
/// neither, can then import what it does not call. The count of decoded bytes starts at the limit at which wasm-bindgen
/// makes a new decoder. What it does for hosts without `encodeInto` goes: they have no SIMD either.
const FILE: &str =
    "const fs = require('node:fs'), path = require('node:path');
    const [from, to, lineLimit, isCore] = process.argv.slice(1);
    let text = fs.readFileSync(from, 'utf8');
    for (const [made, lazy] of [
      [/let cachedTextDecoder = new TextDecoder\\([^;]*\\);\\s*cachedTextDecoder\\.decode\\(\\);/, 'let cachedTextDecoder;'],
      [/let numBytesDecoded = 0;/, 'let numBytesDecoded = MAX_SAFARI_DECODE_BYTES;'],
      [/const cachedTextEncoder = new TextEncoder\\(\\);\\s*if \\(!\\('encodeInto' in cachedTextEncoder\\)\\) \\{.*?\\n\\}\\n/s,
        'let cachedTextEncoder;\\n'],
      [/cachedTextEncoder\\.(?=encode)/g, '(cachedTextEncoder ??= new TextEncoder()).'],
    ]) {
      if (text.search(made) === -1) throw new Error(`the bindings have no ${made}`);
      text = text.replace(made, lazy);
    }
    const place = /from ['\"](\\.\\/snippets\\/[^'\"]+\\/)strict\\.js['\"]/.exec(text);
    if (!place && isCore === 'true') throw new Error('the bindings do not import strict.js');
    const exports = { 'strict.js': 'Written, entries', 'tried.js': 'tried', 'signal.js': 'listen, isAborted, reasonOf' };
    const lines = Object.entries(exports).filter(([name]) => place && fs.existsSync(path.resolve(path.dirname(from), place[1], name)))
      .map(([name, names]) => `export { ${names} } from '${place[1]}${name}';\\n`);
    const contents = `${text}\\n${lines.join('')}`;
    require('esbuild').buildSync({ stdin: { contents, resolveDir: path.dirname(from) }, outfile: to, minify: true, bundle: true,
      format: 'esm', logLevel: 'warning', lineLimit: Number(lineLimit) });";

/// An address stays in one line, which esbuild may break even within its text: Vite finds the modules by a pattern.
///
/// Skips `wasm`, which is minified together with its module. esbuild removes the `__PURE__` annotations along with the
/// white space. They are put back, because without them bundlers would keep an unused class.
const FOLDER: &str =
    "const fs = require('node:fs'), path = require('node:path'), { transformSync } = require('esbuild');
    const [folder, lineLimit] = process.argv.slice(1);
    for (const name of fs.readdirSync(folder, { recursive: true })) {
      if (!name.endsWith('.js') || name.split(path.sep)[0] === 'wasm') continue;
      const file = path.join(folder, name);
      // What only the type check reads: a bundler may not drop it, because reading a property can do something.
      const text = fs.readFileSync(file, 'utf8').replace(/^ *\\/\\*\\* @type .*\\*\\/ this\\.\\w+;$/gm, '');
      let { code } = transformSync(text, { minifyWhitespace: true, lineLimit: Number(lineLimit) });
      for (const [mark, call] of text.matchAll(/\\/\\* @__PURE__ \\*\\/ (\\w+\\()/g)) code = code.replace(`=${call}`, () => `=${mark}`);
      code = code.replace(/new URL\\([^)]*\\)/g, (address) => {
        const whole = address.replace(/\\\\?\\n/g, '');
        return whole.includes('import.meta.url') ? whole : address;
      });
      // esbuild breaks lists, and no statements: a line could hold many functions.
      const broken = code.replace(/\\}(?=(async )?function )/g, '}\\n');
      const same = (one) => transformSync(one, { minifyWhitespace: true }).code;
      if (same(broken) !== same(code)) throw new Error(`${name} cannot be broken into lines`);
      code = broken;
      fs.writeFileSync(file, code);
    }";

/// How long a line may become, in characters. An uncaught error prints the line that it was thrown in before its message.
pub(crate) const LINE_LIMIT: &str = "200";

/// What the results depend on, for caches.
pub(crate) fn recipe() -> String {
    format!("{FILE}\n{FOLDER}\n{LINE_LIMIT}")
}

/// Minifies one generated file, including its names, into another, and bundles what it imports. `is_core`: whether it is of a
/// module of the core, which imports from `src/js`.
pub(crate) fn file(from: &Path, to: &Path, is_core: bool) -> Result<()> {
    process::run(Command::new("node").args(["-e", FILE]).arg(from).arg(to).args([LINE_LIMIT, &is_core.to_string()]))
}

/// Removes comments and white space from every script of a package except the bindings.
pub(crate) fn folder(folder: &Path) -> Result<()> {
    process::run(Command::new("node").args(["-e", FOLDER]).arg(folder).arg(LINE_LIMIT))
}
