// @ts-check
// What was put right on the way to a result: a run that took three requests says why.

/** @typedef {import("../tools.js").Healed} Healed */

/** A healing that is told once, whatever it took: this many are told one by one. */
const MOST = 20;

export class Healing {
  /** @type {Healed[]} */
  #list = [];

  /**
   * Told of each event of a call, and of what the core then asks for.
   *
   * @param {number | undefined} status Of a reply; undefined for any other event.
   * @param {unknown} asked
   */
  seen = (status, asked) => {
    // The core asks for a wait before it repeats, and for a key with true after one was refused.
    if (typeof asked === "number") this.#list.push({ what: "waited", ms: Math.round(asked), ...reason(status) });
    else if (asked === true) this.#list.push({ what: "new_key" });
  };

  /**
   * @param {readonly { path: string }[]} anomalies Where replies differ from the documentation.
   * @returns {Healed[] | undefined} In the order in which it happened.
   */
  list(anomalies) {
    const paths = anomalies.map(({ path }) => path);
    const told = this.#list.slice(0, MOST);
    if (this.#list.length > MOST) told.push({ what: "more", count: this.#list.length - MOST });
    if (paths.length > 0) told.push({ what: "drift", paths });
    return told.length > 0 ? told : undefined;
  }
}

/** @param {number | undefined} status */
function reason(status) {
  if (status === undefined) return { because: /** @type {const} */ ("network") };
  return { because: status === 429 ? /** @type {const} */ ("rate_limited") : /** @type {const} */ ("server"), status };
}
