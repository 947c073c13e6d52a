// @ts-check
// What a call asks of the host: to fetch, to wait, to read a body, and to stop in time. The core decides what to do next and what
// an outcome means. Values of the host and of the caller can throw whenever they are touched; each is touched where that is caught.
//
// Not in wasm, where each touch is a call to the host: a call crossed the border 150 times. And no wasm waits: a module that stops
// in the middle throws here, where the call can still fail.
import { reason, tried } from "../js/tried.js";
import { HAPPENED } from "./happened.js";
import { Interrupt, clear, timer } from "./interrupt.js";
import { redacted } from "./redacted.js";

/**
 * @typedef {object} Settings The settings of one call. The facade has checked them.
 * @property {unknown} key Text, or a function that returns it or a promise of it; undefined where none is sent.
 * @property {typeof fetch | undefined} fetch The host's own when undefined.
 * @property {boolean} noStore Whether the host must keep replies out of its cache.
 * @property {AbortSignal | undefined} signal
 * @property {((chunk?: Uint8Array) => unknown) | undefined} sink Takes the body, chunk by chunk. Called without one where a body
 *   begins. Returns false when it has no memory left.
 * @property {((status: number | undefined, asked: unknown) => void)=} seen Told of each event, with the status if it is a reply, and of
 *   what the core then asks for.
 */

/** @typedef {[what: number, given?: unknown, value?: number]} Event What happened, one of {@link HAPPENED}, as the core takes it. */
/** @typedef {(number: number, what: number, given: unknown, value: number, now: number, jitter: number) => any} Step */
/** @typedef {(text: string, secret: string) => string} Hide Takes the secret out of a text. */

/** How many chunks of a body are read before everything else has its turn. */
const CHUNKS_AT_ONCE = 1000;

/** Does something whose outcome, a promise or not, is nobody's concern. @param {() => unknown} act */
function ignored(act) {
  tried(() => Promise.resolve(act()).catch(() => {}));
}

/** @param {() => unknown} host */
function number(host) {
  const given = tried(host);
  return typeof given === "number" ? given : 0;
}

/**
 * Carries out a call, step by step. Resolves to what the core makes of the reply, and rejects with what it makes of a failure: the
 * properties of an error. Anything else that it rejects with means that the module has stopped.
 *
 * @param {Step} step
 * @param {Hide} hide
 * @param {number} number Of the call.
 * @param {Settings} settings
 * @param {number} ms The time that is left.
 */
export async function carry(step, hide, number, settings, ms) {
  // The core that called this must have returned before anything of the caller runs.
  await undefined;
  const carrier = new Carrier(step, number, settings, new Interrupt(settings.signal, ms));
  let succeeded = false;
  try {
    const result = await carrier.steps();
    succeeded = true;
    return result;
  } catch (/** @type {any} */ failure) {
    const { cause, keys } = carrier;
    const hidden = (/** @type {string} */ text) => keys.reduce((text, key) => hide(text, key), text);
    if (typeof failure?.kind !== "string") tried(() => (failure.attempts = carrier.attempts));
    else if (cause !== undefined) failure.cause = redacted(cause, hidden);
    throw failure;
  } finally {
    carrier.discard();
    carrier.interrupt.end(succeeded);
  }
}

class Carrier {
  /** What the host threw, or the caller gave as the reason of an abort. @type {unknown} */
  cause;
  /** Every key that was used. @type {string[]} */
  keys = [];
  /** How many requests were sent, for a module that has stopped and cannot tell. */
  attempts = 0;
  #step;
  #number;
  #settings;
  /** What fetch returned. @type {unknown} */
  #sent;
  /** A response whose body nobody has read yet. @type {any} */
  #response;
  /** How to read a body. */
  #reading = { most: 0, whole: false, sunk: 0 };
  /** Whether the core has thrown: the call is over. */
  #over = false;

  /** @param {Step} step @param {number} number @param {Settings} settings @param {Interrupt} interrupt */
  constructor(step, number, settings, interrupt) {
    this.#step = step;
    this.#number = number;
    this.#settings = settings;
    this.interrupt = interrupt;
  }

