// @ts-check
// The Durable Object that shares out what one API key may send.

/** How long a lease can be used. Ours: short, so that little of the limit lies unused in isolates that went quiet. */
const LEASE_MS = 2_000;

/** What may be leased at once after a quiet time, as a share of the limit. Ours. */
const BURST = 0.05;

/** The shortest wait after a refusal. Ours: then there is something worth asking for, and the object is asked seldom. */
const PAUSE_MS = 500;

/** How many isolates are told apart. Ours. */
const MOST_HOLDERS = 10_000;

/**
 * A bucket that fills steadily. In any 60 seconds no more is used than the limit: what the bucket held, what it gained since,
 * and leases that were given up to `LEASE_MS` before.
 *
 * It stores nothing. An object that is evicted was idle, so its bucket was full anyway; one that is restarted under load
 * gives out at most one bucket too many.
 */
export class RefinerPace {
  #now;
  #tokens = NaN;
  #at = 0;
  #period = NaN;
  /** What was left at the start of the period. */
  #spare = 0;
  /** @type {Map<string, { period: number, had: number }>} What each isolate was given in its latest period. */
  #holders = new Map();

  /**
   * @param {unknown} state
   * @param {unknown} env
   * @param {() => number} [now]
   */
  constructor(state, env, now = Date.now) {
    this.#now = now;
  }

  /**
   * Answers `{ holder, want, limit }` with `{ granted, leaseMs }` or `{ granted: 0, retryAfterMs }`.
   *
   * @param {Request} request
   */
  async fetch(request) {
    return Response.json(this.#lease(await request.json()));
  }

  /** @param {{ holder: string, want: number, limit: number }} asked */
  #lease({ holder, want, limit }) {
    const now = Math.max(this.#now(), this.#at);
    const size = Math.max(1, Math.floor(limit * BURST));
    const rate = Math.max(0, limit - size) / (60_000 + LEASE_MS) || limit / 120_000;
    this.#tokens = Math.min(size, Number.isNaN(this.#tokens) ? size : this.#tokens + (now - this.#at) * rate);
    this.#at = now;

    const period = Math.floor(now / LEASE_MS);
    if (period !== this.#period) this.#spare = Math.max(0, this.#tokens - size / 2);
    this.#period = period;
    const had = this.#hadIn(period, holder);
    // In each period, those who asked lately get equal shares of what flows in, and of what was left before: that gathers in the
    // upper half of the bucket. The lower half is for those who come new.
    const share = Math.max(1, Math.floor((rate * LEASE_MS + this.#spare) / this.#holders.size));
    const granted = Math.max(0, Math.min(want, Math.floor(this.#tokens), share - had));
    if (granted > 0) {
      this.#tokens -= granted;
      this.#holders.set(holder, { period, had: had + granted });
      return { granted, leaseMs: LEASE_MS };
    }
    const retryAfterMs = this.#tokens < 1 ? (1 - this.#tokens) / rate : (period + 1) * LEASE_MS - now;
    return { granted, retryAfterMs: Math.max(PAUSE_MS, Math.ceil(retryAfterMs)) };
  }

  /**
   * What this isolate was given in this period. Forgets those that have not asked since the period before.
   *
   * @param {number} period
   * @param {string} holder
   */
  #hadIn(period, holder) {
    const had = this.#holders.get(holder);
    this.#holders.delete(holder);
    for (const [name, other] of this.#holders) {
      if (other.period >= period - 1 && this.#holders.size < MOST_HOLDERS) break;
      this.#holders.delete(name);
    }
    const of = { period, had: had?.period === period ? had.had : 0 };
    this.#holders.set(holder, of);
    return of.had;
  }
}
