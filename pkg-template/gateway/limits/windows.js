// @ts-check
// Counts requests a minute in memory.

const WINDOW_MS = 60_000;

/** How many keys are counted at once. Ours: a few megabytes at most. */
const MOST_KEYS = 10_000;

/** A limit for each key, in a window of a minute that starts with the key's first request. */
export class Windows {
  /** @type {Map<string, { start: number, count: number }>} In the order of their starts. */
  #windows = new Map();
  #limit;

  /** @param {number} limit Requests a minute. */
  constructor(limit) {
    this.#limit = limit;
  }

  /**
   * Counts a request of a key, unless it is one too many.
   *
   * @param {string} key
   * @param {number} now
   * @returns {number} 0, or in how many milliseconds to come back.
   */
  take(key, now) {
    let window = this.#windows.get(key);
    if (!window || isOver(window, now)) {
      this.#windows.delete(key);
      if (this.#windows.size >= MOST_KEYS) this.#forget(now);
      window = { start: now, count: 0 };
      this.#windows.set(key, window);
    }
    if (window.count + 1 > this.#limit) return window.start + WINDOW_MS - now;
    window.count += 1;
    return 0;
  }

  /**
   * Forgets the windows that are over, and the oldest in any case.
   *
   * @param {number} now
   */
  #forget(now) {
    let room = false;
    for (const [key, window] of this.#windows) {
      if (room && !isOver(window, now)) break;
      this.#windows.delete(key);
      room = true;
    }
  }
}

/**
 * A clock that was set back also ends a window. Otherwise the window could last for days.
 *
 * @param {{ start: number }} window
 * @param {number} now
 */
function isOver({ start }, now) {
  return now >= start + WINDOW_MS || now < start;
}
