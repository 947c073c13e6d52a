// Runs the command line as a program, as its users do.

import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

const PROGRAM = fileURLToPath(new URL("./cli/main.js", import.meta.resolve("refiner-wasm/package.json")));

/** A client of the tests' sandbox: its address and key, and as little as possible of this process's environment. */
export function programFor(sandbox) {
  const usual = { REFINER_BASE_URL: sandbox?.url, REFINER_API_KEY: sandbox?.key };
  /** Starts the program. A variable that is undefined in `env` is not set. */
  const start = (args, env = {}) => {
    const all = Object.entries({ PATH: process.env.PATH, ...usual, ...env }).filter(([, value]) => value !== undefined);
    const child = spawn(process.execPath, [PROGRAM, ...args], { env: Object.fromEntries(all) });
    const ended = new Promise((resolve) => child.once("close", (code, signal) => resolve({ code, signal })));
    // A program that has ended takes no input.
    child.stdin.on("error", () => {});
    return { child, ended };
  };
  /** Runs the program to its end. */
  const run = async (args, { input = "", env } = {}) => {
    const { child, ended } = start(args, env);
    const texts = { stdout: "", stderr: "" };
    for (const name of ["stdout", "stderr"]) child[name].setEncoding("utf8").on("data", (text) => (texts[name] += text));
    child.stdin.end(input);
    return { ...(await ended), ...texts };
  };
  return { start, run };
}
