// @ts-check
// What a caller of `fetch` asks for, as the sandbox takes it.
import { fromBytes } from "./headers.js";

/**
 * @typedef {object} Call
 * @property {string} method
 * @property {string} target Path and query.
 * @property {string} [authority] The host that the request line names, with its port.
 * @property {[name: string, value: string][]} headers Names in lower case.
 * @property {Uint8Array} body
 */

/**
 * Reads a request as the host's own `fetch` would. Throws what that would throw.
 *
 * @param {string | URL | Request} input
 * @param {RequestInit} [init]
 */
export async function readRequest(input, init) {
  const request = new Request(input, init);
  // The caller's own: that of a request is aborted only as long as somebody holds the request.
  const signal = init?.signal ?? (input instanceof Request ? input.signal : undefined);
  signal?.throwIfAborted();
  const body = await bytesOf(request, init?.body);
  signal?.throwIfAborted();
  const { pathname, search } = new URL(request.url);
  /** @type {Call} */
  const call = { method: request.method, target: pathname + search, headers: [], body };
  for (const [name, value] of request.headers) call.headers.push([name, fromBytes(value)]);
  return { call, signal, redirect: request.redirect };
}

/** @param {Request} request @param {unknown} given Its body, where a text is spared the way through a stream. */
async function bytesOf(request, given) {
  return typeof given === "string" ? new TextEncoder().encode(given) : new Uint8Array(await request.arrayBuffer());
}
