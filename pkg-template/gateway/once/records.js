// @ts-check
// What is remembered of an entry, and what that means for a repeat. No clock, no storage.

/** @typedef {import("../../gateway-state.js").Reply} Reply */

/**
 * An entry that is being sent, or was.
 *
 * @typedef {object} Entry
 * @property {string} token Who sent it.
 * @property {number} until Before that, its sender may still report. Milliseconds, as all times.
 * @property {number} expires
 * @property {Reply} [reply] Missing while no answer is known.
 */

/**
 * A user's entries wait behind one that has to be sent again.
 *
 * @typedef {object} Hold
 * @property {string[]} keys Which entries it is for.
 * @property {number} at
 * @property {number} until
 * @property {number} expires
 */

/** @typedef {Map<string, Entry | Hold>} Records */

/**
 * @typedef {object} Begin
 * @property {"begin"} op
 * @property {{ key: string, idempotent: boolean }[]} entries
 * @property {string} token The same when the same question is asked again.
 * @property {string} hold The key of the user's hold.
 * @property {number} [at] When the entries were made. Without it, they wait for no other.
 * @property {number} waitMs
 * @property {number} leaseMs
 */

/**
 * @typedef {object} Settle
 * @property {"settle"} op
 * @property {string[]} keys
 * @property {string} token
 * @property {string} hold
 * @property {Reply} [reply] What came back.
 * @property {boolean} [unsent] Nothing was done: forget the entries.
 * @property {{ at: number, ms: number }} [behind] The user's later entries wait so long.
 */

/**
 * What to do with each entry: send it, or answer with its reply, or say that nobody knows. Or come back later with all of them.
 *
 * @typedef {{ busyMs: number } | { verdicts: ("send" | "unknown" | Reply)[] }} Verdict
 */

/** How long an entry is remembered. */
export const REMEMBERED_MS = 24 * 3_600_000;

/** The largest reply that is remembered, in characters. Ours: replies to writes have less than a hundred. */
const MOST_REPLY = 16_384;

/**
 * @param {Begin} asked
 * @returns {string[]} The records that are needed to answer it.
 */
export function keysOf({ entries, hold, at }) {
  const keys = entries.map(({ key }) => key);
  return at === undefined ? keys : [...keys, hold];
}

/**
 * @param {Begin} asked
 * @param {Records} records
 * @param {number} now
 * @returns {{ verdict: Verdict, writes: Record<string, Entry> }}
 */
export function begin({ entries, token, hold, at, leaseMs }, records, now) {
  const held = /** @type {Hold | undefined} */ (records.get(hold));
  if (at !== undefined && held && held.until > now && at >= held.at && !entries.some(({ key }) => held.keys.includes(key))) {
    return { verdict: { busyMs: held.until - now }, writes: {} };
  }
  /** @type {Record<string, Entry>} */
  const writes = {};
  /** @type {("send" | "unknown" | Reply)[]} */
  const verdicts = [];
  for (const { key, idempotent } of entries) {
    const entry = /** @type {Entry | undefined} */ (records.get(key));
    const known = entry && entry.expires > now ? entry : undefined;
    if (known?.reply) {
      verdicts.push(known.reply);
    } else if (known && known.token !== token && known.until > now) {
      return { verdict: { busyMs: known.until - now }, writes: {} };
    } else if (known && known.token !== token && !idempotent) {
      verdicts.push("unknown");
    } else {
      verdicts.push("send");
      writes[key] = { token, until: now + leaseMs, expires: now + REMEMBERED_MS };
    }
  }
  return { verdict: { verdicts }, writes };
}

/**
 * @param {Settle} told
 * @param {Records} records Those of its keys and its hold.
 * @param {number} now
 * @returns {{ writes: Record<string, Entry | Hold>, deletes: string[] }}
 */
export function settle({ keys, token, hold, reply, unsent, behind }, records, now) {
  const held = /** @type {Hold | undefined} */ (records.get(hold));
  const expires = now + REMEMBERED_MS;
  /** @type {Record<string, Entry | Hold>} */
  const writes = {};
  const deletes = [];
  for (const key of keys) {
    const entry = /** @type {Entry | undefined} */ (records.get(key));
    if (reply) writes[key] = { token, until: now, expires, reply: cut(reply) };
    // Someone else may have begun to send it meanwhile. Only a reply outweighs that.
    else if (unsent && entry?.token === token) deletes.push(key);
    // Sent, and no answer: a repeat need not wait for one.
    else if (entry?.token === token) writes[key] = { ...entry, until: now };
  }
  if (behind) writes[hold] = { keys, at: behind.at, until: now + behind.ms, expires };
  else if (held?.keys.some((key) => keys.includes(key))) deletes.push(hold);
  return { writes, deletes };
}

/**
 * A reply that is too large is remembered as an empty object, with its status.
 *
 * @param {Reply} reply
 */
function cut({ status, body }) {
  return { status, body: body.length > MOST_REPLY ? "{}" : body };
}
