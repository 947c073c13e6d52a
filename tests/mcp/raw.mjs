// A server process that is sent exactly what a test writes.

import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { PROGRAM } from "./program.mjs";

const META = "io.modelcontextprotocol/";

/** The envelope of a request of 2026-07-28. */
export function envelope(capabilities = {}) {
  return { [`${META}protocolVersion`]: "2026-07-28", [`${META}clientInfo`]: { name: "raw", version: "1" }, [`${META}clientCapabilities`]: capabilities };
}

export class RawStdio {
  #child;
  #waiting = new Map();
  #id = 0;
  /** Resolves with the exit status. */
  ended;

  /** @param {object} env @param {string[]} [args] @param {string[]} [nodeArgs] */
  constructor(env, args = [], nodeArgs = []) {
    this.#child = spawn(process.execPath, [...nodeArgs, PROGRAM, ...args], { env, stdio: ["pipe", "pipe", "ignore"] });
    this.ended = new Promise((resolve) => this.#child.once("exit", (code, signal) => resolve(code ?? signal)));
    this.ended.then((how) => {
      for (const { reject } of this.#waiting.values()) reject(new Error(`the server ended (${how})`));
    });
    this.#child.stdin.on("error", () => {});
    createInterface({ input: this.#child.stdout }).on("line", (line) => {
      const message = JSON.parse(line);
      this.#waiting.get(message.id)?.resolve(message);
      this.#waiting.delete(message.id);
    });
  }

  get pid() {
    return this.#child.pid;
  }

  /** Writes what is no request; resolves when the process can take more. @param {string | Uint8Array} text */
  write(text) {
    return new Promise((resolve) => this.#child.stdin.write(text, resolve));
  }

  /** @param {string} method @param {object} params */
  request(method, params = {}) {
    const id = `r${++this.#id}`;
    const answered = new Promise((resolve, reject) => this.#waiting.set(id, { resolve, reject }));
    void this.write(`${JSON.stringify({ jsonrpc: "2.0", id, method, params })}\n`);
    return answered;
  }

  /** Calls a tool in the revision 2026-07-28. */
  call(name, input, more = {}, capabilities = {}) {
    return this.request("tools/call", { name, arguments: input, _meta: envelope(capabilities), ...more });
  }

  /** Ends the input, as a host does. */
  stop() {
    this.#child.stdin.end();
    return this.ended;
  }
}
