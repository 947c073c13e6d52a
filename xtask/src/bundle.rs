//! Makes the browser's entry one file: a page that imports it without a bundler waits once for JavaScript, and not once for each
//! file that the one before names.

use std::path::Path;
use std::process::Command;

use anyhow::Result;

use crate::{minify, process};

/// What becomes one file.
const SOURCE: &str = "runtime/bundler.js";

/// The file, without its extension. What it loads late begins with this too.
const ENTRY: &str = "runtime/browser";

/// Bundles the entry. `process.argv`: its source, its path without the extension, and how long a line may become.
///
/// What loads late stays apart, and imports the rest from the entry itself, so that there is one of everything. Bundlers have the
/// source: such a circle would keep esbuild from leaving out what an app does not use. The other entries stay as they are: their
/// files come from a disk or a bundler, and share their parts with the gateway and the tools.
///
/// Not with esbuild: it would make a third file of what the entry and its late parts share, and it renames variables where it
/// breaks lines. Names of functions and classes stay, and lines are short, so that stack traces are readable. A line is broken
/// before a statement, a member or a property, where it means nothing.
const BUNDLE: &str =
    "const [source, entry, lineLimit] = process.argv.slice(1), path = require('node:path'), fs = require('node:fs');
    const { transformSync } = require('esbuild'), name = path.basename(entry);
    const breakable = /(Statement|Declaration|MethodDefinition|PropertyDefinition|Property)$/;
    function inLines(code, ast) {
      const places = [];
      const visit = (node) => {
        if (breakable.test(node?.type)) places.push(node.start);
        if (typeof node === 'object') for (const inner of Object.values(node ?? {})) visit(inner);
      };
      visit(ast);
      const lines = [];
      let begin = 0, last = 0;
      for (const place of [...places.sort((a, b) => a - b), code.length]) {
        if (place - begin > lineLimit && last > begin) {
          lines.push(code.slice(begin, last));
          begin = last;
        }
        last = place;
      }
      return [...lines, code.slice(begin)].join('\\n');
    }
    Promise.all([import('rolldown'), import('rolldown/parseAst')]).then(async ([{ build }, { parseAst }]) => {
      const { output } = await build({
        input: { [name]: source },
        external: /\\.wasm$/,
        write: false,
        preserveEntrySignatures: 'allow-extension',
        output: {
          format: 'esm',
          chunkFileNames: `${name}-[name].js`,
          minify: { mangle: { keepNames: true }, compress: { keepNames: { function: true, class: true } }, codegen: { removeWhitespace: true } },
        },
      });
      for (const { fileName, code } of output) {
        // Bundlers of pages look for addresses in quotes.
        const quoted = code.replace(/(new URL|import)\\(`([^`$]+)`/g, '$1(\"$2\"');
        const broken = inLines(quoted, parseAst(quoted));
        const same = (one) => transformSync(one, { minifyWhitespace: true }).code;
        if (same(broken) !== same(quoted)) throw new Error(`${fileName} cannot be broken into lines`);
        fs.writeFileSync(path.join(path.dirname(entry), fileName), broken);
      }
    });";

/// Bundles the browser's entry of `package`, whose scripts are minified already.
pub(crate) fn bundle(package: &Path) -> Result<()> {
    process::run(
        Command::new("node")
            .args(["-e", BUNDLE])
            .arg(package.join(SOURCE))
            .arg(package.join(ENTRY))
            .arg(minify::LINE_LIMIT),
    )
}
