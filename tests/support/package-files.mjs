// The files of the installed package, and the files that each one refers to, found by parsers.

import { readFile, readdir } from "node:fs/promises";
import { dirname, join, posix, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import ts from "typescript";

/** Where it is installed. */
export const PACKAGE = dirname(fileURLToPath(import.meta.resolve("refiner-wasm/package.json")));

/** The names of its files, relative to it and with slashes. */
export async function packageFiles() {
  const entries = await readdir(PACKAGE, { recursive: true, withFileTypes: true });
  const names = entries.filter((entry) => !entry.isDirectory()).map((entry) => join(entry.parentPath ?? entry.path, entry.name));
  return names.map((name) => relative(PACKAGE, name).split(sep).join("/")).sort();
}

/**
 * Which files each script imports, at once or lazily, as esbuild resolves it; what it does not find is an error. Node's own
 * modules and other packages are left out.
 *
 * @param {string[]} files
 * @returns {Promise<Map<string, string[]>>}
 */
export async function importsOf(files) {
  const scripts = files.filter((name) => name.endsWith(".js"));
  const { metafile } = await build({
    entryPoints: scripts,
    absWorkingDir: PACKAGE,
    bundle: true,
    write: false,
    outdir: "unwritten",
    metafile: true,
    format: "esm",
    platform: "node",
    packages: "external",
    // The modules count as files, and are not parsed.
    loader: { ".wasm": "empty" },
    logLevel: "silent",
  });
  const found = Object.entries(metafile.inputs).filter(([name]) => scripts.includes(name));
  return new Map(
    found.map(([name, { imports }]) => [name, imports.filter(({ external }) => !external).map(({ path }) => path.replace(/\?.*$/, ""))]),
  );
}

/**
 * The files that a declaration file imports: for each script, the types beside it.
 *
 * @param {string} file
 */
export async function typesOf(file) {
  const { importedFiles } = ts.preProcessFile(await readFile(join(PACKAGE, file), "utf8"));
  return importedFiles.map(({ fileName }) => posix.join(posix.dirname(file), fileName).replace(/\.js$/, ".d.ts"));
}

/**
 * The files that a script names as `new URL("…", import.meta.url)`.
 *
 * @param {string} file
 */
export async function addressesIn(file) {
  const found = [];
  const look = (node) => {
    if (ts.isNewExpression(node) && node.expression.getText() === "URL" && node.arguments?.[1]?.getText() === "import.meta.url") {
      found.push(posix.join(posix.dirname(file), node.arguments[0].text));
    }
    ts.forEachChild(node, look);
  };
  look(ts.createSourceFile(file, await readFile(join(PACKAGE, file), "utf8"), ts.ScriptTarget.Latest, true));
  return found;
}
