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

/**
 * @param {Request} request
 * @param {BodyLimits} limits
 * @returns {Promise<{ [name: string]: unknown }>} The object in the body. Its keys are as they came, `__proto__` included.
 */
export async function readBody(request, limits) {
  if (!/^application\/json\s*(;\s*charset="?utf-8"?\s*)?$/i.test(request.headers.get("content-type") ?? "")) {
    throw refusal(415, "rejected", "the body must be JSON: send Content-Type: application/json");
  }
  const encoding = request.headers.get("content-encoding") ?? "identity";
  if (!/^(identity|gzip)$/i.test(encoding)) throw refusal(415, "rejected", "the body may be compressed with gzip, and nothing else");
  const bytes = await within(limits.bodyTimeoutMs, (stopped) =>
    /gzip/i.test(encoding) ? inflate(chunksOf(request), limits.maxBodyBytes, stopped) : collect(chunksOf(request), limits.maxBodyBytes, stopped),
  );
  return parse(bytes);
}

/**
 * Refuses a body where none belongs.
 *
 * @param {Request} request
 * @param {BodyLimits} limits
 */
export async function requireNoBody(request, limits) {
  if (!request.body) return;
  const bytes = await within(limits.bodyTimeoutMs, (stopped) => collect(chunksOf(request), 0, stopped)).catch(() => undefined);
  if (!bytes) throw wrongInput("", "goes into the query here; this method takes no body");
}

/** @typedef {{ reader: ReadableStreamDefaultReader<Uint8Array>, cancel: () => void }} Chunks */
/** Rejects when the time is over. @typedef {Promise<never>} Stopped */

/** @param {Request} request @returns {Chunks | undefined} */
function chunksOf(request) {
  if (request.bodyUsed) throw configError("the body of a request was read before the gateway got it; hand over the request as it came");
  const reader = request.body?.getReader();
  return reader && { reader, cancel: () => void reader.cancel().catch(() => {}) };
}

/**
 * Reads the body to its end, or gives up when the time is over.
 *
 * @template T
 * @param {number} ms
 * @param {(stopped: Stopped) => Promise<T>} read
 * @returns {Promise<T>}
 */
async function within(ms, read) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  /** @type {Stopped} */
  const stopped = new Promise((_, reject) => {
    timer = setTimeout(() => reject(refusal(408, "timeout", `the body did not arrive within ${ms} ms`)), ms);
  });
  stopped.catch(() => {});
  try {
    return await read(stopped);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * @param {Chunks | undefined} chunks
 * @param {number} most
 * @param {Stopped} stopped
 */
async function collect(chunks, most, stopped) {
  const parts = new Parts(most);
  if (!chunks) return parts.whole();
  try {
    for (;;) {
      const { done, value } = await Promise.race([chunks.reader.read(), stopped]);
      if (done) return parts.whole();
      parts.add(value);
    }
  } catch (error) {
    chunks.cancel();
    throw explained(error);
  }
}

/**
 * @param {Chunks | undefined} chunks
 * @param {number} most
 * @param {Stopped} stopped
 */
async function inflate(chunks, most, stopped) {
  if (typeof DecompressionStream !== "function") throw refusal(415, "rejected", "this gateway cannot read a compressed body");
  const { readable, writable } = new DecompressionStream("gzip");
  const writer = writable.getWriter();
  const reader = readable.getReader();
  const parts = new Parts(most);
  // A body that does not shrink grows by a few bytes.
  let left = most + SLICE;
  const write = async () => {
    for (;;) {
      const { done, value } = (await chunks?.reader.read()) ?? { done: true };
      if (done || !value) return writer.close();
      left -= value.byteLength;
      if (left < 0) throw tooLarge(most);
      // In small slices, because a host may inflate all that it is given before anybody can count.
      for (let start = 0; start < value.byteLength; start += SLICE) await writer.write(value.slice(start, start + SLICE));
    }
  };
  const read = async () => {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return parts.whole();
      parts.add(value);
    }
  };
  try {
    const writing = write();
    const reading = read();
    // Whichever fails first is the reason; the other one then fails too, and nobody waits for it.
    writing.catch(() => {});
    reading.catch(() => {});
    await Promise.race([Promise.all([writing, reading]), stopped]);
    return parts.whole();
  } catch (error) {
    chunks?.cancel();
    reader.cancel().catch(() => {});
    writer.abort().catch(() => {});
    throw explained(error);
  }
}

/** The parts of a body, up to a number of bytes. */
class Parts {
  /** @type {Uint8Array[]} */
  #parts = [];
  #length = 0;
  #most;

  /** @param {number} most */
  constructor(most) {
    this.#most = most;
  }

  /** @param {Uint8Array} part */
  add(part) {
    this.#length += part.byteLength;
    if (this.#length > this.#most) throw tooLarge(this.#most);
    this.#parts.push(part);
  }

  whole() {
    const [first] = this.#parts;
    if (first && this.#parts.length === 1) return first;
    const whole = new Uint8Array(this.#length);
    let at = 0;
    for (const part of this.#parts) {
      whole.set(part, at);
      at += part.byteLength;
    }
    return whole;
  }
}

/** @param {number} most */
function tooLarge(most) {
  return refusal(413, "too_large", `the body is longer than ${most} bytes`);
}

/** An error of ours, or else what the host says of a body that it cannot read. @param {unknown} error */
function explained(error) {
  return isRefinerError(error) ? error : wrongInput("", "cannot be read: the body is cut, or not what it says it is");
}

/**
 * @param {Uint8Array} bytes
 * @returns {{ [name: string]: unknown }}
 */
function parse(bytes) {
  let value;
  try {
    value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    throw wrongInput("", "is not JSON");
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw wrongInput("", "must be an object");
  refuseKeys(value, "", 0);
  return value;
}

/**
 * Refuses a key in any spelling, at any depth: the gateway has its own, and nobody is to send theirs to a page's server.
 *
 * @param {object} value
 * @param {string} place
 * @param {number} depth
 */
function refuseKeys(value, place, depth) {
  if (depth > MAX_DEPTH) throw wrongInput("", "is nested too deeply");
  for (const [name, inner] of Object.entries(value)) {
    const path = Array.isArray(value) ? `${place}[${name}]` : place ? `${place}.${name}` : name;
    if (isKeyName(name)) throw keyRefused(path);
    if (typeof inner === "object" && inner !== null) refuseKeys(inner, path, depth + 1);
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
  return wrongInput(path, "is not taken: the gateway has the key, and a caller must not have one");
}
