// @ts-check
// An isolate's part of what the API key may send: leases of several requests from the Durable Object RefinerPace.
import { ask } from "../ask.js";
import { Windows } from "./windows.js";

/** The most that is leased at once. Ours: more than one isolate sends in the time of a lease. */
const MOST = 100;

/** What one isolate may send of the key's limit while the Durable Object cannot be reached: a twentieth. Ours. */
const ALONE = 0.05;

/** How long to wait for a lease that another request asked for, before asking as well. */
const PATIENCE_MS = 1_000;

const POLL_MS = 5;

export class Leases {
  #namespace;
  #limit;
  #now;
  #warn;
  #alone;
  #holder = "";
  /** What is left of the lease, and until when. */
  #left = 0;
  #until = 0;
  #want = 1;
  #used = 0;
  #askedAt = -Infinity;
  /** When the Durable Object has something again. */
  #emptyUntil = 0;

  /**
   * @param {import("../../gateway-state.js").ObjectNamespace} namespace
   * @param {number} limit Requests a minute.
   * @param {() => number} now
   * @param {(message: string) => void} warn
   */
  constructor(namespace, limit, now, warn) {
    this.#namespace = namespace;
    this.#limit = limit;
    this.#now = now;
    this.#warn = warn;
    this.#alone = new Windows(Math.max(1, Math.floor(limit * ALONE)));
  }

  /** @returns {Promise<number>} 0, or in how many milliseconds to come back. */
  async take() {
    const started = this.#now();
    for (let waited = 0; ; waited += POLL_MS) {
      const now = this.#now();
      if (now >= this.#until) this.#expire();
      if (this.#left > 0) {
        this.#left -= 1;
        this.#used += 1;
        return 0;
      }
      if (now < this.#emptyUntil) return this.#emptyUntil - now;
      // Requests that came while another one asks wait for its lease. They look again and again, because in a Worker one request
      // must not wait for a promise of another.
      if (now - this.#askedAt >= PATIENCE_MS || now < this.#askedAt) {
        const answer = await this.#ask();
        if (answer !== undefined) return answer;
      } else if (waited >= PATIENCE_MS || now - started >= PATIENCE_MS) {
        return PATIENCE_MS;
      } else {
        await new Promise((resolve) => setTimeout(resolve, POLL_MS));
      }
    }
  }

  /** A lease that ended with requests to spare was too large. */
  #expire() {
    if (this.#left > 0) this.#want = Math.max(1, this.#used);
    this.#left = 0;
  }

  /**
   * Asks for a lease.
   *
   * @returns {Promise<number | undefined>} Undefined if there may be something now.
   */
  async #ask() {
    this.#askedAt = this.#now();
    // Used up before its time: the isolate sends more than it asked for.
    if (this.#used > 0 && this.#askedAt < this.#until) this.#want = Math.min(MOST, this.#want * 2);
    const asked = { holder: (this.#holder ||= crypto.randomUUID()), want: this.#want, limit: this.#limit };
    try {
      const stub = this.#namespace.get(this.#namespace.idFromName("refiner"));
      const { granted, leaseMs, retryAfterMs } = await ask(stub, asked);
      if (granted === 0) {
        this.#emptyUntil = this.#now() + retryAfterMs;
        return retryAfterMs;
      }
      this.#take(granted, leaseMs);
      this.#used = 0;
    } catch {
      this.#warn("REFINER_PACE cannot be reached: this isolate keeps to a twentieth of the key's limit meanwhile");
      const retryAfterMs = this.#alone.take("", this.#now());
      if (retryAfterMs > 0) return retryAfterMs;
      this.#take(1, PATIENCE_MS);
    } finally {
      this.#askedAt = -Infinity;
    }
  }

  /**
   * @param {number} granted
   * @param {number} ms
   */
  #take(granted, ms) {
    this.#left = granted;
    this.#until = this.#now() + ms;
  }
}
