// Starts a sandbox for a test file: the real program, on a free port of the loopback.

import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

export const KEY = "sandbox-key-00000000000000000000";

const suffix = process.platform === "win32" ? ".exe" : "";
const built = fileURLToPath(new URL(`../../target/debug/refiner-sandbox${suffix}`, import.meta.url));

/** The sandbox's program. */
export function sandboxProgram() {
  const program = process.env.REFINER_SANDBOX_BIN ?? built;
  if (!existsSync(program)) {
    throw new Error("the sandbox is not built: run `cargo build -p refiner-sandbox`, or set REFINER_SANDBOX_BIN");
  }
  return program;
}

/**
 * Starts the sandbox. `arguments_` are for its command line; the rate limits are off by default.
 *
 * @param {string[]} [arguments_]
 */
export async function startSandbox(arguments_ = []) {
  const program = sandboxProgram();
  const limits = arguments_.includes("--rate-limits") ? [] : ["--rate-limits", "off"];
  const child = spawn(program, ["--port", "0", ...limits, ...arguments_], { stdio: ["ignore", "pipe", "inherit"] });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  const url = await new Promise((resolve, reject) => {
    child.once("error", reject);
    ended.then((code) => reject(new Error(`the sandbox ended at once (${code})`)));
    createInterface({ input: child.stdout }).on("line", (line) => {
      const address = /^listening on (\S+)$/.exec(line)?.[1];
      if (address) resolve(address);
    });
  });
  const control = async (method, path, body) => {
    const json = body === undefined ? undefined : JSON.stringify(body);
    const response = await fetch(new URL(`/_sandbox/${path}`, url), { method, body: json });
    const reply = await response.json();
    if (!response.ok) throw new Error(`the sandbox refused ${path}: ${JSON.stringify(reply)}`);
    return reply;
  };
  return {
    /** The base URL, with its `/v1`. */
    url: String(url),
    key: KEY,
    /** The requests that `/v1` received since the last `clear`, oldest first. */
    requests: async () => (await control("GET", "requests")).requests,
    clear: () => control("DELETE", "requests"),
    /** Sets the faults, one for each coming request. They replace the unused ones. */
    faults: (...list) => control("POST", "faults", list),
    reset: (overrides = {}) => control("POST", "reset", overrides),
    async stop() {
      child.kill("SIGTERM");
      await ended;
    },
  };
}