  async steps() {
    /** @type {Event} */
    let event = this.#stop() ?? [HAPPENED.started, this];
    for (;;) {
      const asked = this.#tell(event);
      // Nobody reads the body of an attempt that is repeated; unread, it holds its connection open.
      if (asked !== null) this.discard();
      try {
        if (asked === null) event = await this.#read();
        else if (asked === undefined) event = await this.#answer();
        else if (typeof asked === "boolean") event = await this.#ask(asked);
        else if (typeof asked === "number") event = await this.#wait(asked);
        else return asked;
      } catch (thrown) {
        if (this.#over) throw thrown;
        event = this.#stop() ?? this.#lost(thrown, typeof asked === "boolean");
      }
    }
  }

  /** Tells the core what happened. Returns what it asks for. @param {Event} event */
  #tell(event) {
    this.#over = true;
    const asked = this.#step(this.#number, event[0], event[1], event[2] ?? 0, number(Date.now), number(Math.random));
    this.#over = false;
    // To a chunk, the core only answers whether it has taken it.
    const { seen } = this.#settings;
    if (seen && event[0] !== HAPPENED.chunk) tried(() => seen(event[0] === HAPPENED.head ? event[2] : undefined, asked));
    return asked;
  }

  /** @returns {Event | undefined} */
  #stop() {
    const stopped = this.interrupt.stopped();
    if (stopped) this.cause = stopped.cause;
    return stopped?.event;
  }

  /** @param {unknown} thrown @param {boolean} asked Whether the caller's function for the key failed, and not the connection. @returns {Event} */
  #lost(thrown, asked) {
    this.cause = thrown;
    const text = reason(thrown) || "no reason was given";
    if (asked) return [HAPPENED.noKey, `the function that gives it failed: ${text}`];
    // Node puts the code in `cause.code`, Bun in `code`.
    const code = textOf(() => /** @type {any} */ (thrown).cause.code) ?? textOf(() => /** @type {any} */ (thrown).code);
    return [HAPPENED.lost, code === undefined ? `\n${text}` : `${code}\n${text} (${code})`];
  }

  discard() {
    const response = this.#response;
    this.#response = undefined;
    discard(response);
  }

  /** @param {boolean} refused Whether Refiner refused the last key. @returns {Event | Promise<Event>} */
  #ask(refused) {
    const { key } = this.#settings;
    // A gateway on the page's own origin knows its visitors by their cookies.
    if (key === undefined) return [HAPPENED.noToken];
    if (typeof key === "string") return this.#given(key);
    return this.interrupt.until(typeof key === "function" ? key({ refused }) : key).then((given) => this.#given(given));
  }

  /** @param {unknown} given @returns {Event} */
  #given(given) {
    if (typeof given !== "string") return [HAPPENED.noKey, "the function that gives it did not return text"];
    this.keys.push(given);
    return [HAPPENED.key, given];
  }

  /** @param {number} ms @returns {Promise<Event>} */
  async #wait(ms) {
    let handle;
    const over = new Promise((resolve) => (handle = timer(() => resolve(undefined), ms)));
    try {
      // Without timers, nothing would ever end the wait.
      if (handle !== undefined) await this.interrupt.until(over);
    } finally {
      clear(handle);
    }
    return [HAPPENED.waited];
  }

  /** For the core: what sends. */
  get fetch() {
    const { fetch = globalThis.fetch } = this.#settings;
    return typeof fetch === "function" ? fetch : missing;
  }

  /** For the core: how every request is sent. Other options (credentials, mode) are not set, because Workers refuse them. */
  init() {
    // Redirects are never followed: in a common Workers setting, one to another host carries the Authorization header along, and
    // "error" throws there.
    /** @type {RequestInit} */
    const init = { redirect: "manual" };
    const { controller } = this.interrupt;
    if (controller) init.signal = controller.signal;
    if (this.#settings.noStore) init.cache = "no-store";
    return init;
  }

  /** For the core: takes what fetch returned. @param {unknown} sent */
  sent(sent) {
    this.#sent = sent;
  }

  /**
   * For the core: takes how to read a body.
   *
   * @param {number} most
   * @param {boolean} whole A longer body is an error, and is cut otherwise.
   * @param {number} sunk How many bytes the core keeps of a body that goes to the sink; 0 if it takes all of them.
   */
  read(most, whole, sunk) {
    this.#reading = { most, whole, sunk };
  }

  /** Waits for the response to what the core has sent. @returns {Promise<Event>} */
  async #answer() {
    const sent = this.#sent;
    this.#sent = undefined;
    this.cause = undefined;
    this.attempts += 1;
    let response;
    try {
      response = await this.interrupt.until(sent);
    } catch (thrown) {
      // A fetch that ignores its signal may still answer.
      if (thrown === this.interrupt) tried(() => Promise.resolve(sent).then(discard, () => {}));
      throw thrown;
    }
    // Not `instanceof`: a caller's fetch may return a response of another realm, or one it made itself.
    const status = tried(() => response.status);
    if (!(typeof status === "number" && status >= 0 && status <= 999)) throw new Error("fetch did not return a response");
    this.#response = response;
    const isHidden = tried(() => response.type) === "opaqueredirect";
    return [isHidden ? HAPPENED.redirect : HAPPENED.head, textOf(() => response.headers.get("retry-after")), status];
  }

  /** Reads a body up to a limit, and counts its bytes as they arrive. @returns {Promise<Event>} */
  async #read() {
    const { most, whole, sunk } = this.#reading;
    const response = this.#response;
    this.#response = undefined;
    const { sink } = this.#settings;
    let left = most;
    let kept = sunk;
    /** Takes a chunk. Returns an event if the body is over. @param {unknown} chunk @returns {Event | undefined} */
    const take = (chunk) => {
      const bytes = bytesOf(chunk, left);
      if (bytes.isCut && whole) return [HAPPENED.tooLong];
      left -= bytes.part.length;
      let { part } = bytes;
      if (sunk) {
        // If it throws, its module has stopped.
        if (!tried(() => sink?.(part))) return [HAPPENED.noMemory];
        part = part.subarray(0, kept);
        kept -= part.length;
      }
      if (part.length && !this.#tell([HAPPENED.chunk, part, part.length])) return [HAPPENED.noMemory];
      return bytes.isCut ? [HAPPENED.body] : undefined;
    };
    if (sunk) tried(() => sink?.());
    const stream = tried(() => response.body);
    if (stream === null) return [HAPPENED.body];
    if (typeof tried(() => stream.getReader) !== "function") {
      // A caller's own fetch may return a body that is no web stream: node-fetch gives a stream of Node's, mocks anything.
      const method = tried(() => response.arrayBuffer);
      if (typeof method !== "function") throw new Error("the response has no body that can be read");
      return take(await this.interrupt.until(method.call(response))) ?? [HAPPENED.body];
    }
    const reader = stream.getReader();
    try {
      for (let chunks = 1; ; chunks++) {
        // A stream that always has a chunk at hand lets nothing else run, and no deadline pass.
        if (chunks % CHUNKS_AT_ONCE === 0) await this.#wait(0);
        const got = await this.interrupt.until(reader.read());
        if (tried(() => got.done)) return [HAPPENED.body];
        const over = take(tried(() => got.value));
        if (over) {
          ignored(() => reader.cancel());
          return over;
        }
      }
    } catch (thrown) {
      ignored(() => reader.cancel());
      throw thrown;
    }
  }
}

