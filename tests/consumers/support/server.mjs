// A server that a consumer starts, for as long as its test lasts.

import { spawn } from "node:child_process";
import { createServer } from "node:net";
import { ENVIRONMENT, resolved } from "./consumer.mjs";

/** How long a server may take to start, and to print what is waited for, in milliseconds. */
const START_MS = 120_000;
const PRINT_MS = 60_000;

/** A free port on the loopback. */
export function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
      server.close(() => resolve(port));
    });
  });
}

/**
 * Starts a server, waits until it answers, and returns its address. The test's end ends it, and everything that it started.
 *
 * @param {import("node:test").TestContext} t
 * @param {string} folder
 * @param {string} command
 * @param {(port: number) => string[]} arguments_
 * @param {(port: number) => Record<string, string>} [environment]
 */
export async function serve(t, folder, command, arguments_, environment = () => ({})) {
  const port = await freePort();
  const child = spawn(await resolved(folder, command), arguments_(port), {
    cwd: folder,
    env: { ...ENVIRONMENT, ...environment(port) },
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  let printed = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (text) => (printed += text));
  const ended = new Promise((resolve) => child.once("close", resolve));
  t.after(async () => {
    try {
      process.kill(-Number(child.pid), "SIGKILL");
    } catch (error) {
      if (error.code !== "ESRCH") throw error;
    }
    await ended;
  });
  const url = `http://127.0.0.1:${port}`;
  await new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`${command} does not answer:\n${printed}`)), START_MS);
    ended.then(() => reject(new Error(`${command} ended at once:\n${printed}`)));
    // A server prints something when it begins to listen. Any answer will do, even a 404. It may print each request, so the first
    // answer is the last question.
    const ask = () =>
      fetch(url, { redirect: "manual" }).then(
        () => {
          clearTimeout(late);
          for (const stream of [child.stdout, child.stderr]) stream.off("data", ask);
          resolve(undefined);
        },
        () => {},
      );
    for (const stream of [child.stdout, child.stderr]) stream.on("data", ask);
  });
  return {
    url,
    printed: () => printed,
    /** Waits until it prints some text, from now on. @param {string} text */
    prints(text) {
      const from = printed.length;
      return new Promise((resolve, reject) => {
        const late = setTimeout(() => reject(new Error(`${command} does not print ${text}:\n${printed}`)), PRINT_MS);
        const look = () => {
          if (!printed.includes(text, from)) return;
          clearTimeout(late);
          for (const stream of [child.stdout, child.stderr]) stream.off("data", look);
          resolve(undefined);
        };
        for (const stream of [child.stdout, child.stderr]) stream.on("data", look);
      });
    },
  };
}
