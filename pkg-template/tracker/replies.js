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
 * @typedef {object} More
 * @property {boolean} [smaller] Whether the batch was too large.
 * @property {boolean} [refused] Whether the token was.
 */

/** @typedef {import("./ledger.js").Outcome & More} Meaning */

/** What becomes of an event, by the status of its result. @type {{ [status: string]: Verdict["outcome"] }} */
const OUTCOMES = {
  // No other name means anything, not even to the host.
  __proto__: /** @type {any} */ (null),
  accepted: "delivered",
  duplicate: "duplicate",
  rejected: "dead",
  // It was sent, and nobody knows whether it arrived. To send it again might count it twice.
  unknown: "dead",
};

/**
 * @param {string} user
 * @param {Entry[]} entries Of this user.
 * @param {Reply} reply
 * @returns {Meaning}
 */
export function meaning(user, entries, { status, body, retryAfterMs }) {
  /** @type {any[] | undefined} */
  let results = status === 200 && Array.isArray(body?.results) ? body.results : undefined;
  // These say that the batch itself cannot be read. One of its events is to blame. 413 may come from whoever stands before the gateway; the
  // others are the gateway's own if they say of what kind they are.
  if (status === 413 || ((status === 400 || status === 422) && body?.kind)) {
    if (entries.length > 1) return { smaller: true };
    results = [{ ...body, id: entries[0]?.id, status: "rejected" }];
  }
  const isRefused = status === 401 || status === 403;
  // A server that limits everybody says it to the next user too.
  const wait = { user: results || isRefused || status === 429 ? user : "", ms: retryAfterMs ?? delay(body?.retry_after_ms) };
  if (!results) return { wait, refused: isRefused };
  /** @type {Meaning & { verdicts: Verdict[] }} */
  const result = { verdicts: [] };
  for (const entry of entries) {
    const said = results.find((each) => each?.id === entry.id);
    const outcome = OUTCOMES[said?.status];
    if (said?.path === "id") {
      // The gateway takes no other user than the token's: it is somebody else's.
      result.refused = true;
      result.wait = { user };
    } else if (outcome) {
      result.user = user;
      result.verdicts.push({ seq: entry.seq, id: entry.id, outcome, letter: outcome === "dead" ? letterOf(entry, said) : undefined });
    } else {
      result.wait ??= { user, ms: delay(said?.retry_after_ms) };
    }
  }
  return result;
}

/** @param {Entry} entry @param {any} said @returns {import("../tracker.js").DeadLetter} */
function letterOf({ id, user, at, action, input }, { kind, status, message, path }) {
  return { id, user: `${user}`, at, action, input, kind: kind ?? status, message: `${message ?? status}`.slice(0, 1_000), path };
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
