// @ts-check
// The Durable Object that remembers the entries of one user.
import { begin, hold, keysOf, settle } from "./records.js";
import { patiently } from "./wait.js";

/** @typedef {import("../../gateway-state.js").ObjectState} ObjectState */

/** How often expired entries are removed at most. Ours: one alarm is cheaper than one for each entry. */
const SWEEP_MS = 60 * 60_000;

/** How many records are read or removed at once: what the storage takes. */
const PAGE = 128;

/**
 * While it reads or writes its storage, a Durable Object gets no other request and no timer. So what was read is still true when
 * the answer to it is written. And no reply leaves before what was written is stored for good.
 */
export class RefinerOnce {
  #storage;
  #now;
  /** @type {boolean | undefined} Whether an alarm is set; undefined if that has to be looked up. */
  #alarm;

  /**
   * @param {ObjectState} state
   * @param {unknown} env
   * @param {() => number} [now]
   */
  constructor(state, env, now = Date.now) {
    this.#storage = state.storage;
    this.#now = now;
  }

  /** @param {Request} request */
  async fetch(request) {
    const asked = await request.json();
    return Response.json(await patiently(asked.waitMs ?? 0, () => this.#answer(asked)));
  }

  /** @param {import("./records.js").Begin | import("./records.js").Settle | import("./records.js").Hold} asked */
  async #answer(asked) {
    const records = await this.#storage.get(keysOf(asked));
    const now = this.#now();
    if (asked.op === "begin") {
      const { answer, writes } = begin(asked, records, now);
      await this.#write(writes);
      return answer;
    }
    if (asked.op === "settle") {
      const { writes, deletes } = settle(asked, records, now);
      if (deletes.length > 0) await this.#storage.delete(deletes);
      await this.#write(writes);
    } else {
      await this.#write(hold(asked, records, now));
    }
    return {};
  }

  /** @param {Record<string, { expires: number }>} writes */
  async #write(writes) {
    const times = Object.values(writes).map(({ expires }) => expires);
    if (times.length === 0) return;
    const stored = this.#storage.put(writes);
    this.#alarm ??= (await this.#storage.getAlarm()) !== null;
    if (!this.#alarm) await this.#wake(Math.min(...times));
    await stored;
  }

  /**
   * Alarms go by the real clock.
   *
   * @param {number} expires
   */
  async #wake(expires) {
    this.#alarm = true;
    await this.#storage.setAlarm(Date.now() + Math.max(0, expires - this.#now()));
  }

  /** Removes what has expired. When nothing is left, the object costs nothing. */
  async alarm() {
    this.#alarm = false;
    const now = this.#now();
    let next = Infinity;
    for (let startAfter = ""; ; ) {
      const page = await this.#storage.list({ limit: PAGE, startAfter });
      const over = [];
      for (const [key, { expires }] of page) {
        if (expires <= now) over.push(key);
        else next = Math.min(next, expires);
        startAfter = key;
      }
      if (over.length > 0) await this.#storage.delete(over);
      if (page.size < PAGE) break;
    }
    if (next < Infinity) await this.#wake(Math.max(next, now + SWEEP_MS));
    else await this.#storage.deleteAll();
  }
}
