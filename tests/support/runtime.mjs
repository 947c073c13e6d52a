// Finds the programs of other JavaScript runtimes: installed by npm for this project, or otherwise on this machine.

import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { ASKED } from "./answers.mjs";

/** The program in the npm package of each runtime. The packages are for Linux on x64 with glibc. */
const PROGRAMS = {
  deno: "@deno/linux-x64-glibc/deno",
  bun: "@oven/bun-linux-x64/bin/bun",
  "node-22": "node-22/bin/node",
  "node-24": "node-24/bin/node",
};

/**
 * The program of a runtime. On Linux with x64 it must be the installed one; elsewhere it is looked up on the PATH.
 *
 * @param {keyof typeof PROGRAMS} name
 */
export function program(name) {
  const installed = fileURLToPath(new URL(`../node_modules/${PROGRAMS[name]}`, import.meta.url));
  if (existsSync(installed)) return installed;
  if (process.platform === "linux" && process.arch === "x64") {
    throw new Error(`${name} is not installed: run \`npm ci\` in tests/, with optional dependencies`);
  }
  return name;
}

/** The name and version of a runtime. @param {string} file Its program. */
export async function versionOf(file) {
  const { stdout } = await promisify(execFile)(file, ["--version"], { env: { ...process.env, DENO_NO_UPDATE_CHECK: "1", NO_COLOR: "1" } });
  const [, name = file.endsWith("bun") ? "bun" : "node", version] = /^(?:(deno) )?v?(\d+\.\d+\.\d+)/.exec(stdout) ?? [];
  if (!version) throw new Error(`${file} says no version: ${stdout}`);
  return { [name]: version };
}

/**
 * Runs the scenario of this folder in a runtime, and returns its result: the last line that it printed.
 *
 * @param {string} file The runtime's program.
 * @param {string[]} arguments_ What comes before the script.
 * @param {string} url The sandbox.
 * @param {string} entry What the scenario imports.
 */
export async function playScenario(file, arguments_, url, entry) {
  const script = fileURLToPath(new URL("scenario.mjs", import.meta.url));
  const tests = fileURLToPath(new URL("..", import.meta.url));
  const { stdout } = await promisify(execFile)(file, [...arguments_, script, url, entry, JSON.stringify(ASKED)], {
    cwd: tests,
    timeout: 60_000,
    // No checks for updates, and no colours in the output.
    env: { ...process.env, DENO_NO_UPDATE_CHECK: "1", NO_COLOR: "1" },
  });
  return JSON.parse(stdout.trim().split("\n").at(-1));
}
