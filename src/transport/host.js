// @ts-check
// What a call asks of the host: to fetch, to wait, to read a body, and to stop in time. The core decides what to do next and what
// an outcome means. Values of the host and of the caller can throw whenever they are touched; each is touched where that is caught.
//
// Not in wasm, where each touch is a call to the host: a call crossed the border 150 times. And no wasm waits: a module that stops
// in the middle throws here, where the call can still fail.
import { reason } from "../js/strict.js";

/**
 * @typedef {object} Settings The settings of one call. The facade has checked them.
 * @property {unknown} key Text, or a function that returns it or a promise of it; undefined where none is sent.
 * @property {typeof fetch | undefined} fetch The host's own when undefined.
 * @property {boolean} noStore Whether the host must keep replies out of its cache.
 * @property {AbortSignal | undefined} signal
 * @property {((chunk?: Uint8Array) => unknown) | undefined} sink Takes the body, chunk by chunk. Called without one where a body
 *   begins. Returns false when it has no memory left.
 */

/** @typedef {[what: string, given?: unknown, value?: number]} Event What happened, as the core takes it. */
/** @typedef {(number: number, what: string, given: unknown, value: number, now: number, jitter: number) => any} Step */
/** @typedef {(text: string, secret: string) => string} Hide Takes the secret out of a text. */

/** setTimeout fires at once when the delay is longer than this. */
const LONGEST_MS = 2 ** 31 - 1;

/** What `touch` returns; undefined when it throws. @template T @param {() => T} touch */
function tried(touch) {
  try {
    return touch();
  } catch {}
}

/** Does something whose outcome, a promise or not, is nobody's concern. @param {() => unknown} act */
function ignored(act) {
  tried(() => Promise.resolve(act()).catch(() => {}));
}

/** @param {() => unknown} host */
function number(host) {
  const given = tried(host);
  return typeof given === "number" ? given : 0;
}

/** @param {() => void} then @param {number} ms */
const timer = (then, ms) => tried(() => setTimeout(then, Math.min(ms, LONGEST_MS)));

/** @param {any} handle */
const clear = (handle) => tried(() => clearTimeout(handle));

/** @typedef {{ waiting: Set<() => void>, wake: () => void }} Listener */

/** Our one listener on each signal: Node warns of a leak when there are more than ten. @type {WeakMap<AbortSignal, Listener>} */
const listeners = new WeakMap();

/**
 * Calls `abort` when the signal is aborted, until the function that it returns is called.
 *
 * @param {AbortSignal} signal
 * @param {() => void} abort
 */
export function listen(signal, abort) {
  let listener = listeners.get(signal);
  if (!listener) {
    /** @type {Set<() => void>} */
    const waiting = new Set();
    listener = { waiting, wake: () => waiting.forEach((each) => each()) };
    listeners.set(signal, listener);
    // If listening fails, the signal is still looked at after each event.
    tried(() => signal.addEventListener("abort", listener.wake));
  }
  const { waiting, wake } = listener;
  waiting.add(abort);
  return () => {
    waiting.delete(abort);
    if (waiting.size > 0 || !listeners.delete(signal)) return;
    tried(() => signal.removeEventListener("abort", wake));
  };
}

/** The deadline and the caller's signal. Both end whatever the call waits for. */
class Interrupt {
  /** Aborts our own request. */
  controller = tried(() => new AbortController());
  #signal;
  #expired = false;
  #wake = () => {};
  #timer;
  #undo;

