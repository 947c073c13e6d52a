// Runs wasm-pack as a user would, with the programs that `cargo xtask test wasm-pack` found.

import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

/** The root of this repository. */
export const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** @param {string} name A variable that the suite sets. */
export function given(name) {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run \`cargo xtask test wasm-pack\``);
  return value;
}

/**
 * Runs a program, and returns all that it printed.
 *
 * @param {string} file
 * @param {string[]} arguments_
 * @param {import("node:child_process").ExecFileOptions} [options]
 */
export async function output(file, arguments_, options = {}) {
  const { stdout, stderr } = await promisify(execFile)(file, arguments_, { cwd: ROOT, maxBuffer: 1e8, ...options });
  return `${stdout}${stderr}`;
}

/**
 * Runs wasm-pack in a folder, and returns all that it printed.
 *
 * @param {string[]} arguments_
 * @param {string} [cwd]
 */
export function wasmPack(arguments_, cwd = ROOT) {
  return output(given("WASM_PACK"), arguments_, { cwd });
}

/**
 * How many tests passed, according to what `wasm-pack test` printed.
 *
 * @param {string} printed
 */
export function passed(printed) {
  return [...printed.matchAll(/^test result: ok\. (\d+) passed; 0 failed/gm)].reduce((sum, [, count]) => sum + Number(count), 0);
}

/**
 * The blocks of code in a document, with the text before each.
 *
 * @param {string} markdown
 */
export function codeBlocks(markdown) {
  const blocks = [...markdown.matchAll(/([^\n]*\n)\n```(\w+)\n(.*?)```\n/gs)];
  return blocks.map(([, before, language, code]) => ({ before: before.trim(), language, code }));
}
