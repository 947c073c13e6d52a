// @ts-check
// A sandbox over HTTP, on the loopback. What happens to a connection is what a caller of the sandbox's `fetch` sees of it.
import { once } from "node:events";
import { createServer } from "node:http";
import { deliver } from "../testing/deliver.js";
import { fromBytes } from "../testing/headers.js";
import { UsageError } from "./usage-error.js";

/** @typedef {import("../testing/sandbox.js").Sandbox} Sandbox */
/** @typedef {import("node:http").IncomingMessage} IncomingMessage */
/** @typedef {import("node:http").ServerResponse} ServerResponse */

const HOST = "127.0.0.1";

/** Of a body above the largest that the sandbox takes, it needs to see only that it is one: 10 MB and a byte. */
const ENOUGH = 10 * 1024 * 1024 + 1;

/** How long to wait before a reset, so that the bytes sent before it arrive first, in milliseconds. */
const BEFORE_RESET_MS = 50;

/**
 * Resolves once the server listens.
 *
 * @param {Sandbox} sandbox
 * @param {number} port 0 takes any free one.
 * @returns {Promise<{ url: string, stop: () => Promise<void> }>}
 */
export async function serve(sandbox, port) {
  const server = createServer((request, response) => {
    // Whatever fails, the client is gone, or what it sent is no request.
    answer(sandbox, request, response).catch(() => response.destroy());
  });
  server.listen(port, HOST);
  try {
    await once(server, "listening");
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== "EADDRINUSE") throw error;
    throw new UsageError(`Port ${port} is already in use: choose another with --port, or --port 0 for any`);
  }
  const { port: chosen } = /** @type {import("node:net").AddressInfo} */ (server.address());
  return {
    url: `http://${HOST}:${chosen}`,
    async stop() {
      const closed = once(server, "close");
      server.close();
      // Those that stall, too.
      server.closeAllConnections();
      await closed;
    },
  };
}

/** @param {Sandbox} sandbox @param {IncomingMessage} request @param {ServerResponse} response */
async function answer(sandbox, request, response) {
  const { method = "GET", url = "/", rawHeaders } = request;
  const body = await bodyOf(request);
  /** @type {[string, string][]} */
  const headers = [];
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) headers.push([rawHeaders[at].toLowerCase(), fromBytes(rawHeaders[at + 1])]);
  // Only a request to a proxy names a host here.
  const { host, rest } = /^\w+:\/\/(?<host>[^/?#]*)(?<rest>.*)$/s.exec(url)?.groups ?? { rest: url };
  const answer = sandbox.answer({ method, target: rest || "/", authority: host, headers, body });
  const gone = new AbortController();
  response.once("close", () => gone.abort());
  const { kind } = answer.delivery;
  try {
    await send(await deliver(answer, { method, signal: gone.signal, redirect: "manual" }), kind, response);
  } catch {
    if (!gone.signal.aborted) await end(response, kind.startsWith("reset"));
  }
}

/** @param {IncomingMessage} request */
async function bodyOf(request) {
  const chunks = [];
  let length = 0;
  for await (const chunk of request) {
    chunks.push(chunk);
    length += chunk.length;
    if (length >= ENOUGH) break;
  }
  return new Uint8Array(Buffer.concat(chunks));
}

/**
 * Sends the head, and the body as it comes. Throws what the body throws.
 *
 * @param {Response} from
 * @param {string} kind How it is delivered.
 * @param {ServerResponse} to
 */
async function send(from, kind, to) {
  if (kind !== "at_once" && kind !== "after") to.shouldKeepAlive = false;
  // Without a length, the body ends with the connection.
  if (kind === "close_midway") to.useChunkedEncodingByDefault = false;
  to.writeHead(from.status, [...from.headers].flat());
  // Sends the head, whatever the body does. Not `flushHeaders()`, which would encode its values a second time.
  to.write("", "latin1");
  for await (const chunk of from.body ?? []) {
    if (!to.write(chunk)) await once(to, "drain");
  }
  to.end();
}

/** The connection ends before the reply does. @param {ServerResponse} response @param {boolean} isReset */
async function end({ socket, headersSent }, isReset) {
  if (!isReset) return void socket?.end();
  if (headersSent) await new Promise((resolve) => setTimeout(resolve, BEFORE_RESET_MS));
  socket?.resetAndDestroy();
}