  /** @param {AbortSignal | undefined} signal @param {number} ms */
  constructor(signal, ms) {
    this.#signal = signal;
    this.#timer = timer(() => {
      this.#expired = true;
      this.#wake();
    }, ms);
    this.#undo = signal && listen(signal, () => this.#wake());
  }

  get aborted() {
    return Boolean(tried(() => this.#signal?.aborted));
  }

  /** Whether the call has to stop: as an event, and what the caller gave as the reason. @returns {{ event: Event, cause?: unknown } | undefined} */
  stopped() {
    // The caller's abort wins, even when both happened at once. A signal that is already aborted fires no event.
    if (this.aborted) return { event: ["abort"], cause: tried(() => this.#signal?.reason) };
    return this.#expired ? { event: ["timed_out"] } : undefined;
  }

  /**
   * Waits, until the call has to stop.
   *
   * Not with `Promise.race`: the promise that loses each time would keep something of every wait until the call ends.
   *
   * @param {unknown} given
   * @returns {Promise<any>}
   */
  async until(given) {
    const value = await new Promise((resolve, reject) => {
      this.#wake = () => reject(this);
      // It may have happened while the promise was made.
      if (this.stopped()) this.#wake();
      Promise.resolve(given).then(resolve, reject);
    });
    if (this.aborted) throw this;
    return value;
  }

  /** @param {boolean} succeeded Then nothing is in flight, and there is nothing to abort. */
  end(succeeded) {
    clear(this.#timer);
    this.#undo?.();
    if (!succeeded) tried(() => this.controller?.abort());
  }
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
    const result = await carrier.carry();
    succeeded = true;
    return result;
  } catch (/** @type {any} */ failure) {
    const { cause, keys } = carrier;
    const hidden = (/** @type {string} */ text) => keys.reduce((text, key) => hide(text, key), text);
    if (typeof failure?.kind !== "string") tried(() => (failure.attempts = carrier.attempts));
    else if (cause !== undefined) failure.cause = redacted(cause, hidden);
    throw failure;
  } finally {
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
  /** Whether the core has thrown: the call is over. */
  #over = false;

  /** @param {Step} step @param {number} number @param {Settings} settings @param {Interrupt} interrupt */
  constructor(step, number, settings, interrupt) {
    this.#step = step;
    this.#number = number;
    this.#settings = settings;
    this.interrupt = interrupt;
  }

  async carry() {
    try {
      return await this.#steps();
    } finally {
      this.#discard();
    }
  }

  async #steps() {
    let event = this.#stop() ?? ["start", this.#host()];
    for (;;) {
      const asked = this.#tell(event);
      const isRead = asked?.read !== undefined;
      // Nobody reads the body of an attempt that is repeated; unread, it holds its connection open.
      if (!isRead) this.#discard();
      try {
        if (typeof asked === "number") event = await this.#wait(asked);
        else if (isRead) event = await this.#read(asked);
        else if (asked === undefined) event = await this.#answer();
        else if (asked.ask !== undefined) event = await this.#ask(asked.ask);
        else return asked;
      } catch (thrown) {
        if (this.#over) throw thrown;
        event = this.#stop() ?? this.#lost(thrown, asked?.ask !== undefined);
      }
    }
  }

  /** Tells the core what happened. Returns what it asks for. @param {Event} event */
  #tell([what, given, value = 0]) {
    this.#over = true;
    const asked = this.#step(this.#number, what, given, value, number(Date.now), number(Math.random));
    this.#over = false;
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
    if (asked) return ["no_key", `the function that gives it failed: ${text}`];
    // Node puts the code in `cause.code`, Bun in `code`.
    const code = textOf(() => /** @type {any} */ (thrown).cause.code) ?? textOf(() => /** @type {any} */ (thrown).code);
    return code === undefined ? ["network", text] : [`network ${code}`, `${text} (${code})`];
  }

  #discard() {
    const response = this.#response;
    this.#response = undefined;
    discard(response);
  }

  /** @param {boolean} refused Whether Refiner refused the last key. @returns {Promise<Event>} */
  async #ask(refused) {
    const { key } = this.#settings;
    // A gateway on the page's own origin knows its visitors by their cookies.
    if (key === undefined) return ["no_token"];
    const given = typeof key === "string" ? key : await this.interrupt.until(typeof key === "function" ? key({ refused }) : key);
    if (typeof given !== "string") return ["no_key", "the function that gives it did not return text"];
    this.keys.push(given);
    return ["key", given];
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
    return ["waited"];
  }

  /** What the core sends with. */
  #host() {
    const { noStore, fetch = globalThis.fetch } = this.#settings;
    const missing = () => {
      throw new Error("this runtime has no fetch");
    };
    return {
      noStore,
      fetch: typeof fetch === "function" ? fetch : missing,
      signal: this.interrupt.controller?.signal,
      sent: (/** @type {unknown} */ sent) => (this.#sent = sent),
    };
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
    return [isHidden ? "redirect" : "head", textOf(() => response.headers.get("retry-after")), status];
  }

  /**
   * Reads a body up to a limit, and counts its bytes as they arrive.
   *
   * @param {{ read: number, whole: boolean, sunk: number }} asked `whole`: a longer body is an error, and is cut otherwise. `sunk`:
   *   how many bytes the core keeps of a body that goes to the sink; 0 if it takes all of them.
   * @returns {Promise<Event>}
   */
  async #read({ read, whole, sunk }) {
    const response = this.#response;
    this.#response = undefined;
    const { sink } = this.#settings;
    let left = read;
    let kept = sunk;
    /** Takes a chunk. Returns an event if the body is over. @param {unknown} chunk @returns {Event | undefined} */
    const take = (chunk) => {
      const bytes = bytesOf(chunk, left);
      if (bytes.isCut && whole) return ["too_long"];
      left -= bytes.part.length;
      let { part } = bytes;
      if (sunk) {
        if (!sink?.(part)) return ["no_memory"];
        part = part.subarray(0, kept);
        kept -= part.length;
      }
      if (part.length && !this.#tell(["chunk", part, part.length])) return ["no_memory"];
      return bytes.isCut ? ["body"] : undefined;
    };
    if (sunk) sink?.();
    const stream = tried(() => response.body);
    if (stream === null) return ["body"];
    if (typeof tried(() => stream.getReader) !== "function") {
      // A caller's own fetch may return a body that is no web stream: node-fetch gives a stream of Node's, mocks anything.
      const method = tried(() => response.arrayBuffer);
      if (typeof method !== "function") throw new Error("the response has no body that can be read");
      return take(await this.interrupt.until(method.call(response))) ?? ["body"];
    }
    const reader = stream.getReader();
    try {
      for (;;) {
        const got = await this.interrupt.until(reader.read());
        if (tried(() => got.done)) return ["body"];
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

/** The limits of the search for the key. What lies beyond them is not shown. */
const MAX_OBJECTS = 100;
const MAX_DEPTH = 16;

/**
 * What was thrown, without the key: itself if it does not show it, or else an error of its class, with its name, message and code.
 *
 * @param {any} thrown
 * @param {(text: string) => string} hide
 * @param {number} [depth]
 * @returns {unknown}
 */
function redacted(thrown, hide, depth = 0) {
  if (isClean(thrown, hide, new Set(), 0)) return thrown;
  const copy = new Error(hide(reason(thrown) || "no reason was given"));
  if (!tried(() => thrown instanceof Error)) return copy;
  tried(() => Object.setPrototypeOf(copy, Object.getPrototypeOf(thrown)));
  const put = (/** @type {string} */ name, /** @type {unknown} */ value, enumerable = false) =>
    tried(() => Object.defineProperty(copy, name, { value, enumerable, configurable: true, writable: true }));
  for (const name of ["name", "stack", "code"]) {
    const value = tried(() => thrown[name]);
    if (typeof value === "string") put(name, hide(value), name === "code");
    else if (typeof value === "number") put(name, value, true);
  }
  const cause = tried(() => thrown.cause);
  if (cause !== undefined && depth < MAX_DEPTH) put("cause", redacted(cause, hide, depth + 1));
  return copy;
}

/**
 * Whether everything that is reachable from a value was searched, and does not show the key.
 *
 * @param {any} value
 * @param {(text: string) => string} hide
 * @param {Set<unknown>} seen
 * @param {number} depth
 * @returns {boolean}
 */
function isClean(value, hide, seen, depth) {
  if (typeof value === "string") return hide(value) === value;
  if (typeof value === "symbol" || typeof value === "function") return false;
  if (typeof value !== "object" || value === null || seen.has(value)) return true;
  if (seen.size >= MAX_OBJECTS || depth >= MAX_DEPTH) return false;
  seen.add(value);
  try {
    const parent = Reflect.getPrototypeOf(value);
    // Requests, headers and the like can show contents that are not properties.
    const isOpen = value instanceof Error || value instanceof Array || !parent || !Reflect.getPrototypeOf(parent);
    return isOpen && Reflect.ownKeys(value).every((key) => isClean(key, hide, seen, depth) && isClean(value[key], hide, seen, depth + 1));
  } catch {
    return false;
  }
}

/** Writes the numbers of the settings, in the core's order. @param {any} settings @param {Float64Array} into */
export function limits({ timeoutMs, spentMs, maxRetries, maxBodyBytes, key, sink, check }, into) {
  const begun = number(Date.now) - spentMs;
  into.set([begun, timeoutMs, spentMs, maxRetries, maxBodyBytes, Number(typeof key === "function"), sink ? (check ? 2 : 1) : 0]);
}
