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
  // The caller's own: that of a request is aborted only as long as somebody holds the request.
  const signal = init?.signal ?? (input instanceof Request ? input.signal : undefined);
  signal?.throwIfAborted();
  const { url, method, headers, redirect, body } = plain(input, init) ?? (await viaRequest(new Request(input, init)));
  signal?.throwIfAborted();
  const { pathname, search } = new URL(url);
  /** @type {Call} */
  const call = { method, target: pathname + search, headers: [], body };
  for (const [name, value] of headers) call.headers.push([name, fromBytes(value)]);
  return { call, signal, redirect };
}

/** A method that a host takes as it is, and that may have a body. */
const WRITES = /^(POST|PUT|DELETE)$/;

/**
 * A write whose body is a text, as the client sends it. In Node, a `Request` takes longer than the sandbox's answer.
 *
 * @param {string | URL | Request} input
 * @param {RequestInit} [init]
 */
function plain(input, { method = "GET", headers: given, body: text, redirect = "follow" } = {}) {
  if (typeof input !== "string" || !/^https?:\/\//.test(input) || typeof text !== "string" || !WRITES.test(method)) return undefined;
  const headers = new Headers(given);
  if (!headers.has("content-type")) headers.set("content-type", "text/plain;charset=UTF-8");
  return { url: input, method, headers, redirect, body: new TextEncoder().encode(text) };
}

/** @param {Request} request */
async function viaRequest(request) {
  const { url, method, headers, redirect } = request;
  return { url, method, headers, redirect, body: new Uint8Array(await request.arrayBuffer()) };
}
