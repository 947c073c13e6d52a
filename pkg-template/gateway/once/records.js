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
 * The entries of a user that come again later, by their messages. Until then, entries that were made after them wait.
 *
 * @typedef {object} Holds
 * @property {{ keys: string[], at: number, due: number }[]} list By the time they were made.
 * @property {number} expires
 */

/** @typedef {Map<string, Entry | Holds>} Records */

/**
 * @typedef {object} Begin
 * @property {"begin"} op
 * @property {{ key: string, idempotent: boolean }[]} entries
 * @property {string} token The same when the same question is asked again.
 * @property {string} [holds] The key of the user's holds. Without it, the entries wait for no other.
 * @property {number} [at] When the entries were made.
 * @property {number} waitMs
 * @property {number} leaseMs
 */

/**
 * @typedef {object} Settle
 * @property {"settle"} op
 * @property {string[]} keys
 * @property {string} token
 * @property {string} [holds]
 * @property {Reply} [reply] What came back.
 * @property {boolean} [unsent] Nothing was done: forget the entries.
 */

/**
 * @typedef {object} Hold
 * @property {"hold"} op
 * @property {string} holds
 * @property {{ keys: string[], at: number }[]} messages They come again.
 * @property {number} ms In so many milliseconds.
 */

/** @typedef {Record<string, Entry | Holds>} Writes */

/**
 * What to do with each entry: send it, or answer with its reply, or say that nobody knows. Or come back later with all of them.
 *
 * @typedef {{ busyMs: number } | { verdicts: ("send" | "unknown" | Reply)[] }} Verdict
 */

/** How long an entry is remembered. */
export const REMEMBERED_MS = 86_400_000;

/** The largest reply that is remembered, in characters. Ours: replies to writes have less than a hundred. */
const MOST_REPLY = 16_384;

/** How much later than it is due an entry may come, before the others stop waiting for it. Ours: queues are late under load. */
const SLACK_MS = 600_000;

/** How many messages of a user are waited for. Ours: the oldest are what matters. */
const MOST_HOLDS = 100;

/**
 * @param {Begin | Settle | Hold} asked
 * @returns {string[]} The records that are needed to answer it.
 */
export function keysOf(asked) {
  const keys = asked.op === "settle" ? [...asked.keys] : asked.op === "begin" ? asked.entries.map(({ key }) => key) : [];
  return asked.holds === undefined ? keys : [...keys, asked.holds];
}

/**
 * @param {Begin} asked
 * @param {Records} records
 * @param {number} now
 * @returns {{ answer: Verdict, writes: Writes }}
 */
export function begin({ entries, token, holds, at = 0, leaseMs }, records, now) {
  const keys = entries.map(({ key }) => key);
  const earlier = heldIn(records, holds, now).find((hold) => hold.at <= at && !hold.keys.some((key) => keys.includes(key)));
  // Whoever waits comes when the other one is due, so that both are in one batch, in order.
  if (earlier) return { answer: { busyMs: Math.max(1_000, earlier.due - now) }, writes: {} };
  /** @type {Writes} */
  const writes = {};
  /** @type {("send" | "unknown" | Reply)[]} */
  const verdicts = [];
  for (const { key, idempotent } of entries) {
    const entry = /** @type {Entry | undefined} */ (records.get(key));
    const known = entry && entry.expires > now && entry.token !== token ? entry : undefined;
    if (known?.reply) {
      verdicts.push(known.reply);
    } else if (known && known.until > now) {
      return { answer: { busyMs: known.until - now }, writes: {} };
    } else if (known && !idempotent) {
      verdicts.push("unknown");
    } else {
      verdicts.push("send");
      writes[key] = { token, until: now + leaseMs, expires: now + REMEMBERED_MS };
    }
  }
  const over = keys.filter((_, index) => verdicts[index] !== "send");
  return { answer: { verdicts }, writes: { ...writes, ...without(over, records, holds, now) } };
}

/**
 * @param {Settle} told
 * @param {Records} records
 * @param {number} now
 * @returns {{ writes: Writes, deletes: string[] }}
 */
export function settle({ keys, token, holds, reply, unsent }, records, now) {
  /** @type {Writes} */
  const writes = {};
  const deletes = [];
  for (const key of keys) {
    const entry = /** @type {Entry | undefined} */ (records.get(key));
    if (reply) writes[key] = { token, until: now, expires: now + REMEMBERED_MS, reply: cut(reply) };
    // Someone else may have begun to send it meanwhile. Only a reply outweighs that.
    else if (unsent && entry?.token === token) deletes.push(key);
    // Sent, and no answer: a repeat need not wait for one.
    else if (entry?.token === token) writes[key] = { ...entry, until: now };
  }
  return { writes: unsent ? writes : { ...writes, ...without(keys, records, holds, now) }, deletes };
}

/**
 * @param {Hold} told
 * @param {Records} records
 * @param {number} now
 * @returns {Writes}
 */
export function hold({ holds, messages, ms }, records, now) {
  const others = except(messages.flatMap(({ keys }) => keys), heldIn(records, holds, now));
  const list = [...others, ...messages.map((message) => ({ ...message, due: now + ms }))].sort((a, b) => a.at - b.at);
  return { [holds]: { list: list.slice(0, MOST_HOLDS), expires: now + REMEMBERED_MS } };
}

/**
 * @param {Records} records
 * @param {string | undefined} holds
 * @param {number} now
 */
function heldIn(records, holds, now) {
  const held = /** @type {Holds | undefined} */ (records.get(holds ?? ""));
  return held?.list.filter(({ due }) => due + SLACK_MS > now) ?? [];
}

/**
 * The holds without these entries, if one of them has one.
 *
 * @param {string[]} keys
 * @param {Records} records
 * @param {string | undefined} holds
 * @param {number} now
 * @returns {Writes}
 */
function without(keys, records, holds, now) {
  const held = heldIn(records, holds, now);
  if (holds === undefined || !held.some((hold) => hold.keys.some((key) => keys.includes(key)))) return {};
  return { [holds]: { list: except(keys, held), expires: now + REMEMBERED_MS } };
}

/**
 * @param {string[]} keys
 * @param {Holds["list"]} list
 */
function except(keys, list) {
  const left = list.map((hold) => ({ ...hold, keys: hold.keys.filter((key) => !keys.includes(key)) }));
  return left.filter((hold) => hold.keys.length > 0);
}

/**
 * A reply that is too large is remembered as an empty object, with its status.
 *
 * @param {Reply} reply
 */
function cut({ status, body }) {
  return { status, body: body.length > MOST_REPLY ? "{}" : body };
}
