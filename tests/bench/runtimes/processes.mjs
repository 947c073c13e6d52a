// The runtimes that run a script as a program: Node, Deno and Bun.

import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { program } from "../../support/runtime.mjs";

const TESTS = fileURLToPath(new URL("../..", import.meta.url));
const LONGEST_MS = 15 * 60_000;
// Deno's permissions are not part of the measurement.
const DENO = ["run", "--quiet", "--no-lock", "--node-modules-dir=manual", "--allow-all", "--v8-flags=--expose-gc"];

/** How to find each runtime, and how to start it so that a script can ask for garbage collection. */
const RUNTIMES = {
  node: { name: `Node ${process.versions.node.split(".")[0]}`, find: () => process.execPath, arguments_: ["--expose-gc"] },
  "node-24": { name: "Node 24", find: () => program("node-24"), arguments_: ["--expose-gc"] },
  bun: { name: "Bun", find: () => program("bun"), arguments_: ["run"] },
  deno: { name: "Deno", find: () => program("deno"), arguments_: DENO },
};

export const KEYS = Object.keys(RUNTIMES);

async function output(file, arguments_) {
  const { stdout } = await promisify(execFile)(file, arguments_, {
    cwd: TESTS,
    timeout: LONGEST_MS,
    maxBuffer: 64 * 1024 * 1024,
    // No checks for updates, and no colours in the output.
    env: { ...process.env, DENO_NO_UPDATE_CHECK: "1", NO_COLOR: "1" },
  });
  return stdout.trim();
}

/**
 * A runtime; if it is missing, its name and the reason.
 *
 * @param {string} key
 */
export async function openProcess(key) {
  const { name, find, arguments_ } = RUNTIMES[key];
  let file, version;
  try {
    file = find();
    version = /\d+(\.\d+)+/.exec(await output(file, ["--version"]))?.[0];
  } catch (error) {
    return { name, missing: error.message.split("\n")[0] };
  }
  const run = async (script, request) => {
    const path = fileURLToPath(new URL(`${script}-in-process.mjs`, import.meta.url));
    const printed = await output(file, [...arguments_, path, JSON.stringify(request)]);
    return JSON.parse(printed.split("\n").at(-1) ?? "");
  };
  return {
    name,
    version,
    /** @param {{ names: string[], quick: boolean }} request */
    play: (request) => run("play", request),
    /** @param {string} client */
    cold: (client) => run("cold", { client }),
    /** @param {string} task @param {string} url */
    memory: (task, url) => run("memory", { task, url }),
    // Only a page waits for each file.
    first: undefined,
    close: async () => {},
  };
}