function missing() {
  throw new Error("this runtime has no fetch");
}

/** @param {() => unknown} host */
function textOf(host) {
  const given = tried(host);
  return typeof given === "string" ? given : undefined;
}

/** Cancels a body that nobody will read. @param {any} response */
function discard(response) {
  ignored(() => response?.body?.cancel());
}

/**
 * The bytes of a chunk of any kind from any realm, at most so many. A copy or a view: bytes that were given away throw here.
 *
 * @param {any} chunk
 * @param {number} most
 */
function bytesOf(chunk, most) {
  // Views its bytes, not its numbers: those of a Uint16Array are two bytes each.
  const isView = ArrayBuffer.isView(chunk);
  const buffer = isView ? chunk.buffer : chunk instanceof ArrayBuffer && chunk;
  const size = buffer ? chunk.byteLength : undefined;
  const length = Math.min(size, most);
  const part = buffer && new Uint8Array(buffer, isView ? chunk.byteOffset : 0, length);
  // A proxy of a buffer makes an empty array.
  if (!part || part.length !== length) throw new Error("the body's stream gave something that is not bytes");
  return { part, isCut: size > most };
}

/** Writes the numbers of the settings, in the core's order. @param {any} settings @param {Float64Array} into */
export function limits({ timeoutMs, spentMs, maxRetries, maxBodyBytes, key, sink, check }, into) {
  const begun = number(Date.now) - spentMs;
  into.set([begun, timeoutMs, spentMs, maxRetries, maxBodyBytes, Number(typeof key === "function"), sink ? (check ? 2 : 1) : 0]);
}
