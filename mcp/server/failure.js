// @ts-check
// Errors as a tool's result: what happened, where, and what a model can do about it.
import { isRefinerError } from "refiner-wasm";

/** @typedef {import("refiner-wasm").ErrorKind} ErrorKind */
/** @typedef {import("@modelcontextprotocol/server").CallToolResult} CallToolResult */

/** What to do next. @type {Record<ErrorKind, string>} */
const ADVICE = {
  config: "The server is not set up correctly. Tell the person who runs it; another call will not help.",
  input: "Nothing was sent. Correct the input at `path`, and call again.",
  auth: "Refiner does not accept the server's API key. Tell the person who runs it; another call will not help.",
  permission: "The key or the plan does not allow this. Tell the person; another call will not help.",
  not_found: "Check the identifiers: get them from a list.",
  conflict: "Read the current state, then try again.",
  rate_limited: "Wait before you call again.",
  rejected: "Refiner refused this. The same call will fail again; `detail` is its reason.",
  server: "Refiner failed to answer. Try again later.",
  network: "The connection failed. Before you repeat a write, read whether it was done.",
  timeout: "It took too long. Ask for less; before you repeat a write, read whether it was done.",
  redirect: "The server's base URL is wrong. Tell the person who runs it.",
  too_large: "Ask for less, such as a smaller page_length.",
  decode: "The reply is not Refiner's. Tell the person who runs the server.",
  aborted: "It was cancelled. Before you repeat a write, read whether it was done.",
};

/**
 * @param {unknown} error
 * @returns {CallToolResult}
 */
export function failure(error) {
  if (!isRefinerError(error)) return refused({ kind: "unexpected", message: "The server failed. Nothing is known of the call's effect.", advice: "Try once more; then tell the person who runs it." });
  const { kind, message, action, path, status, retryAfterMs, resume, detail } = error;
  const told = { kind, message, advice: ADVICE[kind], action, path, status, retryAfterMs, resume };
  // What Refiner said is other people's text, and marked as such wherever it stands.
  return refused({ ...told, ...(detail !== undefined && { untrusted_text: { detail } }) });
}

/**
 * @param {Record<string, unknown>} error
 * @returns {CallToolResult}
 */
export function refused(error) {
  return { isError: true, content: [{ type: "text", text: JSON.stringify({ error }) }] };
}
