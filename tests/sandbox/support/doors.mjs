// The three doors of the sandbox: the native server, a `fetch` in this process, and the server that comes with the package.

import { createSandbox } from "refiner-wasm/testing";
import { programFor } from "../../cli/program.mjs";
import { startSandbox } from "../../support/sandbox.mjs";
import { createInterface } from "node:readline";

/** The account that every door has: small, with rate limits. */
const OPTIONS = { seed: 3, contacts: 40, responses: 150, rateLimits: true };
const FLAGS = ["--seed", "3", "--contacts", "40", "--responses", "150", "--rate-limits", "on"];

/**
 * @typedef {object} Door
 * @property {string} name
 * @property {(path: string, init?: RequestInit) => Promise<Response>} fetch
 * @property {() => Promise<void>} close
 */

/** @returns {Promise<Door>} */
async function native() {
  const server = await startSandbox(FLAGS);
  return { name: "native", fetch: (path, init) => fetch(new URL(path, server.url), init), close: () => server.stop() };
}

/** @returns {Promise<Door>} */
async function wasm() {
  const sandbox = await createSandbox(OPTIONS);
  return { name: "createSandbox", fetch: (path, init) => sandbox.fetch(new URL(path, "https://api.refiner.io"), init), close: async () => {} };
}

/** Starts `refiner-wasm sandbox`, and reads the two lines that it prints. @param {string[]} flags */
export async function serve(flags) {
  const { child, ended } = programFor().start(["sandbox", ...flags]);
  child.stderr.pipe(process.stderr);
  const printed = [];
  for await (const line of createInterface({ input: child.stdout })) if (printed.push(line) === 2) break;
  const [url] = printed.map((line) => /^listening on (\S+)$/.exec(line)?.[1]);
  if (!url) throw new Error(`the sandbox said ${JSON.stringify(printed)}`);
  const stop = (signal = "SIGTERM") => {
    child.kill(signal);
    return ended;
  };
  return { url, printed, stop };
}

/** @returns {Promise<Door>} */
async function overHttp() {
  const { url, stop } = await serve(["--port", "0", ...FLAGS]);
  return { name: "refiner-wasm sandbox", fetch: (path, init) => fetch(new URL(path, url), init), close: async () => void (await stop()) };
}

export const openAll = () => Promise.all([native(), wasm(), overHttp()]);
