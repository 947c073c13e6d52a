// @ts-check
// Remembers entries in the memory of this isolate or process, where no Durable Object is bound.
import { begin, hold, keysOf, settle } from "./records.js";
import { patiently } from "./wait.js";

/** How many records are kept at most; then the oldest goes. Ours: some megabytes with replies of the usual size. */
const MOST = 10_000;

export class Memory {
  /** @type {Map<string, any>} In the order in which they were written. */
  #records = new Map();
  #now;

  /** @param {() => number} now */
  constructor(now) {
    this.#now = now;
  }

  /** @param {import("./records.js").Begin} asked */
  begin(asked) {
    return patiently(asked.waitMs, () => {
      const { answer, writes } = begin(asked, this.#read(asked), this.#now());
      this.#write(writes);
      return answer;
    });
  }

  /** @param {import("./records.js").Settle} told */
  async settle(told) {
    const { writes, deletes } = settle(told, this.#read(told), this.#now());
    for (const key of deletes) this.#records.delete(key);
    this.#write(writes);
  }

  /** @param {import("./records.js").Hold} told */
  async hold(told) {
    this.#write(hold(told, this.#read(told), this.#now()));
  }

  /** @param {Parameters<typeof keysOf>[0]} asked */
  #read(asked) {
    return new Map(keysOf(asked).flatMap((key) => (this.#records.has(key) ? [[key, this.#records.get(key)]] : [])));
  }

  /** @param {Record<string, object>} writes */
  #write(writes) {
    for (const [key, record] of Object.entries(writes)) {
      this.#records.delete(key);
      this.#records.set(key, record);
    }
    for (const [key, { expires }] of this.#records) {
      if (this.#records.size <= MOST && expires > this.#now()) break;
      this.#records.delete(key);
    }
  }
}
