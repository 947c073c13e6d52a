// @ts-check
// What the gateway's reply to a batch means for each of its events.

/** @typedef {import("./ledger.js").Entry} Entry */
/** @typedef {import("./ledger.js").Verdict} Verdict */
/** @typedef {import("../tracker.js").DeadLetter} DeadLetter */

/**
 * A reply, or that there was none.
 *
 * @typedef {object} Reply
 * @property {number} status The HTTP status; 0 if there was no reply.
 * @property {unknown} [body] Its JSON, if it is JSON.
 * @property {number} [retryAfterMs] Its Retry-After.
 */

/**
 * @typedef {object} Meaning
 * @property {Verdict[]} verdicts
 * @property {{ user: string, ms?: number | undefined }} [wait] Who must wait (empty: everybody), and how long if the server said so.
 * @property {boolean} [smaller] Whether the batch was too large.
 * @property {boolean} [refused] Whether the token was.
 */

/** These say that the batch itself cannot be read. One of its events is to blame. */
const UNREADABLE = [400, 413, 422];

/**
 * @param {string} user
 * @param {Entry[]} entries Of this user.
 * @param {Reply} reply
 * @returns {Meaning}
 */
export function meaning(user, entries, { status, body, retryAfterMs }) {
  const said = isObject(body) ? body : {};
  if (status === 200 && Array.isArray(said.results)) return byEntry(user, entries, said.results);
  const ms = retryAfterMs ?? delay(said.retry_after_ms);
  if (status === 401 || status === 403) return { verdicts: [], wait: { user, ms }, refused: true };
  // The server limits users. If it limits everybody, the next user hears it too.
  if (status === 429) return { verdicts: [], wait: { user, ms } };
  if (!UNREADABLE.includes(status)) return { verdicts: [], wait: { user: "", ms } };
  const [first] = entries;
  if (entries.length > 1 || !first) return { verdicts: [], smaller: true };
  const kind = text(said.kind) ?? (status === 413 ? "too_large" : "rejected");
  return { verdicts: [dead(first, { kind, message: text(said.message) ?? `the gateway answered ${status}`, path: text(said.path) })] };
}

/**
 * @param {string} user
 * @param {Entry[]} entries
 * @param {unknown[]} results
 * @returns {Meaning}
 */
function byEntry(user, entries, results) {
  /** @type {Verdict[]} */
  const verdicts = [];
  /** @type {Meaning["wait"]} */
  let wait;
  for (const entry of entries) {
    const result = results.find((each) => isObject(each) && each.id === entry.id);
    const { status, kind, message, path, retry_after_ms } = isObject(result) ? result : {};
    if (status === "accepted" || status === "duplicate") {
      verdicts.push({ seq: entry.seq, id: entry.id, outcome: status === "accepted" ? "delivered" : status });
    } else if (status === "rejected" || status === "unknown") {
      // Unknown: it was sent, and nobody knows whether it arrived. To send it again might count it twice.
      const why = status === "unknown" ? "it was sent, and Refiner gave no answer" : "it was rejected";
      verdicts.push(dead(entry, { kind: text(kind) ?? status, message: text(message) ?? why, path: text(path) }));
    } else {
      wait ??= { user, ms: delay(retry_after_ms) };
    }
  }
  return wait ? { verdicts, wait } : { verdicts };
}

/**
 * @param {Entry} entry
 * @param {{ kind: string, message: string, path: string | undefined }} reason
 * @returns {Verdict}
 */
function dead({ seq, id, user, at, action, input }, { kind, message, path }) {
  /** @type {DeadLetter} */
  const letter = { id, user: String(user), at, action, input, kind, message };
  if (path) letter.path = path;
  return { seq, id, outcome: "dead", letter };
}

/**
 * How long a server asks to wait, in milliseconds, by its Retry-After: seconds or a date.
 *
 * @param {string | null} header
 * @param {number} now
 */
export function retryAfter(header, now) {
  if (!header) return undefined;
  const ms = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - now;
  return delay(ms);
}

/** @param {unknown} ms */
function delay(ms) {
  return typeof ms === "number" && ms >= 0 && ms < Infinity ? ms : undefined;
}

/** @param {unknown} value */
function text(value) {
  return typeof value === "string" ? value : undefined;
}

/** @param {unknown} value @returns {value is { [name: string]: unknown }} */
function isObject(value) {
  return typeof value === "object" && value !== null;
}
