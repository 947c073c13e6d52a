// Sends requests to a gateway exactly as they are written, and checks what must hold of every reply.

import assert from "node:assert/strict";
import { request as send } from "node:http";
import { KEY } from "../sandbox.mjs";

/** Signs the tokens in these tests. */
export const SECRET = "a-secret-of-the-tests-0123456789abcdef";

/** The page that may call. */
export const ORIGIN = "https://app.example.com";

/** The headers that a reply may have. The last ones are the host's own. */
const HEADERS = [
  "content-type", "cache-control", "x-content-type-options", "vary", "x-request-id", "retry-after", "www-authenticate", "allow",
  "access-control-allow-origin", "access-control-expose-headers", "access-control-allow-credentials", "access-control-allow-methods",
  "access-control-allow-headers", "access-control-max-age", "date", "connection", "keep-alive", "content-length", "transfer-encoding",
];

/** What no reply and no line of the log may hold. */
const FORBIDDEN = [KEY, SECRET, /\bat [\w.]+ \(|node_modules|\.js:\d+/, /<html|<!doctype/i, /127\.0\.0\.1/, /secret-of-the-session/];

/** @typedef {{ status: number, headers: Record<string, string>, text: string, json: any }} Answer */

/**
 * @param {string} url
 * @param {object} [what]
 * @param {string} [what.method]
 * @param {Record<string, string | string[]>} [what.headers] A list is sent as so many headers.
 * @param {unknown} [what.json]
 * @param {string | Uint8Array | AsyncIterable<string | Uint8Array>} [what.body] An iterable is sent in chunks, without a length.
 * @returns {Promise<Answer>}
 */
export async function ask(url, { method = "GET", headers = {}, json, body } = {}) {
  const bytes = json === undefined ? body : JSON.stringify(json);
  const all = { ...(json !== undefined && { "content-type": "application/json" }), ...headers };
  const outgoing = send(url, { method, headers: all, agent: false });
  const answered = new Promise((resolve, reject) => {
    outgoing.once("response", (incoming) => {
      const parts = [];
      incoming.on("data", (part) => parts.push(part));
      incoming.once("end", () => resolve({ status: incoming.statusCode, headers: incoming.headers, text: Buffer.concat(parts).toString() }));
      incoming.once("error", reject);
    });
    outgoing.once("error", reject);
  });
  answered.catch(() => {});
  await write(outgoing, bytes);
  const answer = await answered;
  return checked({ ...answer, json: answer.text === "" ? undefined : JSON.parse(answer.text) });
}

async function write(outgoing, body) {
  if (body === undefined || typeof body === "string" || body instanceof Uint8Array) {
    // A body of known length gets its length, whatever the method.
    if (body !== undefined && !outgoing.hasHeader("content-length")) outgoing.setHeader("content-length", Buffer.byteLength(body));
    outgoing.end(body);
    return;
  }
  // The gateway may answer, and close, before all of it was sent.
  for await (const chunk of body) {
    if (outgoing.destroyed) return;
    outgoing.write(chunk);
  }
  outgoing.end();
}

/** What holds of every reply. */
function checked(answer) {
  const { headers, text, status } = answer;
  assert.equal(headers["cache-control"], "no-store");
  assert.equal(headers["x-content-type-options"], "nosniff");
  assert.match(headers.vary, /^Origin/);
  assert.match(headers["x-request-id"], /^[0-9a-f-]{36}$/);
  assert.deepEqual(Object.keys(headers).filter((name) => !HEADERS.includes(name)), []);
  if (text !== "") assert.equal(headers["content-type"], "application/json; charset=utf-8");
  noSecret(`${text}${JSON.stringify(headers)}`);
  if (status >= 400 && text !== "") {
    assert.deepEqual([typeof answer.json.kind, typeof answer.json.message], ["string", "string"], text);
    assert.equal(answer.json.request_id, headers["x-request-id"]);
  }
  return answer;
}

/** @param {string} text */
export function noSecret(text) {
  for (const word of FORBIDDEN) {
    assert.ok(typeof word === "string" ? !text.includes(word) : !word.test(text), `${word} is in ${text.slice(0, 500)}`);
  }
}

/** What an answer says, in short: its status and, of a failure, its kind and path. @param {Answer} answer */
export function said({ status, json }) {
  return status < 400 ? [status] : [status, json.kind, ...(json.path === undefined ? [] : [json.path])];
}
