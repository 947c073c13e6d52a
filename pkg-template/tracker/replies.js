// @ts-check
// What the gateway's reply to a batch means for each of its events.

/** @typedef {import("./ledger.js").Entry} Entry */
/** @typedef {import("./ledger.js").Verdict} Verdict */

/**
 * A reply, or that there was none.
 *
 * @typedef {object} Reply
 * @property {number} status The HTTP status; 0 if there was no reply.
 * @property {any} [body] Its JSON, if it is JSON.
 * @property {number | undefined} [retryAfterMs] Its Retry-After.
 */

/**
 * @typedef {object} Meaning
 * @property {Verdict[]} verdicts
 * @property {{ user: string, ms: number | undefined }} [wait] Who must wait (empty: everybody), and how long if the server said so.
 * @property {boolean} [smaller] Whether the batch was too large.
 * @property {boolean} [refused] Whether the token was.
 */

/**
 * @param {string} user
 * @param {Entry[]} entries Of this user.
 * @param {Reply} reply
 * @returns {Meaning}
 */
export function meaning(user, entries, { status, body, retryAfterMs }) {
  /** @type {Meaning} */
  const result = { verdicts: [] };
  if (status === 200 && Array.isArray(body?.results)) {
    for (const entry of entries) {
      const said = body.results.find((/** @type {any} */ each) => each?.id === entry.id);
      if (said?.status === "accepted") result.verdicts.push({ ...keyOf(entry), outcome: "delivered" });
      else if (said?.status === "duplicate") result.verdicts.push({ ...keyOf(entry), outcome: "duplicate" });
      // Unknown: it was sent, and nobody knows whether it arrived. To send it again might count it twice.
      else if (said?.status === "rejected" || said?.status === "unknown") result.verdicts.push(dead(entry, said.status, said));
      else result.wait ??= { user, ms: delay(said?.retry_after_ms) };
    }
    return result;
  }
  const isUsers = status === 401 || status === 403 || status === 429;
  // These say that the batch itself cannot be read. One of its events is to blame.
  if (status === 400 || status === 413 || status === 422) {
    const [first] = entries;
    if (entries.length > 1 || !first) result.smaller = true;
    else result.verdicts.push(dead(first, "rejected", body));
  } else {
    // A server that limits everybody says it to the next user too.
    result.wait = { user: isUsers ? user : "", ms: retryAfterMs ?? delay(body?.retry_after_ms) };
    result.refused = isUsers && status !== 429;
  }
  return result;
}

/** @param {Entry} entry */
function keyOf({ seq, id }) {
  return { seq, id };
}

/** @param {Entry} entry @param {string} status @param {any} said @returns {Verdict} */
function dead(entry, status, said) {
  const { bytes, seq, tab, ...event } = entry;
  const { kind = status, message = status, path } = said ?? {};
  return { ...keyOf(entry), outcome: "dead", letter: { ...event, user: String(event.user), kind: `${kind}`, message: `${message}`, ...(path && { path: `${path}` }) } };
}

/**
 * How long a server asks to wait, in milliseconds, by its Retry-After: seconds or a date.
 *
 * @param {string | null} header
 * @param {number} now
 */
export function retryAfter(header, now) {
  return header ? delay(/^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - now) : undefined;
}

/** @param {unknown} ms */
function delay(ms) {
  return typeof ms === "number" && ms >= 0 ? ms : undefined;
}
