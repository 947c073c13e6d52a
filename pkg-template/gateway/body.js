// @ts-check
// Reads the body of a request, as a stream: with a deadline, and a cap that counts after decompression. What the request says about
// its own length is not read at all.
import { configError, isRefinerError } from "../internal/error.js";
import { refusal, wrongInput } from "./refusal.js";

/** How many compressed bytes are inflated at a time: at gzip's best, these become half a megabyte, however small the cap is. */
const SLICE = 512;

/** JSON that is nested deeper is refused, as the client refuses it. */
const MAX_DEPTH = 64;

/** @typedef {{ maxBodyBytes: number, bodyTimeoutMs: number }} BodyLimits */
/** Rejects when the time is over. @typedef {Promise<never>} Stopped */

/**
 * @param {Request} request
 * @param {BodyLimits} limits
 * @param {boolean} [unchecked] Whether somebody else calls {@link refuseUnsafe}.
 * @returns {Promise<{ [name: string]: unknown }>} The object in the body. Its keys are as they came, `__proto__` included.
 */
export async function readObject(request, limits, unchecked) {
  if (!/^application\/json\s*(;\s*charset="?utf-8"?\s*)?$/i.test(request.headers.get("content-type") ?? "")) {
    throw refusal(415, "rejected", "the body must be application/json");
  }
  const encoding = (request.headers.get("content-encoding") ?? "identity").toLowerCase();
  const zipped = encoding === "gzip" && typeof DecompressionStream === "function";
  if (!zipped && encoding !== "identity") throw refusal(415, "rejected", "the body may be compressed with gzip alone");
  const value = parseObject(await readBytes(request, limits, zipped), true);
  if (!unchecked) refuseUnsafe(value);
  return value;
}

/**
 * Refuses a body where none belongs.
 *
 * @param {Request} request
 * @param {BodyLimits} limits
 */
export async function requireNoBody(request, limits) {
  if (request.body && !(await readBytes(request, { ...limits, maxBodyBytes: 0 }).catch(() => undefined))) {
    throw wrongInput("", "goes into the query here");
  }
}

/**
 * The bytes of a body, or a refusal.
 *
 * @param {Request} request
 * @param {BodyLimits} limits
 * @param {boolean} [zipped]
 */
export async function readBytes(request, { maxBodyBytes, bodyTimeoutMs }, zipped = false) {
  if (request.bodyUsed) throw configError("the body of a request was read before the gateway got it");
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  /** @type {Stopped} */
  const stopped = new Promise((_, reject) => {
    timer = setTimeout(() => reject(refusal(408, "timeout", `the body did not arrive within ${bodyTimeoutMs} ms`)), bodyTimeoutMs);
  });
  stopped.catch(() => {});
  try {
    // A body that does not shrink grows by a few bytes.
    const bytes = await collect(request.body, zipped ? maxBodyBytes + SLICE : maxBodyBytes, stopped);
    return zipped ? await inflated(bytes, maxBodyBytes, stopped) : bytes;
  } catch (error) {
    // An error of ours, or else what the host says of a body that it cannot read.
    throw isRefinerError(error) ? error : wrongInput("", "is cut off, or not what it says");
  } finally {
    clearTimeout(timer);
  }
}

/**
 * @param {ReadableStream<Uint8Array> | null} body
 * @param {number} most
 * @param {Stopped} stopped
 */
async function collect(body, most, stopped) {
  const parts = [];
  let length = 0;
  const reader = body?.getReader();
  try {
    for (;;) {
      const { done, value } = (await Promise.race([reader?.read(), stopped])) ?? {};
      if (done || !value) break;
      length += value.byteLength;
      if (length > most) throw refusal(413, "too_large", `the body is longer than ${most} bytes`);
      parts.push(value);
    }
  } catch (error) {
    reader?.cancel().catch(() => {});
    throw error;
  }
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.byteLength;
  }
  return whole;
}

/**
 * @param {Uint8Array<ArrayBuffer>} bytes
 * @param {number} most
 * @param {Stopped} stopped
 */
async function inflated(bytes, most, stopped) {
  const { readable, writable } = new DecompressionStream("gzip");
  const write = async () => {
    const writer = writable.getWriter();
    // In small slices, because a host may inflate all that it is given before anybody can count.
    for (let start = 0; start < bytes.length; start += SLICE) await writer.write(bytes.slice(start, start + SLICE));
    await writer.close();
  };
  const [whole] = await Promise.all([collect(readable, most, stopped), write()]);
  return whole;
}

/**
 * @param {Uint8Array} bytes
 * @param {boolean} [fatal] Whether bytes that are no UTF-8 are refused.
 * @returns {{ [name: string]: unknown }}
 */
export function parseObject(bytes, fatal) {
  let value;
  try {
    value = JSON.parse(new TextDecoder("utf-8", { fatal }).decode(bytes));
  } catch {
    throw wrongInput("", "is not JSON");
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw wrongInput("", "must be an object");
  return value;
}

/**
 * Refuses an API key in any spelling, at any depth: the gateway has its own, and nobody is to send theirs to a page's server. And
 * whole numbers that lost digits when they were read: another id or amount than the one that was sent would go on.
 *
 * @param {object} value
 * @param {string} [place]
 * @param {number} [depth]
 */
export function refuseUnsafe(value, place = "", depth = 0) {
  if (depth > MAX_DEPTH) throw wrongInput("", "is nested too deeply");
  for (const [name, inner] of Object.entries(value)) {
    const path = Array.isArray(value) ? `${place}[${name}]` : place ? `${place}.${name}` : name;
    if (isKeyName(name)) throw keyRefused(path);
    if (Number.isInteger(inner) && !Number.isSafeInteger(inner)) throw wrongInput(path, "has too many digits; send it as text");
    if (typeof inner === "object" && inner !== null) refuseUnsafe(inner, path, depth + 1);
  }
}

/**
 * Whether somebody could take a parameter of this name for `api_key`. PHP, for one, reads `api.key`, `api key` and `api[key` as that.
 *
 * @param {string} name
 */
export function isKeyName(name) {
  return [name, ...name.split(/[[\]]/)].some((part) => part.toLowerCase().replace(/[^a-z0-9]/g, "") === "apikey");
}

/** @param {string} path */
export function keyRefused(path) {
  return wrongInput(path, "is not taken: the gateway has the key");
}
