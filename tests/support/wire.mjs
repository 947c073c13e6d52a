// A server without an HTTP library, so that a test can answer with broken HTTP on the bare socket.

import { createServer } from "node:net";

/**
 * @typedef {object} Received
 * @property {string} method
 * @property {string} target Path and query, as sent.
 * @property {Record<string, string>} headers
 * @property {string} body
 * @property {number} index How many requests came before.
 * @property {Promise<void>} gone Resolves when either side closes the connection.
 */

/**
 * Starts a server on a free port of the loopback. `answer` is called with the socket and each request.
 *
 * @param {(socket: import("node:net").Socket, request: Received) => unknown} answer
 */
export async function startWire(answer) {
  /** @type {Received[]} */
  const requests = [];
  const sockets = new Set();
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    const gone = new Promise((resolve) => socket.once("close", () => resolve(undefined)));
    gone.then(() => sockets.delete(socket));
    // The client resets connections that it no longer wants; that is not this server's problem.
    socket.on("error", () => {});
    let unread = Buffer.alloc(0);
    socket.on("data", (bytes) => {
      unread = Buffer.concat([unread, bytes]);
      for (let taken = take(unread); taken; taken = take(unread)) {
        unread = taken.rest;
        const request = { ...taken.request, index: requests.length, gone };
        requests.push(request);
        answer(socket, request);
      }
    });
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  return {
    origin: `http://127.0.0.1:${port}`,
    url: `http://127.0.0.1:${port}/v1`,
    requests,
    async stop() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** The first complete request in the bytes, and what is left; undefined while it is incomplete. */
function take(bytes) {
  const end = bytes.indexOf("\r\n\r\n");
  if (end < 0) return undefined;
  const [first, ...lines] = bytes.subarray(0, end).toString("latin1").split("\r\n");
  const [method, target] = first.split(" ");
  const headers = Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf(":")).toLowerCase(), line.slice(line.indexOf(":") + 1).trim()]),
  );
  const length = Number(headers["content-length"] ?? 0);
  const start = end + 4;
  if (bytes.length < start + length) return undefined;
  const body = bytes.subarray(start, start + length).toString("utf8");
  return { request: { method, target, headers, body }, rest: bytes.subarray(start + length) };
}

/**
 * The bytes of a complete reply. A header whose value is undefined is left out, even a standard one.
 *
 * @param {number} status
 * @param {Record<string, string | undefined>} [headers]
 * @param {string | Uint8Array} [body]
 */
export function reply(status, headers = {}, body = "") {
  const bytes = Buffer.from(/** @type {any} */ (body));
  const all = { "content-type": "application/json", "content-length": String(bytes.length), connection: "close", ...headers };
  const lines = Object.entries(all).filter(([, value]) => value !== undefined);
  const head = [`HTTP/1.1 ${status} -`, ...lines.map(([name, value]) => `${name}: ${value}`), "", ""].join("\r\n");
  return Buffer.concat([Buffer.from(head, "latin1"), bytes]);
}

/** A reply with a JSON body. */
export const json = (value, status = 200, headers = {}) => reply(status, headers, JSON.stringify(value));
